"""Pictures by their addresses: from the folder, else from the web, each once however many ask at a time."""

from __future__ import annotations

import asyncio
from typing import NamedTuple, Protocol

from satchel.base.bounded import drop_smallest
from satchel.base.clock import Clock
from satchel.model.pages import FetchFailed, Page
from satchel.pipeline.fetching.slots import HostSlots
from satchel.pipeline.pictures.folder import PictureFolder
from satchel.pipeline.pictures.kinds import picture_type

ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.9"
MAX_PICTURE_BYTES = 8_000_000  #: what is not smaller is not shown
MAX_AT_ONCE = 8  #: downloads in a process
MAX_OF_ONE = 4  #: downloads at once that one person began
MAX_WAITING = 500  #: downloads that wait for their turn; more are not had now
MAX_WAIT = 60.0  #: seconds for that turn
#: ms after which a picture that could not be had is asked for again.
PAUSE = 600_000
MAX_KNOWN_BAD = 10_000  #: addresses that are remembered for that


class Web(Protocol):
    """Whoever downloads."""

    async def fetch(self, url: str) -> Page:
        """The file at `url`. Raises `FetchFailed`."""


class Picture(NamedTuple):
    """A file that browsers show."""

    media_type: str
    body: bytes


class Album:
    """All pictures of all people. The caller has made sure that the address is one of their own items'."""

    def __init__(self, web: Web, folder: PictureFolder, clock: Clock) -> None:
        self._web = web
        self._folder = folder
        self._clock = clock
        self._coming: dict[str, asyncio.Task[Picture | None]] = {}
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        self._people = HostSlots(MAX_OF_ONE)
        self._bad: dict[str, int] = {}

    async def picture(self, user: int, url: str) -> Picture | None:
        """The picture at `url`, for `user`: people take turns. None where none can be had now."""
        body = await asyncio.to_thread(self._folder.get, url)
        if body is not None and (kind := picture_type(body)):
            return Picture(kind, body)
        since = self._bad.get(url)
        if since is not None and 0 <= self._clock.now() - since < PAUSE:
            return None
        task = self._coming.get(url)
        if task is None:
            if len(self._coming) >= MAX_AT_ONCE + MAX_WAITING:
                return None
            task = self._coming[url] = asyncio.create_task(self._fetched(user, url))
            task.add_done_callback(lambda _: self._coming.pop(url, None))
        # Who goes away leaves the download to the others who wait for it, and to the folder.
        return await asyncio.shield(task)

    async def _fetched(self, user: int, url: str) -> Picture | None:
        # It may have come since the caller looked.
        kept = await asyncio.to_thread(self._folder.get, url)
        if kept is not None and (kind := picture_type(kept)):
            return Picture(kind, kept)
        try:
            async with self._people.place(str(user), MAX_WAIT), self._turns:
                page = await self._web.fetch(url)
        except FetchFailed:
            page = None
        # One of the most bytes that are read may have been longer.
        is_whole = page is not None and not page.is_cut and len(page.body) < MAX_PICTURE_BYTES
        kind = picture_type(page.body) if page and is_whole else ""
        if page is None or not kind:
            self._bad[url] = self._clock.now()
            drop_smallest(self._bad, MAX_KNOWN_BAD, lambda since: since)
            return None
        await asyncio.to_thread(self._folder.put, url, page.body)
        return Picture(kind, page.body)

    async def aclose(self) -> None:
        """Leave what is coming."""
        for task in tuple(self._coming.values()):
            task.cancel()
