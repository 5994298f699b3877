"""Signing in with a name and a password, and what only the right signature opens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from satchel.library import access, app_passwords, connections, leaving
from satchel.model.people import Ability
from tests.wire.instapaper_full.program import Program, signature
from tests.wire.server import Wire

ME = "account/verify_credentials"


@pytest.fixture(params=["1", "1.1"])
def program(wire: Wire, request: pytest.FixtureRequest) -> Program:
    return Program(wire, version=request.param)


def test_a_name_and_a_password_open_with_a_token_and_its_secret(program: Program) -> None:
    reply = program.ask_token("alice", Wire.password("alice"))
    assert re.fullmatch(r"oauth_token=[0-9a-f]{32}&oauth_token_secret=[0-9a-f]{32}", reply.text)
    assert program.call(ME) == [
        {"type": "user", "user_id": 1, "username": "alice", "subscription_is_active": "1"}
    ]


def test_wrong_names_and_passwords_are_told_alike(program: Program) -> None:
    wire = program.wire
    wire.user("open", None)
    wrong = [
        ("alice", "wrong"),
        ("nobody", "wrong"),
        ("", "x"),
        ("alice", ""),
        ("open", ""),
        ("open", "x"),
        ("a\0b", "x"),
    ]
    for name, password in wrong:
        wire.clock.forward(hours=2)
        reply = program.ask_token(name, password)
        assert (reply.status, reply.text) == (401, "Invalid xAuth credentials."), name
        assert reply.headers["content-type"].startswith("text/plain")


def test_many_wrong_passwords_have_to_wait(program: Program) -> None:
    for _ in range(40):
        reply = program.ask_token("alice", "wrong")
        if reply.status != 401:
            break
    assert (reply.status, reply.json()[0]["error_code"]) == (400, 1040)
    assert int(reply.headers["retry-after"]) > 0


def test_app_passwords_open_too_and_nobody_who_is_kept_out(program: Program) -> None:
    wire = program.wire
    password = wire.library.run_sync(app_passwords.make, 1, "My reader")
    assert program.ask_token("alice", password).status == 200
    other = Program(wire, "bob")
    wire.library.store.write(lambda tx: leaving.disable(tx, "bob"))
    reply = other.send(ME)
    assert reply.status == 401
    assert "oauth_token=" not in other.ask_token("bob", wire.password("bob")).text


@pytest.mark.parametrize("place", ["header", "body", "query"])
def test_the_signature_may_stand_in_the_header_in_the_form_or_in_the_address(
    program: Program, place: str
) -> None:
    fields = {"folder_id": "unread", "have": "1:abc,2", "limit": "3", "empty": "", "ö ä+~": "a b&c=d%"}
    assert program.send("bookmarks/list", fields, place=place).status == 200
    if place != "body":
        assert program.send("bookmarks/list", fields, place=place, verb="GET").status == 200


def test_other_programs_sign_in_other_ways(program: Program) -> None:
    assert program.send(ME, oauth_version="").status == 200, "an empty version"
    assert program.send(ME, kind=None).status == 200, "neither body nor type"
    assert program.send("bookmarks/list", {"limit": "3"}, kind=None).status == 200, "a body without a type"
    assert (
        program.send(
            "bookmarks/list", {"limit": "3"}, kind="application/x-www-form-urlencoded; charset=UTF-8"
        ).status
        == 200
    )
    for origin in ("https://www.instapaper.com", "http://www.instapaper.com", "https://localhost"):
        program.origin = origin
        assert program.send("bookmarks/list", {"limit": "3"}).status == 200, origin
    program.origin = "https://elsewhere.example.org"
    assert program.send("bookmarks/list", {"limit": "3"}).status == 401


def test_a_header_does_not_cover_a_second_signature_in_the_form(program: Program) -> None:
    said = program.oauth()
    url = program.origin + program.path("bookmarks/list")
    said["oauth_signature"] = signature(
        "POST", url, {"limit": "3", **said}, program.secret, program.token_secret
    )
    header = "OAuth " + ",".join(f'{name}="{value.replace("+", "%2B")}"' for name, value in said.items())
    second = {"limit": "3", **program.oauth(token=""), "oauth_signature": "c2Vjb25k"}
    reply = program.wire.post(program.path("bookmarks/list"), second, headers={"Authorization": header})
    assert reply.status == 200


def test_what_is_not_signed_as_it_should_opens_nothing(program: Program) -> None:
    now = program.wire.clock.now() // 1000
    wrong: list[dict[str, Any]] = [
        {"oauth_signature": "AAAA"}, {"oauth_signature": ""}, {"oauth_consumer_key": "nobodys"},
        {"oauth_consumer_key": ""}, {"oauth_token": "0" * 32}, {"oauth_token": "a\0b"}, {"oauth_consumer_key": "\0"},
        {"oauth_signature_method": "PLAINTEXT", "oauth_signature": f"{program.secret}&{program.token_secret}"},
        {"oauth_signature_method": "HMAC-SHA256"}, {"oauth_nonce": ""},
        {"oauth_timestamp": str(now - 700)}, {"oauth_timestamp": str(now + 700)}, {"oauth_timestamp": "soon"},
        {"oauth_timestamp": ""}, {"oauth_timestamp": "9" * 12},
    ]  # fmt: skip
    for each in wrong:
        reply = program.send(ME, **each)
        assert (reply.status, reply.headers["content-type"]) == (401, "text/plain; charset=utf-8"), each
        assert reply.headers["www-authenticate"].startswith("OAuth")
        assert "[" not in reply.text
    assert program.send(ME, token="").status == 401, "an app alone speaks for nobody"
    assert program.wire.post(program.path(ME)).status == 401
    for secret in ("secret", "token_secret"):
        kept = getattr(program, secret)
        setattr(program, secret, kept[:-1] + "x")
        assert program.send(ME).status == 401
        setattr(program, secret, kept)
    assert program.send(ME).status == 200


def test_a_request_is_taken_once(program: Program) -> None:
    said: dict[str, Any] = {
        "oauth_nonce": "77777777",
        "oauth_timestamp": str(program.wire.clock.now() // 1000),
    }
    assert program.send(ME, **said).status == 200
    program.wire.clock.forward(seconds=500)
    again = program.send(ME, **said)
    assert (again.status, again.text) == (401, "This request was sent before.")
    assert Program(program.wire, "bob", program.version).send(ME, **said).status == 200, (
        "another one's is another one"
    )
    program.wire.clock.forward(seconds=200)
    assert program.send(ME, **said).status == 401, "now it is too old"


def test_a_request_is_taken_once_though_the_server_starts_anew_meanwhile(wire: Wire) -> None:
    program = Program(wire)
    said: dict[str, Any] = {"oauth_nonce": "77777777", "oauth_timestamp": str(wire.clock.now() // 1000)}
    assert program.send(ME, **said).status == 200
    wire.restart()
    again = program.send(ME, **said)
    assert (again.status, again.text) == (401, "This request was sent before.")
    assert program.send(ME).status == 200


def test_a_token_works_with_the_app_that_asked_for_it(program: Program) -> None:
    other = Program(program.wire, "alice", program.version)
    other.token, other.token_secret = program.token, program.token_secret
    assert other.send(ME).status == 401


def test_a_token_is_told_of_on_the_account_page_and_can_be_taken_back(program: Program) -> None:
    wire = program.wire
    program.call(ME)
    (token,) = wire.library.store.read(lambda tx: connections.all_of(tx, 1))
    assert (token.app.name, token.used_from, token.source) == ("Program of alice", "127.0.0.1", "127.0.0.1")
    assert token.used_at == wire.clock.now()
    wire.library.run_sync(connections.disconnect, 1, token.id)
    assert program.send(ME).status == 401


def test_an_app_that_may_only_add_does_nothing_else(wire: Wire) -> None:
    program = Program(wire, abilities=Ability.ADD)
    number = program.add("https://a.example.org/")["bookmark_id"]
    assert program.call(ME)
    for method in ("bookmarks/list", "bookmarks/star", "folders/list", "bookmarks/get_text"):
        reply = program.send(method, {"bookmark_id": number})
        assert (reply.status, reply.json()[0]["error_code"]) == (403, 1042)


def test_an_app_whose_secret_was_never_asked_for_is_told_so(wire: Wire) -> None:
    program = Program(wire)
    program.key = wire.key()
    reply = program.ask_token("alice", Wire.password("alice"))
    assert reply.status == 401
    assert "satchel app secret" in reply.text


def test_a_token_that_cannot_sign_is_told_so(wire: Wire) -> None:
    program = Program(wire)
    program.token = wire.library.store.write(lambda tx: access.issue_token(tx, "alice", program.key))
    program.token_secret = ""
    reply = program.send(ME)
    assert (reply.status, reply.text) == (401, "This access token cannot sign. Please sign in again.")


def test_an_app_whose_secret_nobody_knows_works_where_its_owner_says_so(wire: Wire) -> None:
    program = Program(wire, user="")
    program.secret = "whatever"
    assert program.ask_token("alice", Wire.password("alice")).status == 401
    wire.set(unverified=frozenset({program.key}))
    assert program.ask_token("alice", "wrong").text == "Invalid xAuth credentials."
    program.sign_in("alice")
    program.token_secret = "whatever"
    assert program.call(ME)[0]["username"] == "alice"
    assert program.send(ME, oauth_token="0" * 32).status == 401
    assert Program(wire, "bob").send(ME, oauth_signature="AAAA").status == 401, "others are checked"


def test_where_people_use_https_nothing_is_taken_over_plain_http(wire: Wire) -> None:
    program = Program(wire)
    wire.set(secure=True)
    for reply in (program.send(ME), program.ask_token("alice", Wire.password("alice"))):
        assert (reply.status, reply.json()[0]["error_code"]) == (403, 1042)


def test_too_many_calls_are_told_with_their_number(wire: Wire) -> None:
    program = Program(wire)
    wire.library.limits.user_limit = 3
    assert [program.send(ME).status for _ in range(5)] == [200, 200, 200, 400, 400]
    assert program.refused(ME) == 1040
    assert int(program.send(ME).headers["retry-after"]) > 0
