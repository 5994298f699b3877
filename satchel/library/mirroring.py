"""Mirroring: what a program keeps a copy of, with all that it shows of it, in few statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from satchel.base.errors import Busy, NotFound
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

#: Tags may get other names while they are given numbers.
_TRIES = 3


class Mirror(NamedTuple):
    """Some items, and what is known of them beside their columns."""

    items: list[Item]
    said: dict[int, Said]  #: by item
    tag_ids: dict[str, int]  #: the number of each tag that one of them has
    highlights: dict[int, list[Highlight]]  #: by item


Write = Callable[[Mirror], bytes]


class _Unnumbered(NamedTuple):
    """Tags of a list that have no numbers yet."""

    names: list[str]


async def written(
    library: Library, user: int, query: Query, write: Write, *, with_highlights: bool = False
) -> bytes:
    """A list as `write` puts it into bytes, away from the event loop unless it is a quick one.

    Raises `NotFound` for a folder that is not there.
    """
    for _ in range(_TRIES):
        found = await library.run(_written, user, query, write, with_highlights)
        if isinstance(found, bytes):
            return found
        await tag_ids.give(library, user, found.names)
    raise Busy


async def one(library: Library, user: int, item_id: int) -> Mirror:
    """One living item. Raises `NotFound`."""
    mirror = await library.run(_one, user, item_id)
    names = _unnumbered(mirror)
    if not names:
        return mirror
    return mirror._replace(tag_ids=mirror.tag_ids | await tag_ids.give(library, user, names))


def _unnumbered(mirror: Mirror) -> list[str]:
    return sorted({name for item in mirror.items for name in item.tags if name not in mirror.tag_ids})


def _is_quick(user: int, query: Query, write: Write, with_highlights: bool) -> bool:
    # Whether an item is in a folder is told by the index in which the list stands.
    return finding.is_quick(msgspec.structs.replace(query, unfiled=False))


@reads(quick=_is_quick)
def _written(tx: ReadTx, user: int, query: Query, write: Write, with_highlights: bool) -> bytes | _Unnumbered:
    if query.folder is not None and all(each.id != query.folder for each in kept_folders.of(tx, user)):
        raise NotFound("There is no such folder.", field="folder")
    found = [item for item, _ in finding.walk(tx, user, query) if isinstance(item, Item)]
    mirror = _mirror(tx, user, found, with_highlights=with_highlights)
    names = _unnumbered(mirror)
    return _Unnumbered(names) if names else write(mirror)


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
