"""The nightly backup: made when its hour has come, behind everything else; older ones go."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.drafts import flush
from satchel.base.errors import SatchelError
from satchel.base.settings import Settings
from satchel.library.backups import making, names, status
from satchel.library.backups.retention import Keep, kept

#: Seconds between two looks whether the hour has come.
LOOKING = 60.0
#: ms after which one that failed is tried again, and after which one that is missing is told.
RETRY = 3_600_000
LATE = 2 * 86_400_000
#: Seconds that the end waits for the part of a backup that is under way.
MAX_STOPPING = 5.0
#: By how much the thread steps back for all others, where the system has that for threads.
_NICE = 15

_logger = logging.getLogger("satchel.backup")


class Stopped(Exception):
    """The server is stopping."""


class Nightly:
    """The thread that makes them. Does nothing where no folder is set."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="satchel-backup", daemon=True)

    def start(self) -> None:
        """Begin to look whether it is time."""
        if self._settings.backup_folder is None:
            return
        if self._settings.database_url:
            log.event(_logger, "warning", "no_nightly_backup", advice=making.POSTGRES)
            return
        self._thread.start()

    def stop(self) -> None:
        """End, with a backup that is under way: nothing is left of it."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(MAX_STOPPING)

    def look(self) -> making.Made | None:
        """Make a backup if it is time; None if it is not, or failed, which the log says."""
        folder, now = self._settings.backup_folder, self._clock.now()
        if folder is None or not is_due(self._settings, now):
            return None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = making.make(self._settings, folder, self._clock, name=names.nightly, progress=self._go_on)
        except Stopped:
            return None
        except (SatchelError, OSError) as error:
            said = error.message if isinstance(error, SatchelError) else str(error)
            log.event(_logger, "error", "backup_failed", folder=str(folder), error=said)
            known = status.read(self._settings.data)
            with suppress(OSError):
                status.write(
                    self._settings.data,
                    status.Status(known.made_at, known.file, known.size, now, said),
                )
            return None
        log.event(
            _logger,
            "info",
            "backup_made",
            file=str(made.file),
            size=made.size,
            seconds=round(made.seconds, 1),
        )
        self._thin_out(folder)
        return made

    def _go_on(self, what: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise Stopped

    def _thin_out(self, folder: Path) -> None:
        settings = self._settings
        keep = Keep(settings.backup_daily, settings.backup_weekly, settings.backup_monthly)
        there = _nightly(folder)
        for time in sorted(there.keys() - kept(there, keep)):
            try:
                there[time].unlink(missing_ok=True)
            except OSError as error:
                log.event(_logger, "warning", "backup_not_removed", file=str(there[time]), error=str(error))
        flush(folder)

    def _run(self) -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while not self._stopping.wait(LOOKING):
            try:
                self.look()
            except Exception as error:
                # Our own fault; the next night may be a better one, and somebody has to hear of this one.
                log.event(_logger, "error", "backup_failed", exc_info=error)
                self._stopping.wait(RETRY / 1000)


def is_due(settings: Settings, now: int) -> bool:
    """Whether a nightly backup is to be made: the hour has come, and there is none since; or one failed an hour ago."""
    assert settings.backup_folder
    here = datetime.fromtimestamp(now / 1000).astimezone()
    hour = here.replace(hour=settings.backup_hour, minute=0, second=0, microsecond=0)
    if hour > here:
        hour -= timedelta(days=1)
    made = max(_nightly(settings.backup_folder), default=None)
    # One that is to come was made by another clock.
    if made is not None and hour <= made <= here + timedelta(days=1):
        return False
    failed_at = status.read(settings.data).failed_at
    return not failed_at <= now < failed_at + RETRY


class Last(NamedTuple):
    """How it stands with backups."""

    made_at: int  #: the last good one that is still there, ms since 1970; 0 for none
    file: str
    word: str  #: for monitors: "made", "none", "failed" or "late"; "" where nothing is made by night
    problem: str  #: a sentence, or nothing


def last(settings: Settings, now: int) -> Last:
    """The last good backup of a data folder, and whether the nightly ones are as they should be."""
    known = status.read(settings.data)
    made_at, file = (known.made_at, known.file) if Path(known.file).is_file() else (0, "")
    folder = settings.backup_folder
    if folder is None or settings.database_url:
        return Last(made_at, file, "", making.POSTGRES if folder else "")
    there = _nightly(folder)
    newest = max(there, default=None)
    nightly_at = int(newest.timestamp() * 1000) if newest else 0
    if newest and nightly_at > made_at:
        made_at, file = nightly_at, str(there[newest])
    if known.failed_at:
        when = datetime.fromtimestamp(known.failed_at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
        return Last(made_at, file, "failed", f"The nightly backup of {when} failed: {known.error}")
    if newest and now - nightly_at > LATE:
        return Last(made_at, file, "late", "The last nightly backup was made more than two days ago.")
    return Last(made_at, file, "made" if newest else "none", "")


def _nightly(folder: Path) -> dict[datetime, Path]:
    try:
        return {time: path for path in folder.iterdir() if (time := names.made_at(path.name))}
    except OSError:
        return {}
