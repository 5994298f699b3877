"""Highlights of an import that name no address: they join the article of their title, if there is exactly one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.base import urls
from satchel.library.incoming import Incoming
from satchel.model.items import Item
from satchel.store import item_batches
from satchel.store.db import ReadTx
from satchel.store.item_batches import Standing


def by_title(tx: ReadTx, user: int, rows: Sequence[Incoming]) -> tuple[list[Incoming], dict[bytes, Standing]]:
    """The rows, those of titles that were found as rows of their items; and these items by the keys of their rows."""
    titles = {row.of_title for row in rows if row.of_title}
    found = item_batches.titled(tx, user, titles) if titles else {}
    standing: dict[bytes, Standing] = {}
    given = []
    for row in rows:
        its = found.get(row.of_title)
        if its is not None:
            key = urls.read(its.item.given_url).key if its.item.given_url else row.of_title.encode()
            standing[key] = its
            row = msgspec.structs.replace(row, key=key, item=_bare(its.item), remarks="")
        given.append(row)
    return given, standing


def _bare(item: Item) -> Item:
    """What adds nothing to an item."""
    return msgspec.structs.replace(
        item, given_title="", description="", tags=(), favourite=False, folder_id=None
    )
