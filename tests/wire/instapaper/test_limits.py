"""Limits: a plain 400, as the document has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from satchel.base.settings import Settings
from tests.wire.instapaper.shelf import ADD, AUTHENTICATE, kept, known
from tests.wire.server import Wire


class TestAnHourOfAPerson:
    @pytest.fixture
    def wire_settings(self, wire_settings: Settings) -> Settings:
        return replace(wire_settings, user_limit=3)

    def test_what_is_over_the_limit_is_a_400_that_looks_like_any_other(self, wire: Wire) -> None:
        sent = [{**known(), "url": f"https://example.com/{number}"} for number in range(5)]
        assert [wire.post(ADD, one).status for one in sent] == [201, 201, 201, 400, 400]
        over = wire.post(ADD, sent[0])
        assert (over.status, over.body) == (400, b"400")
        plain = wire.post(ADD, {**known("bob"), "url": "ftp://example.com/"})
        assert set(over.headers) == set(plain.headers)
        assert len(kept(wire)) == 3

    def test_one_persons_limit_is_not_anothers_and_ends_with_the_hour(self, wire: Wire) -> None:
        for number in range(4):
            wire.post(ADD, {**known(), "url": f"https://example.com/{number}"})
        assert wire.post(ADD, {**known("bob"), "url": "https://example.com/"}).status == 201
        assert wire.post(AUTHENTICATE, known()).status == 200
        wire.clock.forward(hours=1)
        assert wire.post(ADD, {**known(), "url": "https://example.com/last"}).status == 201

    def test_wrong_passwords_do_not_use_up_a_persons_hour(self, wire: Wire) -> None:
        for _ in range(5):
            wire.post(ADD, {"username": "alice", "password": "no", "url": "https://example.com/"})
        assert wire.post(ADD, {**known(), "url": "https://example.com/"}).status == 201

    def test_the_script_and_the_page_tell_it_too(self, wire: Wire) -> None:
        sent = {**known(), "url": "https://example.com/"}
        for _ in range(3):
            wire.post(ADD, sent)
        assert wire.post(ADD, {**sent, "jsonp": "f"}).body == b'f({"status":400});'
        page = wire.post(ADD, {**sent, "redirect": "close"})
        assert page.status == 400
        assert "in an hour" in page.text


def test_an_account_without_a_password_takes_sixty_links_an_hour(wire: Wire) -> None:
    wire.user("add-3f9c0a7712")
    wire.user("add-other")
    wire.set(add_wait=0)
    statuses = [
        wire.post(ADD, {"username": "add-3f9c0a7712", "url": f"https://example.com/{number}"}).status
        for number in range(62)
    ]
    assert statuses == [201] * 60 + [400] * 2
    assert wire.post(ADD, {"username": "add-other", "url": "https://example.com/"}).status == 201
    assert wire.get(AUTHENTICATE, {"username": "add-3f9c0a7712"}).status == 200
    wire.clock.forward(hours=1)
    assert wire.post(ADD, {"username": "add-3f9c0a7712", "url": "https://example.com/"}).status == 201
