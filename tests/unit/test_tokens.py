"""Secrets: their shapes, which clients rely on, and their digests."""

from __future__ import annotations

import re

from satchel.base import tokens


def test_tokens_begin_with_a_digit_and_are_grouped_as_typed_clients_expect() -> None:
    for _ in range(200):
        token = tokens.access_token()
        assert re.fullmatch(r"\d[0-9a-f]{7}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{6}", token)
        assert token.lstrip("abcdefghijklmnopqrstuvwxyz=") == token


def test_keys_and_secrets_have_their_shapes() -> None:
    for _ in range(50):
        assert re.fullmatch(r"[1-9]\d{4}-[0-9a-f]{24}", tokens.consumer_key())
        assert re.fullmatch(r"\d[0-9a-f]{31}", tokens.secret())


def test_no_two_are_alike() -> None:
    assert (
        len(
            {make() for make in (tokens.access_token, tokens.consumer_key, tokens.secret) for _ in range(300)}
        )
        == 900
    )


def test_a_digest_tells_nothing_and_takes_any_text() -> None:
    token = tokens.access_token()
    assert tokens.digest(token) == tokens.digest(token)
    assert len(tokens.digest(token)) == 32
    assert token.encode() not in tokens.digest(token)
    assert tokens.digest("\ud800") != tokens.digest("")
