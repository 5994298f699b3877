"""How the last backups went: a small file in the data folder, for `check` and the health of the server."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from satchel.base import tokens
from satchel.base.data_folder import BACKUP_STATUS


class Status(msgspec.Struct, frozen=True):
    """The last good backup, and what went wrong since. Times are ms since 1970, 0 for never."""

    made_at: int = 0
    file: str = ""
    size: int = 0  #: bytes
    failed_at: int = 0  #: when the last nightly one failed, if that was after the last good one
    error: str = ""


def read(data: Path) -> Status:
    """What is known; nothing where that cannot be read."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((data / BACKUP_STATUS).read_bytes(), type=Status)
    return Status()


def write(data: Path, status: Status) -> None:
    """Keep it, whole or not at all. Raises `OSError`."""
    draft = data / f"{BACKUP_STATUS}.{tokens.secret()[:8]}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(status))
        os.replace(draft, data / BACKUP_STATUS)
    finally:
        draft.unlink(missing_ok=True)
