"""Requests that are signed are taken once, in their time, by one process and by several."""

from __future__ import annotations

import asyncio

import pytest

from satchel.base.errors import TooMany
from satchel.library import nonces
from satchel.library.nonces import Nonces
from satchel.store.db import Store
from tests.clock import FakeClock


def _take(kept: Nonces, signer: bytes, seconds: int, nonce: bytes) -> bool:
    return asyncio.run(kept.take(signer, seconds, nonce))


@pytest.mark.parametrize("is_shared", [False, True])
def test_a_request_is_new_once_for_as_long_as_its_time_would_do(
    store: Store, clock: FakeClock, is_shared: bool
) -> None:
    kept = Nonces(clock, 600, store if is_shared else None)
    ahead = clock.now() // 1000 + 600
    assert kept.is_timely(ahead)
    assert _take(kept, b"a", ahead, b"n")
    for _ in range(12):
        assert not _take(kept, b"a", ahead, b"n")
        clock.forward(seconds=100)
    assert kept.is_timely(ahead)
    assert not _take(kept, b"a", ahead, b"n")
    clock.forward(seconds=1)
    assert not kept.is_timely(ahead)
    assert _take(kept, b"b", ahead, b"n"), "of another signer"
    assert _take(kept, b"a", ahead + 1, b"n"), "of another second"
    assert _take(kept, b"a", ahead, b"m"), "of another number"


def test_several_processes_remember_together(store: Store, clock: FakeClock) -> None:
    one, other = Nonces(clock, 600, store), Nonces(clock, 600, store)
    now = clock.now() // 1000
    assert _take(one, b"a", now, b"n")
    assert not _take(other, b"a", now, b"n")
    clock.forward(hours=2)
    assert _take(other, b"a", clock.now() // 1000, b"m")
    rows = store.read(lambda tx: tx.all("SELECT key FROM nonces"))
    assert len(rows) == 1, "what is too old is forgotten"


def test_one_who_sends_too_many_has_to_wait_and_nobody_else(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "MAX_OF_ONE", 3)
    kept = Nonces(clock)
    now = clock.now() // 1000
    assert all(_take(kept, b"a", now, b"%d" % number) for number in range(3))
    with pytest.raises(TooMany):
        _take(kept, b"a", now, b"3")
    assert _take(kept, b"b", now, b"3")
    clock.forward(hours=1)
    assert _take(kept, b"a", clock.now() // 1000, b"4")
