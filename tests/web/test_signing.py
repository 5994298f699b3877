"""Signing in and out: cookies, forms that others made, ways back, and too many wrong passwords."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from satchel.base.errors import Unavailable
from satchel.base.settings import Settings
from tests.people import CHEAP
from tests.wire.http import basic
from tests.wire.server import Wire
from tests.wire.surfer import Surfer


def test_signing_in_leads_back_and_signing_out_ends_it(wire: Wire) -> None:
    surfer = Surfer(wire)
    assert surfer.get("/account?x=1").headers["location"] == "/login?next=%2Faccount%3Fx%3D1"
    reply = surfer.sign_in(back="/account?x=1")
    assert (reply.status, reply.headers["location"]) == (303, "/account?x=1")
    kept = dict(surfer.cookies)
    assert surfer.get("/account").status == 200
    reply = surfer.press("/logout", "Sign out")
    assert reply.headers["location"] == "/login?left=1"
    assert "You are signed out." in surfer.get("/login?left=1").text
    assert reply.headers["clear-site-data"] == '"cache", "storage"'
    stolen = Surfer(wire)
    stolen.cookies = kept
    assert stolen.get("/account").status == 303


@pytest.mark.parametrize("name", ["ali\x00ce", "alice\x07", "a" * 50_000])
def test_a_name_that_no_account_can_have_is_nobodys(wire: Wire, name: str) -> None:
    surfer = Surfer(wire)
    assert surfer.sign_in(name, wire.password("alice")).status == 403
    assert surfer.get("/account").status == 303


def test_with_a_full_disk_pages_can_still_be_read(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    wire.clock.forward(hours=2)

    async def full(store: object, op: object, weight: int = 1, person: int = 0) -> None:
        raise Unavailable

    monkeypatch.setattr(type(wire.library.store), "awrite", full)
    assert surfer.get("/account").status == 200


def test_who_is_signed_in_does_not_sign_in_again(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    assert surfer.get("/login?next=/account").headers["location"] == "/account"


def test_each_sign_in_has_a_new_cookie_and_ends_the_one_before(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.get("/login")
    form = surfer.form("/login")
    sent = {**form.fields, "name": "alice", "password": wire.password("alice")}
    surfer.post("/login", sent)
    first = dict(surfer.cookies)
    surfer.post("/login", sent)
    assert surfer.cookies["satchel"] != first["satchel"]
    before = Surfer(wire)
    before.cookies = first
    assert before.get("/account").status == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(wire: Wire) -> None:
    reply = Surfer(wire).sign_in()
    assert len(reply.cookies) == 2
    for cookie in reply.cookies:
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert "Domain" not in cookie
        assert re.match(r"satchel(-device)?=[0-9a-f]{64};", cookie)


def test_only_digests_are_stored(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    rows = wire.library.store.read(
        lambda tx: tx.all("SELECT digest FROM sessions") + tx.all("SELECT digest FROM devices")
    )
    stored = b"".join(bytes(row[0]) for row in rows)
    for name in ("satchel", "satchel-device"):
        assert bytes.fromhex(surfer.cookies[name]) not in stored
        assert surfer.cookies[name].encode() not in stored


def test_a_session_ends_after_two_weeks_without_use(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    for _ in range(3):
        wire.clock.forward(days=13)
        assert surfer.get("/account").status == 200
    wire.clock.forward(days=14)
    assert surfer.get("/account").status == 303


def test_a_session_ends_after_ninety_days_in_any_case(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    for _ in range(8):
        wire.clock.forward(days=11)
        assert surfer.get("/account").status == 200
    wire.clock.forward(days=2)
    assert surfer.get("/account").status == 303


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example", "/\\evil.example", "/\t/evil.example", " //evil.example", "https:evil.example",
        "https://evil.example/", "javascript:alert(1)", "/a\r\nX: y", "\\\\evil", "evil", "/..//evil", "/é", "/a\\b",
        "/" + "a" * 9000,
    ],
)  # fmt: skip
def test_the_way_back_never_leaves_this_server(wire: Wire, back: str) -> None:
    assert Surfer(wire).sign_in(back=back).headers["location"] == "/"


def test_an_unknown_name_a_wrong_password_and_none_at_all_are_told_alike(wire: Wire) -> None:
    wire.user("reader")
    said = set()
    for name in ("alice", "nobody", "reader"):
        surfer = Surfer(wire)
        reply = surfer.sign_in(name, "wrong wrong")
        assert reply.status == 403
        said.add(re.sub(r'value="[0-9a-z]*"', "", reply.text))
    assert len(said) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": ""},
    ],
)  # fmt: skip
def test_forms_of_other_sites_and_of_none_are_refused(wire: Wire, headers: dict[str, str]) -> None:
    surfer = Surfer(wire)
    surfer.get("/login")
    sent = {**surfer.form("/login").fields, "name": "alice", "password": wire.password("alice")}
    if any(headers.values()):  # while nobody is signed in, what tells nothing has nobody behind it
        assert surfer.post("/login", sent, headers).status == 403
    assert surfer.post("/login", sent).status == 303
    surfer.get("/account")
    proof = surfer.forms()[0].fields["form"]
    for path in (
        "/logout",
        "/account/password",
        "/account/sessions",
        "/account/connections",
        "/account/apps",
    ):
        assert surfer.post(path, {"form": proof, "which": "others", "what": "seen"}, headers).status == 403
    assert surfer.get("/account").status == 200


def test_forms_without_their_proof_are_refused(wire: Wire) -> None:
    surfer, other = Surfer(wire), Surfer(wire)
    surfer.sign_in()
    other.sign_in("bob")
    other.get("/account")
    bobs = other.forms()[0].fields["form"]
    for proof in ("", "0" * 64, bobs, surfer.cookies["satchel"]):
        for headers in ({}, {"Sec-Fetch-Site": ""}):
            assert surfer.post("/logout", {"form": proof}, headers).status == 403
    stranger = Surfer(wire)
    stranger.get("/login")
    sent = {"form": "0" * 64, "name": "alice", "password": wire.password("alice")}
    assert stranger.post("/login", sent).status == 403
    stranger.get("/login")
    sent["form"] = stranger.form("/login").fields["form"]
    stranger.cookies.clear()
    assert stranger.post("/login", sent).status == 403


@pytest.mark.parametrize("path", ["/logout", "/account/sessions", "/account/connections"])
def test_nothing_changes_by_get(wire: Wire, path: str) -> None:
    surfer = Surfer(wire)
    surfer.sign_in()
    assert surfer.get(path).status == 405
    assert surfer.get("/account").status == 200


def test_cookies_open_no_door_of_programs(wire: Wire) -> None:
    surfer, key = Surfer(wire), wire.key()
    surfer.sign_in()
    assert surfer.get("/api/add?url=http://x.example.com/").status == 403
    assert surfer.get(f"/v3/get?consumer_key={key}").status == 401
    assert surfer.get("/api/authenticate").status == 403


def test_wrong_passwords_are_counted_over_all_doors(wire: Wire) -> None:
    for number in range(4):
        assert Surfer(wire).sign_in(password=f"guess {number}").status == 403
        reply = wire.get("/api/authenticate", headers=basic("Alice", f"attempt {number}"))
        assert reply.status == 403
    for number in range(2):
        given = {"username": "alice", "password": f"trial {number}", "url": "http://x.example.com/"}
        assert wire.post("/api/add", given).status == 403
    surfer = Surfer(wire)
    reply = surfer.sign_in()
    assert (reply.status, reply.headers["retry-after"]) == (429, "30")
    assert "Too many wrong passwords" in reply.text
    reply = wire.get("/api/authenticate", headers=basic("alice", wire.password("alice")))
    assert (reply.status, reply.headers["retry-after"]) == (400, "30")
    assert Surfer(wire).sign_in("bob").status == 303
    wire.clock.forward(seconds=30)
    assert surfer.sign_in().status == 303
    assert Surfer(wire).sign_in(password="one more").status == 403


def test_a_browser_that_is_known_gets_in_while_others_must_wait(wire: Wire) -> None:
    known = Surfer(wire)
    known.sign_in()
    known.get("/account")
    known.press("/logout", "Sign out")
    for number in range(10):
        Surfer(wire).sign_in(password=f"guess {number}")
    assert Surfer(wire).sign_in().status == 429
    assert known.sign_in().status == 303
    bobs = Surfer(wire)
    bobs.cookies["satchel-device"] = known.cookies["satchel-device"]
    for number in range(10):
        Surfer(wire).sign_in("bob", f"guess {number}")
    assert bobs.sign_in("bob").status == 429


def test_a_device_has_a_count_of_its_own(wire: Wire) -> None:
    known = Surfer(wire)
    known.sign_in()
    device = known.cookies["satchel-device"]
    for number in range(11):
        guessing = Surfer(wire)
        guessing.cookies["satchel-device"] = device
        assert guessing.sign_in(password=f"guess {number}").status == (403 if number < 10 else 429)
    assert Surfer(wire).sign_in().status == 303


def test_names_of_nobody_are_counted_too(wire: Wire) -> None:
    for number in range(10):
        assert Surfer(wire).sign_in("nobody", f"guess {number}").status == 403
    assert Surfer(wire).sign_in("nobody", "again").status == 429


class TestHttps:
    """Where people use https."""

    @pytest.fixture
    def wire_settings(self, database: dict[str, Any]) -> Settings:
        return Settings(
            data=Path(database["data"]), database_url=database["database_url"],
            public_url="https://read.example.org", password_memory=CHEAP,
        )  # fmt: skip

    def test_cookies_are_secure_and_bound_to_the_host(self, wire: Wire) -> None:
        surfer = Surfer(wire)
        https = {"X-Forwarded-Proto": "https"}
        surfer.get("/login", https)
        reply = surfer.press("/login", "Sign in", https, name="alice", password=wire.password("alice"))
        assert reply.status == 303
        assert len(reply.cookies) == 2
        for cookie in reply.cookies:
            assert cookie.startswith("__Host-satchel")
            assert "; Secure" in cookie
        assert surfer.get("/account", https).status == 200

    def test_no_password_is_asked_for_over_plain_http(self, wire: Wire) -> None:
        surfer = Surfer(wire)
        for path in ("/login", "/account", "/auth/authorize?request_token=1"):
            reply = surfer.get(path)
            assert reply.status == 307
            assert reply.headers["location"] == f"https://read.example.org{path}"
            assert not reply.cookies


def test_an_outdated_hash_is_made_anew_at_the_next_sign_in(wire: Wire) -> None:
    def stored() -> str:
        row = wire.library.store.read(lambda tx: tx.one("SELECT password_hash FROM users WHERE id = 1"))
        assert row is not None
        return str(row[0])

    old = stored()
    wire.library.passwords._hasher = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert Surfer(wire).sign_in().status == 303
    assert stored() != old
    assert "m=16," in stored()
    assert Surfer(wire).sign_in().status == 303
