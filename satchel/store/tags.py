"""Tags: `items.tags` is what lists read, `item_tags` leads from a tag to its items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from satchel.base.urls import domain_key
from satchel.model.items import State
from satchel.store import items, one_row
from satchel.store.columns import ItemHead, join_tags, split_tags
from satchel.store.db import ReadTx, Tx

_KEY = ("tag", "state", "added_at", "item_id")
_ADD = one_row.insert("item_tags", _KEY, "ON CONFLICT DO NOTHING")
_MOVE = one_row.update("item_tags", _KEY, "state = :new_state, added_at = :new_added_at")
_REMOVE = one_row.delete("item_tags", _KEY)
_UNITE = one_row.update("items", ("id",), "tags = :tags")


#: The letter right behind the slash.
_BEHIND = chr(ord("/") + 1)


class Indexed(Protocol):
    """What the index of tags knows of an item: an `Item`, or its head."""

    @property
    def id(self) -> int:
        """Of the item."""

    @property
    def state(self) -> State:
        """Where it stands."""

    @property
    def added_at(self) -> int:
        """And since when, ms."""

    @property
    def tags(self) -> tuple[str, ...]:
        """What it has."""


def put(tx: Tx, user: int, item: ItemHead, tags: Iterable[str], mark: int) -> None:
    """Give the item exactly these tags."""
    stored = join_tags(tags)
    wanted = msgspec.structs.replace(item, tags=split_tags(stored))
    if wanted.tags != item.tags:
        index(tx, user, item, wanted)
        items.set_tags(tx, user, item.id, stored, mark)


def index(tx: Tx, user: int, old: Indexed | None, new: Indexed) -> None:
    """Have the index of one item's tags follow from what the item was to what it is; what is deleted is not in it."""
    had = old.tags if old and old.state != State.DELETED else ()
    has = new.tags if new.state != State.DELETED else ()
    stays = old is not None and (old.state, old.added_at) == (new.state, new.added_at)
    if stays and had == has:
        return
    before, after = frozenset(had), frozenset(has)
    for tag in had:
        if old and tag not in after:
            _remove(tx, user, tag, old)
        elif old and not stays:
            tx.write_row(
                _MOVE, user=user, tag=tag, state=int(old.state), added_at=old.added_at, item_id=old.id,
                new_state=int(new.state), new_added_at=new.added_at,
            )  # fmt: skip
    for tag in has:
        if tag not in before:
            tx.write_row(
                _ADD, user=user, tag=tag, state=int(new.state), added_at=new.added_at, item_id=new.id
            )  # fmt: skip


def _remove(tx: Tx, user: int, tag: str, item: Indexed | Bearer) -> None:
    tx.write_row(
        _REMOVE, user=user, tag=tag, state=int(item.state), added_at=item.added_at, item_id=item.id
    )  # fmt: skip


def clear(tx: Tx, user: int, item: Indexed) -> None:
    """Forget the index of an item whose tags go, or that goes to the trash."""
    for tag in item.tags if item.state != State.DELETED else ():
        _remove(tx, user, tag, item)


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Give an item the tags of another one, too."""
    both = msgspec.structs.replace(target, tags=split_tags(join_tags((*target.tags, *source.tags))))
    clear(tx, user, source)
    index(tx, user, target, both)
    tx.write_row(_UNITE, user=user, id=target.id, tags=join_tags(both.tags))


class Bearer(NamedTuple):
    """An item that carries some tag."""

    id: int
    state: int
    added_at: int
    tags: str  #: in their stored form


def bearers(tx: ReadTx, user: int, tag: str, limit: int) -> list[Bearer]:
    """`limit` of the items that carry `tag`, the first ones in its index, in its order."""
    rows = tx.all(
        """
        SELECT few.item_id, few.state, few.added_at, i.tags
        FROM (SELECT item_id, state, added_at FROM item_tags WHERE user_id = :user AND tag = :tag
              ORDER BY state, added_at, item_id LIMIT :limit) AS few CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = few.item_id
        ORDER BY few.state, few.added_at, few.item_id
        """,
        user=user, tag=tag, limit=limit,
    )  # fmt: skip
    return [Bearer(*row) for row in rows]


def rename(tx: Tx, user: int, old: str, new: str | None, some: Sequence[Bearer], mark: int) -> None:
    """Index `some`, the first bearers of `old`, under `new` (None: under nothing).

    Their tags are as they are then.
    """
    last = some[-1]
    values = {"user": user, "old": old, "state": last.state, "at": last.added_at, "item": last.id}
    if new is not None:
        tx.later(
            """
            INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
            SELECT user_id, :new, state, added_at, item_id FROM item_tags
            WHERE user_id = :user AND tag = :old AND (state, added_at, item_id) <= (:state, :at, :item)
            ON CONFLICT DO NOTHING
            """,
            new=new, **values,
        )  # fmt: skip
    tx.later(
        """
        DELETE FROM item_tags
        WHERE user_id = :user AND tag = :old AND (state, added_at, item_id) <= (:state, :at, :item)
        """,
        **values,
    )
    tx.later(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        UPDATE items SET tags = named.text, changed_at = :mark FROM named
        WHERE items.user_id = :user AND items.id = named.id
        """,
        user=user, mark=mark, texts=msgspec.json.encode([(item.id, item.tags) for item in some]).decode(),
    )  # fmt: skip


