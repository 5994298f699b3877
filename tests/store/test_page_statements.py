"""A page of reading asks the database little: at most four statements, five for a tag or a site."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import browsing, opening
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


def test_the_page_of_all_tags_takes_few_statements(explain: Any) -> None:
    assert len(explain(lambda tx: browsing.all_tags(tx, 1, 20))) <= MAX_STATEMENTS
