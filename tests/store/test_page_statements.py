"""A page of reading asks the database little: at most four statements, five for a tag or a site."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import browsing, opening, searching
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


#: A look at how many have a thing tells where its list begins; where a tag is named the person's tags are looked up.
SEARCHES = [
    ("is:unread", 2),
    ("saved:2024", 2),
    ("length:<10m is:unread", 3),
    ("#a", 5),
    ("lang:de is:article", 4),
]


@pytest.mark.parametrize(("query", "most"), SEARCHES)
def test_a_search_takes_few_statements(
    explain: Any, query: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_others", lambda *_: iter(()))
    found = explain(lambda tx: searching.opened(tx, 1, query, None, 20))
    assert len(found) <= most, [sql for sql, _ in found]


@pytest.mark.parametrize(
    "query", ["is:unread -#a", "site:lwn.net or lang:de", "in:highlights", "saved:2024 sort:best"]
)
def test_a_search_of_fields_alone_asks_no_text_index(explain: Any, query: str) -> None:
    """There is none here, so it would fail."""
    assert explain(lambda tx: searching.opened(tx, 1, query, None, 20))
