"""Acting: what people do to their items, one act or thousands.

Each act succeeds or fails on its own; one that fails changes nothing, and the rest goes on. What is
long goes in steps, each a transaction: others write between them, and a crash leaves the acts done
that stand before it in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from satchel.base.errors import Busy, Invalid, NotFound, SatchelError, Unavailable, let_go
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


class Step(NamedTuple):
    """What one step came to."""

    outcomes: list[Outcome]  #: of the acts that it ended
    next: int  #: place of the act to go on with; of a rename that is not at its end, its own


async def act_in_turn(library: Library, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """`act`, with the writes of others between its steps.

    Raises as `Store.awrite`; what was done by then stays done, and can be asked for once more.
    """
    outcomes: list[Outcome] = []
    at = 0
    while at < len(actions):
        work = min(len(actions) - at, MAX_STEP_WORK)
        op = partial(step, user=user, actions=actions, at=at)
        ended, at = await library.turns.write(library.store, user, op, work)
        outcomes += ended
    return outcomes


def act(tx: Tx, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """Carry out `actions` in their order; one outcome each."""
    outcomes: list[Outcome] = []
    at = 0
    while at < len(actions):
        ended, at = step(tx, user, actions, at)
        outcomes += ended
    return outcomes


def step(tx: Tx, user: int, actions: Sequence[Action], at: int) -> Step:
    """Go on with `actions` from place `at` for as much work as one transaction may have."""
    outcomes: list[Outcome] = []
    work = 0
    with Changeset(tx, user) as change, tx.pipelined():
        change.priority = Priority.NOW if len(actions) <= MAX_AT_ONCE else Priority.LATER
        some = actions[at : at + MAX_STEP_WORK]
        if len(some) > 1:
            change.heads = items.standings(tx, user, {action.item_id or 0 for action in some})
        while at < len(actions) and work < MAX_STEP_WORK:
            outcome, done = _attempt(change, actions[at], MAX_STEP_WORK - work)
            work += done
            if outcome is None:
                break
            outcomes.append(outcome)
            at += 1
    return Step(outcomes, at)


def _attempt(change: Changeset, action: Action, work: int) -> tuple[Outcome | None, int]:
    """What became of an act, None of a rename that is not at its end; and how much it was."""
    try:
        if action.verb in (Verb.TAG_RENAME, Verb.TAG_DELETE):
            change.heads.clear()
            new = _named(action.new_tag) if action.verb is Verb.TAG_RENAME else None
            is_done, done = tagging.rename(change, _named(action.tag), new, work)
            return (Outcome(True) if is_done else None), done
        return Outcome(True, _VERBS[action.verb](change, action)), 1 + len(action.tags) // TAGS
    except (Busy, Unavailable):
        raise  # not of this act: the others fare no better
    except SatchelError as error:
        let_go(error)  # it stays in the list of outcomes
        return Outcome(False, error=error), 1 + len(action.tags) // TAGS


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
        standing = msgspec.structs.replace(standing, tags=tuple(given))
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
    if item.tags:
        tags.follow(change.tx, change.user, item.id)
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
