"""Tags: `items.tags` is what lists read, `item_tags` leads from a tag to its items."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.store import items
from satchel.store.db import Tx
from satchel.store.items import Standing


def put(tx: Tx, user: int, item: Standing, tags: Iterable[str], mark: int) -> None:
    """Give the item exactly these tags."""
    wanted = set(tags)
    if wanted == set(item.tags):
        return
    index(tx, user, item.id, set(item.tags), wanted)
    items.set_tags(tx, user, item.id, items.join_tags(wanted), mark)


def index(tx: Tx, user: int, item_id: int, old: set[str], new: set[str]) -> None:
    """Change the index of one item's tags from `old` to `new`."""
    for tag in old - new:
        tx.run(
            "DELETE FROM item_tags WHERE user_id = :user AND tag = :tag AND item_id = :item",
            user=user, tag=tag, item=item_id,
        )  # fmt: skip
    for tag in new - old:
        tx.run(
            "INSERT INTO item_tags (user_id, tag, item_id) VALUES (:user, :tag, :item) ON CONFLICT DO NOTHING",
            user=user, tag=tag, item=item_id,
        )  # fmt: skip


def clear_index(tx: Tx, user: int, item_id: int) -> None:
    """Forget the index of an item whose tags are gone already."""
    tx.run("DELETE FROM item_tags WHERE user_id = :user AND item_id = :item", user=user, item=item_id)


def bearers(tx: Tx, user: int, tag: str) -> list[int]:
    """The ids of all items that carry `tag`."""
    rows = tx.all("SELECT item_id FROM item_tags WHERE user_id = :user AND tag = :tag", user=user, tag=tag)
    return [row[0] for row in rows]


def names(tx: Tx, user: int) -> list[tuple[str, int]]:
    """All tags of `user` with the number of their items, by name."""
    rows = tx.all("SELECT tag, COUNT(*) FROM item_tags WHERE user_id = :user GROUP BY tag", user=user)
    return sorted((row[0], row[1]) for row in rows)


def of_host(tx: Tx, user: int, host: str, limit: int, without: int) -> list[tuple[str, ...]]:
    """The tags of the newest items of a host that have any; those of the item `without` are left out."""
    bare = host.removeprefix("www.")
    rows = tx.all(
        """
        SELECT tags FROM items
        WHERE user_id = :user AND host IN (:host, :www) AND tags <> '' AND state <> 2 AND id <> :without
        ORDER BY added_at DESC, id DESC LIMIT :limit
        """,
        user=user, host=bare, www=f"www.{bare}", without=without, limit=limit,
    )  # fmt: skip
    return [items.split_tags(row[0]) for row in rows]


def reindex(tx: Tx, user: int, item_id: int, stored: str) -> None:
    """Make the index of one item anew from its tags."""
    clear_index(tx, user, item_id)
    index(tx, user, item_id, set(), set(items.split_tags(stored)))
