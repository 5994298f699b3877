"""The order by chance: always the same circle, in which a list begins at a place of its own.

Each item stands in it by a cube of its id modulo a prime, which looks like no order and has an index. So a list is
turned page by page as any other is, however many items there are.
"""

from __future__ import annotations

from satchel.model.items import Query
from satchel.store import narrowing
from satchel.store.db import ReadTx
from satchel.store.narrowing import Where

#: A prime that is two more than a multiple of three: the cubes of all that is smaller are all different.
PRIME = 1_048_559
#: Small numbers have cubes in their own order.
_SHIFT = 524_287
_BASE = f"(i.id + {_SHIFT}) % {PRIME}"
#: The place in the circle, word for word as the index has it.
_CUBE = f"{_BASE} * ({_BASE}) % {PRIME} * ({_BASE}) % {PRIME}"


def place(item_id: int, pivot: int) -> int:
    """How far behind `pivot` an item stands in the circle."""
    return (pow(item_id + _SHIFT, 3, PRIME) - pivot) % PRIME


def found(tx: ReadTx, query: Query, where: Where) -> str:
    """The statement for ids and places of all that fit, as far as one page needs them."""
    states = narrowing.states_of(query)
    where.values["pivot"] = query.pivot
    where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {states}".replace("i.", "f."))
    source = narrowing.few(tx, where)
    if source is not None:
        turned = f"({_CUBE} + {PRIME} - :pivot) % {PRIME}"
        behind = _behind(query, where, turned)
        return (
            f"SELECT i.id AS found, {turned} AS place FROM ({source}) AS few CROSS JOIN items i"
            f" WHERE {where} AND i.id = few.id AND {states}{behind}"
        )
    # From the pivot on, and then from the beginning up to it.
    way = "DESC" if query.backwards else "ASC"
    halves = []
    for shift, condition in ((0, f"{_CUBE} >= :pivot"), (PRIME, f"{_CUBE} < :pivot")):
        behind = _in_half(query, where, shift)
        halves.append(
            f"SELECT * FROM (SELECT i.id AS found, {_CUBE} + {shift} - :pivot AS place FROM items i"
            f" WHERE {where} AND {tx.aside}{states} AND {condition}{behind}"
            f" ORDER BY {_CUBE} {way}, i.id {way} LIMIT CAST(:limit AS BIGINT) + :offset) AS half{shift}"
        )
    return " UNION ALL ".join(halves)


def _behind(query: Query, where: Where, turned: str) -> str:
    if query.after is None:
        return ""
    where.values |= {"after": query.after.value, "after_id": query.after.id}
    return f" AND ({turned}, i.id) {'<' if query.backwards else '>'} (:after, :after_id)"


def _in_half(query: Query, where: Where, shift: int) -> str:
    """The condition that a place comes behind the one to go on after, in the half that is shifted so."""
    if query.after is None:
        return ""
    assert isinstance(query.after.value, int)
    name = f"after{shift}"
    where.values |= {name: query.after.value + query.pivot - shift, "after_id": query.after.id}
    return f" AND ({_CUBE}, i.id) {'<' if query.backwards else '>'} (:{name}, :after_id)"
