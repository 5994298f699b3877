"""How many items the searches have that a person keeps: counted beside the pages, and remembered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

from satchel.base import log
from satchel.base.errors import SatchelError
from satchel.library import browsing, finding
from satchel.library.usecase import Runs, reads
from satchel.model.items import Query
from satchel.model.searches import SavedSearch
from satchel.store.db import ReadTx

MAX_COUNTED = 20  #: searches of one person
MAX_PEOPLE = 1000  #: whose counts are remembered
#: What depends on the time is counted again after so many ms.
MAX_AGE = 3_600_000
#: Of the time that a person's counts take, so many times as much passes before they are counted again.
REST = 20

_logger = logging.getLogger("satchel.library")


class Counted(NamedTuple):
    """The counts of one person."""

    mark: int  #: the person's last change when they were counted
    at: int  #: ms
    queries: tuple[tuple[int, str], ...]
    counts: dict[int, int]
    not_before: float  #: by the clock that only goes on: when they may be counted again


@reads
def count(tx: ReadTx, user: int, queries: Sequence[tuple[int, str]]) -> dict[int, int]:
    """How many items each of these searches has, by its number."""
    return {
        number: finding.count(tx, user, browsing.widened(tx, user, Query(search=query)))
        for number, query in queries
    }


class SearchCounts:
    """Counts of people's searches, in memory. No page waits for one: it shows what is known."""

    def __init__(self, rest: int = REST) -> None:
        self._rest = rest
        self._known: dict[int, Counted] = {}
        self._counting: dict[int, asyncio.Task[None]] = {}

    def known(self, user: int) -> dict[int, int]:
        """The counts as they were last counted, by the numbers of the searches."""
        found = self._known.get(user)
        return found.counts if found else {}

    def refresh(self, library: Runs, user: int, searches: Sequence[SavedSearch], mark: int, now: int) -> None:
        """See to it that the counts follow: `mark` is the time of the person's last change, `now` is ms."""
        queries = tuple((each.id, each.query) for each in searches if each.counted)[:MAX_COUNTED]
        found = self._known.get(user)
        if user in self._counting or (found and _is_good(found, mark, now, queries)):
            return
        task = asyncio.get_running_loop().create_task(self._count(library, user, queries, mark, now))
        self._counting[user] = task
        task.add_done_callback(lambda _: self._counting.pop(user, None))

    async def settled(self) -> None:
        """Wait until all that is being counted is known."""
        await asyncio.gather(*self._counting.values())

    async def _count(
        self, library: Runs, user: int, queries: tuple[tuple[int, str], ...], mark: int, now: int
    ) -> None:
        begun = time.monotonic()
        try:
            counts = await library.run(count, user, queries) if queries else {}
        except SatchelError as error:
            log.event(_logger, "info", "not_counted", error=repr(error))
            counts = self.known(user)
        ended = time.monotonic()
        self._known.pop(user, None)
        self._known[user] = Counted(mark, now, queries, counts, ended + self._rest * (ended - begun))
        while len(self._known) > MAX_PEOPLE:
            del self._known[next(iter(self._known))]


def _is_good(found: Counted, mark: int, now: int, queries: tuple[tuple[int, str], ...]) -> bool:
    if found.queries != queries:
        return False
    is_same = found.mark == mark and found.at <= now < found.at + MAX_AGE
    return is_same or time.monotonic() < found.not_before
