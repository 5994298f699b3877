"""A move between the database of the settings and another one: both opened, the other one given its tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from satchel.base.clock import Clock
from satchel.base.data_folder import DATABASE, SECRET_KEY, own_rules
from satchel.base.errors import Conflict, Invalid
from satchel.base.settings import Settings
from satchel.base.settings.types import postgresql, without_password
from satchel.library.moving import copying
from satchel.store.db import Store
from satchel.store.migrate import migrate
from satchel.store.moving.side import Target
from satchel.store.moving.sqlite import SqliteSide
from satchel.store.owning import claim
from satchel.store.sqlite import SqliteStore


class Done(NamedTuple):
    """A move that is done, in people's words."""

    source: str
    to: str
    setting: str  #: what to set from now on
    moved: copying.Moved


class _Place(NamedTuple):
    """A database: its address, or else its data folder."""

    url: str
    data: Path

    @property
    def shown(self) -> str:
        return without_password(self.url) if self.url else str(self.data / DATABASE)


def move(settings: Settings, to: str, clock: Clock, partitions: int, progress: copying.Progress) -> Done:
    """Move everything from the database of the settings to `to`: `postgresql://…`, or `sqlite:` and a data folder.

    `partitions` is for an empty PostgreSQL database, 0 for none. The source is left as it was. Raises `SatchelError` in
    one sentence: when a server runs on either, when the target has rows that are not of a move of this source, when the
    source has not the shape that this program knows.
    """
    ours, theirs = _Place(settings.database_url, settings.data), _read(to, settings)
    if ours == theirs or (not ours.url and not theirs.url and ours.data.resolve() == theirs.data.resolve()):
        raise Invalid("That is the database which is to be moved.")
    with _alone(ours), _opened(ours, writes=False) as source:
        copying.demand_current(source)
        with _alone(theirs):
            if not _is_begun(theirs):
                _make(theirs, clock, partitions)
            with _opened(theirs, writes=True) as target:
                moved = copying.move(source, target, progress)
            if not theirs.url:
                _bring_files(settings, theirs.data)
    setting = "SATCHEL_DATABASE_URL is the new address, and SATCHEL_DATA stays: secret.key is in there."
    if not theirs.url:
        setting = f"SATCHEL_DATA={theirs.data}, without SATCHEL_DATABASE_URL."
    return Done(ours.shown, theirs.shown, setting, moved)


def _read(to: str, settings: Settings) -> _Place:
    if to.startswith(("postgresql:", "postgres:")):
        try:
            return _Place(postgresql().read(to), settings.data)
        except ValueError as error:
            raise Invalid(f"That is not {postgresql().words} ({error}).") from None
    if not to.startswith("sqlite:") or not to.removeprefix("sqlite:"):
        raise Invalid(
            f"Name postgresql://user@host/database, or sqlite: and a data folder, such as sqlite:{settings.data}."
        )
    path = to.removeprefix("sqlite:")
    return _Place("", Path(path.removeprefix("//") if path.startswith("///") else path))


@contextmanager
def _alone(place: _Place) -> Iterator[None]:
    """Keep servers from starting on a data folder. Those on PostgreSQL are looked for when that is opened."""
    if place.url:
        yield
    else:
        with claim(place.data / DATABASE):
            yield


@contextmanager
def _opened(place: _Place, *, writes: bool) -> Iterator[Target]:
    side: Target
    if place.url:
        # Imported here: the driver is large, and SQLite needs none of it.
        from satchel.store.moving.postgres import PostgresSide, in_our_words

        side = PostgresSide(place.url, writes=writes)
        with closing(side), in_our_words():
            yield side
    else:
        side = SqliteSide(place.data / DATABASE, writes=writes)
        with closing(side):
            yield side


def _is_begun(place: _Place) -> bool:
    """Whether a move is under way there. Raises `Conflict` when it has rows otherwise."""
    if not place.url and not (place.data / DATABASE).exists():
        return False
    with _opened(place, writes=True) as side:
        if side.progress():
            return True
        filled = [name for name, table in side.tables().items() if side.count(table)]
        if filled:
            raise Conflict(
                f"The database to move to is not empty: there are rows in {', '.join(sorted(filled))}."
            )
    return False


def _make(place: _Place, clock: Clock, partitions: int) -> None:
    """Make the tables, empty."""
    store: Store
    if place.url:
        from satchel.store.postgres import PostgresStore

        store = PostgresStore(place.url, clock)
    else:
        store = SqliteStore(place.data / DATABASE, clock)
    try:
        migrate(store, partitions)
    finally:
        store.close()


def _bring_files(settings: Settings, data: Path) -> None:
    """What a data folder has beside its database and a server needs; what is there already stays."""
    for name in (SECRET_KEY, own_rules(settings.data, settings.site_rules)):
        old, new = settings.data / name, data / name
        if not name or not old.exists() or new.exists():
            continue
        if old.is_dir():
            shutil.copytree(old, new)
        else:
            shutil.copy2(old, new)
