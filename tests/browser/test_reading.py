"""Reading in a real browser, mostly without script: from a new account to the end of an article, and back."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting, finding, saving
from satchel.model.actions import Archive, ById
from satchel.model.items import NewLink
from satchel.pipeline.clean import clean
from satchel.store import articles
from tests.browser.chromium import Browser, complaints_of
from tests.browser.listing import eventually
from tests.browser.looking import faults
from tests.people import PASSWORDS
from tests.unit.payloads import PAYLOADS
from tests.web.reading import WORDS, publish, read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

PICTURE = "https://pictures.example/1.png"


def opened(browser: Browser, wire: Wire, **options: Any) -> Any:
    """A window in which Alice is signed in; what leaves for elsewhere is written down and goes nowhere."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}", **options)
    page = context.new_page()
    page.elsewhere, page.complaints = [], complaints_of(page)
    page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
    ours = f"http://127.0.0.1:{wire.port}/"
    # What the policy forbids is only wished for, and does not come here.
    context.route(
        lambda url: not url.startswith(ours),
        lambda route: (page.elsewhere.append(route.request.url), route.abort()),
    )
    page.goto("/login")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Unread").wait_for()
    return page


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def page(request: pytest.FixtureRequest, browser: Browser, wire: Wire) -> Any:
    return opened(browser, wire, java_script_enabled=request.param)


def test_somebody_pastes_a_link_reads_it_and_puts_it_away(page: Any, wire: Wire) -> None:
    publish(wire, "https://hearth.example/oven", body=f"{WORDS}<h2>The second part</h2>{WORDS}")
    page.get_by_text("Your list is empty.").wait_for()
    page.get_by_label("Search, or paste a link to save it").fill("https://hearth.example/oven")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    page.get_by_role("link", name="The village oven", exact=True).click()
    page.get_by_role("heading", name="The second part").wait_for()
    assert page.locator("article p").count() >= 24
    page.get_by_role("complementary").get_by_role("button", name="Archive").click()
    page.get_by_text("Nothing left to read here.").wait_for()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="The village oven", exact=True).wait_for()
    assert not page.complaints
    assert not page.elsewhere


def test_acts_in_the_list_and_their_undoing(page: Any, wire: Wire) -> None:
    for number in range(8):
        read(wire, f"https://hearth.example/{number}", title=f"Story {number}")
    page.goto("/")
    page.get_by_role("button", name="Archive: Story 5").click()
    page.get_by_role("status").get_by_text("Story 5").wait_for()
    page.get_by_role("link", name="Story 5", exact=True).wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Story 5", exact=True).wait_for()
    page.get_by_role("button", name="Favourite: Story 5").click()
    page.get_by_role("link", name="Favourites", exact=True).click()
    page.get_by_role("heading", name="Favourites").wait_for()
    # With a script the same link opens a menu.
    page.goto(page.get_by_role("link", name="Tags and more: Story 5").get_attribute("href"))
    page.get_by_label("Tags, separated by commas").fill("bread, oven")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("Your changes are saved.").wait_for()
    page.goto("/tags/bread")
    page.get_by_role("link", name="Story 5", exact=True).wait_for()
    assert not page.complaints


def is_seen(page: Any, title: str) -> bool:
    """Whether that row is in the window: the browser scrolls to it when the page has come."""
    row = page.get_by_role("link", name=title, exact=True)
    box = row.bounding_box() if row.count() else None
    return box is not None and 0 <= box["y"] < page.viewport_size["height"]


def test_turning_pages_and_reading_leads_back_to_the_same_row(page: Any, wire: Wire) -> None:
    for number in range(120):
        new = NewLink(f"https://none.example/{number}", f"Page {number:03}")
        wire.clock.forward(seconds=1)
        wire.library.run_sync(saving.save, 1, new)
    page.goto("/")
    page.get_by_role("link", name="Older").click()
    page.get_by_role("link", name="Page 042", exact=True).click()
    page.get_by_role("heading", name="Page 042").wait_for()
    page.get_by_role("link", name="Back to Unread").click()
    eventually(page, lambda: is_seen(page, "Page 042"))
    page.get_by_role("button", name="Archive: Page 042").click()
    page.get_by_role("status").wait_for()
    eventually(page, lambda: is_seen(page, "Page 041"))


def stored(wire: Wire, html: str) -> int:
    """An article whose stored HTML is that, to the letter; its id."""
    number = read(wire)
    item = wire.library.store.read(lambda tx: finding.get(tx, 1, number))
    assert item
    assert item.article
    version = item.article.version
    wire.library.store.write(lambda tx: articles.put(tx, 1, number, version, html, "x"))
    return number


