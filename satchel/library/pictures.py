"""Pictures: which address the picture of a number has, of those that a person's item shows."""

from __future__ import annotations

from satchel.formats import reader_html
from satchel.library import reading
from satchel.model.items import Item
from satchel.pipeline.pictures.album import Album
from satchel.store.db import ReadTx

__all__ = ["Album"]

#: The number of the picture that stands for the whole article.
LEAD = 0


def lead(item: Item) -> str:
    """The address of the picture that stands for an item; "" where there is none."""
    found = item.article
    if found is None:
        return ""
    return found.lead_image or next((image.src for image in found.details.images), "")


def known(item: Item) -> list[str]:
    """The addresses of an item's pictures that are known without its text."""
    return [image.src for image in item.article.details.images] if item.article else []


def address(tx: ReadTx, user: int, item: Item, number: int) -> str:
    """Where the picture of that number is on the web; "" where the item has none of that number."""
    if number == LEAD:
        return lead(item)
    listed = list(dict.fromkeys(known(item)))
    if number > len(listed):
        listed = reader_html.sources(reading.html(tx, user, item.id), listed)
    return listed[number - 1] if 0 < number <= len(listed) else ""
