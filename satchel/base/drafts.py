"""Files under a temporary name until they are whole; what a killed process left of them is cleared away."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from satchel.base import tokens
from satchel.base.errors import Conflict

_BEGINNING, _ENDING = ".satchel-", ".draft"


@contextmanager
def drafts(folder: Path) -> Iterator[Path]:
    """A new folder in `folder`, for its owner only, that goes in the end with all that is in it. Raises `OSError`.

    What is left of others, whose processes are gone, goes too.
    """
    _clear(folder)
    draft = folder / f"{_BEGINNING}{tokens.secret()[:12]}{_ENDING}"
    draft.mkdir(mode=0o700)
    # Whoever holds this is alive.
    held = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield draft
    finally:
        _remove(draft)
        os.close(held)


def put(draft: Path, file: Path, *, force: bool) -> None:
    """Give a draft its name, for good; over another file only with `force`. Raises `Conflict` or `OSError`."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    if force:
        os.replace(draft, file)
    else:
        _link(draft, file)
    flush(file.parent)


def _link(draft: Path, file: Path) -> None:
    taken = Conflict(f"{file} is there already. Name another file, or say --force to write over it.")
    try:
        os.link(draft, file)
    except FileExistsError:
        raise taken from None
    except OSError as error:
        # Not every file system has links; then the look and the step are two.
        if file.exists():
            raise taken from error
        os.rename(draft, file)


def flush(folder: Path) -> None:
    """Have the names in a folder on the disk, where it can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _clear(folder: Path) -> None:
    for old in folder.glob(f"{_BEGINNING}*{_ENDING}"):
        with suppress(OSError):
            held = os.open(old, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(old)
            finally:
                os.close(held)


def _remove(draft: Path) -> None:
    with suppress(OSError):
        for file in draft.iterdir():
            file.unlink()
        draft.rmdir()
