"""Acts that come together look their items up together, and each still finds what the ones before it left."""

from __future__ import annotations

import pytest

from satchel.base import urls
from satchel.library import acting
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ByUrl,
    Delete,
    Favourite,
    RemoveTags,
    RenameTag,
    Unarchive,
)
from satchel.model.items import NewLink, State
from satchel.store.db import Row, Store, Tx
from satchel.store.postgres_tx import PostgresTx
from tests.library.conftest import Desk

PAGE, OTHER = "http://example.org/page", "http://example.org/other"


class Asking:
    """A transaction that counts how often an answer is waited for."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._tx, name)

    def all(self, sql: str, **values: object) -> list[Row]:
        self.asked += 1
        return self._tx.all(sql, **values)

    def one(self, sql: str, **values: object) -> Row | None:
        self.asked += 1
        return self._tx.one(sql, **values)


def _asked(store: Store, user: int, actions: list[Action]) -> int:
    def count(tx: Tx) -> int:
        counting = Asking(tx)
        outcomes = acting.act(counting, user, actions)  # type: ignore[arg-type]
        assert all(outcome.done for outcome in outcomes)
        return counting.asked

    return store.write(count)


def test_a_hundred_acts_wait_for_the_database_as_often_as_one(desk: Desk) -> None:
    pages = [f"http://example.org/{number}" for number in range(100)]
    links: list[Action] = [Add(NewLink(url)) for url in pages]
    saved = _asked(desk.store, desk.user, links)
    again = _asked(desk.store, desk.user, links)
    by_url = _asked(desk.store, desk.user, [Archive(ByUrl(url)) for url in pages])
    by_id = _asked(
        desk.store,
        desk.user,
        [Favourite(ById(item)) for item in desk.ids(states=frozenset(State), limit=100)],
    )
    assert max(saved, again, by_url, by_id) <= 5


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres", "partitions"], indirect=True)
def test_what_a_hundred_acts_write_is_sent_as_a_few_statements(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    send = PostgresTx._sent

    def noting(tx: PostgresTx, sql: str, values: dict[str, object]) -> None:
        sent.append(sql)
        send(tx, sql, values)

    monkeypatch.setattr(PostgresTx, "_sent", noting)
    pages = [f"http://example.org/{number}" for number in range(100)]
    for actions in (
        [Add(NewLink(url, tags=("a", "b"))) for url in pages],
        [Add(NewLink(url, tags=("c",))) for url in pages],
        [Archive(ByUrl(url)) for url in pages],
        [AddTags(ByUrl(url), ("d",)) for url in pages],
        [RemoveTags(ByUrl(url), ("d",)) for url in pages],
        [Favourite(ByUrl(url)) for url in pages],
        [Unarchive(ByUrl(url)) for url in pages],
        [Delete(ByUrl(url)) for url in pages],
    ):
        sent.clear()
        assert all(outcome.done for outcome in desk.act(*actions))
        # Of each table one statement, and the counts; what is deleted has several kinds of work.
        assert len(sent) <= 10, sent


def test_each_act_finds_what_those_before_it_left(desk: Desk) -> None:
    item = desk.save(PAGE, tags=("a",)).item.id
    outcomes = desk.act(
        AddTags(ById(item), ("b",)),
        AddTags(ByUrl(PAGE), ("c",)),
        Add(NewLink(PAGE, tags=("d",))),
        RemoveTags(ByUrl(PAGE), ("a",)),
        Archive(ById(item)),
        Add(NewLink(PAGE)),
        Add(NewLink(OTHER, tags=("x",))),
        AddTags(ByUrl(OTHER), ("y",)),
        Add(NewLink(OTHER, tags=("z",))),
        Delete(ByUrl(OTHER)),
        Archive(ByUrl(OTHER)),
    )
    assert [outcome.done for outcome in outcomes] == [True] * 10 + [False]
    assert (desk.item(item).state, desk.item(item).tags) == (State.UNREAD, ("b", "c", "d"))
    assert desk.ids() == [item]


def test_a_link_that_was_not_there_is_one_item_however_often_a_call_names_it(desk: Desk) -> None:
    first, missing, *rest = desk.act(
        Archive(ByUrl(PAGE)),
        Archive(ByUrl(OTHER)),
        Add(NewLink(PAGE)),
        Archive(ByUrl(PAGE)),
        Unarchive(ByUrl(PAGE)),
        Add(NewLink(PAGE, tags=("a",))),
    )
    assert not first.done
    assert not missing.done
    assert all(outcome.done for outcome in rest)
    (item,) = desk.ids()
    assert desk.item(item).tags == ("a",)


def test_what_a_rename_changed_is_looked_up_anew(desk: Desk) -> None:
    item = desk.save(PAGE, tags=("old",)).item.id
    desk.act(
        RenameTag("old", "new"),
        AddTags(ById(item), ("b",)),
        RenameTag("b", "c"),
        AddTags(ByUrl(PAGE), ("d",)),
    )
    assert desk.item(item).tags == ("c", "d", "new")


def test_two_addresses_of_one_item_are_the_same_item(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    desk.store.write(
        lambda tx: tx.run(
            "INSERT INTO addresses (user_id, key, item_id) SELECT user_id, :key, item_id FROM addresses"
            " WHERE user_id = :user AND item_id = :item",
            key=urls.read(OTHER).key, user=desk.user, item=item,
        )
    )  # fmt: skip
    desk.act(AddTags(ByUrl(PAGE), ("a",)), AddTags(ByUrl(OTHER), ("b",)), Add(NewLink(OTHER, tags=("c",))))
    assert desk.ids() == [item]
    assert desk.item(item).tags == ("a", "b", "c")


def test_what_was_changed_by_its_address_is_another_item_by_its_id(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    desk.act(AddTags(ByUrl(PAGE), ("a",)), AddTags(ById(item), ("b",)))
    assert desk.item(item).tags == ("a", "b")
    desk.act(Add(NewLink(PAGE, tags=("c",))), AddTags(ById(item), ("d",)))
    assert desk.item(item).tags == ("a", "b", "c", "d")
