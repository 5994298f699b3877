"""Undoing: what a person did on our pages, and what takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from satchel.base import urls
from satchel.base.errors import NotFound, SatchelError
from satchel.library import acting, filing, finding, history, imports, rehiding, reverting, saving, sweeping
from satchel.library.change import Changeset
from satchel.library.usecase import reads, writes
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ById,
    Delete,
    Favourite,
    MoveTo,
    RemoveTags,
    Restore,
    Unarchive,
    Unfavourite,
)
from satchel.model.history import Act, ActStatus, Changed
from satchel.model.items import Item, NewLink, Saved, State
from satchel.store import acts, by_address, items, tag_ids
from satchel.store.db import ReadTx, Tx

#: What can be undone; of what is under way no more is done then.
_UNDOABLE = (ActStatus.DONE, ActStatus.UNDER_WAY)


class Done(NamedTuple):
    """What became of an act."""

    item: Item  #: as it was before
    undo: tuple[Action, ...]  #: what takes it back; none where nothing changed, or nothing can
    act: int = 0  #: the number by which `undo` takes it back; 0 where nothing changed


class Undone(NamedTuple):
    """What became of an undoing."""

    verb: str  #: of the act
    done: int  #: items that are as they were before it
    passed: int  #: items that have changed since, or are gone, and stayed as they are
    title: str = ""  #: of the item, where it was one; of what was hidden, the site
    item: int = 0
    act: int = 0  #: of one that goes on for a while


@writes
def act(tx: Tx, user: int, item_id: int, actions: Sequence[Action], verb: str = "") -> Done:
    """Carry out acts on one item, all or none, and keep that for undoing under the name `verb`.

    Raises `NotFound` where the item is not on the list, and for a restore where it is not in the trash; `Invalid`.
    """
    restores = any(isinstance(action, Restore) for action in actions)
    before = discarded(tx, user, item_id) if restores else living(tx, user, item_id)
    for outcome in acting.act(tx, user, [action for action in actions if not acting.is_so(before, action)]):
        if outcome.error is not None:
            assert isinstance(outcome.error, SatchelError)
            raise outcome.error
    return keep(tx, user, before, verb or type(actions[0]).__name__.lower())


def keep(tx: Tx, user: int, before: Item, verb: str) -> Done:
    """Keep for undoing, under the name `verb`, what was done to an item which was `before`."""
    after = items.get(tx, user, before.id)
    assert after is not None
    what = history.changed(before, after)
    if not what:
        return Done(before, ())
    with Changeset(tx, user) as change:
        tags = filing.named(change, what, after) or what.tags
        number = history.note(change, verb, [(before.id, what)], tags, what.filed[1] if what.filed else 0)
    return Done(before, inverse(before, after), number)


@writes
def save(tx: Tx, user: int, link: NewLink) -> tuple[Saved, int]:
    """`saving.save`, and the number by which `undo` takes it back. Raises as it does."""
    known = by_address.known(tx, user, urls.read(link.url).key)
    saved = saving.save(tx, user, link)
    item = saved.item
    what = saved_as(known.item if known else None, item)
    with Changeset(tx, user) as change:
        number = history.note(change, "save", [(item.id, what)])
    return saved, number


def saved_as(old: Item | None, item: Item) -> Changed:
    """What saving a link changed: of nothing, or of an item that was `old`."""
    return Changed(
        state=(int(old.state if old else State.DELETED), int(item.state)),
        added_at=old.added_at if old else item.added_at,
        read_at=old.read_at if old else 0,
        folder_id=old.folder_id if old else None,
        added=tuple(sorted(set(item.tags).difference(old.tags))) if old else (),
    )


@writes
def undo(tx: Tx, user: int, act_id: int) -> Undone:
    """Take an act back, as far as nobody changed the same things since.

    What is large is undone a step at a time, by a job: see `sweeping`. Raises `NotFound` for an act that is none, is
    undone already, or is under way.
    """
    found = acts.get(tx, user, act_id)
    if found is None or found.verb == sweeping.EMPTY or found.status not in _UNDOABLE:
        raise NotFound("This has been undone already, or is too long ago.")
    if found.verb == history.IMPORT:
        imports.undo(tx, user, found.place)
        return Undone(found.verb, 0, 0, act=found.id)
    if found.verb in (history.HIDE, history.SHOW):
        return _rehide(tx, user, found)
    some = acts.noted(tx, user, act_id, 0, history.MAX_AT_ONCE + 1)
    with Changeset(tx, user) as change:
        filing.bring_back(change, found)
        if found.verb == sweeping.RENAME:
            for name, other in sweeping.renamed(found):
                tag_ids.rename(tx, user, other, name)
        is_long = len(reverting.within(tx, user, some, history.MAX_AT_ONCE)) < len(some)
        if is_long or found.status == ActStatus.UNDER_WAY:
            sweeping.begin_undoing(change, found)
            return Undone(found.verb, 0, 0, act=found.id)
        done = reverting.revert(change, some)
        ended = msgspec.structs.replace(found, status=ActStatus.UNDONE, done=0, passed=found.done - done)
        acts.update(tx, user, ended)
    item = items.get(tx, user, some[0][0]) if len(some) == 1 else None
    return Undone(found.verb, done, found.done - done, item.title if item else "", item.id if item else 0)


def _rehide(tx: Tx, user: int, act: Act) -> Undone:
    what = rehiding.of(act)
    with Changeset(tx, user) as change:
        done = act.total if rehiding.revert(change, what) else 0
        ended = msgspec.structs.replace(act, status=ActStatus.UNDONE, done=0, passed=act.done - done)
        acts.update(tx, user, ended)
    return Undone(act.verb, done, act.done - done, what.host)


@reads(quick=True)
def living(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item that answers to `item_id`. Raises `NotFound` where it is not on the list, or another person's."""
    found = finding.get(tx, user, item_id)
    if found is None or found.state == State.DELETED:
        raise NotFound("This article is not on your list.")
    return found


@reads(quick=True)
def discarded(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item of that number in the trash. Raises `NotFound` where there is none, or another person's."""
    found = items.get(tx, user, item_id) if 0 < item_id <= items.MAX_ID else None
    if found is None or not found.trashed_at:
        raise NotFound("This article is not in your trash.")
    return found


def inverse(before: Item, after: Item) -> tuple[Action, ...]:
    """What makes of `after` what was `before`: state, heart and tags."""
    item, acts = ById(before.id), list[Action]()
    if after.state == State.DELETED:
        return (Restore(item),)
    if before.state == State.DELETED:
        return (Delete(item),)
    if before.state != after.state:
        acts.append(Unarchive(item) if before.state == State.UNREAD else Archive(item, at=before.read_at))
    if before.favourite != after.favourite:
        acts.append(Favourite(item, at=before.favourited_at) if before.favourite else Unfavourite(item))
    if before.folder_id != after.folder_id and before.state == State.UNREAD:
        acts.append(MoveTo(item, before.folder_id))
    had, has = set(before.tags), set(after.tags)
    if has - had:
        acts.append(RemoveTags(item, tuple(sorted(has - had))))
    if had - has:
        acts.append(AddTags(item, tuple(sorted(had - has))))
    return tuple(acts)
