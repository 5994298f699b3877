"""The bodies of articles. What lists show of an article are columns of its item."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from satchel.model.items import Item
from satchel.model.places import Place
from satchel.store import columns, user_counters
from satchel.store.columns import FOUND, ItemHead
from satchel.store.db import ReadTx, Tx

_FETCHED = (*FOUND, "fetch_status", "fetch_reason", "fetched_at", "edits", "chosen")
_THEIRS = ", ".join(_FETCHED)
_SET_THEIRS = ", ".join(f"{name} = s.{name}" for name in _FETCHED)
#: A body by its item: the one that holds.
_BODY = """
    FROM items i JOIN bodies b ON b.user_id = :user AND b.item_id = i.id AND b.version = i.version
    WHERE i.user_id = :user AND i.id = :item
"""


class Opened(NamedTuple):
    """All that the page of an article shows of the item itself."""

    item: Item
    html: str  #: "" while there is no article
    place: Place
    looks: str  #: how its person wants articles to look, as they last said; "" for nothing
    folder: str  #: the name of the one in which the item is; "" for none
    is_highlighted: bool


def put(tx: Tx, user: int, item_id: int, version: int, html: str, text: str) -> None:
    """Keep the body of that number with an item; those of other numbers stay."""
    packed_html, packed_text = zlib.compress(html.encode(), 6), zlib.compress(text.encode(), 6)
    user_counters.grown(tx, user, item_id, len(packed_html) + len(packed_text), version)
    tx.later(
        """
        INSERT INTO bodies (user_id, item_id, version, html, text) VALUES (:user, :item, :version, :html, :text)
        ON CONFLICT (user_id, item_id, version) DO UPDATE SET html = :html, text = :text
        """,
        user=user, item=item_id, version=version, html=packed_html, text=packed_text,
    )  # fmt: skip


def body(tx: ReadTx, user: int, item_id: int) -> tuple[str, str] | None:
    """HTML and text of the article of `user`'s item; None when there is none."""
    row = tx.one(f"SELECT b.html, b.text {_BODY}", user=user, item=item_id)
    return (zlib.decompress(row[0]).decode(), zlib.decompress(row[1]).decode()) if row else None


def opened(tx: ReadTx, user: int, item_id: int) -> Opened | None:
    """The item as it stands with its article and the place in it; None when `user` never had it.

    Raises `TooMuch` where a quick reading comes upon a long article.
    """
    row = tx.one(
        f"""
        SELECT {columns.COLUMNS}, b.html, i.place, i.place_version, i.place_quote,
               (SELECT s.reading FROM shelves s WHERE s.user_id = :user),
               (SELECT f.name FROM folders f WHERE f.user_id = :user AND f.id = i.folder_id),
               EXISTS (SELECT 1 FROM highlights h WHERE h.user_id = :user AND h.item_id = i.id)
        FROM items i LEFT JOIN bodies b ON b.user_id = :user AND b.item_id = i.id AND b.version = i.version
        WHERE i.user_id = :user AND i.id = :item
        """,
        user=user, item=item_id,
    )  # fmt: skip
    if row is None:
        return None
    item = columns.item(row)
    packed, at, version, quote, looks, folder, is_highlighted = row[-7:]
    html = _bounded(tx, packed) if packed is not None else ""
    place = Place(item.progress, item.progress_at, at, version, quote, item.finished_at > 0)
    return Opened(item, html, place, looks or "", folder or "", bool(is_highlighted))


def _bounded(tx: ReadTx, packed: bytes) -> str:
    """A text that was packed, where it is no longer than this reading may take on: a few KB may be megabytes."""
    if tx.left is not None:
        begins = zlib.decompressobj().decompress(packed, tx.left + 1)
        tx.weigh(len(begins))
        return begins.decode()
    return zlib.decompress(packed).decode()


def html(tx: ReadTx, user: int, item_id: int) -> str:
    """The HTML of the article of `user`'s item; "" when there is none."""
    row = tx.one(f"SELECT b.html {_BODY}", user=user, item=item_id)
    return zlib.decompress(row[0]).decode() if row else ""


def with_rules(tx: ReadTx, user: int, item_id: int, host: str) -> tuple[str, str | None]:
    """The HTML of the article of `user`'s item, and what they hide on that site, as it is stored."""
    row = tx.one(
        f"""
        SELECT b.html, (SELECT r.parts FROM site_rules r WHERE r.user_id = :user AND r.host = :host) {_BODY}
        """,
        user=user, item=item_id, host=host,
    )  # fmt: skip
    return (zlib.decompress(row[0]).decode(), row[1]) if row else ("", None)


def text(tx: ReadTx, user: int, item_id: int) -> str:
    """The plain text of the article of `user`'s item, at most 1 MB; "" when there is none."""
    row = tx.one(f"SELECT b.text {_BODY}", user=user, item=item_id)
    return zlib.decompress(row[0]).decode() if row else ""


def clear_body(tx: Tx, user: int, item_id: int) -> None:
    """Remove all bodies of an item."""
    user_counters.grown(tx, user, item_id, 0)
    tx.later("DELETE FROM bodies WHERE user_id = :user AND item_id = :item", user=user, item=item_id)


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Remove the body of an item whose article goes."""
    if item.version:
        clear_body(tx, user, item.id)


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Give an item that has no article that of another one, in all versions, with what its fetch came to.

    Where it has one, what the other still has of texts goes.
    """
    if target.version or not source.version:
        clear(tx, user, source)
        return
    tx.later(
        f"""
        UPDATE items SET {_SET_THEIRS} FROM (SELECT {_THEIRS} FROM items WHERE user_id = :user AND id = :source) AS s
        WHERE items.user_id = :user AND items.id = :id
        """,
        user=user, id=target.id, source=source.id,
    )  # fmt: skip
    tx.later(
        "UPDATE bodies SET item_id = :id WHERE user_id = :user AND item_id = :source",
        user=user, id=target.id, source=source.id,
    )  # fmt: skip
