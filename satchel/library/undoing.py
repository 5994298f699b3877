"""Undoing: what a person did to an item, and what takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base.errors import NotFound, SatchelError
from satchel.library import acting, finding
from satchel.library.usecase import reads, writes
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ById,
    Favourite,
    RemoveTags,
    Unarchive,
    Unfavourite,
)
from satchel.model.items import Item, State
from satchel.store.db import ReadTx, Tx


class Done(NamedTuple):
    """What became of an act."""

    item: Item  #: as it was before
    undo: tuple[Action, ...]  #: what takes it back; none where nothing changed, or nothing can


@writes
def act(tx: Tx, user: int, item_id: int, actions: Sequence[Action]) -> Done:
    """Carry out acts on one item, all or none. Raises `NotFound` where it is not on the list, `Invalid`."""
    before = living(tx, user, item_id)
    for outcome in acting.act(tx, user, [action for action in actions if not is_so(before, action)]):
        if outcome.error is not None:
            assert isinstance(outcome.error, SatchelError)
            raise outcome.error
    after = finding.get(tx, user, before.id)
    return Done(before, inverse(before, after) if after else ())


def is_so(item: Item, action: Action) -> bool:
    """Whether an act would change nothing but the time at which it was done."""
    match action:
        case Archive():
            return item.state == State.ARCHIVED
        case Favourite():
            return item.favourite
    return False


@reads(quick=True)
def living(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item that answers to `item_id`. Raises `NotFound` where it is not on the list, or another person's."""
    found = finding.get(tx, user, item_id)
    if found is None or found.state == State.DELETED:
        raise NotFound("This article is not on your list.")
    return found


def inverse(before: Item, after: Item) -> tuple[Action, ...]:
    """What makes of `after` what was `before`: state, heart and tags. A deletion is not taken back."""
    item, acts = ById(before.id), list[Action]()
    if after.state == State.DELETED:
        return ()
    if before.state != after.state:
        acts.append(Unarchive(item) if before.state == State.UNREAD else Archive(item, at=before.read_at))
    if before.favourite != after.favourite:
        acts.append(Favourite(item, at=before.favourited_at) if before.favourite else Unfavourite(item))
    had, has = set(before.tags), set(after.tags)
    if has - had:
        acts.append(RemoveTags(item, tuple(sorted(has - had))))
    if had - has:
        acts.append(AddTags(item, tuple(sorted(had - has))))
    return tuple(acts)
