"""Where the pictures of an article are on the web, also those that are known from its text alone."""

from __future__ import annotations

import sys

from satchel.base.own_turns import OwnTurns
from satchel.library import opening, pictures
from satchel.library.context import Library
from satchel.model.items import Item
from satchel.web import rows
from satchel.web.kept import Kept

#: Bytes of addresses that are kept, of all people together: one article has up to five million.
MAX_KEPT_BYTES = 8_000_000


class PictureAddresses:
    """Remembers those of the articles that were looked at last: a browser asks for each picture by itself."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept = Kept[list[str]](MAX_KEPT_BYTES, MAX_KEPT_BYTES)
        self._turns = OwnTurns(1)

    async def picture(self, user: int, item_id: int, number: int) -> tuple[Item, str]:
        """A person's own item, and the address of its picture of that number; "" for none. Raises `NotFound`.

        A text is read for it once, beside the event loop, and of one person one at a time.
        """
        item = await self._library.run(opening.alone, user, item_id)
        listed = pictures.listed(item, number)
        if listed or item.article is None or number == pictures.LEAD:
            return item, listed
        found = self._kept.get(_key(user, item))
        if found is None:
            async with self._turns.of(user):
                found = self._kept.get(_key(user, item))
                if found is None:
                    item, found = await self._read(user, item)
        return item, found[number - 1] if number <= len(found) else ""

    async def _read(self, user: int, item: Item) -> tuple[Item, list[str]]:
        # Its article may have become another one meanwhile: all that is said is said of the one that was read.
        item, found = await self._library.run(opening.pictured, user, item.id)
        self._kept.keep(_key(user, item), found, sum(map(sys.getsizeof, found)) + sys.getsizeof(found))
        return item, found


def _key(user: int, item: Item) -> tuple[object, ...]:
    return user, item.id, rows.version(item), tuple(pictures.known(item))
