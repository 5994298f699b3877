"""Search in the text of a person's items: conditions for lists, and the order of what fits best.

A query becomes conditions on the rows `i` of items, so lists with all their filters, orders and pages stand on it.
Which items have which words only the index of the database at hand knows; it is asked once for all words that stand
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base.search_words import words
from satchel.model.text_query import AllOf, AnyOf, NoneOf, Term, TextQuery
from satchel.store import text_search_postgres, text_search_sqlite
from satchel.store.db import ReadTx
from satchel.store.text_expression import Expression, expression

#: What nothing fits.
NOTHING = "1 = 0"


class Condition(NamedTuple):
    """What a query asks of a row `i` of items."""

    sql: str
    values: dict[str, object]
    #: The statement for the ids (`id`) of all that fits, for `Where.begin`; None where that is found by none.
    source: str | None


def condition(tx: ReadTx, user: int, query: TextQuery, name: str = "words") -> Condition:
    """What fits `query`, as a condition whose values are called `name` and the like; `:user` is there already.

    A query without any word, such as "!!!", fits nothing.
    """
    asked = expression(query)
    if asked is None:
        return Condition(NOTHING, {}, None)
    backend = text_search_sqlite if tx.kind == "sqlite" else text_search_postgres
    ids, values = backend.ids(tx, user, asked, name)
    if asked.is_negated:
        return Condition(f"i.id NOT IN ({ids})", values, None)
    return Condition(f"i.id IN ({ids})", values, ids)


def ranked(tx: ReadTx, user: int, query: TextQuery, item_ids: Sequence[int]) -> list[int]:
    """Those ids in another order: what fits `query` best comes first; what is alike in that stays as it was.

    Words count by how rare they are, more in titles (4), tags (3) and notes (2) than elsewhere.
    """
    asked = expression(AnyOf(tuple(_wanted(query))))
    if asked is None or not item_ids:
        return list(item_ids)
    backend = text_search_sqlite if tx.kind == "sqlite" else text_search_postgres
    scores = backend.scores(tx, user, asked, item_ids)
    return sorted(item_ids, key=lambda item_id: -scores.get(item_id, 0.0))


def _wanted(query: TextQuery) -> list[TextQuery]:
    match query:
        case Term():
            return [query]
        case AllOf(queries) | AnyOf(queries):
            return [term for each in queries for term in _wanted(each)]
        case NoneOf():
            return []


def has_words(query: TextQuery) -> bool:
    """Whether there is anything to look for in a query."""
    return expression(query) is not None


__all__ = ["Condition", "Expression", "condition", "has_words", "ranked", "words"]
