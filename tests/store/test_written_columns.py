"""What does not change is not written: a database looks after all that hangs on a column which is named."""

from __future__ import annotations

import re
from typing import Any

from satchel.library import acting, filing, saving
from satchel.model.actions import Archive, ById, MoveTo
from satchel.model.items import NewLink
from satchel.store.db import Tx
from tests.store.explaining import explain

__all__ = ["explain"]

_SET = re.compile(r"UPDATE items SET (.*?) WHERE", re.DOTALL)


def _named(found: list[tuple[str, str]]) -> list[set[str]]:
    """The columns that each update of items names."""
    sets = [match[1] for sql, _ in found for match in _SET.finditer(sql)]
    return [{part.split("=")[0].strip() for part in each.split(",")} for each in sets]


def test_a_page_that_is_there_and_unread_gets_other_times_and_nothing_else(explain: Any) -> None:
    found = explain(lambda tx: saving.save(tx, 1, NewLink("http://h1.example/")))
    assert _named(found) == [{"added_at", "changed_at", "acted_at"}]


def test_an_item_that_is_in_no_folder_is_taken_out_of_none(explain: Any) -> None:
    found = explain(lambda tx: acting.act(tx, 1, [Archive(ById(1))]))
    assert _named(found) == [{"state", "read_at", "changed_at", "acted_at"}]


def test_an_item_that_was_just_put_into_a_folder_is_taken_out_of_it(explain: Any) -> None:
    def act(tx: Tx) -> None:
        folder = filing.create(tx, 1, "Later")
        assert all(each.done for each in acting.act(tx, 1, [MoveTo(ById(2), folder.id), Archive(ById(2))]))

    assert "folder_id" in _named(explain(act))[-1]
