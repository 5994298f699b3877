"""`/api/authenticate`: is this user name and password right?"""

from __future__ import annotations

import asyncio

from tests.wire.http import basic
from tests.wire.instapaper.shelf import AUTHENTICATE, known, nothing_kept
from tests.wire.server import Wire


def test_the_right_credentials_are_200_and_the_body_is_that_number(wire: Wire) -> None:
    reply = wire.post(AUTHENTICATE, known())
    assert (reply.status, reply.body) == (200, b"200")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["content-length"] == "3"
    assert "www-authenticate" not in reply.headers
    assert "set-cookie" not in reply.headers


def test_get_and_basic_work_as_well(wire: Wire) -> None:
    assert wire.get(AUTHENTICATE, known()).status == 200
    assert wire.get(AUTHENTICATE, headers=basic("alice", wire.password("alice"))).status == 200
    assert wire.post(AUTHENTICATE, headers=basic("alice", wire.password("alice"))).status == 200
    assert wire.post(AUTHENTICATE + "/", known()).status == 200


def test_head_tells_the_status_without_a_body(wire: Wire) -> None:
    raw = (
        b"HEAD /api/authenticate?username=alice&password=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    reply = wire.raw(raw % b"correct%20horse%20alice")
    assert (reply.status, reply.body) == (200, b"")


WRONG = [
    {},
    {"username": "alice"},
    {"username": "alice", "password": ""},
    {"username": "alice", "password": "wrong"},
    {"username": "alice", "password": "correct horse bob"},
    {"username": "alice", "password": "correct horse alice "},
    {"username": "alice", "password": "CORRECT HORSE ALICE"},
    {"username": "nobody", "password": "correct horse alice"},
    {"username": "", "password": "correct horse alice"},
    {"username": "   ", "password": ""},
    {"password": "correct horse alice"},
    {"username": "alice\0", "password": "correct horse alice"},
    {"username": "a" * 100_000, "password": "correct horse alice"},
    {"username": "alice", "password": "x" * 1_000_000},
]


def test_anything_else_is_403_and_never_a_401(wire: Wire) -> None:
    for sent in WRONG:
        reply = wire.post(AUTHENTICATE, sent)
        assert (reply.status, reply.body) == (403, b"403")
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert "www-authenticate" not in reply.headers


def test_user_names_compare_without_regard_to_case_and_may_be_e_mail_addresses(wire: Wire) -> None:
    wire.user("Zoë+reader@Example.com", "swordfish swordfish")
    sent = {"username": "zoË+READER@example.COM", "password": "swordfish swordfish"}
    assert wire.post(AUTHENTICATE, sent).status == 200
    assert wire.get(AUTHENTICATE, sent).status == 200


def test_a_plus_in_the_query_is_a_space_and_percent_2b_is_a_plus(wire: Wire) -> None:
    wire.user("us er+x@example.com", "p&ss=wörd!*'()")
    query = "username=us+er%2Bx@example.com&password=p%26ss%3Dw%C3%B6rd!*'()"
    assert wire.get(AUTHENTICATE, query).status == 200


def test_authenticating_saves_nothing_and_costs_nothing_of_the_hour(wire: Wire) -> None:
    before = asyncio.run(wire.library.limits.user(1)).remaining
    assert (
        wire.post(AUTHENTICATE, {**known(), "url": "https://example.com/", "redirect": "close"}).body
        == b"200"
    )
    assert asyncio.run(wire.library.limits.user(1)).remaining == before - 1
    assert nothing_kept(wire)


def test_nothing_of_an_answer_may_be_stored_or_told_to_other_sites(wire: Wire) -> None:
    reply = wire.get(AUTHENTICATE, known())
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in reply.headers if name.startswith("access-control")]
