"""Opening the house for one command, and closing it again."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from satchel import wiring
from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.data_folder import DATABASE
from satchel.base.errors import NotFound
from satchel.base.settings import Settings
from satchel.library.backups import placing
from satchel.library.context import Library
from satchel.library.security import came_from
from satchel.serving import environment


def quiet_settings() -> Settings:
    """The settings, with a log that leaves the screen to the command unless it is asked for more."""
    settings = environment.settings()
    level = "warning" if settings.log_level == "info" else settings.log_level
    log.setup(level, settings.log_format, sys.stderr)
    # What changes who may do what is told like anywhere else: whoever keeps the log shall find it there.
    logging.getLogger("satchel.security").setLevel(log.LEVELS[settings.log_level])
    came_from("", "command-line")
    return settings


def demand_folder(settings: Settings) -> None:
    """Raise `NotFound` when there is no database in the data folder; ends what a killed restore began."""
    placing.finish(settings.data)
    if not (settings.data / DATABASE).exists():
        raise NotFound(
            f"There is no Satchel in {settings.data}. `satchel serve` makes one; if yours is in another folder, "
            "name that in SATCHEL_DATA."
        )


@contextmanager
def opened(*, begin: bool = False) -> Iterator[tuple[Settings, Library]]:
    """The settings, and the library on the database that they name.

    On SQLite this is a second writer beside a server that may be running, with patience. Only a command that
    may be the first of all says `begin`; others would look into an empty house that they have just built, in
    whatever folder they were started. Raises `NotFound` for those.
    """
    settings = quiet_settings()
    if not begin and not settings.database_url:
        demand_folder(settings)
    clock = Clock()
    store = wiring.open_store(settings, clock)
    library = wiring.make_library(settings, store, clock)
    try:
        yield settings, library
    finally:
        store.close()
        library.passwords.close()
