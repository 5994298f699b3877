"""Acting: what people do to their items, one act or thousands.

Each act succeeds or fails on its own; one that fails changes nothing, and the rest goes on. What is
long goes in steps, each a transaction: others write between them, and a crash leaves the acts done
that stand before it in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple, assert_never

from satchel.base.errors import Busy, NotFound, SatchelError, Unavailable
from satchel.library import highlighting, restoring, saving, tagging
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.naming import named_by
from satchel.library.tagging import one_tag, some_tags, tag_names
from satchel.model.actions import (
    Action,
    Add,
    AddHighlight,
    AddTags,
    Archive,
    ById,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    ItemRef,
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
from satchel.model.jobs import JobKind, Priority
from satchel.store import articles, highlights, items, jobs, tags
from satchel.store.db import Tx
from satchel.store.items import ItemHead

#: Of more actions at once nobody waits for each page: they are fetched behind what is saved singly.
MAX_AT_ONCE = 10
#: Acts in one transaction: ten to twenty ms, so that others who save hardly notice.
MAX_STEP_WORK = 200
#: So many tags of an act are as much work as another act.
TAGS = 8


class Place(NamedTuple):
    """How far a list of acts is done."""

    number: int = 0  #: of the act that is next
    after: int = 0  #: if that is a rename: it is done for items up to this id


START = Place()


class Step(NamedTuple):
    """What one step came to."""

    outcomes: list[Outcome]  #: of the acts that it ended
    place: Place


async def act_in_turn(library: Library, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """`act`, with the writes of others between its steps.

    Raises as `Store.awrite`; what was done by then stays done, and can be asked for once more.
    """
    outcomes: list[Outcome] = []
    place = START
    while place.number < len(actions):
        work = min(len(actions) - place.number, MAX_STEP_WORK)
        op = partial(step, user=user, actions=actions, place=place)
        ended, place = await library.turns.write(library.store, user, op, work)
        outcomes += ended
    return outcomes


def act(tx: Tx, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """Carry out `actions` in their order; one outcome each."""
    outcomes: list[Outcome] = []
    place = START
    while place.number < len(actions):
        ended, place = step(tx, user, actions, place)
        outcomes += ended
    return outcomes


def step(tx: Tx, user: int, actions: Sequence[Action], place: Place) -> Step:
    """Go on with `actions` at `place` for as much work as one transaction may have."""
    number, after = place
    outcomes: list[Outcome] = []
    work = 0
    with Changeset(tx, user) as change, tx.pipelined():
        change.priority = Priority.NOW if len(actions) <= MAX_AT_ONCE else Priority.LATER
        some = actions[number : number + MAX_STEP_WORK]
        if len(some) > 1:
            change.heads = items.standings(tx, user, _ids(some))
        while number < len(actions) and work < MAX_STEP_WORK:
            action = actions[number]
            outcome, behind, done = _attempt(change, action, after, MAX_STEP_WORK - work)
            work += done
            if behind is not None:
                return Step(outcomes, Place(number, behind))
            outcomes.append(outcome)
            number, after = number + 1, 0
    return Step(outcomes, Place(number))


def _ids(actions: Sequence[Action]) -> set[int]:
    return {
        action.item.id for action in actions if isinstance(action, OnItem) and isinstance(action.item, ById)
    }


def _attempt(change: Changeset, action: Action, after: int, work: int) -> tuple[Outcome, int | None, int]:
    """What became of an act; of a rename that is not at its end, where it goes on; how much it was."""
    done = 1 + action.tag_count // TAGS
    try:
        match action:
            case RenameTag() | DeleteTag():
                behind, done = _rename(change, action, after, work)
                return Outcome(True), behind, done
            case AddHighlight():
                done += highlighting.add(change, _item(change, action.item), action.highlight)
                return Outcome(True), None, done
            case _:
                return Outcome(True, _carry_out(change, action)), None, done
    except (Busy, Unavailable):
        raise  # not of this act: the others fare no better
    except SatchelError as error:
        # Where it came from is of no use to anybody, and holds the list that will hold it: a circle.
        error.__traceback__ = error.__context__ = error.__cause__ = None
        return Outcome(False, error=error), None, done


_Short = (
    Add | Readd | Archive | Unarchive | Favourite | Unfavourite | Delete | Restore
    | AddTags | RemoveTags | ReplaceTags | ClearTags | RemoveHighlight
)  # fmt: skip


def _carry_out(change: Changeset, action: _Short) -> Item | None:
    """Do what is done in one go; the item, where the act brings one to the top."""
    match action:
        case Add():
            return _saved(change, action.link)
        case Readd():
            return _readd(change, action)
        case Archive():
            _archive(change, action)
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
            _delete(change, _item(change, action.item))
        case Unarchive():
            restoring.unarchive(change, _item(change, action.item))
        case Restore():
            restoring.restore(change, _any_item(change, action.item), action.state, action.at)
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
        # What stands there is true until the first act on the item, whatever name that gives it.
        found = change.heads.pop(ref.id, None) or items.head(change.tx, change.user, ref.id)
    else:
        found = named_by(change.tx, change.user, ref.url)
    if found is None:
        raise NotFound("There is no such item.")
    change.heads.pop(found.id, None)
    return found


def _saved(change: Changeset, link: NewLink) -> Item:
    item = saving.save_within(change, link).item
    change.heads.pop(item.id, None)
    return item


def _readd(change: Changeset, action: Readd) -> Item:
    standing = _any_item(change, action.item)
    if action.title and standing.state != State.DELETED:
        # A new title for what is there already: the same as adding its address again.
        known = items.get(change.tx, change.user, standing.id)
        if known is not None:
            return _saved(change, NewLink(known.given_url, action.title, action.tags, at=action.at))
    if action.tags:
        given = tagging.united(standing.tags, tag_names(action.tags))
        tags.put(change.tx, change.user, standing, given, change.stamp)
    return saving.revive(change, standing, action.at)


def _archive(change: Changeset, action: Archive) -> None:
    item = _item(change, action.item)
    items.set_state(change.tx, change.user, item.id, State.ARCHIVED, change.when(action.at), change.stamp)
    change.count_move(item.state, State.ARCHIVED)


def _delete(change: Changeset, item: ItemHead) -> None:
    items.bury(change.tx, change.user, item.id, change.stamp)
    tags.clear_index(change.tx, change.user, item.id)
    highlights.clear(change.tx, change.user, item.id)
    jobs.cancel(change.tx, JobKind.FETCH, item.id)
    articles.drop_if_unused(change.tx, item.article_id)
    change.count_move(item.state, State.DELETED)


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


def _rename(
    change: Changeset, action: RenameTag | DeleteTag, after: int, work: int
) -> tuple[int | None, int]:
    """A piece of a rename, as `tagging.rename` tells."""
    change.heads.clear()
    if isinstance(action, DeleteTag):
        return tagging.rename(change, one_tag(action.tag), None, after, work)
    new = one_tag(action.new)
    return tagging.rename(change, one_tag(action.old), new, after, work)
