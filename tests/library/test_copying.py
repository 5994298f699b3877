"""A page that is gone is read as the copy that the Internet Archive has of it, if somebody asked for that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from satchel.jobs import copying as job
from satchel.jobs.copying import read_answer
from satchel.library import copying, reading
from satchel.library.context import Library
from satchel.model.articles import Article
from satchel.model.imports import Choices
from satchel.model.items import Item
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.model.versions import Origin
from satchel.store import versions
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk, claim, fail, owed
from tests.library.workers import runner_for, running

ARCHIVE = "https://archive.example"
URL = "https://gone.example/page?a=1&b=2"
COPY = f"https://archive.example/web/20190312101112/{URL}"
GONE = FetchFailed(Reason.STATUS, status=404, permanent=True)
ARTICLE = Article(
    title="As it was", html='<p>Words of old. <img src="https://gone.example/a.png"></p>', text="Words of old.",
    words=3, is_article=True,
)  # fmt: skip


class Web:
    """The archive, as it answers."""

    def __init__(self, closest: object = COPY, failure: FetchFailed | None = None) -> None:
        self.closest = closest
        self.failure = failure
        self.asked: list[str] = []

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        self.asked.append(url)
        if self.failure is not None:
            raise self.failure
        if "/wayback/available?" in url:
            closest = (
                {"closest": {"available": True, "status": "200", "url": self.closest}} if self.closest else {}
            )
            body = json.dumps({"archived_snapshots": closest}).encode()
            return Page(url, 200, "application/json", "", body)
        return Page(url, 200, "text/html", "", b"<p>Words of old.</p>")


class Extractor:
    async def extract(self, page: Page, person: int = 0) -> Article:
        assert page.url == URL
        return ARTICLE


@pytest.fixture
def work(library: Library, store: Store) -> Callable[[Web], None]:
    """Have a worker do what is owed to the archive."""

    def work(web: Web) -> None:
        runner = runner_for(library, web, copy=job.kind(library, web, Extractor(), ARCHIVE))
        asyncio.run(running(runner, until=lambda: not owed(store)))

    return work


def _gone(desk: Desk, url: str = URL, failure: FetchFailed = GONE) -> Item:
    item = desk.save(url).item.id
    fail(desk.store, claim(desk.store, item), failure)
    return desk.item(item)


def _ask(desk: Desk, item: Item) -> bool:
    return desk.store.write(lambda tx: copying.ask(tx, desk.user, item.id)) is not None


def test_a_copy_is_read_in_place_of_a_page_that_is_gone(
    desk: Desk, work: Callable[[Web], None], store: Store
) -> None:
    item, web = _gone(desk), Web()
    assert _ask(desk, item)
    work(web)
    now = desk.item(item.id)
    assert now.article
    assert (now.title, now.article.words, now.article.details.copy) == ("As it was", 3, COPY)
    assert (now.given_url, now.fetch_status, now.article.url) == (URL, 404, URL)
    assert now.changed_at > item.changed_at, "apps that keep a copy of the list hear of it"
    html = store.read(lambda tx: reading.html(tx, desk.user, item.id))
    assert 'src="https://archive.example/web/20190312101112im_/https://gone.example/a.png"' in html
    (version,) = store.read(lambda tx: versions.listed(tx, desk.user, item.id))
    assert version.origin is Origin.COPIED
    assert web.asked[0].startswith(
        f"{ARCHIVE}/wayback/available?url=https%3A%2F%2Fgone.example%2Fpage%3Fa%3D1%26b%3D2&timestamp="
    )
    assert web.asked[1:] == [f"https://archive.example/web/20190312101112id_/{URL}"]


def test_the_page_takes_the_place_of_its_copy_when_it_is_back(
    desk: Desk, work: Callable[[Web], None]
) -> None:
    item = _gone(desk)
    _ask(desk, item)
    work(Web())
    desk.save(URL)
    desk.fetch(item=item.id, title="Back", text="Words of old, and new ones.", words=6)
    assert desk.item(item.id).title == "Back"


def test_nothing_is_asked_where_nobody_chose_it(desk: Desk, store: Store) -> None:
    bringing = Bringing(store, desk.user)
    bringing.bring(row(URL))
    fail(store, claim(store), GONE)
    assert owed(store) == 0


def test_pages_of_an_import_are_looked_for_if_that_was_chosen(
    desk: Desk, store: Store, work: Callable[[Web], None]
) -> None:
    bringing = Bringing(store, desk.user)
    bringing.bring(row(URL), choices=Choices(copies=True))
    (item,) = desk.ids()
    fail(store, claim(store), GONE)
    work(Web())
    assert desk.item(item).title == "As it was"


@pytest.mark.parametrize(
    "failure",
    [
        FetchFailed(Reason.STATUS, status=403, permanent=True),
        FetchFailed(Reason.STATUS, status=401, permanent=True),
        FetchFailed(Reason.REFUSED, permanent=True),
        FetchFailed(Reason.TOO_LARGE, permanent=True),
    ],
)
def test_a_page_that_is_there_is_not_looked_for_elsewhere(desk: Desk, failure: FetchFailed) -> None:
    assert not _ask(desk, _gone(desk, failure=failure))


@pytest.mark.parametrize(
    "url",
    [
        "http://printer.lan/page",
        "http://192.168.1.4/page",
        "http://intranet/page",
        "https://me:secret@gone.example/",
    ],
)
def test_an_address_that_is_nobodys_business_is_never_told(url: str) -> None:
    assert not copying.may_be_told(url)


def test_where_there_is_no_copy_the_item_stays_as_it_is(desk: Desk, work: Callable[[Web], None]) -> None:
    item = _gone(desk)
    _ask(desk, item)
    work(Web(closest=None))
    assert desk.item(item.id) == item


def test_an_archive_that_is_busy_is_asked_again_when_it_says(
    desk: Desk, library: Library, store: Store, clock: FakeClock
) -> None:
    item = _gone(desk)
    _ask(desk, item)
    busy = Web(failure=FetchFailed(Reason.STATUS, status=429, retry_after=3600))
    runner = runner_for(library, busy, copy=job.kind(library, busy, Extractor(), ARCHIVE))
    row = "SELECT run_at FROM jobs WHERE kind = 'copy' AND worker = '' AND tries = 1"
    asyncio.run(running(runner, until=lambda: bool(store.read(lambda tx: tx.one(row)))))
    found = store.read(lambda tx: tx.one(row))
    assert found
    assert int(found[0]) >= clock.now() + 3_600_000


@pytest.mark.parametrize(
    "closest",
    [
        "https://elsewhere.example/web/20190312101112/https://gone.example/",
        "file:///etc/passwd",
        "https://archive.example/20190312101112/https://gone.example/",
        7,
        None,
    ],
)
def test_copies_are_taken_from_the_archive_alone(closest: object) -> None:
    body = json.dumps(
        {"archived_snapshots": {"closest": {"available": True, "url": closest, "status": "200"}}}
    )
    assert read_answer(body.encode(), ARCHIVE) is None


def test_the_copies_of_the_archive_itself_are_had_over_https() -> None:
    closest = {"available": True, "url": f"http://web.archive.org/web/20190312101112/{URL}", "status": "200"}
    copy = read_answer(
        json.dumps({"archived_snapshots": {"closest": closest}}).encode(), "https://archive.org"
    )
    assert copy
    assert copy.plain == f"https://web.archive.org/web/20190312101112id_/{URL}"


@pytest.mark.parametrize("body", [b"", b"<html>Busy</html>", b"[]", b"null", b'{"archived_snapshots": 3}'])
def test_what_is_no_answer_is_none(body: bytes) -> None:
    with pytest.raises(FetchFailed):
        read_answer(body, ARCHIVE)
