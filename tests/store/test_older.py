"""A database of an older program comes through with everything in it.

`before/` has one of each kind, made by the last program whose articles were shared: `satchel.db` as a file, and the
same as a plain dump of PostgreSQL.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from satchel.library import access, feeds, finding, ingesting, lifecycle, reading, saving, upkeep
from satchel.library.passwords import Passwords
from satchel.model.actions import Delete
from satchel.model.articles import Author
from satchel.model.items import Item, NewLink, Query, State, Tombstone
from satchel.model.jobs import JobKind
from satchel.store import backfill, highlights, jobs, trash
from satchel.store.db import Store, Tx
from satchel.store.migrate import migrate, version
from satchel.store.postgres import PostgresStore
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.people import CHEAP

BEFORE = Path(__file__).parent / "before"
NOW = 1_700_000_491_000
ALICE, BOB, CAROL = 1, 2, 3
#: All ids were of one series then.
HERS, HIS, ELDER, YOUNGER, GONE, WAITS, FAILED, HELD = range(1, 9)
KEY, TOKEN, HIS_TOKEN = "1234-abcdef", "04aca897-5e96-1c67-cb47-c0074a", "6d4c5ed1-6d07-a2f7-c146-af33ba"
CODE, FEED = "8afa85c6-8c43-b6d7-980a-fede67", "493f3df188da7d9fd1a8c71d07094261"
SESSION = "431f941ba3042da9eca4dc0e57e9a35667e5023c0613f9b0c4b107161e70617f"
SHARED = "http://paper.example/2024/the-last-ferry"
SUMMER = "\u00e9t\u00e9"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def older(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The older database, brought to the shape of today."""
    monkeypatch.setattr(backfill, "_ROWS", 2)
    clock = FakeClock(NOW + 60_000)
    if request.param == "sqlite":
        (tmp_path / "satchel.db").write_bytes(gzip.decompress((BEFORE / "satchel.db.gz").read_bytes()))
        store: Store = SqliteStore(tmp_path / "satchel.db", clock)
        migrate(store)
        yield store
        store.close()
        return
    import psycopg

    url = request.getfixturevalue("postgres_url")
    if url is None:
        pytest.skip("PostgreSQL is not installed")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE older")
        try:
            there = url.rpartition("/")[0] + "/older"
            with psycopg.connect(there, autocommit=True) as other:
                other.execute((BEFORE / "satchel.sql").read_bytes())
            store = PostgresStore(there, clock)
            migrate(store)
            yield store
            store.close()
        finally:
            connection.execute("DROP DATABASE older WITH (FORCE)")


def _item(store: Store, user: int, number: int) -> Item:
    item = store.read(lambda tx: finding.get(tx, user, number))
    assert item is not None
    return item


def test_every_item_is_there_with_its_id_its_article_and_its_text(older: Store) -> None:
    assert migrate(older) == []
    assert version(older) >= 6
    assert upkeep.doubts(older) == []
    assert upkeep.damage(older) == []
    assert upkeep.tally(older) == {
        "users": 3, "items": 6, "articles": 3, "items_without_page": 1, "jobs_waiting": 4, "jobs_working": 0,
    }  # fmt: skip
    for user, number, given in ((ALICE, HERS, "My name for it"), (BOB, HIS, "")):
        item = _item(older, user, number)
        assert (item.id, item.given_title, item.given_url, item.state) == (
            number,
            given,
            SHARED,
            State.UNREAD,
        )
        assert item.article is not None
        assert (item.article.title, item.article.site, item.article.excerpt, item.article.url) == (
            "The last ferry", "The Paper", "The last ferry left.", SHARED
        )  # fmt: skip
        assert item.article.details.authors == (Author("Anna Weber", "http://paper.example/anna"),)
        assert (item.article.words, item.article.published_at) == (26, 1_600_000_000_000)
        assert older.read(partial(reading.html, user=user, item_id=number)).startswith("<p>The last ferry")
    assert (_item(older, ALICE, HERS).favourite, _item(older, ALICE, HERS).description) == (True, "Read this")
    elder = _item(older, ALICE, YOUNGER)
    assert (elder.id, elder.state, elder.title) == (ELDER, State.ARCHIVED, "Some news")
    assert _item(older, BOB, FAILED).fetch_reason == "timeout"
    assert [older.read(partial(finding.counts, user=u)) for u in (ALICE, BOB, CAROL)] == [
        (2, 1), (3, 0), (0, 0)
    ]  # fmt: skip


def test_what_was_shared_is_each_ones_own(older: Store) -> None:
    hers, his = Desk(older, ALICE), Desk(older, BOB)
    his.do(Delete, HIS)
    older.write(partial(_empty_trash, user=BOB))
    assert hers.item(HERS).article is not None
    his.save(SHARED)
    his.fetch(SHARED, item=HIS, title="Another page now")
    assert his.item(HIS).title == "Another page now"
    assert hers.item(HERS).title == "The last ferry"


