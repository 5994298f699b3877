"""Wrong passwords: who must wait, for how long, and who need not."""

from __future__ import annotations

import asyncio
import tracemalloc

import pytest

from satchel.base.errors import Busy, NotSignedIn, TooMany
from satchel.base.networks import subnet
from satchel.library.throttle import MAX_KEYS, Throttle
from tests.clock import FakeClock

HOME = "203.0.113.7"
DEVICE = b"d" * 32


class Desk:
    """Tries passwords."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.throttle = Throttle()

    def attempt(
        self, right: bool = False, name: str = "alice", address: str = HOME, device: bytes | None = None
    ) -> int:
        """0 for let in, -1 for wrong, else the seconds to wait."""
        try:
            with self.throttle.attempt(self.clock.now(), name, address, device):
                if not right:
                    raise NotSignedIn
        except NotSignedIn:
            return -1
        except TooMany as error:
            wait = error.facts["reset"]
            assert isinstance(wait, int)
            return wait
        return 0

    def fail(self, times: int, **how: object) -> None:
        for _ in range(times):
            assert self.attempt(**how) == -1  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_after_ten_failures_the_wait_doubles_up_to_an_hour(desk: Desk) -> None:
    desk.fail(10)
    waits = []
    for _ in range(9):
        waits.append(desk.attempt(right=True))
        desk.clock.forward(seconds=waits[-1])
        desk.fail(1)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_waiting_attempts_do_not_lengthen_the_wait(desk: Desk) -> None:
    desk.fail(10)
    assert [desk.attempt() for _ in range(50)] == [30] * 50
    desk.clock.forward(seconds=30)
    assert desk.attempt(right=True) == 0
    desk.fail(9)
    assert desk.attempt(right=True) == 0


def test_a_quarter_of_an_hour_of_peace_begins_anew(desk: Desk) -> None:
    desk.fail(9)
    desk.clock.forward(seconds=901)
    desk.fail(9)
    assert desk.attempt(right=True) == 0


def test_slow_guessing_does_not_begin_anew_while_waits_are_long(desk: Desk) -> None:
    desk.fail(10)
    for _ in range(7):
        desk.clock.forward(seconds=desk.attempt())
        desk.fail(1)
    desk.clock.forward(seconds=3600)
    desk.fail(1)
    assert desk.attempt() == 3600


def test_the_neighbourhood_counts_as_one(desk: Desk) -> None:
    for number in range(10):
        desk.fail(1, address=f"203.0.113.{number}")
    assert desk.attempt(right=True, address="203.0.113.200") == 30
    assert desk.attempt(right=True, address="203.0.114.1") == 0
    for number in range(10):
        desk.fail(1, address=f"2001:db8:1:2::{number:x}")
    assert desk.attempt(right=True, address="2001:db8:1:2:ffff::1") == 30


def test_guesses_from_everywhere_slow_strangers_but_not_those_who_are_known(desk: Desk) -> None:
    assert desk.attempt(right=True) == 0
    for number in range(100):
        desk.fail(1, address=f"198.51.{number}.1")
    assert desk.attempt(right=True, address="192.0.2.1") == 900
    assert desk.attempt(right=True) == 0
    assert desk.attempt(right=True, address="192.0.4.1", device=DEVICE) == 0
    assert desk.attempt(right=True, name="bob", address="192.0.2.1") == 0
    desk.clock.forward(seconds=900)
    desk.fail(1, address="192.0.2.1")
    assert desk.attempt(right=True, address="192.0.3.1") == 900
    desk.clock.forward(days=1)
    assert desk.attempt(right=True, address="192.0.3.1") == 0


def test_who_signs_in_with_a_known_browser_is_spared_there_with_the_next_browser(desk: Desk) -> None:
    assert desk.attempt(right=True, device=DEVICE) == 0
    for number in range(100):
        desk.fail(1, address=f"198.51.{number}.1")
    assert desk.attempt(right=True) == 0
    assert desk.attempt(right=True, address="192.0.2.1") == 900


def test_a_wrong_password_in_a_known_browser_spares_nobody(desk: Desk) -> None:
    desk.fail(1, device=DEVICE)
    for number in range(100):
        desk.fail(1, address=f"198.51.{number}.1")
    assert desk.attempt(right=True) == 900


def test_one_network_that_tries_many_names_waits(desk: Desk) -> None:
    for number in range(50):
        desk.fail(1, name=f"user{number}")
    assert desk.attempt(right=True, name="bob") == 900
    assert desk.attempt(right=True, name="bob", device=DEVICE) == 0
    desk.clock.forward(seconds=901)
    assert desk.attempt(right=True, name="bob") == 0


def test_others_who_try_names_on_a_network_do_not_lock_out_whoever_signed_in_there(desk: Desk) -> None:
    assert desk.attempt(right=True, name="bob") == 0
    for number in range(50):
        desk.fail(1, name=f"user{number}")
    assert desk.attempt(right=True, name="alice") == 900
    assert desk.attempt(right=True, name="bob") == 0
    desk.fail(10, name="bob")
    assert desk.attempt(right=True, name="bob") == 30


def test_a_right_password_of_ones_own_does_not_buy_more_guesses(desk: Desk) -> None:
    for number in range(50):
        desk.fail(1, name=f"user{number}")
        if number < 49:
            assert desk.attempt(right=True, name="mallory") == 0
    assert desk.attempt(name="user99") == 900


def test_a_busy_server_is_nobodys_failure(desk: Desk) -> None:
    for _ in range(30):
        with pytest.raises(Busy), desk.throttle.attempt(desk.clock.now(), "alice", HOME, None):
            raise Busy
    assert desk.attempt(right=True) == 0


def test_many_right_passwords_at_once_are_all_let_in_but_guesses_go_one_by_one(desk: Desk) -> None:
    now = desk.clock.now()
    held = [desk.throttle.attempt(now, "alice", HOME, None) for _ in range(20)]
    for each in held:
        each.__enter__()
    for each in held:
        each.__exit__(None, None, None)
    desk.fail(10)
    desk.clock.forward(seconds=30)
    with desk.throttle.attempt(desk.clock.now(), "alice", HOME, None):
        assert desk.attempt() == 1


def crowd(desk: Desk, size: int, *, right: bool) -> tuple[int, list[object]]:
    """So many attempts at the same time: how many were under way at once, and what became of each."""
    under_way = most = 0

    async def one() -> None:
        nonlocal under_way, most
        await desk.throttle.turn(desk.clock.now(), "alice", HOME, None)
        with desk.throttle.attempt(desk.clock.now(), "alice", HOME, None):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            if not right:
                raise NotSignedIn

    async def all_of_them() -> list[object]:
        return await asyncio.gather(*(one() for _ in range(size)), return_exceptions=True)

    results = asyncio.run(all_of_them())
    return most, [type(result) for result in results if result]


def test_guesses_that_come_all_at_once_are_no_more_than_ten(desk: Desk) -> None:
    desk.fail(3)
    most, refused = crowd(desk, 60, right=False)
    assert most == 7
    assert refused == [NotSignedIn] * 7 + [TooMany] * 53


def test_a_program_that_begins_with_many_calls_at_once_is_let_in(desk: Desk) -> None:
    desk.fail(3)
    assert crowd(desk, 60, right=True)[1] == []


def test_no_more_than_a_hundred_wait_for_those_under_way(desk: Desk) -> None:
    assert crowd(desk, 115, right=True)[1] == [Busy] * 5


def test_a_clock_that_steps_back_does_not_lock_anybody_out_for_days(desk: Desk) -> None:
    desk.fail(10)
    desk.clock.forward(days=-10)
    assert desk.attempt(right=True) <= 3600


@pytest.mark.parametrize("days", [10, 4400])
def test_a_visit_to_the_future_does_not_lock_anybody_out_for_longer_than_an_hour(
    desk: Desk, days: int
) -> None:
    desk.clock.forward(days=days)
    desk.fail(10)
    desk.clock.forward(days=-days)
    wait = desk.attempt(right=True)
    assert 0 < wait <= 30
    desk.clock.forward(seconds=wait)
    assert desk.attempt(right=True) == 0


def test_a_site_of_many_networks_waits_like_one(desk: Desk) -> None:
    for number in range(200):
        desk.fail(1, name=f"user{number}", address=f"2001:db8:1:{number:x}::1")
    assert desk.attempt(right=True, name="bob", address="2001:db8:1:ffff::1") == 900
    assert desk.attempt(right=True, name="bob", address="2001:db8:2::1") == 0


@pytest.mark.slow
def test_a_crowd_of_made_up_names_does_not_push_the_count_of_an_account_out(desk: Desk) -> None:
    for number in range(100):
        desk.fail(1, address=f"198.51.{number}.1")
    for number in range(MAX_KEYS + 10):
        network = f"2001:{number >> 8:x}:{number & 0xFF:x}::1"
        desk.fail(1, name=f"made up {number}", address=network)
    assert desk.attempt(right=True, address="192.0.2.1") > 0


@pytest.mark.parametrize(
    ("address", "around"),
    [
        ("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.77", "192.0.2.0/24"), ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"), ("", ""), ("unix:", "unix:"),
    ],
)  # fmt: skip
def test_what_is_around_an_address(address: str, around: str) -> None:
    assert subnet(address) == around


@pytest.mark.slow
def test_attempts_that_are_refused_push_nobodys_count_out(desk: Desk) -> None:
    for number in range(100):
        desk.fail(1, address=f"198.51.{number}.1")
    for number in range(50):
        desk.fail(1, name=f"guess {number}", address="192.0.2.1")
    for number in range(MAX_KEYS + 1):
        assert desk.attempt(name=f"name {number}", address="192.0.2.1") > 0
    assert desk.attempt(right=True) == 900, "the account still waits, wherever one tries"


def test_a_name_as_long_as_a_request_is_not_kept(desk: Desk) -> None:
    tracemalloc.start()
    try:
        for number in range(20):
            desk.fail(1, name=f"{number}" + "a" * 1_000_000, address=f"198.51.{number}.1")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000
