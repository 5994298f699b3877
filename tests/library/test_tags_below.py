"""The list of a tag has what lies below it, too; what other tags there are costs it nothing."""

from __future__ import annotations

import pytest

from satchel.library import browsing, opening, retagging
from satchel.model.actions import AddTags
from satchel.model.items import Query
from satchel.store import tags
from satchel.store.db import Store
from satchel.store.sqlite import SqliteStore
from tests.library.conftest import Desk
from tests.store.steps import steps_of

HISTORY = Query(tag="history", limit=50)


def test_a_tag_has_those_below_it_and_none_that_only_begins_like_it(desk: Desk) -> None:
    names = (
        "history",
        "history/rome",
        "history/rome/food",
        "history-2",
        "history0",
        "histories",
        "his",
        "history/ä",
    )
    desk.save("http://example.org/", tags=names)
    below = ["history/rome", "history/rome/food", "history/ä"]
    assert desk.store.read(lambda tx: tags.below(tx, desk.user, "history", 10)) == below
    assert desk.store.read(lambda tx: tags.below(tx, desk.user, "history", 2)) == below[:2]
    assert desk.store.read(lambda tx: tags.below(tx, desk.user, "his", 10)) == []


@pytest.mark.parametrize("what", ["list", "article", "rename"])
def test_a_list_of_a_tag_costs_the_same_whatever_other_tags_there_are(
    desk: Desk, store: Store, what: str
) -> None:
    if not isinstance(store, SqliteStore):
        pytest.skip("SQLite counts its steps")
    number = desk.save("http://example.org/", tags=("history", "history/rome")).item.id
    costs = []
    for first in range(2):
        for other in range(first * 10):
            more = desk.save(f"http://example.org/{other}").item.id
            desk.do(AddTags, more, tags=tuple(f"z{other}-{n}" for n in range(900)))
        costs.append(
            steps_of(
                store,
                {
                    "list": lambda tx: browsing.opened(tx, desk.user, HISTORY, None, 20),
                    "article": lambda tx: opening.opened(tx, desk.user, number, HISTORY),
                    "rename": lambda tx: retagging.rename(tx, desk.user, "history", "past"),
                }[what],
            )
        )
        if what == "rename":
            desk.store.write(lambda tx: retagging.rename(tx, desk.user, "past", "history"))
    assert costs[1] < costs[0] + 20
