"""Where one stands in an article, in a real Chromium: kept to the letter, carried to the next browser."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from satchel.formats import canonical_text
from satchel.library import placing
from satchel.model.places import Place
from satchel.store import articles
from tests.browser.chromium import Browser
from tests.browser.test_reading import opened, stored
from tests.patience import until
from tests.unit.test_canonical_text import SHARED
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

GOLDEN = sorted((Path(__file__).parents[1] / "pages").glob("*/expected.html"))
SENTENCE = "of a text, with <em>words</em> enough to go over a line or two."
PARTS = "".join(
    f"<h2>Part {part}</h2>" + "".join(f"<p>Sentence {part}.{n} {SENTENCE}</p>" for n in range(30))
    for part in range(8)
)
#: The module of the page that knows the text, and what it makes of it: in the page as it is shown, with all that
#: scripts have added, and in one that is only parsed, which takes a tenth of the time. Null where there is no text.
MODULE = """async () => {
  const { Text } = await import(document.querySelector('script[src*="reader.js"]').src.replace("reader.js", "text.js"));
  globalThis.CanonicalText = Text;
}"""
SHOWN = "() => document.querySelector('article .text')"
PARSED = """async () => {
  const source = await (await fetch(location)).text();
  return new DOMParser().parseFromString(source, "text/html").querySelector("article .text");
}"""
TEXT = """root => {
  if (!root) return null;
  globalThis.text = new CanonicalText(root);
  return [text.toString(), text.length];
}"""
#: Of so many golden pages one is shown. Those of the shared cases are all.
SHOWN_ONE_IN = 12
#: Of each letter: the letter found at its place in the page, what begins there, and the formula that it is in.
FOUND = """letters => letters.map(at => {
  const [node, offset] = text.point(at);
  const formula = node.nodeType === Node.TEXT_NODE ? "" : node.getAttribute("alttext");
  return [text.at(node, offset), text.slice(at, 12), formula];
})"""


def test_python_and_the_browser_agree_on_the_text_to_the_letter(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire, bypass_csp=True)
    number = stored(wire, "<p>x</p>")
    texts = [(each["html"], True) for each in SHARED]
    texts += [(path.read_text(), at % SHOWN_ONE_IN == 0) for at, path in enumerate(GOLDEN)]
    assert len(texts) > 80
    wrong = []
    for html, is_shown in texts:
        _store(wire, number, html)
        wanted = canonical_text.of(html)
        if is_shown:
            page.goto(f"/read/{number}")
            page.evaluate(MODULE)
        told = page.evaluate_handle(SHOWN if is_shown else PARSED).evaluate(TEXT)
        if told is None:
            assert not wanted
            continue
        if told != [wanted, len(wanted)]:
            wrong.append((html[:80], told[0][:200], wanted[:200]))
            continue
        # From letters to places in the page, and back.
        letters = [at for at in range(0, len(wanted), max(1, len(wanted) // 50)) if wanted[at] != " "]
        wrong += [
            (html[:80], wanted[at:][:12], str(found))
            for at, found in zip(letters, page.evaluate(FOUND, letters), strict=True)
            if not _is_found(wanted, at, *found)
        ]
    assert wrong == []
    page.goto("/")


def _is_found(wanted: str, at: int, back: int, begins: str, formula: str) -> bool:
    """Whether a letter was found again. A formula is one thing in the page: its letters stand at its beginning."""
    tex = " ".join(formula.split())
    stands = back <= at < back + len(tex) and wanted.startswith(tex, back) if tex else back == at
    return stands and begins == wanted[at : at + 12]


def _store(wire: Wire, number: int, html: str) -> None:
    item = wire.library.store.read(lambda tx: articles.opened(tx, 1, number))
    assert item is not None
    assert item.item.article is not None
    version = item.item.article.version
    wire.library.store.write(lambda tx: articles.put(tx, 1, number, version, html, "x"))


def _kept(wire: Wire, number: int) -> Place:
    return wire.library.run_sync(placing.where, 1, number)


def test_a_place_is_kept_to_the_letter_and_found_in_another_browser(browser: Browser, wire: Wire) -> None:
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    with page.expect_response("**/place"):
        page.mouse.wheel(0, 4000)
    kept = _kept(wire, number)
    top = page.evaluate("""() => {
      const under = document.querySelector(".bar").getBoundingClientRect().bottom;
      const seen = (one) => one.getBoundingClientRect().bottom > under;
      return [...document.querySelectorAll(".text p")].find(seen).textContent;
    }""")
    assert kept.quote[:12] in top + canonical_text.of(PARTS)[kept.at :][:60]
    assert canonical_text.of(PARTS)[kept.at :].startswith(kept.quote)
    assert page.url.endswith(f"/read/{number}")
    other = opened(browser, wire, viewport={"width": 390, "height": 800})
    other.goto(f"/read/{number}")
    other.get_by_text(f"Continued at {round(kept.share / 10)} %.").wait_for()
    assert not other.complaints
    # The very line, on a screen of another width.
    first = other.evaluate("""() => {
      const under = document.querySelector(".bar").getBoundingClientRect().bottom;
      const at = document.caretRangeFromPoint(innerWidth / 2, under + 14).startContainer;
      return at.textContent;
    }""")
    assert kept.quote[:8] in first
    other.get_by_role("button", name="Beginning").click()
    until(lambda: other.evaluate("scrollY === 0"))
    # Who only opened it and went back to the beginning has said nothing yet.
    assert _kept(wire, number).at == kept.at


def test_coming_back_to_a_tab_offers_a_later_place_and_does_not_jump(browser: Browser, wire: Wire) -> None:
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    version = int(page.locator("article").get_attribute("data-version"))
    at = canonical_text.of(PARTS).index("Sentence 5.3")
    wire.clock.forward(seconds=300)
    wire.library.run_sync(placing.keep, 1, number, Place(620, wire.clock.now(), at, version))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("You read on to 62 % on another device.").wait_for()
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Go there").click()
    until(lambda: page.evaluate("scrollY > 1000"))
    box = page.get_by_text("Sentence 5.3 of").bounding_box()
    assert 40 < box["y"] < 90
    assert not page.complaints


#: Of a paragraph: the letter, a space, at which its first line ends.
LINE_END = """one => {
  const range = new Range();
  const topOf = (at) => {
    range.setStart(one.firstChild, at);
    range.setEnd(one.firstChild, at + 1);
    return range.getBoundingClientRect().top;
  };
  return [...one.firstChild.data].findIndex((letter, at) => letter === " " && topOf(at + 1) > topOf(at - 1));
}"""


def test_a_place_at_the_space_that_ends_a_line_is_found_again(browser: Browser, wire: Wire) -> None:
    """The space stands where the page is anchored: at the beginning of a text, and has no box."""
    number = stored(
        wire,
        "".join(
            f"<p>Sentence {n} of a text, with words enough to go over a line or two.</p>" for n in range(99)
        ),
    )
    page = opened(browser, wire, viewport={"width": 390, "height": 800})
    page.goto(f"/read/{number}")
    one = page.get_by_text("Sentence 70 of")
    text = page.locator("article .text").inner_text()
    at = text.replace("\n\n", " ").index("Sentence 70") + one.evaluate(LINE_END)
    version = int(page.locator("article").get_attribute("data-version"))
    wire.library.run_sync(placing.keep, 1, number, Place(700, wire.clock.now(), at, version))
    other = opened(browser, wire, viewport={"width": 390, "height": 800})
    other.goto(f"/read/{number}")
    until(lambda: other.evaluate("scrollY > 1000"))
    assert 0 < other.get_by_text("Sentence 70 of").bounding_box()["y"] < 90


def test_without_script_a_link_leads_on(browser: Browser, wire: Wire) -> None:
    number = stored(wire, PARTS)
    at = canonical_text.of(PARTS).index("Sentence 5.3")
    wire.library.run_sync(
        placing.keep, 1, number, Place(620, wire.clock.now(), at, 1, "Sentence 5.3 of a text")
    )
    page = opened(browser, wire, java_script_enabled=False)
    assert "8 min left" not in page.content()
    page.goto("/")
    assert page.get_by_label("62 % read").count() == 1
    page.get_by_role("link", name="The village oven", exact=True).click()
    page.get_by_role("link", name="Go on at 62 %").click()
    box = page.get_by_text("Sentence 5.3 of").bounding_box()
    assert 0 < box["y"] < 120


def test_the_end_is_finished_and_offers_what_is_next(browser: Browser, wire: Wire) -> None:
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    assert page.locator("#finished").is_hidden()
    with page.expect_response(
        lambda answer: answer.url.endswith("/place") and "true" in answer.request.post_data
    ):
        page.mouse.wheel(0, 100_000)
    page.get_by_text("You have finished this.").wait_for()
    assert _kept(wire, number).finished
    page.goto("/")
    page.get_by_text("Finished", exact=True).wait_for()


def test_a_place_is_taken_from_pages_of_ours_alone(wire: Wire, browser: Browser) -> None:
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    body = msgspec.json.encode({"at": 5, "share": 20, "version": 1, "time": 1, "now": 1}).decode()
    address = f"http://127.0.0.1:{wire.port}/read/{number}/place"
    for headers, status in (
        ({"Content-Type": "text/plain", "Sec-Fetch-Site": "same-origin"}, 422),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}, 200),
    ):
        answer = page.context.request.post(address, data=body, headers=headers)
        assert answer.status in (status, 400), headers
    assert _kept(wire, number).at == 5
