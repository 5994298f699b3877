"""Password hashes: dear, few at a time, and remembered for a while."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from satchel.base.errors import Busy, Invalid
from satchel.library import passwords
from satchel.library.passwords import Passwords
from tests.clock import FakeClock
from tests.patience import HANG
from tests.people import CHEAP


class Counting:
    """Stands around the real hasher and counts how often, and how many at once, it works."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._lock = threading.Lock()
        self.calls = self.at_once = self.most = 0
        self.seen: list[str] = []
        self.gate, self.two = threading.Event(), threading.Event()
        self.gate.set()

    def hash(self, password: bytes) -> str:
        return str(self._real.hash(password))

    def verify(self, stored: str, password: bytes) -> bool:
        with self._lock:
            self.calls += 1
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            if self.at_once == 2:
                self.two.set()
            self.seen.append(stored)
        try:
            self.gate.wait(HANG)
            return bool(self._real.verify(stored, password))
        finally:
            with self._lock:
                self.at_once -= 1


@pytest.fixture
def hasher(clock: FakeClock) -> Iterator[Passwords]:
    made = Passwords(clock, CHEAP)
    made._hasher = Counting(made._hasher)  # type: ignore[assignment]
    yield made
    made.close()


def _calls(hasher: Passwords) -> Counting:
    return hasher._hasher  # type: ignore[return-value]


def _verify(hasher: Passwords, stored: str | None, password: str) -> bool:
    return asyncio.run(hasher.verify(stored, password))


def test_a_right_password_is_remembered_for_ten_minutes(hasher: Passwords, clock: FakeClock) -> None:
    stored = hasher.hash("correct horse")
    assert all(_verify(hasher, stored, "correct horse") for _ in range(5))
    assert _calls(hasher).calls == 1
    clock.forward(seconds=599)
    assert _verify(hasher, stored, "correct horse")
    assert _calls(hasher).calls == 1
    clock.forward(seconds=2)
    assert _verify(hasher, stored, "correct horse")
    assert _calls(hasher).calls == 2


def test_a_clock_that_steps_back_does_not_lengthen_the_memory(hasher: Passwords, clock: FakeClock) -> None:
    stored = hasher.hash("correct horse")
    assert _verify(hasher, stored, "correct horse")
    clock.forward(days=-1)
    assert _verify(hasher, stored, "correct horse")
    assert _calls(hasher).calls == 2


def test_a_changed_password_is_forgotten_at_once(hasher: Passwords) -> None:
    old, new = hasher.hash("correct horse"), hasher.hash("another horse")
    assert _verify(hasher, old, "correct horse")
    assert not _verify(hasher, new, "correct horse")
    again = hasher.hash("correct horse")  # the same password, hashed anew
    assert _verify(hasher, again, "correct horse")
    assert _calls(hasher).calls == 3


def test_a_wrong_password_is_never_remembered(hasher: Passwords) -> None:
    stored = hasher.hash("correct horse")
    for _ in range(3):
        assert not _verify(hasher, stored, "wrong")
    assert _calls(hasher).calls == 3
    assert "correct horse" not in repr(vars(hasher))


def test_at_most_two_hashes_are_made_at_once_and_too_many_are_refused(
    hasher: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "QUEUE", 6)
    stored = hasher.hash("correct horse")
    counting = _calls(hasher)
    counting.gate.clear()

    async def crowd() -> list[object]:
        waiters = [asyncio.create_task(hasher.verify(stored, f"guess {n}")) for n in range(10)]
        await asyncio.to_thread(counting.two.wait, HANG)
        counting.gate.set()
        return await asyncio.gather(*waiters, return_exceptions=True)

    results = asyncio.run(crowd())
    assert counting.most == 2
    assert [type(result) for result in results] == [bool] * 6 + [Busy] * 4
    assert _verify(hasher, stored, "correct horse")


