"""Acting: what people do to their items, one act or thousands.

Each act succeeds or fails on its own; one that fails changes nothing, and the rest goes on. What is
long goes in steps, each a transaction: others write between them, and a crash leaves the acts done
that stand before it in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, assert_never

import msgspec

from satchel.base import urls
from satchel.base.errors import Busy, Invalid, NotFound, SatchelError, Unavailable, let_go
from satchel.library import archiving, filing, highlighting, lifecycle, restoring, saving, tagging
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.effort import ROWS
from satchel.library.naming import led_there
from satchel.library.tagging import one_tag, some_tags, tag_names
from satchel.library.usecase import writes
from satchel.model.actions import (
    Action,
    Add,
    AddHighlight,
    AddTags,
    Archive,
    ById,
    ByUrl,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    ItemRef,
    MoveTo,
    OnItem,
    Outcome,
    Readd,
    RemoveHighlight,
    RemoveTags,
    RenameTag,
    ReplaceTags,
    Restore,
    Unarchive,
    Unfavourite,
)  # fmt: skip
from satchel.model.items import Item, NewLink, State
from satchel.model.jobs import Priority
from satchel.store import items, tags
from satchel.store.columns import ItemHead
from satchel.store.db import Tx

#: Of more actions at once nobody waits for each page: they are fetched behind what is saved singly.
MAX_AT_ONCE = 10
#: Acts in one transaction: ten to twenty ms, so that others who save hardly notice.
MAX_STEP_WORK = 200
#: Acts in one call, where many tags and large renames count as many acts: ten times what the longest list of
#: plain ones comes to, and seconds of the server's time. A tag of 200,000 items is renamed within it.
MAX_CALL_WORK = 50_000
#: Acts that one call may do without waiting for the turn of its person: a millisecond, as a save takes.
MAX_SHORT_ACTS = 10


class Step(NamedTuple):
    """What one step came to."""

    outcomes: list[Outcome]  #: of the acts that it ended
    next: int  #: place of the act to go on with; of a rename that is not at its end, its own
    work: int  #: how much it was


def _step_work(user: int, actions: Sequence[Action], at: int) -> int:
    """How much the next step may be; a rename, or what has many tags, is taken for a whole one."""
    left = len(actions) - at
    if left > MAX_SHORT_ACTS or any(_is_large(action) for action in actions[at:]):
        return MAX_STEP_WORK
    return left


def _is_large(action: Action) -> bool:
    return isinstance(action, RenameTag | DeleteTag) or len(getattr(action, "tags", ())) > ROWS


async def act_in_turn(library: Library, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """`act`, with the writes of others between its steps, as far as one call's work goes: later acts fail.

    Raises as `Store.awrite`; what was done by then stays done, and can be asked for once more.
    """
    outcomes: list[Outcome] = []
    at, work = 0, 0
    while at < len(actions) and work < MAX_CALL_WORK:
        done = await library.run(step, user, actions, at)
        outcomes += done.outcomes
        at = done.next
        work += done.work
    if at < len(actions):
        spent = Busy("This call has done as much as one call may. Send the rest in another one.")
        outcomes += [Outcome(False, error=spent)] * (len(actions) - at)
    return outcomes


async def act_on_one(library: Library, user: int, action: Action) -> None:
    """Carry out one act. Raises what keeps it from being done."""
    (outcome,) = await act_in_turn(library, user, [action])
    if outcome.error is not None:
        raise outcome.error


def act(tx: Tx, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """Carry out `actions` in their order; one outcome each."""
    outcomes: list[Outcome] = []
    at = 0
    while at < len(actions):
        ended, at, _ = step(tx, user, actions, at)
        outcomes += ended
    return outcomes


@writes(weight=_step_work, long=MAX_SHORT_ACTS + 1)
def step(tx: Tx, user: int, actions: Sequence[Action], at: int) -> Step:
    """Go on with `actions` from place `at` for as much work as one transaction may have."""
    outcomes: list[Outcome] = []
    work = 0
    with tx.pipelined(), Changeset(tx, user) as change:
        change.priority = Priority.NOW if len(actions) <= MAX_AT_ONCE else Priority.LATER
        some = actions[at : at + MAX_STEP_WORK]
        if len(some) > 1:
            _foresee(change, some)
        while at < len(actions) and work < MAX_STEP_WORK:
            written = tx.written
            outcome, done = _attempt(change, actions[at], MAX_STEP_WORK - work)
            work += max(done, (tx.written - written) // ROWS)
            if outcome is None:
                break
            outcomes.append(outcome)
            at += 1
    return Step(outcomes, at, work)


def _foresee(change: Changeset, actions: Sequence[Action]) -> None:
    """Look up the items of these acts at once."""
    ids, keys, saved = set(), set(), set()
    for action in actions:
        with suppress(Invalid):  # it is said when its turn comes
            match action:
                case Add():
                    saved.add(urls.read(action.link.url).key)
                case OnItem(item=ById(id=number)):
                    ids.add(number)
                case OnItem(item=ByUrl(url=url)):
                    keys.add(urls.read(url).key)
    change.foreseen.look(ids, keys, saved)


def _attempt(change: Changeset, action: Action, work: int) -> tuple[Outcome | None, int]:
    """What became of an act, None of a rename that is not at its end; and how much it was."""
    done = 1 + action.tag_count // ROWS
    try:
        match action:
            case RenameTag() | DeleteTag():
                is_done, done = _rename(change, action, work)
                return (Outcome(True) if is_done else None), done
            case AddHighlight():
                done += highlighting.add(change, _item(change, action.item), action.highlight)[1]
                return Outcome(True), done
            case _:
                return Outcome(True, _carry_out(change, action)), done
    except (Busy, Unavailable):
        raise  # not of this act: the others fare no better
    except SatchelError as error:
        let_go(error)  # it stays in the list of outcomes
        return Outcome(False, error=error), done


_Short = (
    Add | Readd | Archive | Unarchive | Favourite | Unfavourite | Delete | Restore
    | AddTags | RemoveTags | ReplaceTags | ClearTags | MoveTo | RemoveHighlight
)  # fmt: skip


def _carry_out(change: Changeset, action: _Short) -> Item | None:
    """Do what is done in one go; the item, where the act brings one to the top."""
    match action:
        case Add():
            return saving.save_within(change, action.link).item
        case Readd():
            return _readd(change, action)
        case Archive():
            archiving.archive(change, _item(change, action.item), action.at)
        case Favourite():
            item = _item(change, action.item)
            items.set_favourite(change.tx, change.user, item.id, True, change.when(action.at), change.stamp)
        case Unfavourite():
            item = _item(change, action.item)
            items.set_favourite(change.tx, change.user, item.id, False, 0, change.stamp)
        case AddTags() | RemoveTags() | ReplaceTags() | ClearTags():
            item = _item(change, action.item)
            tags.put(change.tx, change.user, item, _tags_after(item, action), change.stamp)
        case Delete():
            lifecycle.bury(change, _item(change, action.item))
        case Unarchive():
            restoring.unarchive(change, _item(change, action.item))
        case Restore():
            restoring.restore(change, _any_item(change, action.item), action.state, action.at)
        case MoveTo():
            filing.move(change, _item(change, action.item), action.folder)
        case RemoveHighlight():
            highlighting.remove(change, action.name)
        case _:
            assert_never(action)
    return None


def _item(change: Changeset, ref: ItemRef) -> ItemHead:
    """The living item that the act names. Raises `NotFound`."""
    item = _any_item(change, ref)
    if item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return item


def _any_item(change: Changeset, ref: ItemRef) -> ItemHead:
    if isinstance(ref, ById):
        found = change.foreseen.head(ref.id)
    else:
        key = urls.read(ref.url).key
        found = change.foreseen.head_at(key) or led_there(change.tx, change.user, key)
    if found is None:
        raise NotFound("There is no such item.")
    # What was looked up is true until the first act on the item, whatever name that gives it.
    change.foreseen.forget(found.id)
    return found


def _readd(change: Changeset, action: Readd) -> Item:
    standing = _any_item(change, action.item)
    if action.title and standing.state != State.DELETED:
        # A new title for what is there already: the same as adding its address again.
        known = items.get(change.tx, change.user, standing.id)
        if known is not None and known.given_url:
            link = NewLink(known.given_url, action.title, action.tags, at=action.at)
            return saving.save_within(change, link).item
    if action.tags:
        given = tagging.united(standing.tags, tag_names(action.tags))
        tags.put(change.tx, change.user, standing, given, change.stamp)
        standing = msgspec.structs.replace(standing, tags=tuple(sorted(given)))
    return saving.revive(change, standing, action.at)


def _tags_after(item: ItemHead, action: AddTags | RemoveTags | ReplaceTags | ClearTags) -> set[str]:
    """The tags that the item has then. Raises `Invalid`."""
    match action:
        case AddTags():
            return tagging.united(item.tags, some_tags(action.tags))
        case RemoveTags():
            return set(item.tags) - set(some_tags(action.tags))
        case ReplaceTags():
            return set(tag_names(action.tags))
        case ClearTags():
            return set()


def _rename(change: Changeset, action: RenameTag | DeleteTag, work: int) -> tuple[bool, int]:
    """A piece of a rename, as `tagging.rename` tells."""
    change.foreseen.forget_all()
    if isinstance(action, DeleteTag):
        return tagging.rename(change, one_tag(action.tag), None, work)
    new = one_tag(action.new)
    return tagging.rename(change, one_tag(action.old), new, work)


def is_so(item: Item, action: Action) -> bool:
    """Whether an act would change nothing but the time at which it was done."""
    match action:
        case Archive():
            return item.state == State.ARCHIVED
        case Favourite():
            return item.favourite
        case MoveTo():
            return item.state == State.UNREAD and item.folder_id == action.folder
    return False
