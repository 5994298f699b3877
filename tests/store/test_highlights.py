"""What the database itself keeps true of highlights."""

from __future__ import annotations

import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store.db import Store, Tx


def test_two_names_of_one_person_differ_and_many_have_none(store: Store, alice: int) -> None:
    item = store.write(lambda tx: saving.save(tx, alice, NewLink("http://example.org/"))).item.id

    def put(tx: Tx, number: int, name: str) -> None:
        tx.run(
            "INSERT INTO highlights (user_id, id, item_id, client_name, quote, made_at, changed_at)"
            " VALUES (:user, :id, :item, :name, 'q', 1, 1)",
            user=alice, id=number, item=item, name=name,
        )  # fmt: skip

    for number, name in ((1, ""), (2, ""), (3, "a")):
        store.write(lambda tx, number=number, name=name: put(tx, number, name))
    with pytest.raises(Exception, match=r"(?i)unique|too much to do"):
        store.write(lambda tx: put(tx, 4, "a"))
