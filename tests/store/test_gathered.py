"""What is written row by row goes to PostgreSQL together, and is there as it would be one by one."""

from __future__ import annotations

import re
from functools import partial

import pytest

from satchel.library import acting
from satchel.model.actions import Action, Add, AddTags, Archive, ByUrl, Favourite, RemoveTags, Unarchive
from satchel.model.items import NewLink
from satchel.store import items, one_row
from satchel.store.db import Row, Store, Tx
from satchel.store.gathered import MAX_ROWS, Gathered
from satchel.store.one_row import RowStatement

ADDRESS = one_row.insert("addresses", ("key", "item_id"), "ON CONFLICT DO NOTHING")
ITEM = one_row.insert("items", ("id", "state"))
STATE = one_row.update("items", ("id",), "state = :state, folder_id = :folder")
HEART = one_row.update("items", ("id",), "favourite = :favourite")
TAG = one_row.insert("item_tags", ("tag", "state", "added_at", "item_id"), "ON CONFLICT DO NOTHING")
MOVE = one_row.update("item_tags", ("tag", "state", "added_at", "item_id"), "state = :new_state")


_VERB = re.compile("(INSERT INTO|UPDATE|DELETE FROM) ([a-z_]+)")


class Sent:
    """What is sent when rows are written: what each statement does to which table, and its values."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, dict[str, object]]] = []
        self.rows = Gathered(lambda sql, values: self.statements.append((sql, values)))

    def write(self, statement: RowStatement, **values: object) -> None:
        self.rows.add(statement, {"user": 1, **values})

    def said(self) -> list[str]:
        self.rows.send()
        return [" ".join(found[0]) for sql, _ in self.statements if (found := _VERB.findall(sql))]


@pytest.fixture
def sent() -> Sent:
    return Sent()


def test_what_others_refer_to_is_written_first(sent: Sent) -> None:
    sent.write(ADDRESS, key=b"a", item_id=7)
    sent.write(ITEM, id=8, state=0)
    sent.write(ADDRESS, key=b"b", item_id=8)
    assert sent.said() == ["INSERT INTO items", "INSERT INTO addresses"]
    assert sent.statements[1][1]["rows"] == '[{"key":"YQ==","item_id":7},{"key":"Yg==","item_id":8}]'


def test_one_row_alone_is_a_statement_of_one_row(sent: Sent) -> None:
    values = {"id": 8, "state": 1, "folder": None}
    sent.write(STATE, **values)
    sent.rows.send()
    assert sent.statements == [(STATE.sql, {"user": 1, **values})]


def test_a_row_that_is_written_again_is_so_after_what_was_written_before(sent: Sent) -> None:
    for number in (8, 9):
        sent.write(STATE, id=number, state=1, folder=None)
    sent.write(HEART, id=8, favourite=1)
    assert sent.said() == ["UPDATE items", "UPDATE items"]


def test_a_row_with_a_new_key_is_the_row_of_either(sent: Sent) -> None:
    its: dict[str, object] = {"tag": "a", "added_at": 5, "item_id": 8}
    sent.write(MOVE, **its, state=0, new_state=1)
    sent.write(TAG, **its, state=1)
    sent.write(MOVE, **its, state=1, new_state=0)
    assert sent.said() == ["UPDATE item_tags", "INSERT INTO item_tags", "UPDATE item_tags"]


def test_what_waits_is_sent_when_it_is_much(sent: Sent) -> None:
    for number in range(MAX_ROWS + 10):
        sent.write(HEART, id=number, favourite=1)
    assert len(sent.statements) == 1


def test_two_people_never_share_a_statement(sent: Sent) -> None:
    for user in (1, 2):
        for number in (1, 2):
            sent.write(HEART, user=user, id=number, favourite=1)
    sent.rows.send()
    assert [values["user"] for _, values in sent.statements] == [1, 2]


def _rows(tx: Tx, user: int) -> list[list[Row]]:
    tables = {
        "items": "id, state, favourite, given_url, given_title, description, tags, folder_id, domain, title_key",
        "addresses": "key, item_id",
        "item_tags": "tag, state, item_id",
        "jobs": "kind, key, lane, priority",
    }
    return [
        tx.all(f"SELECT {columns} FROM {table} WHERE user_id = :user ORDER BY {columns}", user=user)
        for table, columns in tables.items()
    ]


def test_acts_that_come_together_leave_what_they_leave_one_by_one(store: Store, alice: int, bob: int) -> None:
    odd = ['"quoted" \\ back\\x41', "snow ☃ and 🎒", "{}[]:,", "one\u2028line %s :name", "", "'; --"]
    links = [
        NewLink(f"http://example.org/{n}?q=%22", title, ("a", f"t{n}", "ü"), title)
        for n, title in enumerate(odd)
    ]
    adds: list[Action] = [Add(link) for link in links]
    urls = [link.url for link in links]
    acts: list[Action] = [
        *(Archive(ByUrl(url)) for url in urls),
        *(AddTags(ByUrl(url), ("new",)) for url in urls),
        *(RemoveTags(ByUrl(url), ("a",)) for url in urls),
        *(Favourite(ByUrl(url)) for url in urls[::2]),
        *(Unarchive(ByUrl(url)) for url in urls[1::2]),
        *(Add(NewLink(url, "again", ("b",))) for url in urls[::3]),
    ]
    for some in (adds, acts):
        outcomes = store.write(partial(acting.act, user=alice, actions=some))
        assert all(outcome.done for outcome in outcomes)
        for one in some:
            store.write(partial(acting.act, user=bob, actions=[one]))
        assert store.read(lambda tx: _rows(tx, alice)) == store.read(lambda tx: _rows(tx, bob))  # type: ignore[arg-type]
    assert len(store.read(lambda tx: items.several(tx, alice, range(100)))) == len(odd)
