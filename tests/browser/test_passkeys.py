"""Passkeys in a real browser, with an authenticator that Chromium plays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from satchel.base.settings import Settings
from satchel.library import leaving
from tests.browser.chromium import Browser, complaints_of
from tests.people import PASSWORDS
from tests.wire.server import Socket, Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
_SEND = "(form, answer) => { form.elements.answer.value = answer; form.submit(); }"
OPTIONS = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def wire_settings(database: dict[str, Any], wire_settings: Settings, wire_socket: Socket) -> Settings:
    """Passkeys belong to the address that people use."""
    return replace(wire_settings, public_url=f"http://localhost:{wire_socket.port}")


class Device:
    """A browser on a device with an authenticator of its own."""

    def __init__(self, browser: Browser, wire: Wire, **options: Any) -> None:
        context = browser.new_context(base_url=f"http://localhost:{wire.port}")
        self.page: Any = context.new_page()
        self.complaints = complaints_of(self.page)
        self._cdp = context.new_cdp_session(self.page)
        self._cdp.send("WebAuthn.enable")
        added = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**OPTIONS, **options}})
        self._id = added["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        """What the authenticator holds."""
        told = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(told["credentials"])

    def give(self, credential: dict[str, Any]) -> None:
        """Have the authenticator hold a credential: of a copy, say."""
        self._cdp.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": credential})

    def verifies(self, able: bool) -> None:
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": able})

    def sign_in(self, name: str = "bob") -> None:
        self.page.goto("/login")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORDS[name])
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_role("heading", name="Unread").wait_for()

    def add(self, label: str = "My laptop", name: str = "bob") -> None:
        self.page.goto("/account/passkeys")
        self.page.get_by_label("Name", exact=True).last.fill(label)
        self.page.get_by_label("Your password").fill(PASSWORDS[name])
        self.page.get_by_role("button", name="Add a passkey").click()
        self.page.get_by_text("The passkey is added.").wait_for()

    def use(self, back: str = "/archive") -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"/login?next={back}")
        self.page.get_by_role("button", name="Use a passkey").click()

    def comes_in(self) -> None:
        self.page.get_by_role("heading", name="Archive").wait_for()


@pytest.fixture
def device(browser: Browser, wire: Wire) -> Device:
    return Device(browser, wire)


def test_a_passkey_alone_signs_in_and_leads_on(device: Device) -> None:
    device.sign_in()
    device.add()
    assert [each["isResidentCredential"] for each in device.credentials()] == [True]
    device.use()
    device.comes_in()
    device.page.goto("/account/passkeys")
    device.page.get_by_role("heading", name="My laptop").wait_for()
    assert "last used" in device.page.locator("main").inner_text()
    assert device.complaints == []


def test_several_are_kept_named_and_removed(device: Device, browser: Browser, wire: Wire) -> None:
    device.sign_in()
    device.add("One")
    other = Device(browser, wire)
    other.sign_in()
    other.add("Two")
    # Authenticators know both as one account.
    assert other.credentials()[0]["userHandle"] == device.credentials()[0]["userHandle"]
    page = device.page
    page.goto("/account/passkeys")
    page.get_by_text("Rename One").click()
    page.locator("details[open] input[name=name]").fill("Key <b>ring</b>")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Key <b>ring</b>").wait_for()
    page.get_by_role("button", name="Remove the passkey Two").click()
    page.get_by_text("The passkey is removed.").wait_for()
    other.use()
    other.page.get_by_role("alert").filter(has_text="does not open an account here").wait_for()
    device.use()
    device.comes_in()


def test_the_same_authenticator_is_not_registered_twice(device: Device) -> None:
    device.sign_in()
    device.add()
    device.page.get_by_label("Your password").fill(PASSWORDS["bob"])
    device.page.get_by_role("button", name="Add a passkey").click()
    device.page.get_by_text("No passkey was added.").wait_for()
    assert len(device.credentials()) == 1


def test_adding_one_asks_for_the_password(device: Device) -> None:
    device.sign_in()
    device.page.goto("/account/passkeys")
    device.page.get_by_label("Your password").fill("wrong")
    device.page.get_by_role("button", name="Add a passkey").click()
    said = device.page.get_by_text("That is not your password.").bounding_box()
    button = device.page.get_by_role("button", name="Add a passkey").bounding_box()
    assert button["y"] - said["y"] - said["height"] >= 12  # it belongs to the field above it
    assert device.credentials() == []


def test_an_authenticator_that_does_not_look_at_the_person_is_not_enough(device: Device) -> None:
    device.sign_in()
    device.add()
    device.verifies(False)
    device.use()
    device.page.get_by_text("No passkey was used.").wait_for()


def test_an_answer_is_taken_once_and_from_its_browser_only(
    device: Device, browser: Browser, wire: Wire
) -> None:
    device.sign_in()
    device.add()
    sent: list[str] = []
    device.page.on("request", lambda asked: sent.append(f"{asked.url}\n{asked.post_data}"))
    device.use()
    device.comes_in()
    (posted,) = [each.partition("\n")[2] for each in sent if "/login/passkey\n" in each]
    answer = parse_qs(posted)["answer"][0]
    for page in (device.page, Device(browser, wire).page):
        page.context.clear_cookies()
        page.goto("/login")
        page.locator("[data-passkey]").evaluate(_SEND, answer)
        page.get_by_role("alert").filter(
            has_text="That took too long, or was done in another browser."
        ).wait_for()


def test_a_copy_that_counts_behind_is_refused(device: Device, wire: Wire, browser: Browser) -> None:
    device.sign_in()
    device.add()
    copy = device.credentials()[0]
    device.use()
    device.comes_in()
    thief = Device(browser, wire)
    thief.give({**copy, "signCount": 0})
    thief.use()
    thief.page.get_by_role("alert").filter(has_text="may have been copied").wait_for()


def test_whoever_is_disabled_does_not_come_in(device: Device, wire: Wire) -> None:
    device.sign_in()
    device.add()
    wire.library.store.write(lambda tx: leaving.disable(tx, "bob"))
    device.use()
    device.page.get_by_role("alert").filter(has_text="does not open an account here").wait_for()


def test_without_script_the_pages_say_what_is_needed(browser: Browser, wire: Wire) -> None:
    context = browser.new_context(base_url=f"http://localhost:{wire.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    page.get_by_text("To sign in with a passkey, use a current browser with JavaScript").wait_for()
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    page.get_by_label("Name").fill("bob")
    page.get_by_label("Password").fill(PASSWORDS["bob"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/passkeys")
    page.get_by_text("Passkeys need a current browser with JavaScript turned on.").wait_for()
    assert not page.get_by_role("button", name="Add a passkey").is_visible()
