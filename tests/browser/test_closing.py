"""The page after `redirect=close`, in a real browser: it says Saved, and is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from satchel.base.clock import FakeClock
from satchel.base.settings import Settings
from tests.people import CHEAP, PASSWORDS
from tests.wire.bench import Socket, Wire

pytestmark = pytest.mark.browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGE = "https://example.com/story"
STORY = "<title>A quiet story</title><article><h1>A quiet story</h1>" + "<p>It rained for a week.</p>" * 30


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def socket() -> Iterator[Socket]:
    listening = Socket()
    yield listening
    listening.close()


@pytest.fixture
def wire(socket: Socket, tmp_path: Path, sqlite_template: Path) -> Iterator[Wire]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "satchel.db").write_bytes(sqlite_template.read_bytes())
    bench = Wire(socket, Settings(data=data, password_memory=CHEAP), FakeClock())
    bench.web.page(PAGE, STORY)
    yield bench
    bench.close()


def address(wire: Wire, **more: str) -> str:
    sent = {"username": "alice", "password": PASSWORDS["alice"], "url": PAGE, "redirect": "close", **more}
    return f"http://127.0.0.1:{wire.port}/api/add?{urlencode(sent)}"


def opener(wire: Wire, context: Any) -> Any:
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


def test_the_popup_says_saved_and_closes_itself(browser: Any, wire: Wire) -> None:
    context = browser.new_context()
    complaints: list[str] = []
    seen: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    # The window may be gone before we can ask it, so it tells by itself what stands on it.
    context.expose_function("saw", lambda text: seen.append(text))
    context.add_init_script("addEventListener('DOMContentLoaded', () => saw(document.body.innerText))")
    page = opener(wire, context)
    window = popup(page, address(wire))
    if not window.is_closed():
        window.wait_for_event("close", timeout=10_000)
    assert window.is_closed()
    assert not page.is_closed()
    lines = seen[-1].split()
    assert " ".join(lines) == "Saved A quiet story example.com You can close this window."
    assert not complaints
    context.close()


def test_a_failure_stays_to_be_read(browser: Any, wire: Wire) -> None:
    context = browser.new_context()
    page = opener(wire, context)
    window = popup(page, address(wire, password="wrong"))
    window.wait_for_load_state()
    assert window.locator("h1").inner_text() == "Not saved"
    assert window.locator(".text").inner_text() == "The user name or the password is wrong."
    assert window.locator("script").count() == 0
    context.close()


def test_without_script_the_page_says_what_to_do(browser: Any, wire: Wire) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(wire))
    assert page.locator("h1").inner_text() == "Saved"
    assert page.locator("footer").inner_text() == "You can close this window."
    assert page.locator("footer").is_visible()
    context.close()


def test_the_longest_title_in_the_smallest_window_is_all_on_the_page(browser: Any, wire: Wire) -> None:
    context = browser.new_context(viewport={"width": 240, "height": 320}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(wire, title="Donaudampfschifffahrtsgesellschaft" * 12 + "<b>&amp;"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("main b").count() == 0
    context.close()
