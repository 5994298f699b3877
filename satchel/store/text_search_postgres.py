"""Search in text on PostgreSQL: its own text search, by an index of the words of each person."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.store import text_vector
from satchel.store.db import ReadTx
from satchel.store.text_expression import Expression

#: How much a word counts by its weight, from D to A: 1, 2, 3 and 4.
_WEIGHTS = "{0.25, 0.5, 0.75, 1}"


def ids(tx: ReadTx, user: int, asked: Expression, name: str) -> tuple[str, dict[str, object]]:
    """The statement for the ids of items with those words, whatever is negated; its values are called by `name`."""
    node = asked.node
    values: dict[str, object] = {name: text_vector.query(user, node)}
    fits = f"w.vector @@ CAST(:{name} AS tsquery)"
    if text_vector.needs_text(node):
        values[f"{name}_loose"] = text_vector.loose(user, node)
        again = text_vector.recheck(node, "w.long_parts", name, values)
        fits = (
            f"(w.long_parts IS NULL AND {fits} OR w.long_parts IS NOT NULL"
            f" AND w.vector @@ CAST(:{name}_loose AS tsquery) AND {again})"
        )
    return f"SELECT w.item AS id FROM search_documents w WHERE w.user_id = :user AND {fits}", values


def scores(tx: ReadTx, user: int, asked: Expression, item_ids: Sequence[int]) -> dict[int, float]:
    """How well items fit; those without any of the words are left out."""
    rows = tx.all(
        f"""
        SELECT w.item, ts_rank(CAST(:weights AS real[]), w.vector, CAST(:words AS tsquery), 1)
        FROM ({tx.ids}) AS wanted CROSS JOIN search_documents w
        WHERE w.user_id = :user AND w.item = wanted.id
        """,
        user=user, words=text_vector.query(user, asked.node), weights=_WEIGHTS,
        ids=msgspec.json.encode(list(item_ids)).decode(),
    )  # fmt: skip
    return {row[0]: row[1] for row in rows if row[1] > 0}