def _empty_trash(tx: Tx, user: int) -> None:
    for item in trash.oldest(tx, user, tx.now, 10):
        lifecycle.empty(tx, user, item)


def test_tags_are_in_their_one_form_and_what_changed_is_told(older: Store) -> None:
    desk = Desk(older, ALICE)
    assert desk.tags == {SUMMER: 2, "ferries": 1, "news": 1, "rust gone": 1}
    assert set(desk.ids(tag=SUMMER)) == {HERS, ELDER}
    assert {item.id for item in desk.find(since=NOW + 1, states=tuple(State)).items} == {HERS, ELDER}
    assert Desk(older, BOB).tags == {"boats": 1, "later": 1}


def test_lists_find_their_items_by_site_title_and_words(older: Store) -> None:
    desk, his = Desk(older, ALICE), Desk(older, BOB)
    assert desk.ids(host="paper.example") == [HERS]
    assert his.ids(host="example") == [HELD, FAILED, HIS]
    assert desk.ids(text="ferry") == [HERS]
    gone = desk.find(states=(State.DELETED,)).items
    assert {item.id for item in gone} == {GONE, YOUNGER}
    assert all(isinstance(item, Tombstone) for item in gone)


def test_an_address_leads_to_its_item_and_new_things_are_numbered_behind_all_old_ones(older: Store) -> None:
    for user, url, number in ((ALICE, "http://sho.rt/x", ELDER), (ALICE, "http://gone.example/secret", GONE)):
        saved = older.write(partial(saving.save, user=user, link=NewLink(url)))
        assert (saved.item.id, saved.is_new) == (number, False)
    for user in (ALICE, BOB, CAROL):
        assert Desk(older, user).save("http://new.example/").item.id == HELD + 1
    assert upkeep.doubts(older) == []


def test_highlights_keep_their_ids_names_and_words(older: Store) -> None:
    hers = older.read(lambda tx: highlights.of(tx, ALICE, [HERS, ELDER]))
    assert [(mark.id, mark.client_name, mark.quote) for mark in (*hers[HERS], *hers[ELDER])] == [
        (1, "mark-1", "The last ferry left"), (3, "mark-2", "What was new")
    ]  # fmt: skip
    assert (hers[HERS][0].patch, hers[HERS][0].version, hers[ELDER][0].version) == ("@@ -1,3 @@", 2, 1)
    his = older.read(lambda tx: highlights.of(tx, BOB, [HIS]))
    assert [(mark.id, mark.client_name) for mark in his[HIS]] == [(2, "mark-1")]


def test_apps_tokens_feeds_and_sessions_open_what_they_opened(older: Store) -> None:
    for token, user in ((TOKEN, ALICE), (HIS_TOKEN, BOB)):
        _, caller = older.read(partial(access.caller, consumer_key=KEY, access_token=token))
        assert caller is not None
        assert caller.user_id == user
    assert older.read(lambda tx: feeds.owner(tx, "alice", FEED))[0] == ALICE
    assert older.read(
        lambda tx: tx.one("SELECT COUNT(*) FROM sessions WHERE user_id = :user", user=ALICE)
    ) == (1,)
    assert older.read(lambda tx: tx.one("SELECT user_id FROM grants")) == (BOB,)

    async def right() -> bool:
        hasher = Passwords(FakeClock(), CHEAP)
        stored = older.read(lambda tx: tx.one("SELECT password_hash FROM users WHERE id = :id", id=ALICE))
        assert stored is not None
        try:
            return await hasher.verify(stored[0], "alice's password of before")
        finally:
            hasher.close()

    assert asyncio.run(right())


def test_work_is_still_owed_and_what_was_in_hands_is_free(older: Store) -> None:
    rows = older.read(lambda tx: tx.all("SELECT user_id, key, worker, tries FROM jobs ORDER BY key"))
    assert rows == [(ALICE, ELDER, "", 0), (ALICE, WAITS, "", 0), (BOB, FAILED, "", 1), (BOB, HELD, "", 1)]
    job = older.write(lambda tx: jobs.claim_one(tx, BOB, JobKind.FETCH, HELD, "w", 1000))
    assert job is not None
    assert older.write(lambda tx: ingesting.wanted(tx, job)) == ("http://held.example/", False, False)


def test_a_list_is_complete(older: Store) -> None:
    found = older.read(
        lambda tx: finding.find(tx, ALICE, Query(states=(State.UNREAD, State.ARCHIVED)), total=True)
    )
    assert [item.id for item in found.items] == [WAITS, ELDER, HERS]
    assert found.total == 3
