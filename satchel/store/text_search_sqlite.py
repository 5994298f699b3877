"""Search in text on SQLite: FTS5, whose rows are numbered by person and item, so that one person's are a range."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.model.text_query import PARTS
from satchel.store.db import ReadTx
from satchel.store.text_expression import But, Every, Expression, Node, Phrase, Some

#: How much a word counts in each part, in their order.
_WEIGHTS = {"title": 4.0, "tag": 3.0, "note": 2.0}
WEIGHTS = ", ".join(str(_WEIGHTS.get(part, 1.0)) for part in PARTS)
#: Rows of a person begin at their number times this.
PER_PERSON = 1 << 32


def ids(tx: ReadTx, user: int, asked: Expression, name: str) -> tuple[str, dict[str, object]]:
    """The statement for the ids of items with those words, whatever is negated; its values are called by `name`."""
    schema = tx.index_schema()
    sql = f"""
        SELECT w.rowid - :{name}_first AS id FROM {schema}.search_text w
        WHERE w.search_text MATCH :{name} AND w.rowid BETWEEN :{name}_first AND :{name}_last
    """
    first = user * PER_PERSON
    values = {name: match(asked.node), f"{name}_first": first, f"{name}_last": first + PER_PERSON - 1}
    return sql, values


def scores(tx: ReadTx, user: int, asked: Expression, item_ids: Sequence[int]) -> dict[int, float]:
    """How well items fit, by BM25; those without any of the words are left out."""
    schema, first = tx.index_schema(), user * PER_PERSON
    # The plus keeps the index from being asked for one item after the other: each time it would count all again.
    rows = tx.all(
        f"""
        SELECT w.rowid - :first, -bm25(search_text, {WEIGHTS}) FROM {schema}.search_text w
        WHERE w.search_text MATCH :words AND w.rowid BETWEEN :from AND :to
          AND +w.rowid IN (SELECT value + :first FROM json_each(:ids))
        """,
        words=match(asked.node), first=first, ids=msgspec.json.encode(list(item_ids)).decode(),
        **{"from": first + min(item_ids), "to": first + max(item_ids)},
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def match(node: Node) -> str:
    """The words in the language of FTS5. None of them has a sign of that language in it."""
    match node:
        case Phrase(words, part, is_prefix):
            # Words are parted by what their form has none of, so quotes are all that they need.
            text = f'"{" ".join(words)}"' + " *" * is_prefix
            return f"{part} : {text}" if part else text
        case Every(nodes):
            return f"({' AND '.join(map(match, nodes))})"
        case Some(nodes):
            return f"({' OR '.join(map(match, nodes))})"
        case But(wanted, without):
            return f"({match(wanted)} NOT {match(without)})"
