"""What others said of a page gives way to what the page says itself, once that has been read.

A title that a program cut, or an address in place of one; words about the page that a file had. What the person
wrote is theirs, and stays.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.library import edits
from satchel.model.articles import Article
from satchel.model.imports import Fate
from satchel.model.items import Item
from satchel.store import import_rows, items
from satchel.store.db import Tx

#: What is shorter may well be a title of its own, as "Home" is.
MIN_CUT_CHARACTERS = 20

_CUT = ("…", "...")


def settle(tx: Tx, user: int, item: Item, article: Article) -> Item:
    """The item, keeping of what was given only what says more than `article`, which is the page's own."""
    title, note = item.given_title, item.description
    if title and edits.mine(item).title is None and gives_way(title, article.title):
        title = ""
    if note and article.words and _is_of_page(tx, user, item, article):
        note = ""
    if (title, note) == (item.given_title, item.description):
        return item
    items.give(tx, user, item.id, title, note)
    return msgspec.structs.replace(item, given_title=title, description=note)


def gives_way(given: str, found: str) -> bool:
    """Whether a given title is only an address, or the beginning of the one that was found."""
    if not found or given == found:
        return False
    if given.endswith(_CUT) or (given.startswith(("http://", "https://")) and " " not in given):
        return True
    return MIN_CUT_CHARACTERS <= len(given) < len(found) and found.casefold().startswith(
        given.casefold().rstrip()
    )


def _is_of_page(tx: Tx, user: int, item: Item, article: Article) -> bool:
    """Whether the note of an item is what a file said of its page, or what the page says of itself."""
    fates: Sequence[tuple[int, Fate]] = import_rows.of_items(tx, user, [item.id]).get(item.id, ())
    added = [fate.added for _, fate in fates if fate.added.note]
    if "\n\n".join(each.note for each in added) != item.description:
        return False
    found = " ".join(article.excerpt.split())
    return all(each.excerpt or " ".join(each.note.split()) == found for each in added)
