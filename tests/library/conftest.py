"""What the tests of the use cases share: short words for what people do, and for what fetches bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from satchel.library import acting, finding, ingesting, purging, saving
from satchel.library.context import Library
from satchel.library.limits import Limits
from satchel.library.passwords import Passwords
from satchel.library.waiting import Waiting
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ByUrl,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    Outcome,
    Readd,
    RemoveTags,
    RenameTag,
    ReplaceTags,
    Unfavourite,
)
from satchel.model.articles import Article
from satchel.model.items import Item, Listing, NewLink, Query, Saved, State, Tombstone
from satchel.model.jobs import Job, JobKind, Wanted
from satchel.model.pages import FetchFailed, Page
from satchel.store import jobs
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.patience import HANG
from tests.people import CHEAP, SEAL

LEASE = 300_000
#: What programs send; pages of our own and other protocols know a few more.
TWELVE = (
    Add, Archive, Readd, Favourite, Unfavourite, Delete,
    AddTags, RemoveTags, ReplaceTags, ClearTags, RenameTag, DeleteTag,
)  # fmt: skip
EVERYTHING = (State.UNREAD, State.ARCHIVED, State.DELETED)


def like(
    kind: type[Any], item: int, url: str = "", tags: tuple[str, ...] = (), old: str = "", new: str = ""
) -> Action:
    """An act of that kind with as much of the rest as it needs: for tests that do each of the twelve."""
    if kind is Add:
        return Add(NewLink(url, tags=tags))
    if kind is RenameTag:
        return RenameTag(old, new)
    if kind is DeleteTag:
        return DeleteTag(old)
    ref = ById(item) if item else ByUrl(url)
    made: Action = kind(ref, tags) if kind in (AddTags, RemoveTags, ReplaceTags) else kind(ref)
    return made


class Desk:
    """One person at their list. Every method is one transaction, as a dialect would make it."""

    def __init__(self, store: Store, user: int) -> None:
        self.store = store
        self.user = user

    def save(self, url: str, title: str = "", tags: tuple[str, ...] = (), **more: Any) -> Saved:
        link = NewLink(url, title, tags, **more)
        return self.store.write(lambda tx: saving.save(tx, self.user, link))

    def act(self, *actions: Action) -> list[Outcome]:
        return self.store.write(lambda tx: acting.act(tx, self.user, actions), len(actions))

    def do(self, kind: type[Any], item: int | None = None, *, url: str = "", **more: Any) -> Outcome:
        """One act of that kind: on an item by its id or its address, on a new link, or on a tag."""
        if kind is Add:
            return self.act(Add(NewLink(url, **more)))[0]
        named = () if item is None and not url else (ByUrl(url) if item is None else ById(item),)
        return self.act(kind(*named, **more))[0]

    def get(self, item: int) -> Item | None:
        return self.store.read(lambda tx: finding.get(tx, self.user, item))

    def item(self, item: int) -> Item:
        found = self.get(item)
        assert found is not None
        return found

    def find(self, *, total: bool = False, **query: Any) -> Listing:
        asked = Query(**query)
        return self.store.read(lambda tx: finding.find(tx, self.user, asked, total=total))

    def ids(self, **query: Any) -> list[int]:
        return [item.id for item in self.find(**query).items]

    def gone(self, since: int) -> set[int]:
        """Ids that somebody who keeps a copy hears to be deleted."""
        found = self.find(since=since, states=EVERYTHING, limit=1000).items
        return {item.id for item in found if isinstance(item, Tombstone)}

    @property
    def counts(self) -> tuple[int, int]:
        return self.store.read(lambda tx: finding.counts(tx, self.user))

    @property
    def tags(self) -> dict[str, int]:
        return dict(self.store.read(lambda tx: finding.tag_list(tx, self.user)))

    def fetch(self, url: str = "", *, item: int | None = None, **article: Any) -> int | None:
        """Claim jobs until that of `item` (or the next one) comes, and keep what `url` brought."""
        job = claim(self.store, item, user=self.user)
        return keep(self.store, job, url or self.item(job.key).given_url, **article)


def claim(store: Store, item: int | None = None, worker: str = "w", user: int | None = None) -> Job:
    """The next job, or that of `item`, of `user` where one is named; others stay as they are."""
    while True:
        job = store.write(lambda tx: jobs.claim(tx, worker, LEASE))
        assert job is not None, "no such job is owed"
        if item in (None, job.key) and user in (None, job.user_id):
            if item is not None or user is not None:
                store.write(lambda tx: jobs.release(tx, "passed over"))
            return job
        store.write(partial(_pass_over, job=job))


def _pass_over(tx: Tx, job: Job) -> None:
    tx.run("UPDATE jobs SET worker = 'passed over' WHERE id = :id", id=job.id)


def keep(store: Store, job: Job, url: str, kind: str = "text/html", **article: Any) -> int | None:
    """Let the fetch of `job` end at `url` with an article of those parts."""
    parts = {"title": "A title", "html": "<p>Words.</p>", "text": "Words.", "is_article": True, **article}
    page = Page(url, 200, kind, "utf-8", b"<p>Words.</p>")
    return store.write(lambda tx: ingesting.keep(tx, job, page, Article(**parts)))


def fail(store: Store, job: Job, failure: FetchFailed, retry_at: int | None = None) -> bool:
    return store.write(lambda tx: ingesting.keep_failure(tx, job, failure, retry_at))


def owed(store: Store) -> int:
    """How many jobs there are, but for those that wait for the trash to grow old."""
    row = store.read(lambda tx: tx.one("SELECT COUNT(*) FROM jobs WHERE kind <> 'purge'"))
    assert row is not None
    return int(row[0])


def pass_thirty_days(store: Store, clock: FakeClock) -> None:
    """Let so much time pass, and have the worker do what is due then with the trash."""
    clock.forward(days=30, seconds=1)
    wanted = (Wanted(JobKind.PURGE),)
    while job := store.write(lambda tx: jobs.claim(tx, "purger", LEASE, wanted)):
        while not store.write(lambda tx, job=job: purging.purge(tx, job, tx.now)):  # type: ignore[misc]
            pass


def count(store: Store, table: str) -> int:
    row = store.read(lambda tx: tx.one(f"SELECT COUNT(*) FROM {table}"))
    assert row is not None
    return int(row[0])


@pytest.fixture
def desk(store: Store, alice: int) -> Desk:
    return Desk(store, alice)


@pytest.fixture
def bobs(store: Store, bob: int) -> Desk:
    return Desk(store, bob)


@pytest.fixture
def make_library(store: Store, clock: FakeClock) -> Iterator[Callable[..., Library]]:
    made: list[Library] = []

    def make(user_limit: int = 0, key_limit: int = 0, add_wait: float = HANG) -> Library:
        waiting = Waiting()
        store.listen(waiting.hear)
        limits = Limits(clock, user_limit, key_limit)
        made.append(Library(store, clock, Passwords(clock, CHEAP), limits, waiting, SEAL, add_wait))
        return made[-1]

    yield make
    for library in made:
        library.passwords.close()


@pytest.fixture
def library(make_library: Callable[..., Library]) -> Library:
    return make_library()
