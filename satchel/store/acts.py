"""What a person did on our pages, and what that changed of each item."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.model.history import Act, ActStatus, Changed
from satchel.store.columns import ItemHead, split_tags
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "id, verb, tags, list, query, mark, place_at, place, status, total, done, passed, folder"
_STATUS = tuple(ActStatus)
_decoder = msgspec.json.Decoder(Changed)


def insert(tx: Tx, user: int, act: Act) -> None:
    """Keep a new act."""
    tx.later(
        f"""
        INSERT INTO acts (user_id, {_COLUMNS})
        VALUES (:user, :id, :verb, :tags, :list, :query, :mark, :place_at, :place, :status, :total, :done, :passed,
            :folder)
        """,
        user=user, id=act.id, verb=act.verb, tags="\n".join(act.tags), list=act.list,
        query=act.query, mark=act.mark,
        place_at=act.place_at, place=act.place, status=int(act.status), total=act.total, done=act.done,
        passed=act.passed, folder=act.folder,
    )  # fmt: skip


def update(tx: Tx, user: int, act: Act) -> None:
    """Keep how far an act has come."""
    tx.later(
        """
        UPDATE acts SET place_at = :place_at, place = :place, status = :status, total = :total, done = :done,
            passed = :passed
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=act.id, place_at=act.place_at, place=act.place, status=int(act.status), total=act.total,
        done=act.done, passed=act.passed,
    )  # fmt: skip


def get(tx: ReadTx, user: int, act_id: int) -> Act | None:
    """The act of that id."""
    row = tx.one(f"SELECT {_COLUMNS} FROM acts WHERE user_id = :user AND id = :id", user=user, id=act_id)
    return _act(row) if row else None


def _act(row: Row) -> Act:
    number, verb, tags, listed, query, mark, place_at, place, status, total, done, passed, folder = row[:13]
    return Act(
        number, verb, split_tags(tags), listed, query, mark, place_at, place, _STATUS[status], total, done, passed,
        folder,
    )  # fmt: skip


def newest(tx: ReadTx, user: int, since: int, limit: int) -> list[tuple[Act, int | None]]:
    """The `limit` newest acts since a time (ms), the newest first, each with the number of one of its items.

    None for an act of which no item is left.
    """
    rows = tx.all(
        f"""
        SELECT {_COLUMNS}, (SELECT MIN(t.item_id) FROM act_items t WHERE t.user_id = :user AND t.act_id = acts.id)
        FROM acts WHERE user_id = :user AND id >= :since ORDER BY id DESC LIMIT :limit
        """,
        user=user, since=since, limit=limit,
    )  # fmt: skip
    return [(_act(row), row[13]) for row in rows]


def note(tx: Tx, user: int, act_id: int, changes: Sequence[tuple[int, Changed]]) -> None:
    """Keep what an act changed of some items."""
    tx.many(
        """
        INSERT INTO act_items (user_id, act_id, item_id, change) VALUES (:user, :act, :item, :change)
        ON CONFLICT DO NOTHING
        """,
        [
            {"user": user, "act": act_id, "item": item, "change": msgspec.json.encode(change).decode()}
            for item, change in changes
        ],
    )


def note_folder(tx: Tx, user: int, act_id: int, folder_id: int, change: Changed) -> None:
    """Keep that an act changed this of each unread item in a folder."""
    tx.later(
        """
        INSERT INTO act_items (user_id, act_id, item_id, change)
        SELECT i.user_id, :act, i.id, :change FROM items i
        WHERE i.user_id = :user AND i.folder_id = :folder AND i.state = 0
        """,
        user=user, act=act_id, folder=folder_id, change=msgspec.json.encode(change).decode(),
    )  # fmt: skip


def noted(tx: ReadTx, user: int, act_id: int, after: int, limit: int) -> list[tuple[int, Changed]]:
    """The next `limit` items of an act behind the number `after`, each with what was changed of it."""
    rows = tx.all(
        """
        SELECT item_id, change FROM act_items
        WHERE user_id = :user AND act_id = :act AND item_id > :after ORDER BY item_id LIMIT :limit
        """,
        user=user, act=act_id, after=after, limit=limit,
    )  # fmt: skip
    return [(row[0], _decoder.decode(row[1])) for row in rows]


def old(tx: ReadTx, user: int, before: int, keep: int) -> list[int]:
    """Acts that are older than a time (ms), or beyond the `keep` newest ones."""
    rows = tx.all(
        """
        SELECT id FROM acts WHERE user_id = :user AND (id < :before OR id <= COALESCE(
            (SELECT id FROM acts WHERE user_id = :user ORDER BY id DESC LIMIT 1 OFFSET :keep), 0))
        ORDER BY id
        """,
        user=user, before=before, keep=keep,
    )  # fmt: skip
    return [row[0] for row in rows]


def since(tx: ReadTx, user: int) -> int | None:
    """When the oldest act was done that is known, ms."""
    row = tx.one("SELECT MIN(id) FROM acts WHERE user_id = :user", user=user)
    return row[0] if row else None


def remove(tx: Tx, user: int, act_id: int, limit: int) -> bool:
    """Remove an act, or of one with more than `limit` items so many of these; whether all of it is gone."""
    rows = tx.all(
        "SELECT item_id FROM act_items WHERE user_id = :user AND act_id = :act ORDER BY item_id LIMIT :limit",
        user=user, act=act_id, limit=limit,
    )  # fmt: skip
    if len(rows) == limit:
        tx.run(
            "DELETE FROM act_items WHERE user_id = :user AND act_id = :act AND item_id <= :last",
            user=user, act=act_id, last=rows[-1][0],
        )  # fmt: skip
        return False
    tx.run("DELETE FROM acts WHERE user_id = :user AND id = :act", user=user, act=act_id)
    return True


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Forget what was done to an item that goes."""
    tx.later("DELETE FROM act_items WHERE user_id = :user AND item_id = :item", user=user, item=item.id)


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Have what was done to an item done to another one; where an act was of both, that counts which has its number."""
    tx.later(
        """
        INSERT INTO act_items (user_id, act_id, item_id, change)
        SELECT t.user_id, t.act_id, :target, t.change FROM act_items t
        WHERE t.user_id = :user AND t.item_id = :source
        ON CONFLICT DO NOTHING
        """,
        user=user, source=source.id, target=target.id,
    )  # fmt: skip
    clear(tx, user, source)
