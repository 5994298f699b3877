"""The page after `redirect=close`, in a real browser: it says Saved, and is gone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.chromium import Browser
from tests.people import PASSWORDS
from tests.wire.server import Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

PAGE = "https://example.com/story"
STORY = "<title>A quiet story</title><article><h1>A quiet story</h1>" + "<p>It rained for a week.</p>" * 30
TELLS = "const end = close; close = () => saw(document.body.innerText).then(() => end())"


@pytest.fixture
def story(wire: Wire) -> Wire:
    """The server, and a page on the web that can be saved."""
    wire.web.page(PAGE, STORY)
    return wire


def address(wire: Wire, **more: str) -> str:
    sent = {"username": "alice", "password": PASSWORDS["alice"], "url": PAGE, "redirect": "close", **more}
    return f"http://127.0.0.1:{wire.port}/api/add?{urlencode(sent)}"


def opener(context: Any) -> Any:
    """A page somewhere on the web, from which a bookmarklet or a reader opens the popup."""
    page = context.new_page()
    page.route(
        "http://reader.example/", lambda route: route.fulfill(content_type="text/html", body="<p>Reader")
    )
    page.goto("http://reader.example/")
    return page


def popup(page: Any, url: str) -> Any:
    with page.expect_popup() as opened:
        page.evaluate("url => { window.open(url, '_blank', 'width=420,height=320'); }", url)
    return opened.value


def test_the_popup_says_saved_and_closes_itself(browser: Browser, story: Wire) -> None:
    context = browser.new_context()
    complaints: list[str] = []
    seen: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    # The window would be gone before we can ask it: when it closes itself, it first tells what stands on it.
    context.expose_function("saw", lambda text: seen.append(text))
    context.add_init_script(TELLS)
    page = opener(context)
    window = popup(page, address(story))
    if not window.is_closed():
        window.wait_for_event("close")
    assert window.is_closed()
    assert not page.is_closed()
    assert [" ".join(text.split()) for text in seen] == [
        "Saved A quiet story example.com You can close this window."
    ]
    assert not complaints


def test_a_failure_stays_to_be_read(browser: Browser, story: Wire) -> None:
    context = browser.new_context()
    page = opener(context)
    window = popup(page, address(story, password="wrong"))
    window.wait_for_load_state()
    assert window.locator("h1").inner_text() == "Not saved"
    assert window.locator(".text").inner_text() == "The user name or the password is wrong."
    assert window.locator("script").count() == 0


def test_without_script_the_page_says_what_to_do(browser: Browser, story: Wire) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(story))
    assert page.locator("h1").inner_text() == "Saved"
    assert page.locator("footer").inner_text() == "You can close this window."
    assert page.locator("footer").is_visible()


def test_the_longest_title_in_the_smallest_window_is_all_on_the_page(browser: Browser, story: Wire) -> None:
    context = browser.new_context(viewport={"width": 240, "height": 320}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(story, title="Donaudampfschifffahrtsgesellschaft" * 12 + "<b>&amp;"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("main b").count() == 0
