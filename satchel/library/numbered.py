"""Lists for protocols that name tags by number, and tell how many items have each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from satchel.base.errors import Busy, Invalid, NotFound
from satchel.library import finding, tag_ids, tagging
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.numbered_tags import NumberedTags
from satchel.library.usecase import reads, writes
from satchel.model.items import Item, Query, State, Tombstone
from satchel.model.tags import Tag
from satchel.store import items, places, tags
from satchel.store import tag_ids as numbers
from satchel.store.db import ReadTx, Tx

#: Tags may get other names while they are given numbers.
_TRIES = 3


class Page(NamedTuple):
    """A page of a list."""

    items: list[Item]
    gone: list[int]  #: ids of those that were deleted, where the query asks for these
    total: int  #: of the list
    tags: dict[str, Tag]  #: those of the items, by name


Write = Callable[[Page], bytes]


class _Unnumbered(NamedTuple):
    """Tags of a page that have no numbers yet."""

    names: list[str]


async def written(library: Library, user: int, query: Query, write: Write) -> bytes:
    """A page of a list as `write` puts it into bytes, away from the event loop where it is a long one."""
    for _ in range(_TRIES):
        found = await library.run(_page, user, query, write, library.numbered_tags)
        if isinstance(found, bytes):
            return found
        await tag_ids.give(library, user, found.names)
    raise Busy


async def one(library: Library, user: int, item_id: int) -> tuple[Item, dict[str, Tag]]:
    """A living item, and its tags. Raises `NotFound`."""
    for _ in range(_TRIES):
        item, found = await library.run(_one, user, item_id, library.numbered_tags)
        if not isinstance(found, _Unnumbered):
            return item, found
        await tag_ids.give(library, user, found.names)
    raise Busy


def _is_quick(user: int, query: Query, write: Write, known: NumberedTags) -> bool:
    return finding.is_quick(query)


@reads(quick=_is_quick)
def _page(tx: ReadTx, user: int, query: Query, write: Write, known: NumberedTags) -> bytes | _Unnumbered:
    found, gone = list[Item](), list[int]()
    for each, _ in finding.walk(tx, user, query):
        if isinstance(each, Tombstone):
            gone.append(each.id)
        else:
            found.append(each)
    found = _addressed(tx, user, found)
    named = _tags(tx, user, known, {tag for item in found for tag in item.tags})
    return (
        named
        if isinstance(named, _Unnumbered)
        else write(Page(found, gone, finding.count(tx, user, query), named))
    )


@reads(quick=True)
def _one(
    tx: ReadTx, user: int, item_id: int, known: NumberedTags
) -> tuple[Item, dict[str, Tag] | _Unnumbered]:
    item = finding.get(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such bookmark.")
    return _addressed(tx, user, [item])[0], _tags(tx, user, known, set(item.tags))


def _addressed(tx: ReadTx, user: int, found: list[Item]) -> list[Item]:
    """The same, but for where those lead that go by the address which was given: that is not told."""
    led = [
        each.id for each in found if each.article and each.article.url != each.given_url and each.given_url
    ]
    keeping = places.keeping_address(tx, user, led) if led else ()
    return [
        msgspec.structs.replace(each, article=msgspec.structs.replace(each.article, url=each.given_url))
        if each.article and each.id in keeping
        else each
        for each in found
    ]


def _tags(tx: ReadTx, user: int, known: NumberedTags, names: set[str]) -> dict[str, Tag] | _Unnumbered:
    found = known.of(tx, user, names)
    missing = [name for name in names if name not in found]
    return _Unnumbered(missing) if missing else found


class Retagged(NamedTuple):
    """The tags of an item, and those of them that nothing had before."""

    tags: list[Tag]
    created: list[Tag]


def _weight(
    user: int, item_id: int, names: Sequence[str], added: Sequence[int], removed: Sequence[int]
) -> int:
    return 1 + len(names) + len(added)


@writes(weight=_weight, long=100)
def retag(
    tx: Tx, user: int, item_id: int, names: Sequence[str], added: Sequence[int], removed: Sequence[int]
) -> Retagged:
    """Give an item tags by their names and numbers, and take some by their numbers.

    Raises `NotFound` for no such item, `Invalid` for no such tag among those to add, or for too many.
    """
    tx.room()
    tx.lock_user(user)
    item = items.head(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such bookmark.")
    known = tag_ids.by_id(tx, user, [*added, *removed])
    if any(number not in known for number in added):
        raise Invalid("There is no such tag.", field="add_tags")
    wanted = [*tagging.tag_names(names), *(known[number] for number in added)]
    there = numbers.known(tx, user, wanted).keys() | {
        tag for tag in wanted if tags.item_ids(tx, user, tag, 1)
    }
    with Changeset(tx, user) as change:
        less = set(item.tags) - {known[number] for number in removed if number in known}
        tags.put(tx, user, item, tagging.united(less, wanted), change.stamp)
    has = items.head(tx, user, item.id)
    assert has is not None
    return Retagged(
        _numbered(tx, user, has.tags),
        _numbered(tx, user, [tag for tag in has.tags if tag not in there and tag in wanted]),
    )


def _numbered(tx: Tx, user: int, names: Iterable[str]) -> list[Tag]:
    wanted = list(names)
    if not wanted:
        return []
    numbers.give(tx, user, wanted)
    found = numbers.counted(tx, user, wanted)
    return [found[name] for name in wanted]
