"""What one object makes in a thread keeps nobody waiting who asks another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from satchel.base.once import once
from satchel.dialects.http import params
from satchel.dialects.http.params import Values
from satchel.dialects.http.request import Request, everything
from tests.patience import HANG


def _call(body: bytes) -> Request:
    call = Request({"method": "POST", "query_string": b"", "headers": []}, "/v3/send", everything, {})
    call.body = body
    return call


def test_a_small_call_is_read_while_a_large_one_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, done = Event(), Event()

    def body_values(body: bytes, _: str) -> Values:
        if body == b"large":
            begun.set()
            assert done.wait(2 * HANG)
        return {"read": body.decode()}

    monkeypatch.setattr(params, "body_values", body_values)
    with ThreadPoolExecutor(2) as threads:
        large = threads.submit(_call(b"large").read_in_thread)
        try:
            assert begun.wait(2 * HANG)
            small = threads.submit(lambda: _call(b"small").form)
            assert small.result(HANG) == {"read": "small"}
        finally:
            done.set()
        large.result(HANG)


def test_it_is_made_once() -> None:
    class Thing:
        made = 0

        @once
        def number(self) -> int:
            """How many."""
            self.made += 1
            return self.made

    thing = Thing()
    assert (thing.number, thing.number, Thing().number) == (1, 1, 1)
    assert Thing.number.__doc__ == "How many."
