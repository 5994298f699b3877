"""Every page can be used by everybody: seen badly, heard, typed at, on the smallest phone, by day and by night."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pyotp
import pytest

from satchel.library import access, connections
from satchel.model.people import EVERYTHING
from satchel.store import users
from satchel.store.db import Tx
from tests.browser import axe
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.people import PASSWORDS
from tests.wire.server import Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverwaltungsprogramm"
OPEN = (
    "/",
    "/setup",
    "/login",
    "/login?left=1",
    "/login?late=1",
    "/join?token=none",
    "/login?next=/auth/authorize",
    "/help",
    "/nothing",
    "/api/add?redirect=close",
)
PAGES = (
    "/", "/help", "/account", "/account/apps", "/account/apps?said=registered", "/account/password",
    "/account/browsers", "/account/two-step", "/account/passkeys", "/account/app-passwords", "/account/remove",
    "/people", "/people/2", "/account/feeds", "/settings/reading", "/nothing", "/save", "/save?url=no%20link",
    f"/save?url=https://example.com/{LONG}&title={LONG}&tags=a,b", "/auth/authorize?request_token=none",
)  # fmt: skip


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    # Not bound by the pages' policy, so that we may look with a script.
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{wire.port}", bypass_csp=True,
        viewport={"width": 320, "height": 640}, has_touch=True,
    )  # fmt: skip
    return context.new_page()


def sign_in(page: Any) -> None:
    page.goto("/login")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Unread").wait_for()


def lived_in(tx: Tx) -> None:
    """Alice has had Satchel for a while."""
    for name in (LONG, "قارئ الأخبار اليومي", *(f"Program {number}" for number in range(25))):
        app = access.register_app(tx, name)
        access.issue_token(tx, "alice", app.consumer_key)
    alice = users.by_name(tx, "alice")
    assert alice
    for number in range(12):
        connections.register(tx, alice.id, f"{LONG} {number}", EVERYTHING, (f"https://example.com/{LONG}",))


def everything(page: Any) -> list[str]:
    """What we look for ourselves, with all that is folded unfolded, and what axe does."""
    return faults(page) + axe.findings(page)


def test_every_page_can_be_used_by_everybody(page: Any, wire: Wire) -> None:
    found = {}
    for signed_in in (False, True):
        if signed_in:
            wire.library.store.write(lived_in)
            sign_in(page)
        for path in PAGES if signed_in else OPEN:
            page.goto(path)
            found[path, signed_in] = everything(page)
    assert {which: what for which, what in found.items() if what} == {}


def test_so_can_what_forms_lead_to(page: Any, wire: Wire) -> None:
    sign_in(page)
    found = {}
    back = f"https://{'a-long-name' * 5}.example.com/"
    code = wire.post("/v3/oauth/request", {"consumer_key": wire.key(), "redirect_uri": back}).text[5:]
    page.goto(f"/auth/authorize?request_token={code}&redirect_uri={quote('my-app:done')}")
    found["consent"] = everything(page)
    page.get_by_role("button", name="Allow").click()
    page.get_by_role("alert").wait_for()
    found["consent, unsure"] = everything(page)
    page.goto("/account/feeds")
    page.get_by_role("button", name="Turn on feeds").click()
    page.get_by_role("heading", name="Your feeds").wait_for()
    found["feeds"] = everything(page)
    page.goto(f"/save?url=https://example.com/{LONG}&title={LONG}")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Saved").wait_for()
    found["saved"] = everything(page)
    page.get_by_role("button", name="alice").click()
    page.get_by_role("link", name="Appearance").wait_for()
    found["menu"] = everything(page)
    assert {which: what for which, what in found.items() if what} == {}


def test_so_can_the_pages_of_people_and_of_signing_in(page: Any, wire: Wire) -> None:
    sign_in(page)
    found = {}
    page.goto("/people")
    page.get_by_label("Who is it for?").fill(LONG)
    page.get_by_role("button", name="Make an invitation").click()
    link = page.locator("#link").inner_text()
    found["invited"] = everything(page)
    page.goto("/people/2")
    page.get_by_label("Most articles").fill("x")
    page.get_by_role("button", name="Save limits").click()
    page.get_by_role("alert").wait_for()
    found["person, mistaken"] = everything(page)
    page.goto("/account/app-passwords")
    page.get_by_label("Which app").fill(LONG)
    page.get_by_role("button", name="Make a password").click()
    page.locator("#new-password").wait_for()
    found["app password"] = everything(page)
    page.goto("/account/two-step")
    page.get_by_label("Your password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Set up").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    found["two-step, set up"] = everything(page)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(wire.clock.now() // 1000))
    page.get_by_role("button", name="Turn on").click()
    page.locator("#codes").wait_for()
    found["two-step, codes"] = everything(page)
    page.context.clear_cookies()
    page.goto(link)
    found["join"] = everything(page)
    page.goto("/login")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    found["code, wrong"] = everything(page)
    assert {which: what for which, what in found.items() if what} == {}


def test_a_mistake_is_said_at_the_top_with_a_way_to_it(page: Any, wire: Wire) -> None:
    sign_in(page)
    page.goto("/account/password")
    for label, text in (
        ("Current password", "x"),
        ("New password", "long enough"),
        ("Repeat the new password", "no"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.locator("form[action='/account/password']").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Change password").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.locator("#again").get_attribute("aria-describedby") == "again-problem"
    assert page.locator("#again").evaluate("one => one.matches(':target') && document.activeElement === one")
    assert everything(page) == []


def test_the_button_for_the_bookmarks_bar_brings_the_page_one_is_on(page: Any, wire: Wire) -> None:
    sign_in(page)
    page.goto("/account")
    page.get_by_text("The button cannot be dragged?", exact=True).click()
    bookmark = page.get_by_role("link", name="Save to Satchel").get_attribute("href")
    assert bookmark == page.locator("#bookmark").inner_text()
    story = "<title>Rain &amp; sun, 100%</title>"
    page.route("http://news.example/**", lambda route: route.fulfill(body=story, content_type="text/html"))
    page.goto("http://news.example/a?b=1&c=2#d")
    page.evaluate(bookmark.removeprefix("javascript:"))
    page.wait_for_url("**/save?*")
    assert page.get_by_label("Link").input_value() == "http://news.example/a?b=1&c=2#d"
    assert page.get_by_label("Title").input_value() == "Rain & sun, 100%"


def test_asking_whether_to_remove_an_app_leaves_its_name_as_it_stands(page: Any, wire: Wire) -> None:
    wire.library.store.write(lambda tx: connections.register(tx, 1, "Key <i>used</i>", EVERYTHING))
    sign_in(page)
    page.goto("/account/apps")
    name = page.get_by_role("heading", name="Key <i>used</i>")
    place = "one => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight]"
    before = name.evaluate(place)
    page.get_by_label("Remove Key <i>used</i> …").click()
    page.get_by_text("Everyone who uses this app will be disconnected.").wait_for()
    assert name.evaluate(place) == before
