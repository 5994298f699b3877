"""What the tests of the use cases share: short words for what people do, and for what fetches bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from satchel.base.clock import FakeClock
from satchel.library import acting, finding, ingesting, saving
from satchel.library.context import Library
from satchel.library.limits import Limits
from satchel.library.passwords import Passwords
from satchel.library.waiting import Waiting
from satchel.model.actions import Action, Outcome, Verb
from satchel.model.articles import Article
from satchel.model.items import Item, Listing, NewLink, Query, Saved, State, Tombstone
from satchel.model.jobs import Job
from satchel.model.pages import FetchFailed, Page
from satchel.store import jobs
from satchel.store.db import Store, Tx
from tests.patience import HANG
from tests.people import CHEAP, SEAL

LEASE = 300_000
#: What programs send; pages of our own and other protocols know a few more.
TWELVE = (
    Verb.ADD, Verb.ARCHIVE, Verb.READD, Verb.FAVOURITE, Verb.UNFAVOURITE, Verb.DELETE,
    Verb.TAGS_ADD, Verb.TAGS_REMOVE, Verb.TAGS_REPLACE, Verb.TAGS_CLEAR, Verb.TAG_RENAME, Verb.TAG_DELETE,
)  # fmt: skip
EVERYTHING = (State.UNREAD, State.ARCHIVED, State.DELETED)


class Desk:
    """One person at their list. Every method is one transaction, as a dialect would make it."""

    def __init__(self, store: Store, user: int) -> None:
        self.store = store
        self.user = user

    def save(self, url: str, title: str = "", tags: tuple[str, ...] = (), **more: object) -> Saved:
        link = NewLink(url, title, tags, **more)  # type: ignore[arg-type]
        return self.store.write(lambda tx: saving.save(tx, self.user, link))

    def act(self, *actions: Action) -> list[Outcome]:
        return self.store.write(lambda tx: acting.act(tx, self.user, actions), len(actions))

    def do(self, verb: Verb, item: int | None = None, **more: object) -> Outcome:
        return self.act(Action(verb=verb, item_id=item, **more))[0]  # type: ignore[arg-type]

    def get(self, item: int) -> Item | None:
        return self.store.read(lambda tx: finding.get(tx, self.user, item))

    def item(self, item: int) -> Item:
        found = self.get(item)
        assert found is not None
        return found

    def find(self, *, total: bool = False, **query: object) -> Listing:
        asked = Query(**query)  # type: ignore[arg-type]
        return self.store.read(lambda tx: finding.find(tx, self.user, asked, total=total))

    def ids(self, **query: object) -> list[int]:
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

    def fetch(self, url: str = "", *, item: int | None = None, **article: object) -> int | None:
        """Claim jobs until that of `item` (or the next one) comes, and keep what `url` brought."""
        job = claim(self.store, item)
        return keep(self.store, job, url or self.item(job.key).given_url, **article)


def claim(store: Store, item: int | None = None, worker: str = "w") -> Job:
    """The next job, or that of `item`; others stay as they are."""
    while True:
        job = store.write(lambda tx: jobs.claim(tx, worker, LEASE))
        assert job is not None, "no such job is owed"
        if item is None or job.key == item:
            if item is not None:
                store.write(lambda tx: jobs.release(tx, "passed over"))
            return job
        store.write(partial(_pass_over, job=job))


def _pass_over(tx: Tx, job: Job) -> None:
    tx.run("UPDATE jobs SET worker = 'passed over' WHERE id = :id", id=job.id)


def keep(store: Store, job: Job, url: str, kind: str = "text/html", **article: object) -> int | None:
    """Let the fetch of `job` end at `url` with an article of those parts."""
    parts = {"title": "A title", "html": "<p>Words.</p>", "text": "Words.", "is_article": True, **article}
    page = Page(url, 200, kind, "utf-8", b"<p>Words.</p>")
    return store.write(lambda tx: ingesting.keep(tx, job, page, Article(**parts)))  # type: ignore[arg-type]


def fail(store: Store, job: Job, failure: FetchFailed, retry_at: int | None = None) -> bool:
    return store.write(lambda tx: ingesting.keep_failure(tx, job, failure, retry_at))


def owed(store: Store) -> int:
    """How many jobs there are."""
    return count(store, "jobs")


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
