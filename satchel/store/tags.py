"""Tags: `items.tags` is what lists read, `item_tags` leads from a tag to its items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from satchel.base.urls import domain_key
from satchel.store import items
from satchel.store.db import ReadTx, Tx
from satchel.store.items import ItemHead


def put(tx: Tx, user: int, item: ItemHead, tags: Iterable[str], mark: int) -> None:
    """Give the item exactly these tags."""
    wanted = set(tags)
    if wanted == set(item.tags):
        return
    index(tx, user, item.id, set(item.tags), wanted)
    items.set_tags(tx, user, item.id, items.join_tags(wanted), mark)


def index(tx: Tx, user: int, item_id: int, old: set[str], new: set[str]) -> None:
    """Change the index of one item's tags from `old` to `new`."""
    for tag in old - new:
        tx.later(
            "DELETE FROM item_tags WHERE user_id = :user AND tag = :tag AND item_id = :item",
            user=user, tag=tag, item=item_id,
        )  # fmt: skip
    for tag in new - old:
        tx.later(
            """
            INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
            SELECT user_id, :tag, state, added_at, id FROM items WHERE user_id = :user AND id = :item
            ON CONFLICT DO NOTHING
            """,
            user=user, tag=tag, item=item_id,
        )  # fmt: skip


def follow(tx: Tx, user: int, item_id: int) -> None:
    """Take the index of an item's tags to where the item now stands in lists."""
    tx.later(
        """
        UPDATE item_tags SET state = its.state, added_at = its.added_at
        FROM (SELECT state, added_at FROM items WHERE user_id = :user AND id = :item) AS its
        WHERE item_tags.user_id = :user AND item_tags.item_id = :item
        """,
        user=user, item=item_id,
    )  # fmt: skip


def clear_index(tx: Tx, user: int, item_id: int) -> None:
    """Forget the index of an item whose tags are gone already."""
    tx.later("DELETE FROM item_tags WHERE user_id = :user AND item_id = :item", user=user, item=item_id)


def bearers(tx: ReadTx, user: int, tag: str, limit: int) -> list[tuple[int, str]]:
    """`limit` of the items that carry `tag`, the first ones in its index: their ids and stored tags."""
    rows = tx.all(
        """
        SELECT i.id, i.tags
        FROM (SELECT item_id FROM item_tags WHERE user_id = :user AND tag = :tag
              ORDER BY state, added_at, item_id LIMIT :limit) AS few CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = few.item_id
        """,
        user=user, tag=tag, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def rename(
    tx: Tx, user: int, old: str, new: str | None, stored: Sequence[tuple[int, str]], mark: int
) -> None:
    """Index those items, which have `old`, under `new` (None: under nothing).

    `stored` are their ids, and their tags as they are then.
    """
    ids = msgspec.json.encode([item_id for item_id, _ in stored]).decode()
    tx.later(
        f"""
        DELETE FROM item_tags
        WHERE user_id = :user AND tag = :old AND item_id IN (SELECT id FROM ({tx.ids}) AS named)
        """,
        user=user, old=old, ids=ids,
    )  # fmt: skip
    if new is not None:
        tx.later(
            f"""
            INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
            SELECT i.user_id, :new, i.state, i.added_at, i.id
            FROM ({tx.ids}) AS named CROSS JOIN items i
            WHERE i.user_id = :user AND i.id = named.id
            ON CONFLICT DO NOTHING
            """,
            user=user, new=new, ids=ids,
        )  # fmt: skip
    tx.later(
        f"""
        UPDATE items SET tags = named.text, changed_at = :mark FROM ({tx.texts}) AS named
        WHERE +items.user_id = :user AND items.id = named.id
        """,  # with the plus SQLite cannot think of reading all of the person's items
        user=user, mark=mark, texts=msgspec.json.encode(stored).decode(),
    )  # fmt: skip


def names(tx: ReadTx, user: int) -> list[tuple[str, int]]:
    """All tags of `user` with the number of their items, by name."""
    rows = tx.all("SELECT tag, COUNT(*) FROM item_tags WHERE user_id = :user GROUP BY tag", user=user)
    return sorted((row[0], row[1]) for row in rows)


def listed(tx: ReadTx, user: int) -> list[str]:
    """The names of all tags, sorted: a look into the index for each, however many items have it."""
    rows = tx.all(
        """
        WITH RECURSIVE named (tag) AS (
            SELECT MIN(tag) FROM item_tags WHERE user_id = :user
            UNION ALL
            SELECT (SELECT MIN(t.tag) FROM item_tags t WHERE t.user_id = :user AND t.tag > named.tag)
            FROM named WHERE named.tag IS NOT NULL
        )
        SELECT tag FROM named WHERE tag IS NOT NULL
        """,
        user=user,
    )
    return sorted(row[0] for row in rows)


def weight(tx: ReadTx, user: int, tag: str, most: int) -> int:
    """How many items have the tag, counted up to `most`."""
    row = tx.one(
        """
        SELECT COUNT(*)
        FROM (SELECT 1 FROM item_tags WHERE user_id = :user AND tag = :tag LIMIT :most) AS its
        """,
        user=user, tag=tag, most=most,
    )  # fmt: skip
    return int(row[0]) if row else 0


def of_host(tx: ReadTx, user: int, host: str, limit: int, without: int) -> list[tuple[str, ...]]:
    """The tags of the newest items of a host that have any; those of the item `without` are left out."""
    bare = host.removeprefix("www.")
    part = """
        SELECT * FROM (
            SELECT tags, added_at, id FROM items
            WHERE user_id = :user AND domain = :{host} AND state <> 2 AND tags <> '' AND id <> :without
            ORDER BY added_at DESC, id DESC LIMIT :limit
        ) AS its_{host}
    """
    parts = " UNION ALL ".join(part.format(host=host) for host in ("bare", "www"))
    rows = tx.all(
        f"{parts} ORDER BY added_at DESC, id DESC LIMIT :limit",
        user=user, bare=domain_key(bare), www=domain_key(f"www.{bare}"), without=without, limit=limit,
    )  # fmt: skip
    return [items.split_tags(row[0]) for row in rows]


def reindex(tx: Tx, user: int, item_id: int, stored: str) -> None:
    """Make the index of one item anew from its tags."""
    clear_index(tx, user, item_id)
    index(tx, user, item_id, set(), set(items.split_tags(stored)))
