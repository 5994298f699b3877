"""Restoring a backup: unpacked beside what is there, checked, brought to today's shape, and then put in place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from satchel.base.clock import Clock
from satchel.base.data_folder import DATABASE, DATABASE_LOGS, DERIVED, SECRET_KEY, own_rules
from satchel.base.errors import Conflict, Damaged, Invalid, NotFound, Unavailable
from satchel.base.settings import Settings
from satchel.formats import backup_archive as archive
from satchel.library.backups import names, placing
from satchel.library.backups.making import Progress, silent
from satchel.store import snapshot
from satchel.store.migrate import migrate, steps
from satchel.store.owning import claim
from satchel.store.sqlite import SqliteStore

#: Room beside what a backup has in it, bytes: for what an update of the database needs for a while.
_ROOM = 50_000_000


class Restored(NamedTuple):
    """A backup that was put in place."""

    made_at: int  #: when it was made, ms since 1970
    schema: int  #: number of the newest migration that it had
    applied: list[str]  #: migrations that it was brought through
    counts: dict[str, int]  #: rows that it had, by table
    before: Path | None  #: where what was there before is now


def restore(
    settings: Settings, file: Path, clock: Clock, *, force: bool = False, progress: Progress = silent
) -> Restored:
    """Put the backup `file` into the data folder; in the place of what is there only with `force`.

    Until all of it is unpacked and found good, nothing is touched; whatever ends the process, the data folder is the
    old or the new one. Raises `SatchelError` or `OSError` in one sentence.
    """
    if settings.database_url:
        raise Invalid(
            "A backup is of a data folder. For PostgreSQL use pg_restore, or restore without SATCHEL_DATABASE_URL and "
            "then move the data: docs/backup.md has the steps."
        )
    data = settings.data
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    with claim(data / DATABASE):
        placing.place(data)
        if not force and ((data / DATABASE).exists() or (data / SECRET_KEY).exists()):
            raise Conflict(
                f"There is a Satchel in {data}. Name an empty folder in SATCHEL_DATA, or say --force to put the backup "
                "in its place; what is there is kept beside it."
            )
        stage = data / placing.STAGE
        shutil.rmtree(stage, ignore_errors=True)  # of one that was killed
        stage.mkdir(mode=0o700)
        try:
            restored = _staged(settings, file, stage, clock, progress)
            before = data / f"before-restore-{names.stamp(clock.now())}"
            while before.exists():
                before = before.with_name(f"{before.name}x")
            rules = own_rules(data, settings.site_rules)
            coming = {path.name for path in stage.iterdir()}
            placing.ready(data, before.name, coming, rules)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        placing.place(data)
    return restored._replace(before=before if before.exists() else None)


def _staged(settings: Settings, file: Path, stage: Path, clock: Clock, progress: Progress) -> Restored:
    """Unpack a backup and bring it to the shape of today."""
    with file.open("rb") as packed:
        manifest = archive.read_manifest(packed)
        _demand(settings, manifest)
        packed.seek(0)
        archive.unpack(packed, stage, lambda done, total: progress("Unpacking", done, total))
    progress("Checking", 0, 0)
    try:
        contents = snapshot.check(stage / DATABASE)
    except Damaged as error:
        raise Invalid(f"The backup cannot be used. {error.message}") from error
    if contents != (manifest.schema, manifest.counts):
        raise Invalid("The backup has not the rows that it says it has.")
    progress("Updating", 0, 0)
    store = SqliteStore(stage / DATABASE, clock)
    try:
        applied = migrate(store)
    finally:
        store.close()
    for name in (*DATABASE_LOGS, *DERIVED):
        (stage / name).unlink(missing_ok=True)
    return Restored(manifest.made_at, manifest.schema, applied, manifest.counts, None)


def _demand(settings: Settings, manifest: archive.Manifest) -> None:
    newest = steps("sqlite")[-1].number
    if manifest.schema > newest:
        raise Unavailable(
            f"The backup is of version {manifest.schema}, newer than this program, which knows {newest}. Update "
            "Satchel, then restore it."
        )
    if DATABASE not in manifest.files or not all(map(_belongs, manifest.files)):
        raise Invalid("That file is no backup of Satchel.")
    free = shutil.disk_usage(settings.data).free
    if free < manifest.size + _ROOM:
        raise Unavailable(
            f"The backup needs {(manifest.size + _ROOM) // 1_000_000} MB, and {free // 1_000_000} MB are free where "
            f"{settings.data} is."
        )


def _belongs(name: str) -> bool:
    """Whether a backup may have a file of that name: the two of ours, and what is in folders."""
    first, _, rest = name.partition("/")
    if not rest:
        return name in (DATABASE, SECRET_KEY)
    ours = (DATABASE, SECRET_KEY, *DATABASE_LOGS, *DERIVED, placing.STAGE, placing.READY)
    return first not in ours and not first.startswith((".", "before-restore-"))
