"""A library with something of each kind, moved to another database and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from satchel.library import accounts
from satchel.library.context import Library
from satchel.library.limits import Limits
from satchel.library.passwords import Passwords
from satchel.library.waiting import Waiting
from satchel.store.db import Store
from satchel.store.migrate import migrate
from tests.clock import FakeClock
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk
from tests.library.taking_along import everything, exported
from tests.library.test_nothing_lost import library_of
from tests.people import CHEAP, SEAL
from tests.store.moves import KINDS, Place, move, place

__all__ = ["place"]


pytestmark = pytest.mark.postgres


@contextmanager
def _library(store: Store) -> Iterator[Library]:
    clock = FakeClock()
    with closing(Passwords(clock, CHEAP)) as passwords:
        yield Library(store, clock, passwords, Limits(clock, 0, 0), Waiting(), SEAL)


def _look(store: Store, user: int) -> tuple[bytes, dict[str, list[tuple[object, ...]]]]:
    with _library(store) as library:
        return exported(library, user), library_of(store, user)


@pytest.mark.parametrize("kind", ["postgres", "partitions"])
def test_it_is_the_same_there_and_back(place: Callable[[str], Place], clock: FakeClock, kind: str) -> None:
    here, there = place("sqlite"), place(kind)
    here.settings.data.mkdir()
    with closing(here.store()) as store:
        migrate(store)
        user = store.write(lambda tx: accounts.create(tx, "ada", None).id)
        with _library(store) as library:
            everything(library, Desk(store, user), clock)
        one = Bringing(store, user).bring(
            row("https://example.org/brought", tags=("a",)), row("https://example.org/oven")
        )
        before = _look(store, user)
    move(here, there)
    with closing(there.store()) as store:
        assert _look(store, user) == before
        assert len(Bringing(store, user).account(one)) == 2
    back = Place(here.settings.data.with_name("back"), "", KINDS["sqlite"])
    move(there, back)
    with closing(back.store()) as store:
        assert _look(store, user) == before
        assert Bringing(store, user).undo(one).undone == 2
