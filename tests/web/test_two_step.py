"""A second step after the password: asked for on pages, taken once, bounded, and never skipped by a program."""

from __future__ import annotations

import html
import re

import pyotp
import pytest

from satchel.library import two_step
from satchel.library.wrong_passwords import NEAR
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer
from tests.wire.test_security_log import Read, told

__all__ = ["told"]
PATH = "/account/two-step"


class Phone:
    """What makes the codes."""

    def __init__(self, wire: Wire, secret: str) -> None:
        self._wire = wire
        self._totp = pyotp.TOTP(secret)

    def code(self, ahead: int = 0) -> str:
        return self._totp.at(self._wire.clock.now() // 1000 + ahead)


class Bob(Surfer):
    """Bob's browser, his phone, and his recovery codes."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.sign_in("bob")
        self.get(PATH)
        self.press(PATH, "Set up", password=wire.password("bob"))
        shown = html.unescape(self.get(PATH).text)
        secret = re.search(r'id="secret" class="whole">([A-Z2-7 ]+)<', shown)
        assert secret
        self.phone = Phone(wire, secret[1].replace(" ", ""))
        self.shown = self.press(PATH, "Turn on", code=self.phone.code()).text
        self.recovery = re.findall(r"(?:[a-z2-7]{4}-){3}[a-z2-7]{4}", self.shown)
        wire.clock.forward(seconds=60)


@pytest.fixture
def bob(wire: Wire) -> Bob:
    return Bob(wire)


def first_step(wire: Wire, back: str = "") -> Surfer:
    """A browser in which Bob's password was typed."""
    surfer = Surfer(wire)
    assert "Enter your code" in surfer.sign_in("bob", back=back).text
    return surfer


def second(surfer: Surfer, code: str) -> Reply:
    return surfer.press("/login/code", "Sign in", code=code)


def test_the_password_alone_opens_nothing(wire: Wire, bob: Bob) -> None:
    surfer = first_step(wire)
    assert "satchel" not in surfer.cookies
    assert surfer.get("/account").status == 303


def test_a_code_signs_in_and_leads_on(wire: Wire, bob: Bob) -> None:
    surfer = first_step(wire, "/archive?order=title")
    assert second(surfer, bob.phone.code()).headers["location"] == "/archive?order=title"
    assert surfer.get("/account").status == 200


@pytest.mark.parametrize("ahead", [-30, 0, 30])
def test_a_clock_that_is_half_a_minute_off_does_no_harm(wire: Wire, bob: Bob, ahead: int) -> None:
    assert second(first_step(wire), bob.phone.code(ahead)).status == 303


@pytest.mark.parametrize("ahead", [-90, 90])
def test_a_code_of_another_time_is_wrong(wire: Wire, bob: Bob, ahead: int) -> None:
    reply = second(first_step(wire), bob.phone.code(ahead))
    assert reply.status == 403
    assert "This code is wrong, or was used already." in reply.text


def test_a_code_is_taken_once_and_none_before_it_afterwards(wire: Wire, bob: Bob) -> None:
    one, two = first_step(wire), first_step(wire)
    code, earlier = bob.phone.code(), bob.phone.code(-30)
    assert second(one, code).status == 303
    assert second(two, code).status == 403
    assert second(two, earlier).status == 403
    wire.clock.forward(seconds=60)
    assert second(two, bob.phone.code()).status == 303


def test_ten_recovery_codes_open_once_each(wire: Wire, bob: Bob) -> None:
    assert len(set(bob.recovery)) == two_step.RECOVERY_CODES
    assert second(first_step(wire), bob.recovery[0].upper().replace("-", " ")).status == 303
    assert second(first_step(wire), bob.recovery[0]).status == 403
    assert "You have 9 recovery codes left." in bob.get(PATH).text
    assert bob.recovery[1] not in bob.get(PATH).text


def test_new_recovery_codes_end_the_old_ones(wire: Wire, bob: Bob) -> None:
    bob.get(PATH)
    shown = bob.press(PATH, "Make new recovery codes", password=wire.password("bob")).text
    renewed = re.findall(r"(?:[a-z2-7]{4}-){3}[a-z2-7]{4}", shown)
    assert second(first_step(wire), bob.recovery[0]).status == 403
    assert second(first_step(wire), renewed[0]).status == 303


def test_codes_cannot_be_guessed_however_often_the_right_password_comes_between(wire: Wire, bob: Bob) -> None:
    free = NEAR._free
    for _ in range(free):
        assert second(first_step(wire), "000000").status == 403
    refused = second(first_step(wire), bob.phone.code())
    assert refused.status == 429
    assert "Too many wrong codes." in refused.text


def test_the_way_to_the_code_belongs_to_its_browser_and_ends(wire: Wire, bob: Bob) -> None:
    one, two = first_step(wire), first_step(wire)
    ticket = one.form("/login/code").fields["ticket"]
    form = two.form("/login/code").fields
    stolen = two.post("/login/code", {**form, "ticket": ticket, "code": bob.phone.code()})
    assert stolen.headers["location"] == "/login?late=1"
    wire.clock.forward(seconds=301)
    assert second(one, bob.phone.code()).headers["location"] == "/login?late=1"
    assert "That took too long." in one.get("/login?late=1").text


@pytest.mark.parametrize("what", ["password", "disabled"])
def test_what_changes_between_the_steps_ends_the_way(wire: Wire, bob: Bob, what: str) -> None:
    surfer = first_step(wire)
    alice = Surfer(wire)
    alice.sign_in("alice")
    if what == "disabled":
        alice.get("/people/2")
        alice.press("/people/2", "Disable this account")
    else:
        bob.get("/account/password")
        new = "another correct horse"
        bob.press("/account/password", "Change password", old=wire.password("bob"), password=new, again=new)
    assert second(surfer, bob.phone.code()).headers["location"] == "/login?late=1"


def test_programs_that_send_the_password_hear_that_it_is_wrong(wire: Wire, bob: Bob, told: Read) -> None:
    assert simple(wire, wire.password("bob")) == 403
    assert told.lines == ["warning sign_in.wrong address=127.0.0.1 door=instapaper name=bob"]
    assert simple(wire, wire.password("alice"), "alice") == 200


def simple(wire: Wire, password: str, name: str = "bob") -> int:
    return wire.post("/api/authenticate", {"username": name, "password": password}).status


def app_password(surfer: Surfer, app: str = "My reader") -> str:
    surfer.get("/account/app-passwords")
    shown = surfer.press("/account/app-passwords", "Make a password", app=app).text
    found = re.search(r'id="new-password" class="whole">([a-z2-7-]+)<', shown)
    assert found
    return found[1]


def test_an_app_password_opens_what_apps_do_and_no_page(wire: Wire, bob: Bob) -> None:
    password = app_password(bob)
    assert simple(wire, password) == 200
    assert simple(wire, password, "alice") == 403
    assert Surfer(wire).sign_in("bob", password).status == 403
    assert "last used" in bob.get("/account/app-passwords").text
    assert password not in bob.get("/account/app-passwords").text
    bob.press("/account/app-passwords", "Remove the app password of My reader")
    assert simple(wire, password) == 403


def test_tokens_of_apps_work_on_and_new_ones_need_the_code(wire: Wire, bob: Bob) -> None:
    assert wire.post("/v3/get", wire.credentials("bob")).status == 200
    key = wire.key()
    code = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": "app:x"}).text[5:]
    surfer = Surfer(wire)
    way = surfer.get(f"/auth/authorize?request_token={code}").headers["location"]
    surfer.get(way)
    surfer.press("/login", "Sign in", name="bob", password=wire.password("bob"))
    assert surfer.get(f"/auth/authorize?request_token={code}").status == 303
    surfer.get(way)
    surfer.press("/login", "Sign in", name="bob", password=wire.password("bob"))
    assert second(surfer, bob.phone.code()).headers["location"] == f"/auth/authorize?request_token={code}"


@pytest.mark.parametrize("proof", ["password", "code", "recovery"])
def test_turning_it_off_asks_for_password_or_code(wire: Wire, bob: Bob, proof: str) -> None:
    bob.get(PATH)
    assert bob.press(PATH, "Turn off", password="wrong").status == 422
    given = {"password": wire.password("bob"), "code": bob.phone.code(), "recovery": bob.recovery[3]}[proof]
    assert bob.press(PATH, "Turn off", password=given).headers["location"] == f"{PATH}?said=two-step-off"
    assert Surfer(wire).sign_in("bob").status == 303
    assert simple(wire, wire.password("bob")) == 200


def test_pages_say_which_apps_need_another_password_before_and_after_it_is_on(wire: Wire, bob: Bob) -> None:
    alice = Surfer(wire)
    alice.sign_in()
    pages = [alice.get(PATH).text]
    alice.press(PATH, "Set up", password=wire.password("alice"))
    pages += [alice.get(PATH).text, bob.get(PATH).text]
    for page in pages:
        assert "Apps in which you typed your name and password" in page
        assert 'href="/account/app-passwords"' in page.partition("<h1>")[2]


def test_it_is_not_on_until_a_code_was_seen(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in("bob")
    surfer.get(PATH)
    assert surfer.press(PATH, "Set up", password="wrong").status == 422
    surfer.press(PATH, "Set up", password=wire.password("bob"))
    surfer.get(PATH)
    assert surfer.press(PATH, "Turn on", code="123456").status == 422
    assert Surfer(wire).sign_in("bob").status == 303


def test_the_picture_is_kept_nowhere_and_shown_to_nobody_else(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in("bob")
    assert surfer.get(f"{PATH}/picture.svg").status == 404
    surfer.get(PATH)
    surfer.press(PATH, "Set up", password=wire.password("bob"))
    picture = surfer.get(f"{PATH}/picture.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.headers["cache-control"] == "no-store"
    assert picture.headers["content-security-policy"].startswith("default-src 'none'")
    assert Surfer(wire).get(f"{PATH}/picture.svg").status == 303
    other = Surfer(wire)
    other.sign_in("alice")
    assert other.get(f"{PATH}/picture.svg").status == 404
    surfer.get(PATH)


def test_an_administrator_can_turn_it_off_for_somebody(wire: Wire, bob: Bob, told: Read) -> None:
    alice = Surfer(wire)
    alice.sign_in("alice")
    assert "password and code" in alice.get("/people/2").text
    alice.press("/people/2", "Turn off two-step sign-in")
    assert "info two_step.off address=127.0.0.1 door=web name=bob by=alice" in told.lines
    assert Surfer(wire).sign_in("bob").status == 303


def test_no_code_and_no_secret_is_in_the_log_or_the_database(wire: Wire, bob: Bob, told: Read) -> None:
    code = bob.phone.code()
    second(first_step(wire), code)
    second(first_step(wire), bob.recovery[0])
    text = "\n".join(told.lines)
    assert "way=password+code" in text
    for secret in (code, *bob.recovery, bob.phone._totp.secret):
        assert secret not in text
    rows = wire.library.store.read(lambda tx: tx.all("SELECT sealed FROM code_secrets"))
    assert bob.phone._totp.secret.encode() not in bytes(rows[0][0])