def test_an_unknown_name_costs_as_much_as_a_wrong_password(hasher: Passwords) -> None:
    assert not _verify(hasher, None, "guess")
    assert not _verify(hasher, None, "guess")
    dummy = _calls(hasher).seen
    assert len(dummy) == 2
    assert dummy[0].split("$")[:4] == hasher.hash("correct horse").split("$")[:4]


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_a_password_has_eight_to_1024_characters(hasher: Passwords, password: str) -> None:
    with pytest.raises(Invalid):
        hasher.hash(password)
    with pytest.raises(Invalid):
        asyncio.run(hasher.ahash(password))


@pytest.mark.parametrize("password", ["password", "PASSWORD1", "12345678", "qwertyuiop", " Iloveyou "])
def test_a_password_that_everybody_has_is_refused(hasher: Passwords, password: str) -> None:
    with pytest.raises(Invalid, match="too common"):
        hasher.hash(password)


def test_a_password_that_is_the_persons_name_is_refused(hasher: Passwords) -> None:
    with pytest.raises(Invalid, match="name of the account"):
        hasher.hash("Café Müller", "cafe muller")
    with pytest.raises(Invalid, match="name of the account"):
        asyncio.run(hasher.ahash("A@example.org", "alice", "a@example.org"))
    assert hasher.hash("correct horse alice", "alice", "")


@pytest.mark.parametrize(
    "password",
    [
        "alice123", "Alice2024!", "ecilaecila", "ecila-1990", "al1ce!!!", "@l1c3_2024", "a.l.i.c.e.1", "alicealice",
        "xXalice99Xx", "12345alice67890", "Ａlice２０２４", "miller77", "AliceMiller1", "relliMecilA", "m.i.ller!2",
        "Wonder-1984", "1wonder1wonder", "bookworm12", "b00kw0rm!", "readinglist1", "satchel2026", "Satch3l!!",
        "alice@wonder.example", "alice.bookworm",
    ],
)  # fmt: skip
def test_a_password_that_is_little_more_than_what_others_know_is_refused(
    clock: FakeClock, password: str
) -> None:
    hasher = Passwords(clock, CHEAP, "readinglist.example.org")
    with pytest.raises(Invalid, match="Choose another one"):
        hasher.hash(password, "Alice Miller", "bookworm@wonder.example")
    hasher.close()


@pytest.mark.parametrize("password", ["Password2024!", "p@ssw0rd-99", "!!Dragon12345", "qwertyuiop2026"])
def test_a_common_word_between_digits_and_signs_is_refused(hasher: Passwords, password: str) -> None:
    with pytest.raises(Invalid, match="too common"):
        hasher.hash(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse alice", "alice in wonderland", "my satchel is green", "xbob7Kq2mZ9p", "dragon horse battery",
     "83619274", "83192745", "9dA!x7Ko", "пароль алисы"],
)  # fmt: skip
def test_a_password_with_enough_of_its_own_is_taken(hasher: Passwords, password: str) -> None:
    assert hasher.hash(password, "alice", "bob@example.org", "192.168.1.5", "192")


@pytest.mark.parametrize(
    ("name", "password"), [("bo", "bobobobo1"), ("李明", "李明20241225"), ("Zoë", "zoe-2024-zoe")]
)
def test_a_short_name_is_a_name_too(hasher: Passwords, name: str, password: str) -> None:
    with pytest.raises(Invalid, match="name of the account"):
        hasher.hash(password, name)


def test_a_common_password_of_earlier_days_still_opens(hasher: Passwords) -> None:
    stored = asyncio.run(hasher.ahash_again("password1"))
    assert _verify(hasher, stored, "password1")


def test_a_damaged_hash_lets_nobody_in(hasher: Passwords) -> None:
    assert not _verify(hasher, "", "guess")
    assert not _verify(hasher, "$argon2id$broken", "guess")


def test_any_text_is_a_password(hasher: Passwords) -> None:
    for password in ("пароль пароль", "\x00" * 8, "\ud800" * 8, " " * 8):
        assert _verify(hasher, hasher.hash(password), password)


def test_a_hash_of_another_cost_is_outdated(clock: FakeClock) -> None:
    cheap, dear = Passwords(clock, CHEAP), Passwords(clock, CHEAP * 2)
    stored = cheap.hash("correct horse")
    assert not cheap.outdated(stored)
    assert dear.outdated(stored)
    cheap.close()
    dear.close()
