"""Accounts on their way out: removed a batch at a time, while the pages go on."""

from __future__ import annotations

import asyncio
import logging

from satchel.base import log
from satchel.base.errors import SatchelError
from satchel.library import leaving
from satchel.library.context import Library
from satchel.model.people import User

#: Seconds that whoever removes an account waits to hear that it is gone; a large one goes on behind them.
PATIENCE = 5.0

_logger = logging.getLogger("satchel.web")


class Departures:
    """The removals that this process carries out. What it does not end, the next one that starts goes on with."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def remove(self, number: int) -> bool:
        """Remove the account with that number and all that is in it; whether that is done when this returns.

        Nobody can use it from here on. Raises as `leaving.begin_removal`.
        """
        user = await self._library.run(leaving.begin_removal, number)
        done, _ = await asyncio.wait([self._begin(user)], timeout=PATIENCE)
        return bool(done)

    async def resume(self) -> None:
        """Go on with what another process has begun and not ended."""
        for user in await self._library.run(leaving.begun):
            self._begin(user)

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, user: User) -> asyncio.Task[None]:
        task = self._tasks.get(user.id)
        if task is None:
            task = self._tasks[user.id] = asyncio.get_running_loop().create_task(self._carry_out(user))
            task.add_done_callback(lambda _: self._tasks.pop(user.id, None))
        return task

    async def _carry_out(self, user: User) -> None:
        try:
            await leaving.carry_out(self._library, user)
        except SatchelError as error:
            log.event(_logger, "warning", "removal_waits", user=user.id, error=error.message)
            return
        self._library.security.note("account.gone", name=user.name)
