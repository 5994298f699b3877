"""What people set in place of what a page says, and which version of it they chose to read."""

from __future__ import annotations

from satchel.model.items import Item
from satchel.store import items
from satchel.store.columns import SET_FOUND, edits_text, found_values
from satchel.store.db import Tx


def keep(tx: Tx, user: int, item: Item, mark: int) -> None:
    """Keep what is said of an item: its titles, its note, what is said of its article."""
    found = f", {SET_FOUND}" if item.article else ""
    tx.later(
        f"""
        UPDATE items SET edits = :edits, given_title = :given, description = :note, changed_at = :mark {found}
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item.id, mark=mark, edits=edits_text(item.edits), given=item.given_title,
        note=item.description, **(found_values(item.article) if item.article else {}),
    )  # fmt: skip
    items.derive(tx, user, item)


def choose(tx: Tx, user: int, item_id: int, *, chosen: bool) -> None:
    """Note whether the version of an item that is read is one that its person chose."""
    tx.later(
        "UPDATE items SET chosen = :chosen WHERE user_id = :user AND id = :id",
        user=user, id=item_id, chosen=int(chosen),
    )  # fmt: skip


def is_chosen(tx: Tx, user: int, item_id: int) -> bool:
    """Whether the version that is read is one that the person chose."""
    row = tx.one("SELECT chosen FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id)
    return row is not None and row[0] == 1
