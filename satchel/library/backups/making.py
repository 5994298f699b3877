"""Making a backup: a copy of one moment, checked, packed, and read again before it gets its name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import satchel
from satchel.base.clock import Clock
from satchel.base.data_folder import DATABASE, PICTURES, SECRET_KEY, own_rules
from satchel.base.drafts import drafts, put
from satchel.base.errors import Conflict, Damaged, Invalid, NotFound, Unavailable
from satchel.base.settings import Settings
from satchel.formats import backup_archive as archive
from satchel.library.backups import names, status
from satchel.store import snapshot

#: Is told what is being done, and how many bytes of it are done, of how many.
Progress = Callable[[str, int, int], None]
#: Room that a backup needs, as a share of the database: the copy, and what is packed of it.
_ROOM = 1.6
#: What is told to those who keep their data elsewhere.
POSTGRES = (
    "On PostgreSQL its own program makes backups, while Satchel runs: "
    'pg_dump --format=custom --file=satchel.dump "$SATCHEL_DATABASE_URL". Keep secret.key from the data folder with '
    "it. docs/backup.md has the steps."
)


class Made(NamedTuple):
    """A backup that is there."""

    file: Path
    size: int  #: bytes
    seconds: float
    schema: int  #: number of the newest migration
    counts: dict[str, int]  #: rows, by table


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


def make(
    settings: Settings,
    target: Path,
    clock: Clock,
    *,
    name: Callable[[int], str] = names.by_hand,
    force: bool = False,
    pictures: bool = False,
    progress: Progress = silent,
) -> Made:
    """Make a backup into the file `target`, or under a `name` of its time where that is a folder.

    The server may run. Raises `SatchelError` or `OSError` in one sentence; then nothing is left of it.
    """
    if settings.database_url:
        raise Invalid(POSTGRES)
    began, now = clock.monotonic(), clock.now()
    file = target / name(now) if target.is_dir() else target
    if not file.parent.is_dir():
        raise NotFound(f"There is no folder {file.parent}.")
    if file.exists() and not force:
        raise Conflict(f"{file} is there already. Name another file, or say --force to write over it.")
    database = settings.data / DATABASE
    _demand_room(file.parent, int(snapshot.size(database) * _ROOM))
    with drafts(file.parent) as draft:
        contents = _copied(database, draft / DATABASE, progress)
        files = {DATABASE: draft / DATABASE, **_beside(settings, draft, pictures)}
        packed = _packed(draft, files, contents, now, progress)
        size = packed.stat().st_size
        put(packed, file, force=force)
    made = Made(file, size, (clock.monotonic() - began) / 1000, contents.version, contents.counts)
    with suppress(OSError):  # the backup is there, whoever hears of it
        status.write(settings.data, status.Status(now, str(file.absolute()), size))
    return made


def _copied(database: Path, to: Path, progress: Progress) -> snapshot.Contents:
    contents = snapshot.copy(database, to, lambda done, total: progress("Copying", done, total))
    progress("Checking", 0, 0)
    found = snapshot.check(to)
    if found != contents:
        raise Damaged("The copy of the database has not what the database has.")
    return found


def _packed(
    draft: Path, files: dict[str, Path], contents: snapshot.Contents, now: int, progress: Progress
) -> Path:
    """The file that has all of them, read again to its end."""
    described = archive.describe(files, lambda done, total: progress("Measuring", done, total))
    manifest = archive.Manifest(
        archive.FORMAT, archive.VERSION, satchel.__version__, now, contents.version, contents.counts, described
    )  # fmt: skip
    packed = draft / "packed"
    with open(os.open(packed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as written:
        archive.write(written, manifest, files, lambda done, total: progress("Packing", done, total))
        written.seek(0)
        archive.unpack(written, None, lambda done, total: progress("Reading again", done, total))
    return packed


def _beside(settings: Settings, draft: Path, pictures: bool) -> dict[str, Path]:
    """What else is needed to be the same server, by its name in the backup."""
    data, found = settings.data, {}
    key = data / SECRET_KEY
    if settings.secret_key:
        # Where the key is a setting, a restored server need not have that to read what was sealed.
        key = draft / SECRET_KEY
        with open(
            os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as written:
            written.write(settings.secret_key + "\n")
    if key.is_file():
        found[SECRET_KEY] = key
    folders = [own_rules(data, settings.site_rules)] + ([PICTURES] if pictures else [])
    for folder in filter(None, folders):
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                found[path.relative_to(data).as_posix()] = path
    return found


def _demand_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise Unavailable(
            f"A backup needs some {size // 1_000_000 + 1} MB for a while, and {free // 1_000_000} MB are free where "
            f"{folder} is."
        )
