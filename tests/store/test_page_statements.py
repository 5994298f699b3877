"""A page of reading asks the database little: at most four statements, five for a tag or a site. Acts add their own."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting_once, browsing, opening
from satchel.model.actions import Archive, ById
from satchel.model.sent_acts import SentAct
from satchel.web import list_address
from tests.store.explaining import explain

__all__ = ["explain"]

#: Beside the one that finds the session.
MAX_STATEMENTS = 3


@pytest.mark.parametrize(
    "address",
    ["/", "/?order=title", "/?length=short", "/?after=1790000000000-5", "/favourites", "/archive", "/tags/a",
     "/sites/example.com"],
)  # fmt: skip
def test_a_list_takes_few_statements(explain: Any, address: str) -> None:
    at = list_address.read_address(address)
    assert at

    found = explain(lambda tx: browsing.opened(tx, 1, at.query, at.key, 20, backwards=at.backwards))
    # The list of a tag looks for those below it, too, and that of a site for its hosts.
    assert len(found) <= MAX_STATEMENTS + (at.kind in ("tag", "site"))


def test_an_article_takes_few_statements(explain: Any) -> None:
    query = list_address.ListAddress("unread").query
    assert len(explain(lambda tx: opening.opened(tx, 1, 1, query))) <= MAX_STATEMENTS


def test_many_acts_at_once_take_few_statements_beside_those_that_carry_them_out(explain: Any) -> None:
    def act(*numbers: int) -> int:
        sent = [
            SentAct(
                uuid=f"{number:032x}",
                verb="archive",
                actions=(Archive(ById(number)),),
                item=ById(number),
                group="g",
            )
            for number in numbers
        ]
        return len(explain(lambda tx: acting_once.act(tx, 1, sent)))

    # Of each: its row, and the index of its one tag.
    one = act(1)
    assert one <= 20
    assert act(*range(2, 21)) <= one + 3 * 18 + 1
