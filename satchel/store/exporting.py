"""What exports read: which items there are, and all that these have, a part at a time."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import msgspec

from satchel.model.exports import Body, Rest
from satchel.model.items import ArticleHead
from satchel.model.keys import KeyChoice
from satchel.model.keys import read as key_choice
from satchel.model.library_file import Settings
from satchel.model.versions import Origin
from satchel.store.db import ReadTx

_head = msgspec.json.Decoder(ArticleHead)
_ORIGINS = tuple(Origin)
#: Bytes in memory for a letter of tags: most are short, and each is a text of its own.
TAG_BYTES = 4


def ids(tx: ReadTx, user: int, *, newest: bool) -> array[int]:
    """The living items of a person, the newest first; or all and what lies in the trash, in the order of their ids."""
    sql = "SELECT id FROM items WHERE user_id = :user AND (state <> 2 OR trashed_at > 0) ORDER BY id"
    if newest:
        sql = "SELECT id FROM items WHERE user_id = :user AND state <> 2 ORDER BY added_at DESC, id DESC"
    return array("q", (row[0] for row in tx.each(sql, user=user)))


def filed(tx: ReadTx, user: int) -> dict[int, int]:
    """The folder of each item that is in one."""
    rows = tx.all(
        "SELECT id, folder_id FROM items WHERE user_id = :user AND folder_id IS NOT NULL", user=user
    )
    return {row[0]: row[1] for row in rows}


def rest(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, Rest]:
    """What no list reads of these items."""
    rows = tx.all(
        f"""
        SELECT i.id, i.chosen, i.led_to, i.place, i.place_version, i.place_quote, i.trashed_from,
            i.place_said, i.keeps_address
        FROM ({tx.ids}) AS wanted CROSS JOIN items i WHERE i.user_id = :user AND i.id = wanted.id
        """,
        user=user, ids=_listed(item_ids),
    )  # fmt: skip
    return {row[0]: Rest(row[1], bytes(row[2]) if row[2] is not None else None, *row[3:]) for row in rows}


def keys(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, list[bytes]]:
    """The keys of all addresses under which each of these items is found, sorted."""
    rows = tx.all(
        f"""
        SELECT a.item_id, a.key FROM ({tx.ids}) AS wanted CROSS JOIN addresses a
        WHERE a.user_id = :user AND a.item_id = wanted.id
        """,
        user=user, ids=_listed(item_ids),
    )  # fmt: skip
    found: dict[int, list[bytes]] = {}
    for item, key in rows:
        found.setdefault(item, []).append(bytes(key))
    return {item: sorted(some) for item, some in found.items()}


def sizes(tx: ReadTx, user: int, item_ids: Sequence[int], *, with_texts: bool) -> dict[int, int]:
    """About how many bytes each of these items takes: tags, highlights, and texts as they are kept, in all versions."""
    texts = """
        + COALESCE((SELECT SUM(LENGTH(b.html) + LENGTH(b.text)) FROM bodies b
                    WHERE b.user_id = :user AND b.item_id = i.id), 0)
    """
    its_texts = texts if with_texts else ""
    rows = tx.all(
        f"""
        SELECT i.id, {TAG_BYTES} * LENGTH(i.tags) + LENGTH(i.details)
            + COALESCE((SELECT SUM(LENGTH(h.quote) + LENGTH(h.note) + LENGTH(h.patch)) FROM highlights h
                        WHERE h.user_id = :user AND h.item_id = i.id), 0)
            {its_texts}
        FROM ({tx.ids}) AS wanted CROSS JOIN items i WHERE i.user_id = :user AND i.id = wanted.id
        """,
        user=user, ids=_listed(item_ids),
    )  # fmt: skip
    return {row[0]: int(row[1]) for row in rows}


def bodies(tx: ReadTx, user: int, item_ids: Sequence[int], *, read: bool) -> dict[int, list[Body]]:
    """The texts of these items, the oldest version first; with `read` only those that are read."""
    wanted = "AND b.head = ''" if read else ""
    rows = tx.each(
        f"""
        SELECT b.item_id, b.version, b.origin, b.why, b.head, b.html, b.text
        FROM ({tx.ids}) AS wanted CROSS JOIN bodies b
        WHERE b.user_id = :user AND b.item_id = wanted.id {wanted} ORDER BY b.item_id, b.version
        """,
        user=user, ids=_listed(item_ids),
    )  # fmt: skip
    found: dict[int, list[Body]] = {}
    for item, number, origin, why, head, html, text in rows:
        its = _head.decode(head) if head else None
        found.setdefault(item, []).append(Body(number, _ORIGINS[origin], why, its, bytes(html), bytes(text)))
    return found


def settings(tx: ReadTx, user: int) -> Settings:
    """How a person has their library shown."""
    own = tx.one("SELECT reading, list_view FROM shelves WHERE user_id = :user", user=user)
    keys = tx.one("SELECT keys FROM users WHERE id = :user", user=user)
    reading, view = own if own else ("", 0)
    choice = key_choice(keys[0]) if keys else KeyChoice()
    return Settings(reading, view, choice if choice != KeyChoice() else None)


def _listed(item_ids: Sequence[int]) -> str:
    return msgspec.json.encode(list(item_ids)).decode()
