"""Who is calling: Basic before parameters, never a cookie, never a skipped password."""

from __future__ import annotations

import pytest

from satchel.library.passwords import Passwords
from tests.wire.http import basic
from tests.wire.instapaper.shelf import (
    ADD,
    ALICE,
    AUTHENTICATE,
    BOB,
    PAGE,
    kept,
    known,
    nothing_kept,
)  # fmt: skip
from tests.wire.server import Wire

RIGHT = {"username": "alice", "password": "correct horse alice"}


def test_basic_goes_before_parameters(wire: Wire) -> None:
    right, wrong = basic("alice", "correct horse alice"), basic("alice", "wrong")
    assert wire.post(AUTHENTICATE, {"username": "alice", "password": "no"}, headers=right).status == 200
    assert wire.post(AUTHENTICATE, RIGHT, headers=wrong).status == 403
    assert wire.post(ADD, {**known("bob"), "url": PAGE}, headers=right).status == 201
    assert len(kept(wire, ALICE)) == 1
    assert not kept(wire, BOB)


def test_the_body_goes_before_the_query(wire: Wire) -> None:
    query = {"username": "bob", "password": "no", "url": "https://example.com/query"}
    assert wire.post(ADD, {**RIGHT, "url": PAGE}, query=query).status == 201
    assert [item.given_url for item in kept(wire)] == [PAGE]


def test_name_and_password_may_stand_in_different_places(wire: Wire) -> None:
    query = {"username": "alice", "url": PAGE}
    assert wire.post(ADD, {"password": "correct horse alice"}, query=query).status == 201


def test_basic_is_read_as_utf_8_and_else_as_latin_1(wire: Wire) -> None:
    wire.user("jürgen", "größer als gestern")
    for encoding in ("utf-8", "latin-1"):
        headers = basic("jürgen", "größer als gestern", encoding)
        assert wire.get(AUTHENTICATE, headers=headers).status == 200


def test_a_password_may_hold_colons(wire: Wire) -> None:
    wire.user("colon", "a:b:c:d:e:f")
    assert wire.get(AUTHENTICATE, headers=basic("colon", "a:b:c:d:e:f")).status == 200


NOBODY = [
    "Basic",
    "Basic ",
    "Basic !!!",
    "Basic YWxpY2U=",
    "Basic Og==",
    "Bearer abc",
    "Digest username=alice",
    "x" * 9000,
]


def test_a_header_that_names_nobody_is_as_good_as_none(wire: Wire) -> None:
    for header in NOBODY:
        assert wire.get(AUTHENTICATE, headers={"Authorization": header}).status == 403
        assert wire.post(AUTHENTICATE, RIGHT, headers={"Authorization": header}).status == 200


def test_an_empty_password_never_skips_the_check(wire: Wire) -> None:
    assert wire.get(AUTHENTICATE, headers=basic("alice", "")).status == 403
    assert wire.post(AUTHENTICATE, RIGHT, headers=basic("alice", "")).status == 403
    assert wire.post(ADD, {"url": PAGE}, headers=basic("alice", "")).status == 403
    assert wire.post(ADD, {"username": "alice", "password": "", "url": PAGE}).status == 403
    assert wire.post(ADD, {"username": "alice", "password": None, "url": PAGE}, type="json").status == 403
    assert nothing_kept(wire)


def test_an_account_without_a_password_takes_any(wire: Wire) -> None:
    drop = wire.user("add-3f9c0a7712")
    assert wire.get(AUTHENTICATE, {"username": "add-3f9c0a7712"}).body == b"200"
    assert wire.get(AUTHENTICATE, headers=basic("add-3f9c0a7712", "")).body == b"200"
    assert wire.get(AUTHENTICATE, headers=basic("ADD-3f9c0a7712", "whatever")).body == b"200"
    assert wire.post(ADD, {"url": PAGE}, headers=basic("add-3f9c0a7712", "")).body == b"201"
    assert len(kept(wire, drop)) == 1
    assert wire.get(AUTHENTICATE, {"username": "add-3f9c0a7713"}).body == b"403"


def test_cookies_count_for_nothing(wire: Wire) -> None:
    cookie = {"Cookie": "session=1; __Host-session=1; username=alice; password=correct horse alice"}
    assert wire.get(ADD, {"url": PAGE}, headers=cookie).status == 403
    assert nothing_kept(wire)


def test_one_persons_password_does_not_open_anothers_list(wire: Wire) -> None:
    assert wire.post(ADD, {"username": "bob", "password": wire.password("alice"), "url": PAGE}).status == 403
    assert nothing_kept(wire)


def test_over_plain_http_credentials_are_refused_where_people_use_https(wire: Wire) -> None:
    wire.set(secure=True)
    assert wire.post(AUTHENTICATE, known()).body == b"403"
    assert wire.post(ADD, {**known(), "url": PAGE}).body == b"403"
    reply = wire.post(ADD, {**known(), "url": PAGE, "redirect": "close"})
    assert reply.status == 403
    assert "https" in reply.text
    assert nothing_kept(wire)


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was really hashed and compared."""
    done: list[str] = []
    check = Passwords._check

    def counted(self: Passwords, stored: str | None, password: str) -> bool:
        done.append(password)
        return check(self, stored, password)

    monkeypatch.setattr(Passwords, "_check", counted)
    return done


def test_a_password_that_was_right_is_not_hashed_again_for_ten_minutes(
    wire: Wire, hashings: list[str]
) -> None:
    for number in range(20):
        sent = {**known(), "url": f"https://example.com/{number}"}
        assert wire.post(ADD, sent).status == 201
    assert wire.get(AUTHENTICATE, headers=basic("alice", wire.password("alice"))).status == 200
    assert len(hashings) == 1
    wire.clock.forward(seconds=601)
    assert wire.post(AUTHENTICATE, known()).status == 200
    assert len(hashings) == 2


def test_a_wrong_or_empty_password_is_hashed_each_time(wire: Wire, hashings: list[str]) -> None:
    assert wire.post(AUTHENTICATE, known()).status == 200
    for password in ("", "wrong", ""):
        assert wire.post(AUTHENTICATE, {"username": "alice", "password": password}).status == 403
    assert len(hashings) == 4


def test_an_unknown_name_costs_as_much_as_a_wrong_password(wire: Wire, hashings: list[str]) -> None:
    answers = []
    for name in ("alice", "nobody", "alice\0", "n" * 300):
        reply = wire.post(AUTHENTICATE, {"username": name, "password": "wrong"})
        del reply.headers["date"]
        answers.append(reply)
    assert answers == [answers[0]] * 4
    assert hashings == ["wrong"] * 4
