"""The index follows what people save, change and delete: nothing is missed, nothing done twice, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from satchel.library import accounts, highlighting, indexing, purging
from satchel.library.change import Changeset
from satchel.library.indexing import Indexer, catch_up
from satchel.model.actions import AddTags, Archive, ById, Delete, RenameTag, Unarchive
from satchel.model.highlights import NewHighlight
from satchel.model.items import State
from satchel.model.text_query import Part, Term
from satchel.store import text_documents
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, count
from tests.patience import until

BOTH = (State.UNREAD, State.ARCHIVED)


def found(desk: Desk, words: str, part: Part = "") -> list[int]:
    return desk.ids(matching=Term(words, part), states=BOTH)


def index(desk: Desk) -> int:
    return catch_up(desk.store, desk.user)


@pytest.fixture
def running(store: Store) -> Iterator[Indexer]:
    indexer = Indexer(store)
    indexer.start()
    yield indexer
    indexer.stop()


def test_an_article_is_found_once_it_was_read(desk: Desk) -> None:
    item = desk.save("http://example.org/1", "Given", ("garden",)).item.id
    index(desk)
    assert found(desk, "given") == found(desk, "garden") == found(desk, "example.org") == [item]
    desk.fetch(title="Slow ferries", text="They leave at seven.", site="Harbour News", excerpt="On boats.")
    index(desk)
    for words in ("slow", "seven", "harbour", "boats", "given"):
        assert found(desk, words) == [item], words
    assert (
        found(desk, "slow", "title")
        == found(desk, "seven", "text")
        == found(desk, "boats", "about")
        == [item]
    )
    assert found(desk, "slow", "text") == []


def test_nothing_that_is_indexed_is_indexed_again(desk: Desk, bobs: Desk) -> None:
    for number in range(3):
        desk.save(f"http://example.org/{number}", "One")
        bobs.save(f"http://example.org/{number}", "One")
    assert index(desk) == 3
    assert index(desk) == 0
    desk.do(Archive, 1)
    desk.do(Unarchive, 1)
    assert index(desk) == 0, "it says the same as before"
    desk.do(AddTags, 2, tags=("new",))
    assert index(desk) == 1
    assert index(bobs) == 3


def test_what_is_changed_is_found_as_it_is_and_not_as_it_was(desk: Desk) -> None:
    item = desk.save("http://example.org/1", "One", ("old",)).item.id
    index(desk)
    desk.act(RenameTag("old", "young"))
    desk.save("http://example.org/1", "Another")
    index(desk)
    assert found(desk, "young") == found(desk, "another") == [item]
    assert found(desk, "old") == found(desk, "one") == []


def test_highlights_and_their_notes_are_found(desk: Desk) -> None:
    item = desk.save("http://example.org/1", "One").item.id
    desk.fetch(text="The owl flies at dusk.")

    def mark(tx: Tx) -> None:
        with Changeset(tx, desk.user) as change:
            head = text_head(desk, tx, item)
            highlighting.add(change, head, NewHighlight("owl flies", note="compare Minerva"))

    desk.store.write(mark)
    index(desk)
    assert (
        found(desk, "minerva") == found(desk, "minerva", "note") == found(desk, "owl", "highlight") == [item]
    )
    assert found(desk, "dusk", "highlight") == []


def text_head(desk: Desk, tx: Tx, item: int):  # type: ignore[no-untyped-def]
    from satchel.store import items

    return items.head(tx, desk.user, item)


def test_what_is_deleted_is_not_found_even_before_the_index_knows(desk: Desk) -> None:
    item = desk.save("http://example.org/1", "One").item.id
    index(desk)
    desk.do(Delete, item)
    assert found(desk, "one") == []
    index(desk)
    assert found(desk, "one") == []
    desk.store.write(lambda tx: purging.remove(tx, desk.user, item))
    assert index(desk) == 1
    assert desk.store.index.extent(desk.user).documents == 0
    desk.save("http://example.org/1", "Two")
    index(desk)
    assert found(desk, "two") == [item]
    assert found(desk, "one") == []


def test_two_items_that_become_one_are_found_as_that_one(desk: Desk) -> None:
    elder = desk.save("http://example.org/story").item.id
    desk.save("http://short.example/x", tags=("mine",))
    index(desk)
    desk.fetch("http://example.org/story", item=elder, text="A tale.")
    desk.fetch("http://example.org/story", canonical="http://example.org/story", text="A tale.")
    index(desk)
    assert found(desk, "tale") == found(desk, "short.example", "address") == found(desk, "mine") == [elder]
    assert desk.store.index.extent(desk.user).documents == 1


def test_each_finds_what_is_their_own(desk: Desk, bobs: Desk) -> None:
    desk.save("http://example.org/1", "Diary")
    bobs.save("http://example.org/2", "Letters")
    index(desk)
    index(bobs)
    assert found(desk, "letters") == found(bobs, "diary") == []


def test_what_was_there_before_the_index_comes_from_the_newest_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_documents, "MAX_STEP_ITEMS", 2)
    for number in range(1, 8):
        desk.save(f"http://example.org/{number}", "Same")
    first = desk.store.index.step(desk.user)
    assert found(desk, "same") == [7, 6]
    assert first.is_rest
    # What changes meanwhile goes first, and is not done again when its turn comes.
    desk.do(AddTags, 1, tags=("new",))
    assert not desk.store.index.step(desk.user).is_rest
    assert found(desk, "same") == [7, 6, 1]
    assert index(desk) == 4
    assert found(desk, "same") == [7, 6, 5, 4, 3, 2, 1]


def test_many_changes_of_one_moment_are_taken_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    index(desk)
    monkeypatch.setattr(text_documents, "MAX_STEP_ITEMS", 2)
    for number in range(1, 6):
        desk.save(f"http://example.org/{number}", "Same")
    desk.act(*(AddTags(ById(number), ("t",)) for number in range(1, 6)))
    assert index(desk) == 5
    assert found(desk, "same t") == [5, 4, 3, 2, 1]


def test_long_articles_are_indexed_by_few(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_documents, "MAX_STEP_WORDS", 100)
    for number in range(1, 5):
        desk.save(f"http://example.org/{number}")
        desk.fetch(item=number, text="word " * 90, words=90)
    assert desk.store.index.step(desk.user).written == 1
    assert index(desk) == 3
    assert len(found(desk, "word")) == 4


def test_a_person_who_leaves_takes_their_rows_with_them(desk: Desk, bobs: Desk, store: Store) -> None:
    for each in (desk, bobs):
        each.save("http://example.org/1", "One")
        index(each)
    store.write(lambda tx: tx.run("DELETE FROM shelves WHERE user_id = :user", user=desk.user))
    for user in store.index.behind():
        catch_up(store, user)
    assert store.index.extent(desk.user).documents == 0
    assert found(bobs, "one") == [1]
    assert store.index.behind() == []


def test_reindexing_makes_all_anew(desk: Desk, bobs: Desk, store: Store) -> None:
    for each in (desk, bobs):
        each.save("http://example.org/1", "One")
        index(each)
    store.index.renew(desk.user)
    assert found(desk, "one") == []
    assert found(bobs, "one") == [1]
    assert index(desk) == 1
    store.index.renew()
    assert found(bobs, "one") == []
    assert sorted(store.index.behind()) == [1, 2, 3]
    assert index(desk) == index(bobs) == 1
    assert found(desk, "one") == found(bobs, "one") == [1]


def test_the_thread_indexes_what_is_there_and_what_comes(desk: Desk, store: Store, running: Indexer) -> None:
    item = desk.save("http://example.org/1", "One").item.id
    until(lambda: found(desk, "one") == [item])
    desk.fetch(text="Read now.")
    until(lambda: found(desk, "read") == [item])
    desk.do(Delete, item)
    desk.store.write(lambda tx: purging.remove(tx, desk.user, item))
    until(lambda: store.index.extent(desk.user).documents == 0)


def test_the_thread_finds_out_what_nobody_told_it(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "LOOKING", 0.01)
    desk.save("http://example.org/1", "One")
    indexer = Indexer(store)
    indexer.start()
    try:
        until(lambda: found(desk, "one"))
        # As another process would: nobody here is told.
        monkeypatch.setattr(indexer, "_hear", lambda users: None)
        store._watchers.clear()
        desk.save("http://example.org/2", "Two")
        until(lambda: found(desk, "two"))
        store.write(lambda tx: tx.run("DELETE FROM shelves WHERE user_id = :user", user=desk.user))
        until(lambda: store.index.extent(desk.user).documents == 0)
    finally:
        indexer._unwatch = lambda: None
        indexer.stop()
        indexer._thread.join()


def test_a_new_account_has_nothing_to_be_indexed(store: Store, clock: FakeClock) -> None:
    store.write(partial(accounts.create, name="dave", password_hash="x", is_admin=False))
    for user in store.index.behind():
        assert catch_up(store, user) == 0
    assert store.index.behind() == []
    assert count(store, "shelves") == 4
