"""The trash: what is deleted keeps what it had until it is emptied."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from satchel.model.items import State
from satchel.store import one_row
from satchel.store.columns import HEAD, SET_EMPTY, ItemHead, head
from satchel.store.db import ReadTx, Tx

_PUT = one_row.update(
    "items",
    ("id",),
    "state = 2, changed_at = :mark, acted_at = :mark, trashed_at = :now, trashed_from = :state",
)


def put(tx: Tx, user: int, item: ItemHead, mark: int) -> None:
    """Put a living item into the trash; who keeps a copy of the list hears that it is deleted."""
    tx.write_row(_PUT, user=user, id=item.id, mark=mark, now=tx.now, state=int(item.state))


def take_back(tx: Tx, user: int, item_id: int, state: State, read_at: int | None, mark: int) -> None:
    """Give a deleted item a state again, where it stood in the list; without `read_at` it keeps its own.

    What is archived is in no folder.
    """
    moment = "" if read_at is None else "read_at = :read_at,"
    moment += " folder_id = NULL," if state == State.ARCHIVED else ""
    values = {} if read_at is None else {"read_at": read_at}
    back = f"state = :state, {moment} changed_at = :mark, acted_at = :mark, trashed_at = 0, trashed_from = 0"
    tx.write_row(
        one_row.update("items", ("id",), back), user=user, id=item_id, state=int(state), mark=mark, **values
    )  # fmt: skip


def empty(tx: Tx, user: int, item_id: int) -> None:
    """Leave of a deleted item a tombstone: who keeps a copy of the list has heard of it already."""
    tx.later(
        f"UPDATE items SET {SET_EMPTY} WHERE user_id = :user AND id = :id", user=user, id=item_id, nothing=b""
    )


def oldest(tx: ReadTx, user: int, until: int, limit: int) -> list[ItemHead]:
    """The `limit` items that have lain in the trash for longest, of those there since `until` (ms) or longer."""
    rows = tx.all(
        f"""
        SELECT {HEAD} FROM items i
        WHERE i.user_id = :user AND i.trashed_at > 0 AND i.trashed_at <= :until
        ORDER BY i.trashed_at, i.id LIMIT :limit
        """,
        user=user, until=until, limit=limit,
    )  # fmt: skip
    return [head(row) for row in rows]


def among(tx: ReadTx, user: int, ids: Iterable[int]) -> list[ItemHead]:
    """Those of `ids` that lie in the trash."""
    rows = tx.all(
        f"""
        SELECT {HEAD} FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND i.trashed_at > 0
        """,
        user=user, ids=msgspec.json.encode(sorted(set(ids))).decode(),
    )  # fmt: skip
    return [head(row) for row in rows]


def since(tx: ReadTx, user: int) -> int | None:
    """Since when the oldest item lies in the trash, ms; None while that is empty."""
    row = tx.one("SELECT MIN(trashed_at) FROM items WHERE user_id = :user AND trashed_at > 0", user=user)
    return row[0] if row else None


def count(tx: ReadTx, user: int) -> int:
    """How many items lie in the trash."""
    row = tx.one("SELECT COUNT(*) FROM items WHERE user_id = :user AND trashed_at > 0", user=user)
    return int(row[0]) if row else 0
