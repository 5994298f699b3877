"""Linking: which pages that an article leads to are on its reader's list."""

from __future__ import annotations

import re
from html import unescape

from satchel.base import urls
from satchel.base.errors import Invalid, NotFound
from satchel.library.usecase import reads
from satchel.store import addresses, articles, items
from satchel.store.db import ReadTx

MAX_LINKS = 300  #: of one article; what is behind them is not looked up
_LINK = re.compile(r'<a [^<>]*?href="(https?://[^"]{1,2000})"')


@reads
def known(tx: ReadTx, user: int, item_id: int) -> dict[str, int]:
    """The items of the person that links of an article lead to, by the addresses as the article has them.

    All are looked up by one statement. Raises `NotFound`.
    """
    item = items.get(tx, user, item_id) if 0 < item_id <= items.MAX_ID else None
    if item is None:
        raise NotFound("This article is not on your list.")
    keys: dict[str, bytes] = {}
    for found in _LINK.finditer(articles.html(tx, user, item.id)):
        if len(keys) >= MAX_LINKS:
            break
        address = unescape(found[1])
        if address not in keys:
            try:
                keys[address] = urls.read(address).key
            except Invalid:
                continue
    living = addresses.living(tx, user, list(dict.fromkeys(keys.values())))
    return {address: living[key] for address, key in keys.items() if living.get(key, item.id) != item.id}