def test_hostile_articles_run_nothing_and_ask_nobody(browser: Browser, wire: Wire) -> None:
    assert len(PAYLOADS) >= 120
    # Each is cleaned alone: together the first that is left open would swallow the others.
    number = stored(wire, "".join(f"<div>{clean(payload)}</div>" for payload in PAYLOADS))
    page = opened(browser, wire)
    for path in ("/", f"/read/{number}/edit", f"/read/{number}"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    inside = "article :is(script, iframe, object, embed, form, input, style, link, video, audio), .text svg"
    assert page.locator(inside).count() == 0
    assert page.elsewhere == []
    # Pictures that nobody has are missing; nothing else is complained about.
    assert [said for said in page.complaints if "404" not in said] == []


def test_html_that_no_gate_has_cleaned_still_runs_nothing(browser: Browser, wire: Wire) -> None:
    """The policy holds by itself: what is stored here passed no gate at all."""
    evil = (
        '<script>window.pwned = 1</script><p onclick="window.pwned = 1">y</p><object data="https://evil.example/"></object>'
        '<link rel="stylesheet" href="https://evil.example/a.css"><style>@import "https://evil.example/b.css"</style>'
        '<form action="https://evil.example/"><button>Send</button></form><base href="https://evil.example/">'
        '<iframe src="https://evil.example/"></iframe><svg onload="window.pwned = 1"></svg>'
        '<a href="javascript:window.pwned=1">x</a>'
    )
    number = stored(wire, evil)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    page.get_by_role("link", name="x", exact=True).click()
    page.locator(".text p").click()
    # A click of Playwright's waits for a navigation, and there is none.
    page.evaluate("() => document.querySelector('.text form button').click()")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.elsewhere == []


def test_every_page_of_reading_can_be_used_by_everybody(browser: Browser, wire: Wire) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverwaltungsprogramm"
    number = read(
        wire, title=f"{long} {long}", tags=f"{long},b,history/rome",
        body=f"{WORDS}<h1>{long}</h1><pre>{long * 4}</pre><table><tr>{f'<td>{long}</td>' * 6}</tr></table>"
        f'<p><a href="https://example.com/">{long}</a></p>{WORDS}'
        f'<p><img src="{PICTURE}" width="2000" height="10" alt="{long}">{WORDS}',
    )  # fmt: skip
    kept = read(wire, "https://hearth.example/kept")
    wire.library.store.write(lambda tx: acting.act(tx, 1, [Archive(ById(kept))]))
    found = {}
    page = opened(browser, wire, bypass_csp=True, viewport={"width": 320, "height": 640}, has_touch=True)
    lists = ("/", "/archive", "/favourites", "/tags", f"/tags/{long}", "/sites/hearth.example")
    for path in (*lists, f"/read/{number}", f"/read/{number}/edit"):
        page.goto(path)
        found[path] = faults(page)
    assert {which: what for which, what in found.items() if what} == {}


def walked(page: Any, most: int) -> list[str]:
    """What the Tab key reaches, in order, by its name; each seen, and not covered by what stays in place."""
    look = """() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      const box = one.getBoundingClientRect();
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
      const label = one.labels?.[0];
      const seen = box.width && box.height && at
        && (one === at || one.contains(at) || at.contains(one) || label?.contains(at));
      const name = one.getAttribute("aria-label") || label?.textContent || one.textContent;
      return (seen ? "" : "hidden ") + name.trim();
    }"""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(look)
        if name is None:
            break
        found.append(" ".join(name.split()))
    return found


def test_everything_can_be_reached_by_the_keyboard(browser: Browser, wire: Wire) -> None:
    read(wire, "https://hearth.example/2", title="Second")
    number = read(wire, tags="food")
    page = opened(browser, wire, bypass_csp=True)
    reached = walked(page, 60)
    assert [name for name in reached if name.startswith("hidden")] == []
    assert reached[0] == "Skip to the content"
    rows = [name for name in reached if "The village oven" in name]
    assert rows == [
        "The village oven", "Archive: The village oven", "Favourite: The village oven",
        "Tags and more: The village oven",
    ]  # fmt: skip
    page.goto(f"/read/{number}")
    reached = walked(page, 60)
    assert [name for name in reached if name.startswith("hidden")] == []
    assert reached[:6] == [
        "Skip to the content",
        "Back to Unread",
        "Letters and colours",
        "Favourite",
        "Archive",
        "More",
    ]
    assert reached[6:8] == ["hearth.example(the original page)", "food"] or "food" in reached
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Letters and colours").press("Enter")
    page.get_by_label("Sepia").press("Space")
    page.keyboard.press("Enter")
    page.locator("html[data-theme=sepia]").wait_for()


def test_on_paper_stands_the_article_alone(browser: Browser, wire: Wire) -> None:
    number = read(wire)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Archive").first.is_visible()
    assert page.locator(".text p").first.is_visible()
