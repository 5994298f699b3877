"""One save done to its end in this process: by a command, beside a server or without one."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from satchel.base import tokens
from satchel.base.errors import SatchelError
from satchel.jobs.kinds import Handler
from satchel.library import finding, saving, working
from satchel.library.context import Library
from satchel.library.settling import settled
from satchel.model.items import Item, NewLink, Saved

#: Seconds for keeping what was found, after those for finding it.
TO_KEEP = 10.0


async def save_and_fetch(
    library: Library, user: int, link: NewLink, fetch: Handler, seconds: float
) -> tuple[Saved, Item]:
    """Save `link`, have its page fetched, and give the item as it is after at most `seconds`.

    The job is claimed in the transaction that makes it, so that no server gets ahead; if it is in
    somebody's hands already, they are waited for. What is not done in time is left to them, or to
    the next server. Raises `Invalid` when the address cannot be saved.
    """
    worker = tokens.secret()[:12]
    if seconds <= 0:
        saved = await library.run(saving.save, user, link)
        return saved, saved.item
    lease = int((seconds + TO_KEEP) * 1000)
    saved, job = await library.run(working.save_and_claim, user, link, worker, lease)
    if job is None:
        return saved, await settled(library, user, saved, seconds)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await fetch(job)
    finally:
        with suppress(SatchelError):
            await library.run(working.release, worker)
    item = await library.run(finding.get, user, saved.item.id)
    return saved, item or saved.item
