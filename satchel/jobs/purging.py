"""The job that removes for good what has been in the trash for long, step by step."""

from __future__ import annotations

from functools import partial

from satchel.jobs.kinds import Kind, Retry
from satchel.library import purging
from satchel.library.context import Library
from satchel.model.jobs import Job


def kind(library: Library) -> Kind:
    """Purges as a kind of jobs. They are never given up: what is promised to go, goes."""
    run = partial(_run, library)
    return Kind(run=run, give_up=run, slots=1, retry=Retry((1, 4, 16, 64)))


async def _run(library: Library, job: Job) -> None:
    while not await library.run(purging.purge, job):
        pass
