"""A page of reading asks the database little: at most four statements. Acts add their own."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting_once, browsing, history, opening, other_searches, searching, tag_index
from satchel.model.actions import Archive, ById
from satchel.model.sent_acts import SentAct
from satchel.store import narrowing
from satchel.web import list_address
from tests.store.explaining import explain

__all__ = ["explain"]

#: Beside the one that finds the session.
MAX_STATEMENTS = 3


@pytest.mark.parametrize(
    "address",
    ["/", "/?order=title", "/?length=short", "/?after=1790000000000-5", "/favourites", "/archive", "/tags/t",
     "/tags/t?order=title&length=long", "/sites/example", "/sites/h1.example", "/sites/none.example", "/started",
     "/started?order=newest", "/trash", "/?order=random&seed=5", "/?order=read", "/favourites?order=random",
     "/sites/example?order=site&length=short", "/sites/example?length=medium"],
)  # fmt: skip
@pytest.mark.parametrize("few", [500, -1], ids=["few", "many"])
def test_a_list_takes_few_statements(
    explain: Any, address: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", few)
    at = list_address.read_address(address)
    assert at

    found = explain(lambda tx: browsing.opened(tx, 1, at.query, at.key, 20, backwards=at.backwards))
    assert len(found) <= MAX_STATEMENTS
    assert "SCAN i\n" not in "\n".join(plan for _, plan in found)


def test_an_article_takes_few_statements(explain: Any) -> None:
    query = list_address.ListAddress("unread").query
    assert len(explain(lambda tx: opening.opened(tx, 1, 1, query))) <= MAX_STATEMENTS


def test_the_page_of_all_tags_takes_few_statements(explain: Any) -> None:
    assert len(explain(lambda tx: tag_index.read(tx, 1, 20))) <= MAX_STATEMENTS


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
    monkeypatch.setattr(other_searches, "finding_some", lambda *_: [])
    found = explain(lambda tx: searching.opened(tx, 1, query, None, 20))
    assert len(found) <= most, [sql for sql, _ in found]


@pytest.mark.parametrize(
    "query", ["is:unread -#a", "site:lwn.net or lang:de", "in:highlights", "saved:2024 sort:best"]
)
def test_a_search_of_fields_alone_asks_no_text_index(explain: Any, query: str) -> None:
    """There is none here, so it would fail."""
    assert explain(lambda tx: searching.opened(tx, 1, query, None, 20))


def test_the_page_of_what_somebody_did_takes_few_statements(explain: Any) -> None:
    assert len(explain(lambda tx: history.recent(tx, 1, 5))) <= MAX_STATEMENTS
