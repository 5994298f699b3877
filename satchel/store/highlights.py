"""Highlights, by their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from satchel.model.highlights import Anchor, Colour, Highlight, NewHighlight
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = (
    "h.item_id, h.id, h.client_name, h.quote, h.note, h.colour, h.starts, h.ends, h.prefix, h.suffix, h.patch, "
    "h.version, h.made_at, h.changed_at, h.occurrence"
)
#: The places of what is long in a row of these.
_QUOTE, _NOTE, _PATCH = 3, 4, 10
#: A highlight and where its item is.
_CALLED = """
    SELECT h.id, h.item_id, i.state FROM highlights h
        JOIN items i ON i.user_id = :user AND i.id = h.item_id
    WHERE h.user_id = :user
"""
_COLOURS = tuple(Colour)
_ID = re.compile("[1-9][0-9]{0,14}")


class Called(NamedTuple):
    """A highlight that has a name."""

    id: int
    item_id: int
    is_hidden: bool  #: its item lies in the trash


def called(tx: ReadTx, user: int, name: str) -> Called | None:
    """The highlight of that name, or where its client gave none of that id in digits."""
    row = tx.one(f"{_CALLED} AND h.client_name = :name AND h.client_name <> ''", user=user, name=name)
    if row is None and _ID.fullmatch(name):
        row = tx.one(f"{_CALLED} AND h.id = :id AND h.client_name = ''", user=user, id=int(name))
    return Called(int(row[0]), int(row[1]), row[2] == 2) if row else None


def by_id(tx: ReadTx, user: int, number: int) -> Called | None:
    """The highlight of that id, whatever its client calls it."""
    row = tx.one(f"{_CALLED} AND h.id = :id", user=user, id=number)
    return Called(int(row[0]), int(row[1]), row[2] == 2) if row else None


def taken(tx: ReadTx, user: int, names: Sequence[str]) -> set[str]:
    """Those of the names that clients gave which highlights of the person have already."""
    rows = tx.all(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        SELECT h.client_name FROM named JOIN highlights h ON h.client_name = named.text
        WHERE h.user_id = :user AND h.client_name <> ''
        """,
        user=user, texts=msgspec.json.encode(list(enumerate(names))).decode(),
    )  # fmt: skip
    return {row[0] for row in rows}


def insert(
    tx: Tx, user: int, number: int, item_id: int, highlight: NewHighlight, anchor: Anchor | None, at: int, mark: int
) -> None:  # fmt: skip
    """Keep a new highlight of that id with the item. The caller has seen that none of its name is there."""
    tx.later(
        """
        INSERT INTO highlights (user_id, id, item_id, client_name, quote, note, colour, starts, ends, prefix, suffix,
            patch, version, made_at, changed_at, occurrence)
        VALUES (:user, :id, :item, :name, :quote, :note, :colour, :starts, :ends, :prefix, :suffix, :patch, :version,
            :at, :mark, :occurrence)
        """,
        user=user, id=number, item=item_id, name=highlight.client_name, quote=highlight.quote,
        note=highlight.note or "", colour=int(highlight.colour or 0), patch=highlight.patch,
        version=highlight.version, at=at, mark=mark, occurrence=highlight.occurrence, **_place(anchor),
    )  # fmt: skip


def rewrite(
    tx: Tx, user: int, number: int, item_id: int, highlight: NewHighlight, anchor: Anchor | None, at: int, mark: int
) -> None:  # fmt: skip
    """Write a highlight anew, with that item; note and colour stay where the new one says nothing of them."""
    tx.later(
        """
        UPDATE highlights SET item_id = :item, quote = :quote, starts = :starts, ends = :ends, prefix = :prefix,
            suffix = :suffix, patch = :patch, version = :version, made_at = :at, changed_at = :mark,
            occurrence = :occurrence,
            note = CASE WHEN :noted = 1 THEN :note ELSE note END,
            colour = CASE WHEN :coloured = 1 THEN :colour ELSE colour END
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=number, item=item_id, quote=highlight.quote, patch=highlight.patch,
        version=highlight.version, at=at, mark=mark, noted=int(highlight.note is not None), note=highlight.note or "",
        occurrence=highlight.occurrence,
        coloured=int(highlight.colour is not None), colour=int(highlight.colour or 0), **_place(anchor),
    )  # fmt: skip


def _place(anchor: Anchor | None) -> dict[str, object]:
    if anchor is None:
        return {"starts": None, "ends": None, "prefix": "", "suffix": ""}
    return {"starts": anchor.start, "ends": anchor.end, "prefix": anchor.prefix, "suffix": anchor.suffix}


def unplaced(tx: ReadTx, user: int, item_id: int, limit: int) -> list[tuple[int, str, int | None]]:
    """Highlights of an item of which nobody knows where they stand: ids, quotes and occurrences, the oldest first."""
    rows = tx.all(
        """
        SELECT id, quote, occurrence FROM highlights WHERE user_id = :user AND item_id = :item AND starts IS NULL
        ORDER BY +id LIMIT :limit
        """,
        user=user, item=item_id, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in rows]


def place(tx: Tx, user: int, number: int, anchor: Anchor, mark: int) -> None:
    """Note where a highlight stands."""
    tx.later(
        """
        UPDATE highlights SET starts = :starts, ends = :ends, prefix = :prefix, suffix = :suffix, changed_at = :mark
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=number, mark=mark, **_place(anchor),
    )  # fmt: skip


def remove(tx: Tx, user: int, number: int) -> None:
    """Remove the highlight of that id."""
    tx.later("DELETE FROM highlights WHERE user_id = :user AND id = :id", user=user, id=number)


def count(tx: ReadTx, user: int, item_id: int, but: int) -> int:
    """How many highlights an item has, the one of the id `but` aside."""
    row = tx.one(
        "SELECT COUNT(*) FROM highlights WHERE item_id = :item AND user_id = :user AND id <> :but",
        item=item_id, user=user, but=but,
    )  # fmt: skip
    return int(row[0]) if row else 0


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Remove all highlights of an item."""
    tx.later("DELETE FROM highlights WHERE user_id = :user AND item_id = :item", user=user, item=item.id)


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Give an item the highlights of another one."""
    tx.later(
        "UPDATE highlights SET item_id = :item WHERE user_id = :user AND item_id = :source",
        user=user, item=target.id, source=source.id,
    )  # fmt: skip


def of(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, list[Highlight]]:
    """The highlights of those items, the oldest first; items without any are not in it.

    Raises `TooMuch` where a quick reading comes upon long ones.
    """
    if not item_ids:
        return {}
    # By their ids and not as a range: items of a list that is in no order of time lie far apart.
    rows = tx.each(
        f"""
        SELECT {_COLUMNS} FROM ({tx.ids}) AS wanted CROSS JOIN highlights h
        WHERE h.user_id = :user AND h.item_id = wanted.id ORDER BY h.made_at, h.id
        """,
        user=user, ids=msgspec.json.encode(sorted(set(item_ids))).decode(),
    )  # fmt: skip
    found: dict[int, list[Highlight]] = {}
    for row in rows:
        tx.weigh(len(row[_QUOTE]) + len(row[_NOTE]) + len(row[_PATCH]))
        found.setdefault(row[0], []).append(_highlight(row))
    return found


def _highlight(row: Row) -> Highlight:
    return Highlight(
        row[1], row[2], row[3], row[4], _COLOURS[row[5]], row[6], row[7], row[8], row[9], row[10], row[11], row[12],
        row[13], row[14],
    )  # fmt: skip
