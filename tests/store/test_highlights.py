"""Highlights of before are the same ones in their new table."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.store import highlights, user_counters
from satchel.store import migrate as migrating
from satchel.store.db import Store, Tx
from satchel.store.migrate import migrate

_AS_IT_WAS = """
    DROP TABLE highlights;
    CREATE TABLE highlights (
        id {id},
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
        name TEXT NOT NULL, quote TEXT NOT NULL, patch TEXT NOT NULL, version {int} NOT NULL, made_at {int} NOT NULL,
        UNIQUE (user_id, name)
    ){strict};
    CREATE INDEX highlights_by_item ON highlights (item_id);
    CREATE INDEX highlights_by_person ON highlights (user_id, item_id);
    ALTER TABLE shelves DROP COLUMN last_highlight;
    DELETE FROM migrations WHERE number = 10;
"""


def _go_back(tx: Tx, kind: str) -> None:
    words = migrating._WORDS[kind]
    text = _AS_IT_WAS
    for word, said in words.items():
        text = text.replace("{" + word + "}", said)
    tx.script(text)
    for number, user, name in ((3, 1, "a"), (7, 1, "b"), (5, 2, "a")):
        tx.run(
            "INSERT INTO highlights (id, user_id, item_id, name, quote, patch, version, made_at)"
            " VALUES (:id, :user, :item, :name, :quote, '@@', 3, :at)",
            id=number, user=user, item=user, name=name, quote=f"Quote {number}", at=1000 + number,
        )  # fmt: skip


def _item(tx: Tx, user: int) -> None:
    tx.run(
        "INSERT INTO items (id, user_id, state, added_at, changed_at, acted_at, given_url, host, title_key, site_key)"
        " VALUES (:user, :user, 0, 1, 1, 1, 'http://example.org/', 'example.org', :none, :none)",
        user=user, none=b"",
    )  # fmt: skip


def test_highlights_of_before_keep_their_ids_names_and_words(store: Store, alice: int, bob: int) -> None:
    assert (alice, bob) == (1, 2)
    for user in (alice, bob):
        store.write(partial(_item, user=user))
    store.write(lambda tx: _go_back(tx, store.kind))
    assert migrate(store) == ["0010_highlights"]
    hers = store.read(lambda tx: highlights.of(tx, alice, [alice]))[alice]
    assert [(mark.id, mark.client_name, mark.quote) for mark in hers] == [
        (3, "a", "Quote 3"),
        (7, "b", "Quote 7"),
    ]
    assert {(mark.patch, mark.version, mark.note, mark.colour, mark.start, mark.prefix) for mark in hers} == {
        ("@@", 3, "", 0, None, "")
    }
    assert [(mark.made_at, mark.changed_at) for mark in hers] == [(1003, 1003), (1007, 1007)]
    his = store.read(lambda tx: highlights.of(tx, bob, [bob]))[bob]
    assert [(mark.id, mark.client_name) for mark in his] == [(5, "a")]
    next_ones = [store.write(partial(user_counters.next_highlight, user=user)) for user in (alice, bob)]
    assert next_ones == [8, 6]


def test_two_names_of_one_person_differ_and_many_have_none(store: Store, alice: int) -> None:
    store.write(lambda tx: _item(tx, alice))

    def put(tx: Tx, number: int, name: str) -> None:
        tx.run(
            "INSERT INTO highlights (user_id, id, item_id, client_name, quote, made_at, changed_at)"
            " VALUES (:user, :id, :user, :name, 'q', 1, 1)",
            user=alice, id=number, name=name,
        )  # fmt: skip

    for number, name in ((1, ""), (2, ""), (3, "a")):
        store.write(partial(put, number=number, name=name))
    with pytest.raises(Exception, match=r"(?i)unique|too much to do"):
        store.write(lambda tx: put(tx, 4, "a"))
