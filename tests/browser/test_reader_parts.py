"""What the reader does better with a script, in a real Chromium; and that without one all of it is there."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.formats import canonical_text
from satchel.library import placing
from satchel.model.places import Place
from satchel.store import articles
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_place import PARTS
from tests.browser.test_reading import opened, stored
from tests.gallery.painting import landscape
from tests.patience import until
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

WHOLE = (
    '<p>A first sentence, with a mark.<sup><a href="#note-1">1</a></sup> See <a href="https://other.example/page">another'
    ' page</a> and <a href="https://new.example/page">a new one</a>. Is that all? No!</p>'
    + PARTS
    + '<figure><img src="https://pictures.example/1.png" alt="Hills" width="400" height="300"><figcaption>Green hills'
    '</figcaption></figure><p>x <img src="https://pictures.example/2.png" alt="Second" width="400" height="300"></p>'
    f"<table><caption>Wide</caption><tr>{'<td>averylongcellindeed</td>' * 14}</tr></table>"
    '<pre data-lang="python"><code>def f():\n    return "x"\n</code></pre>'
    r'<p><code data-tex="block">\frac{1}{2}</code></p>'
    '<p id="note-1">The note says <em>this</em>. <a href="#note-1">↩</a></p>'
)  # fmt: skip


@pytest.fixture
def number(wire: Wire) -> int:
    for name in "12":
        wire.web.page(f"https://pictures.example/{name}.png", landscape(int(name), 40, 30), type="image/png")
    read(wire, "https://other.example/page", title="Another")
    return stored(wire, WHOLE)


def _reading(browser: Browser, wire: Wire, number: int, **options: Any) -> Any:
    page = opened(browser, wire, **options)
    page.goto(f"/read/{number}")
    _wired(page)
    return page


def _wired(page: Any) -> None:
    """Wait for the scripts: with them the panel of looks needs its button no longer."""
    until(lambda: page.evaluate("document.querySelector('#looks [type=submit]').hidden"))


def test_a_note_opens_where_it_is_called(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.get_by_role("link", name="1", exact=True).first.click()
    page.locator("#note").get_by_text("The note says this.").wait_for()
    assert page.evaluate("scrollY") == 0
    assert page.locator("#note [id]").count() == 0
    page.keyboard.press("Escape")
    page.locator("#note").wait_for(state="hidden")
    page.get_by_role("link", name="1", exact=True).first.click()
    page.get_by_role("link", name="Go to the note").click()
    until(lambda: page.evaluate("scrollY > 1000"))
    assert not page.complaints


def test_links_know_the_list_and_are_saved_without_leaving(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.locator("a.known").wait_for()
    assert page.locator("a.known").all_text_contents() == ["another page"]
    page.get_by_role("link", name="another page").hover()
    page.locator("#link").get_by_text("On your list").wait_for()
    assert page.locator("#link").get_by_role("link", name="Read here").get_attribute("href") == "/read/1"
    page.get_by_role("link", name="a new one").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.locator("#link").get_by_text("new.example").wait_for()
    with page.expect_response("**/save"):
        page.keyboard.press("s")
    page.locator("#saved").wait_for()
    assert page.url.endswith(f"/read/{number}")
    page.goto("/")
    page.get_by_role("link", name="a new one", exact=True).wait_for()


def test_pictures_fill_the_screen(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.get_by_role("button", name="Hills").press("Enter")
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_text("Green hills").wait_for()
    page.keyboard.press("ArrowRight")
    dialog.get_by_text("Second").wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.alt") == "Second"


def test_contents_lead_to_the_parts_and_say_which_one_is_read(
    browser: Browser, wire: Wire, number: int
) -> None:
    page = _reading(browser, wire, number, viewport={"width": 1400, "height": 800})
    page.locator(".contents").get_by_role("link", name="Part 5").click()
    until(
        lambda: page.evaluate("document.querySelector('.contents a[aria-current]')?.textContent === 'Part 5'")
    )
    phone = opened(browser, wire, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    phone.goto(f"/read/{number}")
    assert phone.get_by_role("link", name="Part 5").is_hidden()
    phone.locator("summary").get_by_text("Contents").click()
    phone.get_by_role("link", name="Part 5").click()
    assert 0 < phone.get_by_role("heading", name="Part 5").bounding_box()["y"] < 200


def test_keys_do_what_their_table_says(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys on this page").get_by_text("Next paragraph").wait_for()
    page.keyboard.press("Escape")
    now = page.locator(".text .now")
    page.keyboard.press("j")
    first = now.text_content()
    page.keyboard.press("j")
    assert now.text_content() != first
    page.keyboard.press("k")
    assert now.text_content() == first
    page.keyboard.press("+")
    assert page.locator("article").get_attribute("data-size") == "20"
    for key, theme in (("d", "light"), ("d", "sepia")):
        page.keyboard.press(key)
        assert page.locator("html").get_attribute("data-theme") == theme
    page.keyboard.press("Control+e")
    page.keyboard.press("f")
    page.get_by_role("status").get_by_text("Added to your favourites.").wait_for()
    _wired(page)
    page.keyboard.press("e")
    page.get_by_role("status").get_by_text("Archived.").wait_for()
    _wired(page)
    page.keyboard.press("z")
    page.get_by_role("status").get_by_text("Undone.").wait_for()
    _wired(page)
    page.keyboard.press("u")
    page.get_by_role("heading", name="Unread").wait_for()


def test_pages_are_turned_and_keep_the_place(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number, viewport={"width": 600, "height": 700})
    page.get_by_role("button", name="Letters and colours").click()
    page.get_by_label("Pages instead of scrolling").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    at = "document.querySelector('main').scrollLeft"
    page.keyboard.press("Space")
    assert page.evaluate(at) == 600
    page.keyboard.press("ArrowRight")
    page.mouse.click(590, 400)
    assert page.evaluate(at) == 1800
    with page.expect_response("**/place"):
        page.keyboard.press("Shift+Space")
    assert page.evaluate(at) == 1200
    page.goto(f"/read/{number}")
    until(lambda: page.evaluate(f"{at} === 1200"))
    assert not page.complaints


def test_japanese_stands_in_columns(browser: Browser, wire: Wire) -> None:
    text = "港の古い倉庫を改装した小さな図書館には、誰の本でもない本が並んでいる。" * 6
    number = read(wire, "https://hon.example/1", body=f"<p lang='ja'>{text}</p>" * 12, title="本")
    _speak_japanese(wire, number)
    page = _reading(browser, wire, number)
    page.get_by_role("button", name="Letters and colours").click()
    page.get_by_label("Vertical writing").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).writingMode") == "vertical-rl"
    heading, first = (page.locator(one).first.bounding_box() for one in ("h1", ".text p"))
    assert heading["x"] > first["x"] > 0
    assert heading["x"] > 900
    with page.expect_response("**/place"):
        page.keyboard.press("Space")
    left = page.evaluate("document.querySelector('main').scrollLeft")
    assert left < -500
    share = wire.library.run_sync(placing.where, 1, number).share
    assert share > 0
    page.goto(f"/read/{number}")
    until(lambda: page.evaluate(f"Math.abs(document.querySelector('main').scrollLeft - {left}) < 60"))


def _speak_japanese(wire: Wire, number: int) -> None:
    wire.library.store.write(
        lambda tx: tx.run("UPDATE items SET language = 'ja' WHERE user_id = 1 AND id = :id", id=number)
    )


VOICES = """
globalThis.said = [];
const voice = { name: "Ada", lang: "en-GB", voiceURI: "ada" };
const speech = new EventTarget();
Object.assign(speech, { getVoices: () => [voice, { ...voice, name: "Bea", voiceURI: "bea" }], cancel() {},
  speak(words) { said.push([words.text, words.rate, words.lang]); globalThis.ended = () => words.onend(); } });
