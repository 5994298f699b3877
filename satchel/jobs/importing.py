"""The job of an import: its file is looked at, comes in batch by batch, others in between, or is undone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from satchel.base import log
from satchel.base.errors import SatchelError, Unavailable
from satchel.formats.imports.refusing import RefusedFile
from satchel.jobs.following import Reader
from satchel.jobs.import_files.bodies import with_article
from satchel.jobs.import_files.file import ImportFile
from satchel.jobs.kinds import Kind, Retry
from satchel.library import importing, imports, taking_over, unimporting
from satchel.library.context import Library
from satchel.library.incoming import Incoming
from satchel.library.pacing import paced
from satchel.library.uploads import Uploads
from satchel.model.imports import Import, ImportStatus, Look
from satchel.model.items import State
from satchel.model.jobs import Job

_UNREADABLE = "The file could not be read to its end."
_GONE = "The file is no longer there."

_logger = logging.getLogger("satchel.import")


def kind(library: Library, uploads: Uploads, reader: Reader) -> Kind:
    """Imports as a kind of jobs."""
    return Kind(
        run=partial(_run, library, uploads, reader), give_up=partial(_give_up, library, uploads),
        slots=2, retry=Retry((1, 4, 16)), max_claims=6,
    )  # fmt: skip


async def _run(library: Library, uploads: Uploads, reader: Reader, job: Job) -> None:
    user = job.user_id
    if not await library.run(imports.is_there, user, job.key):
        return await library.run(imports.strike_off, job)
    while (one := await library.run(imports.get, user, job.key)).is_under_way:
        if one.status == ImportStatus.BEING_UNDONE:
            if await library.run(unimporting.step, user, one.id, job):
                return await _close(library, uploads, job)
            continue
        path = uploads.path(one.file)
        if not path.exists():
            if library.is_on_several_machines:
                # It is on the machine to which it was brought: the worker there will have its turn.
                raise Unavailable(_GONE)
            await library.run(imports.refused, user, one.id, _GONE, job)
            break
        try:
            if await _read(library, reader, job, one, path):
                break
        except RefusedFile as refused:
            await library.run(imports.refused, user, one.id, refused.message, job)
        except SatchelError:
            raise  # the database is away, or somebody else goes on: another try may help
        except Exception as error:  # of a reader: the same file would end the same way each time
            log.event(_logger, "error", "import_failed", kind=one.kind, rows=one.rows, exc_info=error)
            await library.run(imports.refused, user, one.id, _UNREADABLE, job)
    return await _close(library, uploads, job)


async def _read(library: Library, reader: Reader, job: Job, one: Import, path: Path) -> bool:
    """Look at a file, or take it in; whether the job has ended by that."""
    if one.status == ImportStatus.LOOKING:
        wanted = partial(_raise_if_discarded, library, job)
        try:
            look = await look_at(library, job.user_id, path, is_ours=True, between=wanted)
        except _Discarded:
            return False
        return await library.run(imports.looked, job.user_id, one.id, look, job) is not None
    one = await take_in(library, job.user_id, one, path, reader, job=job)
    log.event(
        _logger, "info", "imported",
        kind=one.kind, rows=one.rows, new=one.new, joined=one.joined, skipped=one.skipped,
    )  # fmt: skip
    return one.status == ImportStatus.DONE


class _Discarded(Exception):
    """Nobody wants to know any more what is in a file."""


async def _raise_if_discarded(library: Library, job: Job) -> None:
    if (await library.run(imports.get, job.user_id, job.key)).status != ImportStatus.LOOKING:
        raise _Discarded


async def _close(library: Library, uploads: Uploads, job: Job) -> None:
    """Remove the file of an import that needs it no longer."""
    one = await library.run(imports.get, job.user_id, job.key)
    if one.is_under_way or (one.status == ImportStatus.LOOKED and not _is_idle(library, one)):
        return
    if one.file:
        await asyncio.to_thread(uploads.remove, one.file)
    await library.run(imports.close, job.user_id, one.id)
    while await library.run(imports.forget, job.user_id, one.id):
        pass
    await library.run(imports.strike_off, job)


def _is_idle(library: Library, one: Import) -> bool:
    return library.clock.now() - one.made_at >= imports.IDLE_MS


async def _give_up(library: Library, uploads: Uploads, job: Job) -> None:
    await library.run(imports.refused, job.user_id, job.key, _UNREADABLE, job)
    await _close(library, uploads, job)


async def look_at(
    library: Library, user: int, path: Path, *, is_ours: bool = False,
    between: Callable[[], Awaitable[None]] | None = None,
) -> Look:  # fmt: skip
    """What is in a file. `between` its parts something can be done, or raised where nobody wants to know any more.

    Passwords in it are removed at once where the file `is_ours`. Raises `RefusedFile`, OSError, `Unavailable`.
    """
    known = deleted = 0
    async with await ImportFile.open(path, is_ours=is_ours) as file:
        is_all = False
        while not is_all:
            if between is not None:
                await between()
            counted = await file.count(library.clock.now())
            is_all = counted.is_all
            states = (await library.run(imports.states, user, counted.keys)).values()
            deleted += sum(state == State.DELETED for state in states)
            known += sum(state != State.DELETED for state in states)
        return await file.look(known, deleted)


async def take_in(
    library: Library, user: int, one: Import, path: Path, reader: Reader, *, job: Job | None = None,
    heard: Callable[[Import], None] | None = None,
) -> Import:  # fmt: skip
    """Take in what is still to come of a file; the import as it stands when that ended, or somebody stopped it.

    Raises as `look_at`, and `Conflict` where somebody else goes on with it.
    """
    async with await ImportFile.open(path) as file:
        shelf = await file.shelf()
        if shelf is not None:
            one = await library.run(taking_over.take_in, user, one.id, shelf)
        await file.begin(one.choices, one.made_at, one.rows)
        with paced(library, user) as pace:
            some = await file.rows(pace.rows)
            while one.status == ImportStatus.UNDER_WAY:
                for row in some:
                    if row.row is not None:
                        await with_article(row, file, reader, user)
                # The next rows are read while these are written.
                ahead = asyncio.create_task(file.rows(pace.rows) if some else _nothing())
                pace.begin()
                try:
                    one = await library.run(importing.step, user, one.id, some, job, last=not some)
                finally:
                    pace.end()
                    await asyncio.wait([ahead])
                some = await ahead
                if heard is not None:
                    heard(one)
                await asyncio.sleep(pace.pause)
    return one


async def _nothing() -> list[Incoming]:
    return []
