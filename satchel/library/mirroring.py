"""Mirroring: what a program keeps a copy of, with all that it shows of it, in few statements."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import NotFound
from satchel.library import finding, tag_ids
from satchel.library.context import Library
from satchel.library.usecase import reads
from satchel.model.highlights import Highlight
from satchel.model.items import Item, Query, State
from satchel.model.places import Said
from satchel.store import folders as kept_folders
from satchel.store import highlights, items, places
from satchel.store import tag_ids as kept_tag_ids
from satchel.store.db import ReadTx


class Mirror(NamedTuple):
    """Some items, and what is known of them beside their columns."""

    items: list[Item]
    said: dict[int, Said]  #: by item
    tag_ids: dict[str, int]  #: the number of each tag that one of them has
    highlights: dict[int, list[Highlight]]  #: by item


async def window(library: Library, user: int, query: Query, *, with_highlights: bool) -> Mirror:
    """The items of a list. Raises `NotFound` for a folder that is not there."""
    return await _numbered(library, user, await library.run(_window, user, query, with_highlights))


async def one(library: Library, user: int, item_id: int) -> Mirror:
    """One living item. Raises `NotFound`."""
    return await _numbered(library, user, await library.run(_one, user, item_id))


async def _numbered(library: Library, user: int, mirror: Mirror) -> Mirror:
    """The mirror with a number for each tag; those that nobody asked the number of are given one."""
    names = {name for item in mirror.items for name in item.tags if name not in mirror.tag_ids}
    if not names:
        return mirror
    return mirror._replace(tag_ids=mirror.tag_ids | await library.run(tag_ids.give, user, sorted(names)))


@reads
def _window(tx: ReadTx, user: int, query: Query, with_highlights: bool) -> Mirror:
    if query.folder is not None and all(each.id != query.folder for each in kept_folders.of(tx, user)):
        raise NotFound("There is no such folder.", field="folder")
    found = [item for item, _ in finding.walk(tx, user, query) if isinstance(item, Item)]
    return _mirror(tx, user, found, with_highlights=with_highlights)


@reads(quick=True)
def _one(tx: ReadTx, user: int, item_id: int) -> Mirror:
    head = items.head(tx, user, item_id)
    item = items.get(tx, user, head.id) if head else None
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return _mirror(tx, user, [item], with_highlights=False)


def _mirror(tx: ReadTx, user: int, found: list[Item], *, with_highlights: bool) -> Mirror:
    ids = [item.id for item in found]
    names = sorted({name for item in found for name in item.tags})
    return Mirror(
        found,
        places.said(tx, user, ids) if ids else {},
        kept_tag_ids.known(tx, user, names) if names else {},
        highlights.of(tx, user, ids) if with_highlights else {},
    )
