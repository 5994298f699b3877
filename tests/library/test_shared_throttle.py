"""Wrong passwords where several processes serve one database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from satchel.base.errors import NotSignedIn, TooMany, Unavailable
from satchel.library import access, shared_throttle
from satchel.library.context import Library
from satchel.library.limits import Limits
from satchel.library.passwords import Passwords
from satchel.library.shared_throttle import SharedThrottle
from satchel.library.waiting import Waiting
from satchel.model.access import Source
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.people import CHEAP, PASSWORDS, SEAL

HOME = "203.0.113.7"


class Farm:
    """Several server processes on one database."""

    def __init__(self, store: Store, clock: FakeClock, processes: int) -> None:
        self.clock = clock
        self.libraries = [
            Library(
                store,
                clock,
                Passwords(clock, CHEAP),
                Limits(clock, 0, 0),
                Waiting(),
                SEAL,
                throttle=SharedThrottle(store),
            )
            for _ in range(processes)
        ]
        self._next = 0

    async def aattempt(
        self, password: str = "wrong", name: str = "alice", address: str = HOME, process: int | None = None
    ) -> int:
        """0 for let in, -1 for wrong, else the seconds to wait. Goes to each process in turn."""
        self._next += 1
        library = self.libraries[self._next % len(self.libraries) if process is None else process]
        try:
            await access.authenticate(library, name, password, Source(address))
        except NotSignedIn:
            return -1
        except TooMany as error:
            wait = error.facts["reset"]
            assert isinstance(wait, int)
            return wait
        return 0

    def attempt(self, *values: object, **how: object) -> int:
        return asyncio.run(self.aattempt(*values, **how))  # type: ignore[arg-type]

    def right(self, **how: object) -> int:
        return self.attempt(PASSWORDS["alice"], **how)


@pytest.fixture
def make_farm(store: Store, clock: FakeClock) -> Iterator[Callable[..., Farm]]:
    made: list[Farm] = []

    def make(processes: int = 2) -> Farm:
        made.append(Farm(store, clock, processes))
        return made[-1]

    yield make
    for farm in made:
        for library in farm.libraries:
            library.passwords.close()


@pytest.fixture
def farm(make_farm: Callable[..., Farm]) -> Farm:
    return make_farm()


def rows(store: Store) -> int:
    return int(store.read(lambda tx: tx.one("SELECT COUNT(*) FROM wrong_passwords"))[0])  # type: ignore[index]


def test_ten_guesses_are_ten_whichever_process_they_reach(make_farm: Callable[..., Farm]) -> None:
    farm = make_farm(5)
    assert [farm.attempt() for _ in range(12)] == [-1] * 10 + [30] * 2
    assert farm.right() == 30
    assert farm.right(address="192.0.2.1") == 0
    farm.clock.forward(seconds=30)
    assert farm.attempt() == -1
    assert farm.right() == 60
    farm.clock.forward(seconds=60)
    assert farm.right() == 0
    assert [farm.attempt() for _ in range(11)] == [-1] * 10 + [30]


def test_guesses_that_come_at_once_to_several_processes_are_no_more_than_ten(farm: Farm) -> None:
    async def crowd() -> list[int]:
        return await asyncio.gather(*(farm.aattempt() for _ in range(60)))

    said = asyncio.run(crowd())
    assert said.count(-1) == 10
    assert all(0 < each <= 3600 for each in said if each != -1)


def test_a_program_that_begins_with_many_calls_at_once_in_several_processes_is_let_in(farm: Farm) -> None:
    async def crowd() -> list[int]:
        return await asyncio.gather(*(farm.aattempt(PASSWORDS["alice"]) for _ in range(40)))

    assert asyncio.run(crowd()) == [0] * 40


def test_names_that_nobody_has_and_networks_count_across_processes_too(farm: Farm) -> None:
    assert [farm.attempt(name="nobody") for _ in range(11)] == [-1] * 10 + [30]
    for number in range(40):
        assert farm.attempt(name=f"user{number}") == -1
    assert farm.right() == 900
    assert farm.right(address="192.0.2.1") == 0


def test_a_hundred_guesses_a_day_from_everywhere_spare_those_who_signed_in_lately(farm: Farm) -> None:
    assert farm.right() == 0
    for number in range(100):
        assert farm.attempt(address=f"198.51.{number}.1") == -1
    assert farm.right(address="192.0.2.1") == 900
    assert farm.right() == 0
    assert farm.attempt() == -1  # counted nearby, and not against the account
    farm.clock.forward(days=1, seconds=1)
    assert farm.right(address="192.0.2.1") == 0


def test_who_signs_in_with_a_known_browser_is_spared_there_with_the_next_browser(farm: Farm) -> None:
    async def known_browser() -> None:
        library = farm.libraries[0]
        async with library.throttle.entry(farm.clock, "alice", HOME, b"d" * 32):
            pass

    asyncio.run(known_browser())
    for number in range(100):
        assert farm.attempt(address=f"198.51.{number}.1") == -1
    assert farm.right() == 0
    assert farm.right(address="192.0.2.1") == 900


def test_right_passwords_leave_nothing_behind_and_soon_cost_one_read(
    farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert farm.attempt() == -1
    assert farm.right(process=0) == 0
    assert rows(store) == 3  # the network is known; the account and the network keep the failure

    async def never(op: object) -> None:
        raise AssertionError("a write")

    monkeypatch.setattr(store, "awrite", never)
    assert [farm.right(process=0) for _ in range(5)] == [0] * 5


def test_who_must_wait_costs_no_write(farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        farm.attempt()

    async def never(op: object) -> None:
        raise AssertionError("a write")

    monkeypatch.setattr(store, "awrite", never)
    assert [farm.attempt() for _ in range(20)] == [30] * 20


def test_what_a_killed_process_had_under_way_holds_nobody_up_for_long(
    farm: Farm, clock: FakeClock, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*values: object) -> None:
        """Nobody is there to write what became of it."""

    async def killed() -> None:
        for _ in range(10):
            async with farm.libraries[0].throttle.entry(clock, "alice", HOME, None):
                pass

    with monkeypatch.context() as patch:
        patch.setattr(SharedThrottle, "_end", gone)
        asyncio.run(killed())
    clock.forward(seconds=shared_throttle.LEASE / 1000)
    assert farm.right() == 0


def test_counts_that_mean_nothing_any_more_are_removed(farm: Farm, store: Store, clock: FakeClock) -> None:
    for number in range(5):
        farm.attempt(name=f"user{number}", address=f"198.51.{number}.1")
    assert rows(store) == 15
    clock.forward(days=2)
    farm.attempt()
    assert rows(store) == 3


def test_a_clock_that_was_ahead_locks_nobody_out_for_longer_than_an_hour(
    farm: Farm, clock: FakeClock
) -> None:
    clock.forward(days=4400)
    for _ in range(10):
        farm.attempt()
    clock.forward(days=-4400)
    wait = farm.right()
    assert 0 < wait <= 3600
    clock.forward(seconds=wait)
    assert farm.right() == 0


def test_a_database_that_is_away_lets_nobody_guess(
    farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(op: object) -> None:
        raise Unavailable

    monkeypatch.setattr(store, "awrite", away)
    with pytest.raises(Unavailable):
        farm.attempt()
