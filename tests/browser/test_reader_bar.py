"""The bar of an article: away for who reads on, there for who turns around, and never over what has the focus."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import placing
from satchel.model.places import Place
from satchel.store import articles
from tests.browser.chromium import Browser
from tests.browser.test_place import PARTS
from tests.browser.test_reading import opened, stored
from tests.patience import until
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

#: Of the bar only the line stays that says how far one is.
LINE = 2
LINKS = "".join(
    f'<p>Sentence {n} with <a href="https://other.example/{n}">link {n}</a> and more.</p>' for n in range(60)
)
#: Counts what the bar's looks cost, and what moved that nobody had moved.
WATCH = """() => {
  globalThis.changes = 0;
  globalThis.shift = 0;
  new MutationObserver((all) => { changes += all.length; })
    .observe(document.querySelector(".bar"), { attributes: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })
    .observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture
def number(wire: Wire) -> int:
    return stored(wire, LINKS + PARTS)


def reading(browser: Browser, wire: Wire, number: int, **options: Any) -> Any:
    page = opened(browser, wire, **options)
    page.goto(f"/read/{number}")
    if options.get("java_script_enabled", True):
        until(lambda: page.evaluate("document.querySelector('#looks [type=submit]').hidden"))
    return page


def bottom(page: Any) -> int:
    """Where the bar ends, once it has come to rest."""
    found: float = page.evaluate("""() => {
      for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
      return document.querySelector(".bar").getBoundingClientRect().bottom;
    }""")
    return round(found)


def scroll(page: Any, by: int) -> None:
    """Turn the wheel, and wait for the page to have moved and to have heard of it."""
    page.mouse.move(600, 400)
    before = page.evaluate("""() => {
      globalThis.moved = new Promise((done) => addEventListener("scrollend", () => done(scrollY), { once: true }));
      return scrollY;
    }""")
    page.mouse.wheel(0, by)
    assert page.evaluate("moved") != before
    page.evaluate("() => new Promise(requestAnimationFrame)")


@pytest.mark.parametrize("width", [390, 1280])
def test_it_leaves_who_reads_on_and_is_back_for_who_turns_around(
    browser: Browser, wire: Wire, number: int, width: int
) -> None:
    page = reading(browser, wire, number, viewport={"width": width, "height": 800})
    page.evaluate(WATCH)
    whole = bottom(page)
    for by, where in ((600, LINE), (600, LINE), (-100, whole), (-100, whole), (200, LINE)):
        scroll(page, by)
        assert bottom(page) == where
    assert page.evaluate("changes") == 3
    page.keyboard.press("Escape")
    assert bottom(page) == whole
    scroll(page, 300)
    assert bottom(page) == LINE
    page.evaluate("scrollTo(0, 1e6)")
    until(lambda: bottom(page) == whole)
    scroll(page, -400)
    scroll(page, 100)
    assert bottom(page) == LINE
    page.evaluate("scrollTo(0, 0)")
    until(lambda: bottom(page) == whole)
    assert page.evaluate("shift") < 0.02
    assert not page.complaints


def test_it_stays_while_a_menu_is_open_and_while_the_keyboard_is_in_it(
    browser: Browser, wire: Wire, number: int
) -> None:
    page = reading(browser, wire, number)
    whole = bottom(page)
    page.get_by_role("button", name="More").click()
    scroll(page, 600)
    assert bottom(page) == whole
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    scroll(page, 600)
    assert bottom(page) == LINE
    # The keyboard comes to it, and the text stays where it is.
    before = page.evaluate("scrollY")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.title") == "More"
    assert bottom(page) == whole
    assert page.evaluate("scrollY") == before
    scroll(page, 300)
    assert bottom(page) == whole


def test_it_never_covers_what_has_the_focus(browser: Browser, wire: Wire, number: int) -> None:
    page = reading(browser, wire, number, viewport={"width": 600, "height": 500})
    covered = []
    for key, times in (("Tab", 45), ("Shift+Tab", 35)):
        for _ in range(times):
            page.keyboard.press(key)
            covered += page.evaluate("""() => {
              const one = document.activeElement, { x, y, width, height } = one.getBoundingClientRect();
              const at = document.elementFromPoint(x + width / 2, y + height / 2);
              return at && (at === one || one.contains(at) || at.contains(one)) ? [] : [one.textContent];
            }""")
    assert covered == []


def test_a_jump_leaves_it_as_it_is(browser: Browser, wire: Wire, number: int) -> None:
    found = wire.library.store.read(lambda tx: articles.opened(tx, 1, number))
    assert found is not None
    assert found.item.article is not None
    wire.library.run_sync(
        placing.keep, 1, number, Place(500, wire.clock.now(), 6000, found.item.article.version)
    )
    page = reading(browser, wire, number)
    page.get_by_text("Continued at 50 %.").wait_for()
    assert page.evaluate("scrollY") > 1000
    assert bottom(page) > LINE
    page.evaluate("document.querySelector('.contents a[href=\"#part-8\"]').click()")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert bottom(page) > LINE
    assert page.get_by_role("heading", name="Part 7").bounding_box()["y"] > bottom(page)


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, wire: Wire, number: int) -> None:
    page = reading(browser, wire, number, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).transitionDuration") == "0s"
    scroll(page, 600)
    assert bottom(page) == LINE


def test_it_is_always_there_without_script_and_where_pages_are_turned(
    browser: Browser, wire: Wire, number: int
) -> None:
    page = reading(browser, wire, number, java_script_enabled=False)
    page.get_by_role("link", name="link 50").scroll_into_view_if_needed()
    assert page.locator(".bar").bounding_box()["y"] == 0
    page = reading(browser, wire, number, viewport={"width": 600, "height": 700})
    scroll(page, 600)
    assert bottom(page) == LINE
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Letters and colours").click()
    page.get_by_label("Pages instead of scrolling").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    for _ in range(3):
        page.keyboard.press("Space")
    assert bottom(page) > LINE
