"""Putting a restored data folder in the place of the one that is there, in steps that anybody can finish.

A folder `restored` in the data folder is the sign that everything is there and has been looked at. From then on each
file goes where it belongs, one rename after the other. Whoever is killed in the middle leaves the sign, and the next
one who opens the data folder goes on.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from satchel.base.data_folder import DATABASE, DATABASE_LOGS, INDEX, PICTURES, SECRET_KEY
from satchel.base.drafts import flush
from satchel.base.errors import Conflict, Unavailable
from satchel.store.owning import claim

#: What is being unpacked, and what is ready.
STAGE, READY = "restoring", "restored"
_PLAN = "plan.json"


class Plan(msgspec.Struct, frozen=True):
    """What is to be put where."""

    before: str  #: the folder in the data folder that gets what was there
    names: tuple[str, ...]  #: files and folders that come, but the pictures and the database
    replaced: tuple[str, ...]  #: those that go, whether others come or not


def ready(data: Path, before: str, names: set[str], rules: str) -> None:
    """Say that all that is staged is to be put in place. From here on it is what counts."""
    coming = tuple(sorted(names - {DATABASE, PICTURES}))
    replaced = {SECRET_KEY, *coming} | ({rules} if rules else set())
    stage = data / STAGE
    with (stage / _PLAN).open("wb") as file:
        file.write(msgspec.json.encode(Plan(before, coming, tuple(sorted(replaced)))))
        file.flush()
        os.fsync(file.fileno())
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        flush(folder)
    os.rename(stage, data / READY)
    flush(data)


def finish(data: Path) -> bool:
    """Put in place what a restore that was killed had ready; whether there was any.

    Raises `Conflict` while somebody is at it, `Unavailable` when it cannot be done.
    """
    if not (data / READY).is_dir():
        return False
    try:
        lock = claim(data / DATABASE)
    except Conflict:
        raise Conflict(f"A backup is just being restored into {data}.") from None
    with lock:
        place(data)
    return True


def place(data: Path) -> None:
    """As `finish`, for whoever holds the lock of the data folder. Raises `Unavailable`."""
    if not (data / READY).is_dir():
        return
    try:
        plan = msgspec.json.decode((data / READY / _PLAN).read_bytes(), type=Plan)
        _place(data, plan)
    except (OSError, msgspec.MsgspecError) as error:
        raise Unavailable(f"What was restored into {data} cannot be put in place: {error}.") from error


def _place(data: Path, plan: Plan) -> None:
    new, before = data / READY, data / plan.before
    if (new / DATABASE).exists():
        before.mkdir(mode=0o700, exist_ok=True)
        for name in INDEX:
            (data / name).unlink(missing_ok=True)
        for name in (*DATABASE_LOGS, DATABASE):
            _leave(data / name, before / name)
        for name in plan.replaced:
            # What has come is not there any more; that is not to go again.
            if name not in plan.names or (new / name).exists():
                _leave(data / name, before / name)
        for name in plan.names:
            if (new / name).exists():
                os.rename(new / name, data / name)
        _add_pictures(new / PICTURES, data / PICTURES)
        flush(data)
        # The last, since all looks for the others end with it.
        os.rename(new / DATABASE, data / DATABASE)
        flush(data)
    with suppress(OSError):
        before.rmdir()  # where nothing was before
    # In one step, so that the sign is whole as long as it is one.
    shutil.rmtree(data / STAGE, ignore_errors=True)
    os.rename(new, data / STAGE)
    flush(data)
    shutil.rmtree(data / STAGE, ignore_errors=True)


def _leave(old: Path, to: Path) -> None:
    if os.path.lexists(old) and not os.path.lexists(to):
        os.rename(old, to)


def _add_pictures(new: Path, old: Path) -> None:
    for path in new.rglob("*") if new.is_dir() else ():
        if path.is_file():
            there = old / path.relative_to(new)
            there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.replace(path, there)
