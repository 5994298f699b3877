"""Highlights, by their items."""

from __future__ import annotations

from collections.abc import Sequence

from satchel.model.highlights import Highlight
from satchel.store.db import Tx


def put(tx: Tx, user: int, item_id: int, highlight: Highlight, at: int) -> int | None:
    """Keep a highlight with the item; one of that name that is there already is written anew.

    Gives the id of the item that had it before, None when it is new.
    """
    row = tx.one(
        "SELECT item_id FROM highlights WHERE user_id = :user AND name = :name",
        user=user, name=highlight.name,
    )  # fmt: skip
    tx.run(
        """
        INSERT INTO highlights (user_id, item_id, name, quote, patch, version, made_at)
        VALUES (:user, :item, :name, :quote, :patch, :version, :at)
        ON CONFLICT (user_id, name) DO UPDATE
        SET item_id = :item, quote = :quote, patch = :patch, version = :version, made_at = :at
        """,
        user=user, item=item_id, name=highlight.name, quote=highlight.quote, patch=highlight.patch,
        version=highlight.version, at=at,
    )  # fmt: skip
    return int(row[0]) if row else None


def remove(tx: Tx, user: int, name: str) -> int | None:
    """Remove the highlight of that name; the id of the item that had it, None when there was none."""
    row = tx.one(
        "DELETE FROM highlights WHERE user_id = :user AND name = :name RETURNING item_id",
        user=user, name=name,
    )  # fmt: skip
    return int(row[0]) if row else None


def count(tx: Tx, user: int, item_id: int, name: str) -> int:
    """How many highlights an item has, the one of that name aside."""
    row = tx.one(
        "SELECT COUNT(*) FROM highlights WHERE item_id = :item AND user_id = :user AND name <> :name",
        item=item_id, user=user, name=name,
    )  # fmt: skip
    return int(row[0]) if row else 0


def clear(tx: Tx, user: int, item_id: int) -> None:
    """Remove all highlights of an item."""
    tx.run("DELETE FROM highlights WHERE item_id = :item AND user_id = :user", item=item_id, user=user)


def move(tx: Tx, user: int, source_id: int, item_id: int) -> None:
    """Give an item the highlights of another one."""
    tx.run(
        "UPDATE highlights SET item_id = :item WHERE item_id = :source AND user_id = :user",
        item=item_id, source=source_id, user=user,
    )  # fmt: skip


def of(tx: Tx, user: int, item_ids: Sequence[int]) -> dict[int, list[Highlight]]:
    """The highlights of those items, the oldest first; items without any are not in it."""
    if not item_ids:
        return {}
    wanted = set(item_ids)
    rows = tx.all(
        """
        SELECT item_id, name, quote, patch, version, made_at FROM highlights
        WHERE user_id = :user AND item_id >= :first AND item_id <= :last ORDER BY made_at, id
        """,
        user=user, first=min(wanted), last=max(wanted),
    )  # fmt: skip
    found: dict[int, list[Highlight]] = {}
    for row in rows:
        if row[0] in wanted:
            found.setdefault(row[0], []).append(Highlight(*row[1:]))
    return found
