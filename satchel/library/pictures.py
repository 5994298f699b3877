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


def listed(item: Item, number: int) -> str:
    """Where the picture of that number is on the web; "" where that is not known without the item's text."""
    if number == LEAD:
        return lead(item)
    few = list(dict.fromkeys(known(item)))
    return few[number - 1] if 0 < number <= len(few) else ""


def addresses(tx: ReadTx, user: int, item: Item) -> list[str]:
    """Where all pictures of an item are on the web, in the order of their numbers, from 1 on."""
    return reader_html.sources(reading.html(tx, user, item.id), known(item))
