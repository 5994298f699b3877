"""The texts that come with a file: kept with the items that its rows made, or joined."""

from __future__ import annotations

from typing import Any

import msgspec

from satchel.library import anchoring, brought, edits
from satchel.library.change import Changeset
from satchel.library.incoming import Incoming
from satchel.library.keeping import IMPORTED
from satchel.model.exports import Rest
from satchel.model.items import Item
from satchel.model.library_file import Spot
from satchel.model.states import State
from satchel.model.versions import Origin
from satchel.store import addresses, articles, item_batches, items, versions


def put(change: Changeset, item: Item, row: Incoming) -> None:
    """Give an item, which has none, the article that the file has of it; a fetch that is owed is owed all the same."""
    if row.texts:
        _put_own(change, item, row)
        return
    assert row.article is not None
    tx, user, article = change.tx, change.user, row.article
    head = brought.head(change, item, article, IMPORTED)
    articles.put(tx, user, item.id, head.version, article.html, article.text)
    versions.explain(tx, user, item.id, head.version, Origin.BROUGHT, "")
    item = msgspec.structs.replace(item, article=head, fetched_at=0)
    items.found(tx, user, item, None, changed_at=change.stamp)


def _put_own(change: Changeset, item: Item, row: Incoming) -> None:
    tx, user = change.tx, change.user
    for each in row.texts:
        articles.put(tx, user, item.id, each.head.version, each.html, each.text)
        versions.explain(tx, user, item.id, each.head.version, each.origin, each.why)
        if not each.read:
            versions.set_aside(tx, user, item.id, each.head)
    read = next(each.head for each in row.texts if each.read)
    bare = msgspec.structs.replace(edits.bare(item), article=read)
    item_batches.give_article(tx, user, edits.worn(bare, edits.mine(item)))


def text(row: Incoming) -> str:
    """The text that will be read of those of a row; "" where it has none."""
    if row.texts:
        return next(each.text for each in row.texts if each.read)
    return row.article.text if row.article else ""


def rest(row: Incoming) -> Rest:
    """What a row of a file of our own says that lists never read."""
    assert row.own is not None
    line = row.own.line
    spot = line.place or Spot()
    was = State.ARCHIVED if line.trashed_from == "archived" else State.UNREAD
    led_to = bytes.fromhex(line.led_to) if line.led_to else None
    return Rest(
        int(line.chosen), led_to, spot.at, spot.text, spot.quote, int(was), spot.said, int(line.keeps_address)
    )


def name(change: Changeset, item: Item, row: Incoming) -> None:
    """Have an item found under all the addresses that its row names, but for those of other items."""
    assert row.own is not None
    for key in row.own.line.keys:
        addresses.add(change.tx, change.user, bytes.fromhex(key), item.id)


def place(text: str, quote: str, occurrence: int | None = None) -> dict[str, Any]:
    """Where a quote stands in a text; nowhere where that is not known."""
    at = anchoring.find(text, quote, occurrence) if text else None
    if at is None:
        return {"start": None, "end": None, "prefix": "", "suffix": ""}
    return {"start": at.start, "end": at.end, "prefix": at.prefix, "suffix": at.suffix}
