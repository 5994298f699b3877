"""Who has a data folder to himself: the server on it, or whoever replaces or moves what is in it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from satchel.base.errors import Conflict, Unavailable


def claim(file: Path) -> IO[bytes]:
    """Hold the lock that says which process owns the database `file`, until what is returned is closed.

    Makes the folder where it is missing. Raises `Conflict` when another process holds it, `Unavailable` when the
    folder cannot be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = open(file.with_suffix(".lock"), "ab")  # noqa: SIM115
    except OSError as error:
        raise Unavailable(f"The data folder {file.parent} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Conflict(f"Another Satchel server is already running on {file.parent}.") from None
    os.fchmod(lock.fileno(), 0o600)
    return lock
