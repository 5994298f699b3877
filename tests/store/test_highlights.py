"""What the database itself keeps true of highlights."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from satchel.library import acting, saving
from satchel.model.actions import AddHighlight, ById
from satchel.model.highlights import NewHighlight
from satchel.model.items import NewLink
from satchel.store import highlights
from satchel.store.db import ReadTx, Row, Store, Tx


def test_two_names_of_one_person_differ_and_many_have_none(store: Store, alice: int) -> None:
    item = store.write(lambda tx: saving.save(tx, alice, NewLink("http://example.org/"))).item.id

    def put(tx: Tx, number: int, name: str) -> None:
        tx.run(
            "INSERT INTO highlights (user_id, id, item_id, client_name, quote, made_at, changed_at)"
            " VALUES (:user, :id, :item, :name, 'q', 1, 1)",
            user=alice, id=number, item=item, name=name,
        )  # fmt: skip

    for number, name in ((1, ""), (2, ""), (3, "a")):
        store.write(partial(put, number=number, name=name))
    with pytest.raises(Exception, match=r"(?i)unique|too much to do"):
        store.write(lambda tx: put(tx, 4, "a"))


def test_the_highlights_of_items_that_lie_apart_are_read_without_those_between(
    store: Store, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        store.write(partial(saving.save, user=alice, link=NewLink(f"http://example.org/{number}")))
    marks = [AddHighlight(ById(number), NewHighlight("q", f"h{number}")) for number in (5, 4, 3, 2, 1)]
    store.write(lambda tx: acting.act(tx, alice, marks))
    read: list[Row] = []

    def look(tx: ReadTx) -> dict[int, list[str]]:
        each = tx.each

        def watched(sql: str, **values: object) -> Iterator[Row]:
            for row in each(sql, **values):
                read.append(row)
                yield row

        monkeypatch.setattr(tx, "each", watched)
        found = highlights.of(tx, alice, [5, 9, 1, 5])
        return {item: [mark.client_name for mark in its] for item, its in found.items()}

    assert store.read(look) == {5: ["h5"], 1: ["h1"]}
    assert len(read) == 2
