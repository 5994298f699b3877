"""An app asks to be let in, in a real browser: without script, by keyboard, and back to wherever it says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.chromium import Browser
from tests.patience import until
from tests.people import PASSWORDS
from tests.wire.server import Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

#: The page itself; in the address of the page for signing in its slashes are encoded.
CONSENT = re.compile("/auth/authorize")


@pytest.fixture
def here(wire: Wire) -> str:
    return f"http://127.0.0.1:{wire.port}"


def ask(wire: Wire, redirect: str) -> tuple[str, str]:
    """An app's key, and the code under which it asks."""
    key = wire.key()
    reply = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": redirect})
    return key, reply.text.removeprefix("code=")


def sign_in(page: Any) -> None:
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_label("Password").press("Enter")


def requests_of(page: Any) -> list[str]:
    """Every address that the page asks for from now on, those of apps too."""
    left: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: left.append(event["request"]["url"]))
    return left


def goes_to(page: Any, left: list[str], where: str) -> None:
    """Wait until the browser has asked for `where`, an address that leads out of it."""
    until(lambda: page.wait_for_timeout(20) or where in left)  # in that time the browser may tell us more


def redeem(wire: Wire, key: str, code: str) -> tuple[int, str | None]:
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code})
    return reply.status, reply.headers.get("x-error-code")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("answer", "outcome"), [("Allow", (200, None)), ("Refuse", (403, "158"))])
def test_the_browser_returns_to_the_app_whatever_the_answer(
    wire: Wire, browser: Browser, here: str, script: bool, answer: str, outcome: tuple[int, str | None]
) -> None:
    back = "http://app.example.com/done?state=5"
    key, code = ask(wire, back)
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{here}/auth/authorize?request_token={code}&redirect_uri={quote(back)}")
    sign_in(page)
    page.wait_for_url(CONSENT)
    assert page.get_by_role("heading", level=1).inner_text() == "Connect A program to your Satchel?"
    assert page.locator(".target").inner_text() == "app.example.com"
    page.get_by_role("button", name=answer).click()
    page.wait_for_url(back)
    assert redeem(wire, key, code) == outcome


@pytest.mark.parametrize(
    "back", ["pocketapp1234:authorizationFinished", "rustapi:finishauth", "my-app://done/%20x?a=1"]
)
def test_the_content_policy_lets_the_browser_leave_for_an_app_of_the_device(
    wire: Wire, browser: Browser, here: str, back: str
) -> None:
    key, code = ask(wire, back)
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    left = requests_of(page)
    page.goto(f"{here}/auth/authorize?request_token={code}")
    sign_in(page)
    with page.expect_response(
        lambda reply: reply.request.method == "POST" and "/auth/" in reply.url
    ) as answered:
        page.get_by_role("button", name="Allow").click()
    assert answered.value.headers["location"] == back
    goes_to(page, left, back)
    assert not [text for text in said if "Content Security Policy" in text], said
    assert redeem(wire, key, code) == (200, None)


def test_a_site_may_send_people_on_to_its_app(wire: Wire, browser: Browser, here: str) -> None:
    key, code = ask(wire, "http://app.example.com/login?next=bounce")
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://app.example.com/**",
        lambda route: route.fulfill(status=302, headers={"Location": "my-app://done"}),
    )
    left = requests_of(page)
    page.goto(f"{here}/auth/authorize?request_token={code}")
    sign_in(page)
    page.get_by_role("button", name="Allow").click()
    goes_to(page, left, "my-app://done")
    assert redeem(wire, key, code) == (200, None)


def test_by_keyboard_alone(wire: Wire, browser: Browser, here: str) -> None:
    key, code = ask(wire, "http://app.example.com/")
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{here}/auth/authorize?request_token={code}")
    page.wait_for_function("document.activeElement.id === 'name'")
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS["alice"])
    page.keyboard.press("Enter")
    page.wait_for_url(CONSENT)
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText"))
        if seen[-1] == "Allow":
            break
    assert seen[-1] == "Allow", seen
    page.keyboard.press("Enter")
    page.wait_for_url("http://app.example.com/")
    assert redeem(wire, key, code) == (200, None)


def test_an_old_request_must_be_owned_up_to(wire: Wire, browser: Browser, here: str) -> None:
    key, code = ask(wire, "http://app.example.com/")
    wire.clock.forward(seconds=180)
    context = browser.new_context(viewport={"width": 320, "height": 600}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{here}/auth/authorize?request_token={code}&redirect_uri=http://elsewhere.example.com/")
    sign_in(page)
    warning = page.get_by_role("region", name="Did you start this yourself?")
    assert "3 minutes ago" in warning.inner_text()
    assert "elsewhere.example.com" in warning.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Allow").click()
    page.get_by_role("alert").wait_for()
    assert redeem(wire, key, code) == (403, "158")
    page.get_by_label("Yes, I just started this").check()
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url("http://elsewhere.example.com/")
    assert redeem(wire, key, code) == (200, None)


def test_the_page_cannot_be_framed(wire: Wire, browser: Browser, here: str) -> None:
    _, code = ask(wire, "http://app.example.com/")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{here}/login")
    sign_in(page)
    page.wait_for_url(f"{here}/")
    framing = f'<iframe src="{here}/auth/authorize?request_token={code}"></iframe>'
    page.route("http://evil.example/", lambda route: route.fulfill(content_type="text/html", body=framing))
    page.goto("http://evil.example/")
    frame = page.frames[-1]
    frame.wait_for_url("chrome-error://chromewebdata/")
    assert "Satchel" not in frame.content()
