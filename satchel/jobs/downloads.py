"""Downloads that several people share: a link that a thousand people save is fetched once.

Kept in the memory of one worker, for minutes. Only what HTTP lets be given to others is here
(`Page.shared_seconds`), never an error, and never for a fetch that somebody asked for again.
"""

from __future__ import annotations

import asyncio

import msgspec

from satchel.base.clock import Clock
from satchel.jobs.following import Web
from satchel.model.pages import Page

MAX_BYTES = 8_000_000  #: of all pages together: what a small computer at home does not notice
MAX_PAGE_BYTES = (
    2_000_000  #: of one page; 99 of 100 are smaller, and four of them must not push out all others
)
MAX_PAGES = 400  #: so that tiny pages, with all that Python needs to hold one, stay within the same room
MAX_WAIT_SECONDS = 30.0  #: for somebody else's download: the time that one may take

#: The addresses that led to a page, and its own: what is found depends on them all.
Key = tuple[str, ...]


class Downloads:
    """A `Web` in front of another one that keeps pages for a while. Lives on one event loop."""

    def __init__(self, web: Web, clock: Clock) -> None:
        self._web = web
        self._clock = clock
        self._kept: dict[Key, tuple[int, Page]] = {}  #: until when, ms on the clock that nobody sets
        self._bytes = 0
        self._under_way: dict[Key, asyncio.Future[Page | None]] = {}

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        """The page at `url`, to which the page `after` led by itself: a kept one, or a new download.

        Waits for a download of the same address that is under way, and makes its own if that
        comes to nothing that may be shared, or to nothing in time. Raises `FetchFailed`.
        """
        if after is not None and not after.shared_seconds:
            return await self._web.fetch(url, after)
        key = _key(url, after)
        if (page := self._find(key)) is not None:
            return page
        if (first := self._under_way.get(key)) is None:
            return await self._download(key, url, after)
        await asyncio.wait([first], timeout=MAX_WAIT_SECONDS)
        page = first.result() if first.done() else None
        return page or await self._ask(url, after)

    async def _download(self, key: Key, url: str, after: Page | None) -> Page:
        """The page from the web, which others may be waiting for, and which is kept if it may be."""
        first = self._under_way[key] = asyncio.get_running_loop().create_future()
        shared = None
        try:
            page = await self._ask(url, after)
            if page.shared_seconds and not page.is_cut:
                # Whoever goes on from it begins a trip of their own.
                shared = msgspec.structs.replace(page, trip=None)
                self._keep(key, shared)
            return page
        finally:
            del self._under_way[key]
            first.set_result(shared)

    async def _ask(self, url: str, after: Page | None) -> Page:
        return await (self._web.fetch(url, after) if after else self._web.fetch(url))

    def _find(self, key: Key) -> Page | None:
        self._drop_old()
        found = self._kept.get(key)
        return found[1] if found else None

    def _keep(self, key: Key, page: Page) -> None:
        """Keep a page; of too many, or too large ones, those go first that came first."""
        if _size(key, page) > MAX_PAGE_BYTES:
            return
        self._forget(key)
        self._kept[key] = (self._clock.monotonic() + page.shared_seconds * 1000, page)
        self._bytes += _size(key, page)
        while self._bytes > MAX_BYTES or len(self._kept) > MAX_PAGES:
            self._forget(next(iter(self._kept)))

    def _drop_old(self) -> None:
        now = self._clock.monotonic()
        for key in [key for key, (until, _) in self._kept.items() if until <= now]:
            self._forget(key)

    def _forget(self, key: Key) -> None:
        _, page = self._kept.pop(key, (0, None))
        self._bytes -= _size(key, page) if page else 0


def _size(key: Key, page: Page) -> int:
    """Bytes that a page takes, with its addresses, which can be many and long."""
    texts = (*key, *page.redirects, page.url, page.refresh, page.filename)
    return len(page.body) + sum(map(len, texts))


def _key(url: str, after: Page | None) -> Key:
    address = url.partition("#")[0]
    return (*after.redirects, after.url, address) if after else (address,)