Object.defineProperty(globalThis, "speechSynthesis", { value: speech });
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_the_article_is_read_aloud_sentence_by_sentence(browser: Browser, wire: Wire, number: int) -> None:
    page = opened(browser, wire)
    page.add_init_script(VOICES)
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Listen").first.click()
    for _ in range(4):
        page.evaluate("ended()")
    said = [text for text, _, _ in page.evaluate("said")]
    assert said[:4] == [
        "A first sentence, with a mark.",
        "See another page and a new one.",
        "Is that all?",
        "No!",
    ]
    assert page.evaluate("[...CSS.highlights.get('spoken')][0].toString()") == "Part 0"
    page.get_by_label("Speed").select_option("2")
    assert page.evaluate("said.at(-1)") == ["Part 0", 2, "en"]
    page.keyboard.press("p")
    page.evaluate("ended()")
    assert page.evaluate("said.length") == 6
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    assert page.evaluate("said.length") == 7
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Listen").first.click()
    assert page.evaluate("said.at(-1)")[1] == 2
    assert not page.complaints


def test_on_paper_links_are_numbered_and_listed(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    listed = page.locator("#addresses li").all_text_contents()
    assert listed == ["https://other.example/page", "https://new.example/page"]
    assert page.locator(".printed").is_visible()
    for hidden in (".bar", ".contents", ".end", "#note", ".text .code button"):
        assert not page.locator(hidden).first.is_visible()
    assert len(page.pdf()) > 10_000


def test_a_long_article_opens_at_its_place(browser: Browser, wire: Wire) -> None:
    html = "".join(
        f"<p>Paragraph {n} of a very long text, with <em>words</em> and more words.</p>" for n in range(8000)
    )
    number = stored(wire, html)
    at = canonical_text.of(html).index("Paragraph 5000 ")
    found = wire.library.store.read(lambda tx: articles.opened(tx, 1, number))
    assert found is not None
    assert found.item.article is not None
    place = Place(620, wire.clock.now(), at, found.item.article.version)
    wire.library.run_sync(placing.keep, 1, number, place)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    page.get_by_text("Continued at 62 %.").wait_for()
    assert page.locator(".text.long").count() == 1
    assert 30 < page.get_by_text("Paragraph 5000 of").bounding_box()["y"] < 110


def test_everybody_can_use_all_of_it(browser: Browser, wire: Wire, number: int) -> None:
    found = {}
    page = opened(browser, wire, bypass_csp=True, viewport={"width": 390, "height": 800})
    page.add_init_script(VOICES)
    page.goto(f"/read/{number}")
    page.locator("a.known").wait_for()
    found["page"] = faults(page)
    page.get_by_role("button", name="Letters and colours").click()
    found["panel"] = faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Listen").first.click()
    found["speech"] = faults(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    found["keys"] = faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Hills").press("Enter")
    found["lens"] = faults(page)
    assert {state: what for state, what in found.items() if what} == {}
