"""Exporting: a library, or a list of it, as one file, a part at a time.

Which items come is settled at the beginning. Each is as it stands when its part is read, one part a snapshot: nobody
else waits for it, and no transaction lasts longer than a part. What is saved meanwhile is in the next export; what goes
for good meanwhile is in none.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple

import msgspec

from satchel.formats.exports.writing import Format, Sequenced, Texts
from satchel.library import browsing, edits, finding
from satchel.library.context import Library
from satchel.library.usecase import reads
from satchel.model.exports import Leaving, Plan
from satchel.model.items import Item, Query, State
from satchel.model.library_file import FolderLine, HiddenLine, SearchLine, Shelf, TagLine
from satchel.store import exporting as store
from satchel.store import folders, highlights, listing, searches, site_rules, tag_ids
from satchel.store.db import ReadTx

#: Items of one part, and bytes of their tags, highlights and packed texts.
MAX_ITEMS = 200
MAX_BYTES = 2_000_000
#: Rows of a list that are read by one statement.
_ROWS = 5_000
_MAX_SITES = 100_000


class Part(NamedTuple):
    """The next items."""

    items: list[Leaving]
    read: int  #: how many of the ids were dealt with


@reads
def plan(tx: ReadTx, user: int, query: Query | None, order: Sequenced, texts: Texts = Texts.ALL) -> Plan:
    """What is to be written: all, or what the list has that `query` describes, in that order.

    Only a form with all texts has what is hidden on sites. Only all of a library has its trash with it, and only in
    the order of age. Raises `NotFound` for a search that is not kept.
    """
    named = {folder.id: folder.name for folder in folders.of(tx, user)}
    if query is None:
        found = store.ids(tx, user, newest=order is not Sequenced.BY_AGE)
    else:
        found = _listed(tx, user, query)
        if order is Sequenced.BY_AGE:
            found = array("q", sorted(found))
    if order is Sequenced.BY_FOLDER:
        found = _by_folder(found, store.filed(tx, user), list(named))
    most_sites = _MAX_SITES if texts is Texts.ALL else 0
    shelf = Shelf(
        tuple(map(FolderLine, named.values())),
        tuple(
            SearchLine(each.query, each.name, each.ready, each.counted, each.fed)
            for each in searches.of(tx, user)
        ),
        tuple(HiddenLine(*each) for each in sorted(site_rules.every(tx, user, most_sites))),
        store.settings(tx, user),
        tuple(TagLine(each) for each in sorted(tag.name for tag in tag_ids.of(tx, user) if tag.made)),
    )
    return Plan(found, named, shelf)


def _listed(tx: ReadTx, user: int, query: Query) -> array[int]:
    """The ids on a list as people mean it, in its order."""
    wanted, found, key = browsing.widened(tx, user, query), array("q"), None
    while True:
        asked = finding.tidied(msgspec.structs.replace(wanted, limit=_ROWS, after=key))
        last, before = None, len(found)
        for item in listing.page(tx, user, asked):
            if isinstance(item, Item):
                found.append(item.id)
                last = item
        if last is None or len(found) - before < _ROWS:
            return found
        key = browsing.key_of(last, wanted.order, wanted.pivot)


def _by_folder(ids: array[int], filed: dict[int, int], order: Sequence[int]) -> array[int]:
    places = {number: place for place, number in enumerate(order)}
    last = len(places)
    return array("q", sorted(ids, key=lambda item: places.get(filed.get(item, 0), last)))


@reads
def part(tx: ReadTx, user: int, ids: Sequence[int], texts: Texts, names: dict[int, str]) -> Part:
    """The next of these items, as many as make a part; `names` are those of folders. What has gone is passed by."""
    ids = ids[:MAX_ITEMS]
    ids = _some(ids, store.sizes(tx, user, ids, with_texts=texts is not Texts.NONE))
    its = [item for item in listing.these(tx, user, ids) if _is_there(item, texts)]
    marks = highlights.of(tx, user, [item.id for item in its])
    is_whole = texts is Texts.ALL
    keys = store.keys(tx, user, ids) if is_whole else {}
    rest = store.rest(tx, user, ids) if is_whole else {}
    bodies = store.bodies(tx, user, ids, read=not is_whole) if texts is not Texts.NONE else {}
    found = []
    for item in its:
        more = {"rest": rest[item.id]} if item.id in rest else {}
        found.append(
            Leaving(
                item, edits.bare(item), names.get(item.folder_id or 0, ""), tuple(marks.get(item.id, ())),
                tuple(keys.get(item.id, ())), bodies=tuple(bodies.get(item.id, ())), **more,
            )
        )  # fmt: skip
    return Part(found, len(ids))


def _is_there(item: Item, texts: Texts) -> bool:
    """Whether an item is one still; of what lies in the trash only a whole library tells."""
    return item.state != State.DELETED or (texts is Texts.ALL and item.trashed_at > 0)


def _some(ids: Sequence[int], sizes: dict[int, int]) -> Sequence[int]:
    """As many of the first ids as make one part, but one at least."""
    total = 0
    for place, number in enumerate(ids):
        total += sizes.get(number, 0)
        if total > MAX_BYTES and place:
            return ids[:place]
    return ids


async def stream(
    library: Library, user: int, form: Format, query: Query | None = None,
    heard: Callable[[int, int], None] | None = None,
) -> AsyncIterator[bytes]:  # fmt: skip
    """The file, in pieces. `heard` is told how many items are written, of how many. Raises as `plan`."""
    planned = await library.run(plan, user, query, form.order, form.texts)
    writer, total, at = form.make(), len(planned.ids), 0
    yield await asyncio.to_thread(writer.begin, planned.shelf)
    while at < total:
        read = await library.run(part, user, planned.ids[at : at + MAX_ITEMS], form.texts, planned.folders)
        at += read.read
        piece = await asyncio.to_thread(writer.add, read.items)
        if heard is not None:
            heard(at, total)
        if piece:
            yield piece
    yield await asyncio.to_thread(writer.end)