def names(tx: ReadTx, user: int) -> list[tuple[str, int]]:
    """All tags of `user` with the number of their items, by name."""
    rows = tx.all("SELECT tag, COUNT(*) FROM item_tags WHERE user_id = :user GROUP BY tag", user=user)
    return sorted((row[0], row[1]) for row in rows)


def together(tx: ReadTx, user: int, groups: Sequence[tuple[int, str]]) -> dict[int, int]:
    """How many items have any of the tags of a group; `groups` are pairs of a group's number and a tag."""
    rows = tx.all(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        SELECT named.id, COUNT(DISTINCT t.item_id) FROM named JOIN item_tags t ON t.tag = named.text
        WHERE t.user_id = :user GROUP BY named.id
        """,
        user=user, texts=msgspec.json.encode(groups).decode(),
    )  # fmt: skip
    return {int(group): int(number) for group, number in rows}


def item_ids(tx: ReadTx, user: int, tag: str, limit: int) -> list[int]:
    """The ids of at most `limit` items that have a tag."""
    rows = tx.all(
        "SELECT item_id FROM item_tags WHERE user_id = :user AND tag = :tag LIMIT :limit",
        user=user, tag=tag, limit=limit,
    )  # fmt: skip
    return [int(row[0]) for row in rows]


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


def below(tx: ReadTx, user: int, tag: str, limit: int) -> list[str]:
    """At most `limit` of the tags that lie below one, as "a/b" lies below "a", sorted."""
    named, values = below_of(tx, tag, limit)
    rows = tx.all(f"WITH RECURSIVE {named} SELECT tag FROM below", user=user, **values)
    return sorted(row[0] for row in rows)


def below_of(tx: ReadTx, tag: str, limit: int) -> tuple[str, dict[str, object]]:
    """At most `limit` tags of `:user` that lie below one, as the table `below` of a recursive statement; its values."""
    # SQLite compares letters by their codes, so that these are a range; how a PostgreSQL does is its owner's choice.
    between = "AND t.tag > :above AND t.tag < :behind" if tx.kind == "sqlite" else ""
    sql = f"""
        walked (tag) AS (
            SELECT MIN(t.tag) FROM item_tags t WHERE t.user_id = :user {between}
            UNION ALL
            SELECT (SELECT MIN(t.tag) FROM item_tags t WHERE t.user_id = :user AND t.tag > walked.tag {between})
            FROM walked WHERE walked.tag IS NOT NULL
        ),
        below (tag) AS (SELECT tag FROM walked WHERE SUBSTR(tag, 1, :letters) = :above LIMIT :below)
    """
    values = {"above": f"{tag}/", "letters": len(tag) + 1, "below": limit}
    return sql, values | ({"behind": f"{tag}{_BEHIND}"} if between else {})


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
    return [split_tags(row[0]) for row in rows]


def mend(tx: Tx, user: int) -> None:
    """Remove what stands in the index and is not so."""
    rows = tx.each(
        """
        SELECT t.item_id, t.state, t.added_at, t.tag, i.tags, i.state, i.added_at
        FROM item_tags t LEFT JOIN items i ON i.user_id = :user AND i.id = t.item_id WHERE t.user_id = :user
        """,
        user=user,
    )  # fmt: skip
    wrong = [
        (tag, Bearer(item_id, state, added_at, ""))
        for item_id, state, added_at, tag, tags, *place in rows
        if [state, added_at] != place or tag not in split_tags(tags)
    ]
    for tag, bearer in wrong:
        _remove(tx, user, tag, bearer)
