"""The job that removes for good what has been in the trash for long, step by step."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from satchel.base.steadiness import Steadiness
from satchel.jobs.kinds import Kind, Retry
from satchel.library import purging
from satchel.library.context import Library
from satchel.model.jobs import Job


def kind(library: Library, record: Path | None = None) -> Kind:
    """Purges as a kind of jobs. They are never given up: what is promised to go, goes.

    None begins before the clock has been right for an hour, of this run and those before, which are in the file
    `record`: by one that is set a month ahead, all in the trash is due.
    """
    run = partial(_run, library)
    return Kind(
        run=run,
        give_up=run,
        slots=1,
        retry=Retry((1, 4, 16, 64)),
        may_begin=Steadiness(library.clock, record).is_steady,
    )


async def _run(library: Library, job: Job) -> None:
    now = library.clock.now()  # for all its steps: the clock may be set between two of them
    while not await library.run(purging.purge, job, now):
        pass
