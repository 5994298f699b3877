"""The job of an act on many items, and of undoing it: step by step, others in between."""

from __future__ import annotations

import asyncio
from functools import partial

from satchel.jobs.kinds import Kind, Retry
from satchel.library import sweeping
from satchel.library.context import Library
from satchel.library.pacing import paced
from satchel.model.jobs import Job


def kind(library: Library) -> Kind:
    """Acts on whole lists as a kind of jobs."""
    return Kind(
        run=partial(_run, library), give_up=partial(_give_up, library), slots=2, retry=Retry((1, 4, 16))
    )


async def _run(library: Library, job: Job) -> None:
    with paced(library, job.user_id) as pace:
        is_done = False
        while not is_done:
            pace.begin()
            try:
                is_done = await library.run(sweeping.step, job.user_id, job)
            finally:
                pace.end()
            await asyncio.sleep(0 if is_done else pace.pause)


async def _give_up(library: Library, job: Job) -> None:
    await library.run(sweeping.give_up, job)
