"""A link that many people save is fetched once; whoever asks for it again has it from the web."""

from __future__ import annotations

import asyncio

import msgspec

from satchel.library import refetching
from satchel.library.context import Library
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.store.db import Store
from tests.library import workers
from tests.library.conftest import Desk, owed
from tests.library.workers import runner_for, running
from tests.patience import until_it

PAGE = "http://example.org/page"


class Web(workers.Web):
    """A site that lets others have its pages."""

    async def fetch(self, url: str) -> Page:
        return msgspec.structs.replace(await super().fetch(url), shared_seconds=600)


def test_a_page_that_two_people_save_is_fetched_once(
    desk: Desk, bobs: Desk, library: Library, store: Store
) -> None:
    web = Web()
    mine, his = desk.save(PAGE).item.id, bobs.save(PAGE).item.id
    asyncio.run(running(runner_for(library, web), until=lambda: not owed(store)))
    assert web.fetched == [PAGE]
    assert desk.item(mine).title == bobs.item(his).title == "Fetched"


def test_what_failed_for_one_is_fetched_for_the_other(
    desk: Desk, bobs: Desk, library: Library, store: Store
) -> None:
    web = Web(FetchFailed(Reason.STATUS, status=404, permanent=True))
    found = [desk.save(PAGE).item.id, bobs.save(PAGE).item.id]
    asyncio.run(running(runner_for(library, web), until=lambda: not owed(store)))
    assert web.fetched == [PAGE, PAGE]
    assert {desk.item(found[0]).title, bobs.item(found[1]).title} == {"Fetched", PAGE}


def test_a_page_that_is_fetched_again_comes_from_the_web(
    desk: Desk, bobs: Desk, library: Library, store: Store
) -> None:
    web = Web()

    async def work() -> None:
        mine = desk.save(PAGE).item.id
        await until_it(lambda: not owed(store))
        bobs.save(PAGE)
        store.write(lambda tx: refetching.refetch(tx, desk.user, mine))
        await until_it(lambda: not owed(store))

    asyncio.run(running(runner_for(library, web), work))
    assert web.fetched == [PAGE, PAGE]
