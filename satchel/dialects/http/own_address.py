"""An address for what has none of its own: programs are told where people read it here."""

from __future__ import annotations

import msgspec

from satchel.dialects.http.request import Request
from satchel.model.items import Item


def addressed(item: Item, home: str) -> Item:
    """The item as programs are told of it: one without an address is found at its page on this server.

    `home` is `Request.own_address`.
    """
    if item.given_url:
        return item
    here = f"{home}/read/{item.id}"
    article = item.article and msgspec.structs.replace(item.article, url=here)
    return msgspec.structs.replace(item, given_url=here, article=article)


def number_in(url: str, call: Request) -> int:
    """The number of the item whose page on this server has that address; 0 for any other address."""
    home, _, number = url.partition("/read/")
    is_here = home == call.own_address != "" and number.isascii() and number.isdigit()
    return int(number[:16]) if is_here else 0
