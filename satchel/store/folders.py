"""Folders, and which items are in them."""

from __future__ import annotations

from satchel.model.folders import Folder
from satchel.store.db import ReadTx, Tx

_COLUMNS = ", ".join(Folder.__struct_fields__)


def of(tx: ReadTx, user: int) -> list[Folder]:
    """All folders of `user`, in their order."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM folders WHERE user_id = :user ORDER BY place, id", user=user)
    return [Folder(*row) for row in rows]


def get(tx: ReadTx, user: int, folder_id: int) -> Folder | None:
    """One folder of `user`; None when there is none of that number."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM folders WHERE user_id = :user AND id = :id", user=user, id=folder_id
    )
    return Folder(*row) if row else None


def filed(tx: ReadTx, user: int) -> int:
    """How many unread items are in folders."""
    row = tx.one("SELECT COALESCE(SUM(items), 0) FROM folders WHERE user_id = :user", user=user)
    return int(row[0]) if row else 0


def count(tx: Tx, user: int, folder_id: int) -> None:
    """Keep how many unread items are in a folder now."""
    tx.later(
        """
        UPDATE folders SET items = (
            SELECT COUNT(*) FROM items i WHERE i.user_id = :user AND i.folder_id = :id AND i.state = 0
        ) WHERE user_id = :user AND id = :id
        """,
        user=user, id=folder_id,
    )  # fmt: skip


def insert(tx: Tx, user: int, folder: Folder) -> None:
    """Keep a new folder."""
    tx.later(
        """
        INSERT INTO folders (user_id, id, name, place, made_at, changed_at)
        VALUES (:user, :id, :name, :place, :stamp, :stamp)
        """,
        user=user, id=folder.id, name=folder.name, place=folder.place, stamp=folder.changed_at,
    )  # fmt: skip


def change(tx: Tx, user: int, folder: Folder) -> None:
    """Keep another name or place of a folder."""
    tx.later(
        """
        UPDATE folders SET name = :name, place = :place, changed_at = :stamp WHERE user_id = :user AND id = :id
        """,
        user=user, id=folder.id, name=folder.name, place=folder.place, stamp=folder.changed_at,
    )  # fmt: skip


def remove(tx: Tx, user: int, folder_id: int, mark: int) -> None:
    """Remove a folder; what was in it is in none."""
    tx.later(
        """
        UPDATE items SET folder_id = NULL, changed_at = :mark WHERE user_id = :user AND folder_id = :folder
        """,
        user=user, folder=folder_id, mark=mark,
    )  # fmt: skip
    tx.later("DELETE FROM folders WHERE user_id = :user AND id = :id", user=user, id=folder_id)


def put(tx: Tx, user: int, item_id: int, folder_id: int | None, mark: int) -> None:
    """Have an item in that folder, or in none; both folders count an unread one."""
    names = {"user": user, "item": item_id}
    tx.later(
        """
        UPDATE folders SET items = items - 1 WHERE user_id = :user AND id = (
            SELECT folder_id FROM items WHERE user_id = :user AND id = :item AND state = 0)
        """,
        **names,
    )
    if folder_id is not None:
        tx.later(
            """
            UPDATE folders SET items = items + 1 WHERE user_id = :user AND id = :folder AND EXISTS (
                SELECT 1 FROM items WHERE user_id = :user AND id = :item AND state = 0)
            """,
            **names, folder=folder_id,
        )  # fmt: skip
    tx.later(
        "UPDATE items SET folder_id = :folder, changed_at = :mark WHERE user_id = :user AND id = :id",
        user=user, id=item_id, folder=folder_id, mark=mark,
    )  # fmt: skip


def is_empty(tx: ReadTx, user: int, folder_id: int) -> bool:
    """Whether nothing is in a folder."""
    row = tx.one(
        "SELECT 1 FROM items WHERE user_id = :user AND folder_id = :folder LIMIT 1",
        user=user,
        folder=folder_id,
    )
    return row is None
