"""The versions of an item's text: one body each, the one that is read among them."""

from __future__ import annotations

import zlib

import msgspec

from satchel.model.items import ArticleHead
from satchel.model.versions import Origin, Version
from satchel.store import user_counters
from satchel.store.db import ReadTx, Tx

_head = msgspec.json.Decoder(ArticleHead)


def listed(tx: ReadTx, user: int, item_id: int) -> list[Version]:
    """All versions of an item, the newest first. That which is read has no head of its own: its item has it."""
    rows = tx.all(
        "SELECT version, origin, why, head FROM bodies WHERE user_id = :user AND item_id = :item ORDER BY version DESC",
        user=user, item=item_id,
    )  # fmt: skip
    return [
        Version(number, Origin(origin), why, _head.decode(head) if head else None)
        for number, origin, why, head in rows
    ]


def body(tx: ReadTx, user: int, item_id: int, version: int) -> tuple[str, str] | None:
    """HTML and text of a version; None when there is none of that number."""
    row = tx.one(
        "SELECT html, text FROM bodies WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=version,
    )  # fmt: skip
    return (zlib.decompress(row[0]).decode(), zlib.decompress(row[1]).decode()) if row else None


def set_aside(tx: Tx, user: int, item_id: int, head: ArticleHead) -> None:
    """Keep with the version of that head what lists would show of it, when another one is read."""
    tx.later(
        "UPDATE bodies SET head = :head WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=head.version, head=msgspec.json.encode(head).decode(),
    )  # fmt: skip


def take_up(tx: Tx, user: int, item_id: int, version: int) -> None:
    """Note that a version is the one that is read: its head is the item's from here on."""
    tx.later(
        "UPDATE bodies SET head = '' WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=version,
    )  # fmt: skip


def explain(tx: Tx, user: int, item_id: int, version: int, origin: Origin, why: str) -> None:
    """Say where the text of a version is from, and how it was chosen."""
    tx.later(
        "UPDATE bodies SET origin = :origin, why = :why"
        " WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=version, origin=int(origin), why=why,
    )  # fmt: skip


def give(tx: Tx, user: int, item_id: int, version: int, target_id: int, number: int) -> None:
    """Give a version of an item to another one, under a number that is free there."""
    tx.later(
        "UPDATE bodies SET item_id = :target, version = :number"
        " WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=version, target=target_id, number=number,
    )  # fmt: skip


def remove(tx: Tx, user: int, item_id: int, version: int) -> None:
    """Remove one version."""
    user_counters.grown(tx, user, item_id, 0, version)
    tx.later(
        "DELETE FROM bodies WHERE user_id = :user AND item_id = :item AND version = :version",
        user=user, item=item_id, version=version,
    )  # fmt: skip
