"""Requests that are signed are taken once, in their time, by one process and by several."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from satchel.base.errors import TooMany
from satchel.library import nonces
from satchel.library.nonces import KeptNonces, Nonces, SharedNonces
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.patience import until_it


def _take(kept: Nonces, signer: bytes, seconds: int, nonce: bytes) -> bool:
    return asyncio.run(kept.take(signer, seconds, nonce))


@pytest.mark.parametrize("kind", [KeptNonces, SharedNonces])
def test_a_request_is_new_once_for_as_long_as_its_time_would_do(
    store: Store, clock: FakeClock, kind: type[KeptNonces | SharedNonces]
) -> None:
    kept = kind(clock, 600, store)
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
    one, other = SharedNonces(clock, 600, store), SharedNonces(clock, 600, store)
    now = clock.now() // 1000
    assert _take(one, b"a", now, b"n")
    assert not _take(other, b"a", now, b"n")
    clock.forward(hours=2)
    assert _take(other, b"a", clock.now() // 1000, b"m")
    rows = store.read(lambda tx: tx.all("SELECT key FROM nonces"))
    assert len(rows) == 1, "what is too old is forgotten"


def test_one_process_still_knows_when_it_starts_anew_what_it_took(store: Store, clock: FakeClock) -> None:
    now = clock.now() // 1000

    async def end(kept: KeptNonces, *numbers: bytes) -> list[bool]:
        taken = [await kept.take(b"a", now, number) for number in numbers]
        await kept.aclose()
        return taken

    assert asyncio.run(end(KeptNonces(clock, 600, store), b"1", b"2")) == [True, True]
    assert asyncio.run(end(KeptNonces(clock, 600, store), b"2", b"3", b"3")) == [False, True, False]
    assert asyncio.run(end(KeptNonces(clock, 600, store), b"1", b"2", b"3", b"4")) == [False] * 3 + [True]
    clock.forward(hours=2)
    now = clock.now() // 1000
    assert asyncio.run(end(KeptNonces(clock, 600, store), b"5")) == [True]
    rows = store.read(lambda tx: tx.all("SELECT key FROM nonces"))
    assert len(rows) == 1, "what is too old is forgotten"


def test_what_was_taken_is_written_down_though_nobody_ends_the_process(
    store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "DELAY", 0)
    now = clock.now() // 1000

    def written(number: int) -> bool:
        return len(store.read(lambda tx: tx.all("SELECT key FROM nonces"))) == number

    async def go_on() -> None:
        kept = KeptNonces(clock, 600, store)
        for number in range(2):
            assert await kept.take(b"a", now, b"%d" % number)
            await until_it(partial(written, number + 1))

    asyncio.run(go_on())


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
