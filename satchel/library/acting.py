"""Acting: what people do to their items, one act or thousands.

Each act succeeds or fails on its own; one that fails changes nothing, and the rest goes on. What is
long goes in steps, each a transaction: others write between them, and a crash leaves the acts done
that stand before it in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from satchel.base.errors import Busy, Invalid, NotFound, SatchelError, Unavailable
from satchel.library import highlighting, restoring, saving, tagging
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.naming import named_by
from satchel.library.tagging import tag_name, tag_names
from satchel.model.actions import Action, Outcome, Verb
from satchel.model.items import Item, NewLink, State
from satchel.model.jobs import Priority
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
            change.heads = items.standings(tx, user, {action.item_id or 0 for action in some})
        while number < len(actions) and work < MAX_STEP_WORK:
            action = actions[number]
            outcome, behind, done = _attempt(change, action, after, MAX_STEP_WORK - work)
            work += done
            if behind is not None:
                return Step(outcomes, Place(number, behind))
            outcomes.append(outcome)
            number, after = number + 1, 0
    return Step(outcomes, Place(number))


def _attempt(change: Changeset, action: Action, after: int, work: int) -> tuple[Outcome, int | None, int]:
    """What became of an act; of a rename that is not at its end, where it goes on; how much it was."""
    try:
        if action.verb in (Verb.TAG_RENAME, Verb.TAG_DELETE):
            change.heads.clear()
            new = _named(action.new_tag) if action.verb is Verb.TAG_RENAME else None
            behind, done = tagging.rename(change, _named(action.tag), new, after, work)
            return Outcome(True), behind, done
        return Outcome(True, _VERBS[action.verb](change, action)), None, 1 + len(action.tags) // TAGS
    except (Busy, Unavailable):
        raise  # not of this act: the others fare no better
    except SatchelError as error:
        # Where it came from is of no use to anybody, and holds the list that will hold it: a circle.
        error.__traceback__ = error.__context__ = error.__cause__ = None
        return Outcome(False, error=error), None, 1 + len(action.tags) // TAGS


def _item(change: Changeset, action: Action) -> ItemHead:
    """The living item that the action names. Raises `NotFound`."""
    item = _any_item(change, action)
    if item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return item


def _any_item(change: Changeset, action: Action) -> ItemHead:
    found = None
    if action.item_id is not None:
        # What stands there is true until the first act on the item, whatever name that gives it.
        found = change.heads.pop(action.item_id, None) or items.head(change.tx, change.user, action.item_id)
    elif action.url:
        found = named_by(change.tx, change.user, action.url)
    else:
        raise Invalid("The action names no item.")
    if found is None:
        raise NotFound("There is no such item.")
    change.heads.pop(found.id, None)
    return found


def _add(change: Changeset, action: Action) -> Item:
    if action.url:
        link = NewLink(action.url, action.title, action.tags, at=action.at)
        return _saved(change, link)
    standing = _any_item(change, action)
    if action.title and standing.state != State.DELETED:
        # A new title for what is there already: the same as adding its address again.
        known = items.get(change.tx, change.user, standing.id)
        if known is not None:
            return _saved(change, NewLink(known.given_url, action.title, action.tags, at=action.at))
    if action.tags:
        given = tagging.united(standing.tags, tag_names(action.tags))
        tags.put(change.tx, change.user, standing, given, change.stamp)
    return saving.revive(change, standing, action.at)


def _saved(change: Changeset, link: NewLink) -> Item:
    item = saving.save_within(change, link).item
    change.heads.pop(item.id, None)
    return item


def _readd(change: Changeset, action: Action) -> Item:
    return saving.revive(change, _any_item(change, action), action.at)


def _archive(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    items.set_state(change.tx, change.user, item.id, State.ARCHIVED, change.when(action.at), change.stamp)
    change.count_move(item.state, State.ARCHIVED)


def _favourite(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    items.set_favourite(change.tx, change.user, item.id, True, change.when(action.at), change.stamp)


def _unfavourite(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    items.set_favourite(change.tx, change.user, item.id, False, 0, change.stamp)


def _delete(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    items.bury(change.tx, change.user, item.id, change.stamp)
    tags.clear_index(change.tx, change.user, item.id)
    highlights.clear(change.tx, change.user, item.id)
    jobs.cancel_for_item(change.tx, change.user, item.id)
    articles.drop_if_unused(change.tx, item.article_id)
    change.count_move(item.state, State.DELETED)


def _tags_add(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    tags.put(change.tx, change.user, item, tagging.united(item.tags, _some(action)), change.stamp)


def _tags_remove(change: Changeset, action: Action) -> None:
    item = _item(change, action)
    tags.put(change.tx, change.user, item, set(item.tags) - set(_some(action)), change.stamp)


def _tags_replace(change: Changeset, action: Action) -> None:
    tags.put(change.tx, change.user, _item(change, action), tag_names(action.tags), change.stamp)


def _tags_clear(change: Changeset, action: Action) -> None:
    tags.put(change.tx, change.user, _item(change, action), (), change.stamp)


def _unarchive(change: Changeset, action: Action) -> None:
    restoring.unarchive(change, _item(change, action))


def _restore(change: Changeset, action: Action) -> None:
    restoring.restore(change, _any_item(change, action), action.state, action.at)


def _highlight(change: Changeset, action: Action) -> None:
    if action.highlight is None:
        raise Invalid("The action names no highlight.")
    highlighting.add(change, _item(change, action), action.highlight)


def _unhighlight(change: Changeset, action: Action) -> None:
    highlighting.remove(change, action.name)


def _some(action: Action) -> tuple[str, ...]:
    names = tag_names(action.tags)
    if not names:
        raise Invalid("The action names no tags.")
    return names


def _named(text: str) -> str:
    name = tag_name(text)
    if not name:
        raise Invalid("The action names no tag.")
    return name


_VERBS: dict[Verb, Callable[[Changeset, Action], Item | None]] = {
    Verb.ADD: _add,
    Verb.ARCHIVE: _archive,
    Verb.READD: _readd,
    Verb.FAVOURITE: _favourite,
    Verb.UNFAVOURITE: _unfavourite,
    Verb.DELETE: _delete,
    Verb.TAGS_ADD: _tags_add,
    Verb.TAGS_REMOVE: _tags_remove,
    Verb.TAGS_REPLACE: _tags_replace,
    Verb.TAGS_CLEAR: _tags_clear,
    Verb.UNARCHIVE: _unarchive,
    Verb.RESTORE: _restore,
    Verb.HIGHLIGHT: _highlight,
    Verb.UNHIGHLIGHT: _unhighlight,
}
