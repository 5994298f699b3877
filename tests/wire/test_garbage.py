"""What a call held is given back as soon as it is answered, not when the collector comes by."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from satchel.dialects.http import app
from satchel.dialects.http.request import Request
from tests.patience import until
from tests.wire.server import Wire

NOWHERE = json.dumps([{"action": "archive", "item_id": "77"}])
#: Calls that are refused, by when that is seen: path, parameters and their encoding.
CALLS: dict[str, Callable[[Wire], tuple[str, dict[str, Any], str]]] = {
    "no key": lambda wire: ("/v3/add", {}, "form"),
    "no key for a request": lambda wire: ("/v3/oauth/request", {}, "form"),
    "a key that is not known": lambda wire: ("/v3/add", {"consumer_key": "1-a", "access_token": "b"}, "form"),
    "a token that is not known": lambda wire: (
        "/v3/get",
        {**wire.credentials(), "access_token": "b"},
        "form",
    ),
    "the same for a list": lambda wire: (
        "/v3/send",
        {**wire.credentials(), "access_token": "b", "actions": NOWHERE},
        "form",
    ),
    "a key of nobody for a list": lambda wire: (
        "/v1/send",
        {"consumer_key": "1-a", "access_token": "b", "actions": []},
        "json",
    ),
    "no link": lambda wire: ("/v3/add", {**wire.credentials(), "url": "nothing"}, "form"),
    "an act on nothing": lambda wire: ("/v3/send", {**wire.credentials(), "actions": NOWHERE}, "form"),
    "no form": lambda wire: ("/v1/add", {**wire.credentials(), "url": "nothing"}, "json"),
    "a wrong password": lambda wire: ("/api/add", {"username": "alice", "password": "wrong"}, "form"),
    "nobody's name": lambda wire: ("/api/add", {"username": "nobody", "password": "wrong"}, "form"),
}


@pytest.mark.parametrize("size", [100, 100_000])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_refused_call_leaves_nothing_behind(
    wire: Wire,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[Wire], tuple[str, dict[str, Any], str]],
    size: int,
) -> None:
    made: list[weakref.ref[Request]] = []

    class Watched(Request):
        """Only of those that this test makes: others may have left theirs behind."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(weakref.ref(self))

    path, given, kind = call(wire)
    monkeypatch.setattr(app, "Request", Watched)
    gc.disable()
    try:
        reply = wire.post(path, {**given, "more": "a" * size}, kind)
        assert reply.status >= 400 or b"404" in reply.body
        until(lambda: not any(each() for each in made))
    finally:
        gc.enable()
    assert len(made) == 1
