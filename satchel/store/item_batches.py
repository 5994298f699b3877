"""Many items at once, in few statements: what imports read and write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from satchel.base.text import fold, sort_key
from satchel.base.urls import host_of
from satchel.model.exports import Rest
from satchel.model.highlights import Highlight
from satchel.model.items import Item, State
from satchel.model.jobs import JobKind, Priority
from satchel.store import columns
from satchel.store.among import among
from satchel.store.columns import COLUMNS, SET_DERIVED, SET_FOUND, edits_text, found_values, join_tags
from satchel.store.db import ReadTx, Tx
from satchel.store.derived import derived

#: Items, or addresses, of one call.
MAX_BATCH = 500
#: Beyond any time at which something was saved, s: what is fetched before what is told by how far it is from there.
_FAR = 4_102_444_800

_INSERT = """
    INSERT INTO items (user_id, id, state, added_at, changed_at, acted_at, read_at, favourite, favourited_at, folder_id,
                       progress, progress_at, furthest, finished_at, given_url, given_title, description, tags, domain,
                       title_key, site_key, folded)
    VALUES (:user, :id, :state, :added_at, :changed_at, :changed_at, :read_at, :favourite, :favourited_at, :folder_id,
            :progress, :progress_at, :furthest, :finished_at, :given_url, :given_title, :description, :tags, :domain,
            :title_key, :site_key, :folded)
"""
_UPDATE = f"""
    UPDATE items SET state = :state, added_at = :added_at, changed_at = :changed_at, acted_at = :acted_at,
        read_at = :read_at, favourite = :favourite, favourited_at = :favourited_at, folder_id = :folder_id,
        place_said = CASE WHEN progress_at = :progress_at THEN place_said ELSE '' END,
        progress = :progress, progress_at = :progress_at,
        furthest = :furthest, finished_at = :finished_at, given_title = :given_title, description = :description,
        tags = :tags, trashed_at = 0, trashed_from = 0, {SET_DERIVED}
    WHERE user_id = :user AND id = :id
"""
_RESTORE = """
    UPDATE items SET fetch_status = :status, fetch_reason = :reason, fetched_at = :fetched_at, edits = :edits,
        trashed_at = :trashed_at, trashed_from = :trashed_from, chosen = :chosen, led_to = :led_to, place = :place,
        place_version = :place_version, place_quote = :place_quote,
        place_said = :place_said, keeps_address = :keeps_address
    WHERE user_id = :user AND id = :id
"""
_OWN = (
    "id", "added_at", "changed_at", "read_at", "favourited_at", "folder_id", "progress", "progress_at", "furthest",
    "finished_at", "given_url", "given_title", "description",
)  # fmt: skip


class Standing(NamedTuple):
    """An item that is found under an address."""

    item: Item
    acted_at: int  #: when the person last moved it between their lists, ms


class NewItem(NamedTuple):
    """An item that is to be kept."""

    item: Item
    key: bytes  #: of its address
    derived: dict[str, object]  #: as `derived` makes them


def known(tx: ReadTx, user: int, keys: Iterable[bytes]) -> dict[bytes, Standing]:
    """The items that are found under at most `MAX_BATCH` keys of addresses, by these; deleted ones among them."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    names, values = among(wanted)
    rows = tx.all(
        f"""
        SELECT {COLUMNS}, i.acted_at, d.key FROM addresses d JOIN items i ON i.user_id = :user AND i.id = d.item_id
        WHERE d.user_id = :user AND d.key IN ({names})
        """,
        user=user, **values,
    )  # fmt: skip
    return {bytes(row[-1]): Standing(columns.item(row), row[-2]) for row in rows}


def titled(tx: ReadTx, user: int, titles: Iterable[str]) -> dict[str, Standing]:
    """The living item of each of at most `MAX_BATCH` titles, of those that exactly one item has."""
    wanted = set(titles)
    keys = list({sort_key(title) for title in wanted})
    names, values = among(keys)
    rows = tx.all(
        f"""
        SELECT {COLUMNS}, i.acted_at FROM items i WHERE i.user_id = :user AND i.id IN (
            SELECT MIN(t.id) FROM items t WHERE t.user_id = :user AND t.title_key IN ({names}) AND t.state <> 2
            GROUP BY t.title_key HAVING COUNT(*) = 1
        )
        """,
        user=user, **values,
    )  # fmt: skip
    standing = [Standing(columns.item(row), row[-1]) for row in rows]
    found = {fold(its.item.page_title or its.item.given_title): its for its in standing}
    return {title: found[fold(title)] for title in wanted if fold(title) in found}


def states(tx: ReadTx, user: int, keys: Sequence[bytes]) -> dict[bytes, State]:
    """As `known`, of each item its state alone."""
    if not keys:
        return {}
    names, values = among(keys)
    rows = tx.all(
        f"""
        SELECT d.key, i.state FROM addresses d JOIN items i ON i.user_id = :user AND i.id = d.item_id
        WHERE d.user_id = :user AND d.key IN ({names})
        """,
        user=user, **values,
    )  # fmt: skip
    return {bytes(key): State(state) for key, state in rows}


