"""The first account in a real browser, without script: by keyboard, on a phone, over plain HTTP."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from satchel.base.settings import Settings
from satchel.library.context import Library
from satchel.web.pages import Pages
from tests.browser.chromium import Browser
from tests.browser.conftest import HOME
from tests.patience import HANG, until

pytestmark = pytest.mark.browser

TOKEN = "0123456789abcdef"


@pytest.fixture
def port(library: Library) -> Iterator[int]:
    pages = Pages(library, Settings(), TOKEN)
    config = uvicorn.Config(
        pages, port=0, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(HANG)
    assert not thread.is_alive()


@pytest.fixture
def page(browser: Browser) -> Any:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    return opened


def test_somebody_makes_the_first_account_with_nothing_but_a_keyboard(page: Any, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/setup?token={TOKEN}")
    # The name gets the focus by itself, a frame after the page has loaded; Tab goes on in the order of the fields.
    page.locator("#name:focus").wait_for()
    for text in ("alice", "", "correct horse", "correct horse"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Welcome, alice.").wait_for()
    assert TOKEN not in page.url
    assert re.search(r"[0-9]{5}-[0-9a-f]{24}", page.inner_text("main"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="alice").click()
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert not page.complaints


def test_on_a_home_network_the_form_is_known_by_its_origin(page: Any, port: int) -> None:
    page.goto(f"http://{HOME}:{port}/setup?token={TOKEN}")
    page.fill("#name", "alice")
    page.fill("#password", "correct horse")
    page.fill("#again", "correct horse")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="Welcome, alice.").wait_for()
    assert f"http://{HOME}:{port}" in page.inner_text("main")
    assert "sec-fetch-site" not in sent.value.all_headers()


def test_a_mistake_puts_the_reader_where_it_is_and_keeps_the_rest(page: Any, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/setup?token={TOKEN}")
    page.fill("#name", "alice")
    page.fill("#email", "alice@example.org")
    page.fill("#password", "correct horse")
    page.fill("#again", "correct house")
    page.get_by_role("button", name="Create account").click()
    # The form that was sent has the same fields: only these words and this focus are the new page's.
    page.get_by_text("The two passwords are not the same.").wait_for()
    page.locator("#again:focus").wait_for()
    assert page.input_value("#email") == "alice@example.org"
    assert page.input_value("#password") == ""
    assert page.get_by_role("alert").is_visible()
