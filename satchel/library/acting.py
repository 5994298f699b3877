"""Acting: what people do to their items, one act or a thousand in one transaction.

Each act succeeds or fails on its own; one that fails changes nothing, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from satchel.base import urls
from satchel.base.errors import Busy, Invalid, NotFound, SatchelError, Unavailable
from satchel.library import marking, restoring, saving, tagging
from satchel.library.change import Change
from satchel.library.tagging import tag_name, tag_names
from satchel.model.actions import Action, Outcome, Verb
from satchel.model.items import Item, NewLink, State
from satchel.model.jobs import Priority, Work
from satchel.store import articles, highlights, items, jobs, tags
from satchel.store.db import Tx
from satchel.store.items import Standing

#: Of more actions at once nobody waits for each page: they are fetched behind what is saved singly.
MAX_AT_ONCE = 10


def act(tx: Tx, user: int, actions: Sequence[Action]) -> list[Outcome]:
    """Carry out `actions` in their order; one outcome each."""
    with Change(tx, user) as change:
        change.priority = Priority.NOW if len(actions) <= MAX_AT_ONCE else Priority.LATER
        return [_attempt(change, action) for action in actions]


def _attempt(change: Change, action: Action) -> Outcome:
    try:
        with change.tx.savepoint():
            return Outcome(True, _VERBS[action.verb](change, action))
    except (Busy, Unavailable):
        raise  # not of this act: the others fare no better
    except SatchelError as error:
        # Where it came from is of no use to anybody, and holds the list that will hold it: a circle.
        error.__traceback__ = error.__context__ = error.__cause__ = None
        return Outcome(False, error=error)


def _item(change: Change, action: Action) -> Standing:
    """The living item that the action names. Raises `NotFound`."""
    item = _any_item(change, action)
    if item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return item


def _any_item(change: Change, action: Action) -> Standing:
    found = None
    if action.item_id is not None:
        found = items.standing(change.tx, change.user, action.item_id)
    elif action.url:
        found = items.by_address(change.tx, change.user, urls.read(action.url).key)
    else:
        raise Invalid("The action names no item.")
    if found is None:
        raise NotFound("There is no such item.")
    return found


def _add(change: Change, action: Action) -> Item:
    if action.url:
        link = NewLink(action.url, action.title, action.tags, at=action.at)
        return saving.save_within(change, link).item
    item = _any_item(change, action)
    if action.tags:
        tags.put(change.tx, change.user, item, (*item.tags, *tag_names(action.tags)), change.mark)
    return saving.revive(change, item, action.at)


def _readd(change: Change, action: Action) -> Item:
    return saving.revive(change, _any_item(change, action), action.at)


def _archive(change: Change, action: Action) -> None:
    item = _item(change, action)
    items.set_state(change.tx, change.user, item.id, State.ARCHIVED, change.when(action.at), change.mark)
    change.moved(item.state, State.ARCHIVED)


def _favourite(change: Change, action: Action) -> None:
    item = _item(change, action)
    items.set_favourite(change.tx, change.user, item.id, True, change.when(action.at), change.mark)


def _unfavourite(change: Change, action: Action) -> None:
    item = _item(change, action)
    items.set_favourite(change.tx, change.user, item.id, False, 0, change.mark)


def _delete(change: Change, action: Action) -> None:
    item = _item(change, action)
    items.bury(change.tx, change.user, item.id, change.mark)
    tags.clear_index(change.tx, change.user, item.id)
    highlights.clear(change.tx, change.user, item.id)
    jobs.forget(change.tx, Work.FETCH, item.id)
    articles.drop_if_unused(change.tx, item.article_id)
    change.moved(item.state, State.DELETED)


def _tags_add(change: Change, action: Action) -> None:
    item = _item(change, action)
    tags.put(change.tx, change.user, item, (*item.tags, *_some(action)), change.mark)


def _tags_remove(change: Change, action: Action) -> None:
    item = _item(change, action)
    tags.put(change.tx, change.user, item, set(item.tags) - set(_some(action)), change.mark)


def _tags_replace(change: Change, action: Action) -> None:
    tags.put(change.tx, change.user, _item(change, action), tag_names(action.tags), change.mark)


def _tags_clear(change: Change, action: Action) -> None:
    tags.put(change.tx, change.user, _item(change, action), (), change.mark)


def _tag_rename(change: Change, action: Action) -> None:
    tagging.rename(change, _named(action.tag), _named(action.new_tag))


def _tag_delete(change: Change, action: Action) -> None:
    tagging.delete(change, _named(action.tag))


def _unarchive(change: Change, action: Action) -> None:
    restoring.unarchive(change, _item(change, action))


def _restore(change: Change, action: Action) -> None:
    restoring.restore(change, _any_item(change, action), action.state, action.at)


def _highlight(change: Change, action: Action) -> None:
    if action.highlight is None:
        raise Invalid("The action names no highlight.")
    marking.mark(change, _item(change, action), action.highlight)


def _unhighlight(change: Change, action: Action) -> None:
    marking.unmark(change, action.name)


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


_VERBS: dict[Verb, Callable[[Change, Action], Item | None]] = {
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
    Verb.TAG_RENAME: _tag_rename,
    Verb.TAG_DELETE: _tag_delete,
    Verb.UNARCHIVE: _unarchive,
    Verb.RESTORE: _restore,
    Verb.HIGHLIGHT: _highlight,
    Verb.UNHIGHLIGHT: _unhighlight,
}