def insert(tx: Tx, user: int, new: Sequence[NewItem]) -> None:
    """Keep new items, each found under its address, with the index of their tags."""
    if not new:
        return
    tx.many(_INSERT, [{"user": user, **_own(each.item), **each.derived} for each in new])
    tx.many(
        "INSERT INTO addresses (user_id, key, item_id) VALUES (:user, :key, :item) ON CONFLICT DO NOTHING",
        [{"user": user, "key": each.key, "item": each.item.id} for each in new],
    )
    tagged = [
        {"user": user, "tag": tag, "state": int(item.state), "at": item.added_at, "item": item.id}
        for item in (each.item for each in new)
        if item.state != State.DELETED
        for tag in item.tags
    ]
    if tagged:
        tx.many(
            """
            INSERT INTO item_tags (user_id, tag, state, added_at, item_id) VALUES (:user, :tag, :state, :at, :item)
            ON CONFLICT DO NOTHING
            """,
            tagged,
        )


def update(tx: Tx, user: int, changed: Sequence[tuple[Item, int, dict[str, object]]]) -> None:
    """Keep living items that are others now: each with when the person last moved it, and its derived columns.

    `store.tags` keeps the index of their tags.
    """
    if changed:
        tx.many(
            _UPDATE,
            [{"user": user, **_own(item), "acted_at": acted, **derived} for item, acted, derived in changed],
        )


def restore(tx: Tx, user: int, restored: Sequence[tuple[Item, Rest]]) -> None:
    """Give new items what a file of our own knows of them, and no other kind of file does; all but their texts."""
    if restored:
        tx.many(
            _RESTORE,
            [
                {
                    "user": user, "id": item.id, "status": item.fetch_status, "reason": item.fetch_reason,
                    "fetched_at": item.fetched_at, "edits": edits_text(item.edits), "trashed_at": item.trashed_at,
                    **rest._asdict(),
                }
                for item, rest in restored
            ],
        )  # fmt: skip


def give_article(tx: Tx, user: int, item: Item) -> None:
    """Keep what lists show of an item's article, which came with a file of our own."""
    assert item.article is not None
    tx.later(
        f"""
        UPDATE items SET edits = :edits, given_title = :given_title, {SET_FOUND}, {SET_DERIVED}
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item.id, edits=edits_text(item.edits), given_title=item.given_title,
        **found_values(item.article), **derived(item),
    )  # fmt: skip


def _own(item: Item) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(item, name) for name in _OWN}
    values["state"], values["favourite"] = int(item.state), int(item.favourite)
    values["tags"] = join_tags(item.tags)
    return values


def owe_fetches(tx: Tx, user: int, some: Sequence[Item]) -> None:
    """Owe the pages of items that came by the thousand, behind all else; what was saved last comes first."""
    if not some:
        return
    tx.many(
        """
        INSERT INTO jobs (kind, key, user_id, lane, run_at, told_at, priority)
        VALUES (:kind, :key, :user, :lane, :at, :now, :priority) ON CONFLICT (user_id, kind, key) DO NOTHING
        """,
        [
            {
                "kind": str(JobKind.FETCH), "key": item.id, "user": user, "lane": host_of(item.given_url),
                "at": max(1, _FAR - item.added_at // 1000), "now": tx.now, "priority": Priority.IMPORT.value,
            }
            for item in some
        ],
    )  # fmt: skip
    tx.signal("jobs")


def owed(tx: ReadTx, user: int) -> int:
    """How many pages of what came by the thousand are still to be fetched for a person."""
    row = tx.one(
        """
        SELECT COUNT(*) FROM jobs
        WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id = :user
        """,
        kind=str(JobKind.FETCH), priority=Priority.IMPORT.value, user=user,
    )  # fmt: skip
    return int(row[0]) if row else 0


def mark(tx: Tx, user: int, marked: Sequence[tuple[int, Highlight]]) -> None:
    """Keep new highlights, each with the number of its item."""
    if marked:
        tx.many(
            """
            INSERT INTO highlights (user_id, id, item_id, client_name, quote, note, colour, starts, ends, prefix,
                suffix, patch, version, made_at, changed_at, occurrence)
            VALUES (:user, :id, :item, :name, :quote, :note, :colour, :start, :end, :prefix, :suffix, :patch, :version,
                :made_at, :changed_at, :occurrence)
            """,
            [
                {
                    "user": user, "item": item, "id": one.id, "quote": one.quote, "note": one.note,
                    "colour": int(one.colour), "start": one.start, "end": one.end, "prefix": one.prefix,
                    "suffix": one.suffix, "name": one.client_name, "patch": one.patch, "version": one.version,
                    "made_at": one.made_at, "changed_at": one.changed_at,
                    "occurrence": one.occurrence,
                }
                for item, one in marked
            ],
        )  # fmt: skip
