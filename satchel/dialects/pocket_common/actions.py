"""One entry of a list of actions, read into an act of ours."""

from __future__ import annotations

from typing import Any

from satchel.base.errors import Invalid, NotFound, TooLarge
from satchel.dialects.http import form_arrays, params
from satchel.dialects.http.params import Values
from satchel.dialects.pocket_common import tags
from satchel.dialects.pocket_common.timestamps import moment
from satchel.model.actions import Action, Verb

#: The most actions of one call. Clients send dozens; scripts that clean up send some hundreds.
MAX_ACTIONS = 5000

#: The twelve names that both dialects document.
VERBS: dict[str, Verb] = {
    "add": Verb.ADD,
    "archive": Verb.ARCHIVE,
    "readd": Verb.READD,
    "favorite": Verb.FAVOURITE,
    "unfavorite": Verb.UNFAVOURITE,
    "delete": Verb.DELETE,
    "tags_add": Verb.TAGS_ADD,
    "tags_remove": Verb.TAGS_REMOVE,
    "tags_replace": Verb.TAGS_REPLACE,
    "tags_clear": Verb.TAGS_CLEAR,
    "tag_rename": Verb.TAG_RENAME,
    "tag_delete": Verb.TAG_DELETE,
}

_MAX_ID = 2**63 - 1


def entries(actions: Any) -> list[Any]:
    """`actions`, if they are a list of bearable length. Raises `Invalid` and `TooLarge`."""
    actions = form_arrays.entries(actions)
    if not isinstance(actions, list):
        raise Invalid("The parameter actions is not a list of actions.", field="actions")
    if len(actions) > MAX_ACTIONS:
        raise TooLarge(f"One call carries at most {MAX_ACTIONS} actions.")
    return actions


def number(digits: str) -> int:
    """An item's id from its digits. Raises `NotFound` for a number that no item can have."""
    found = int(digits) if len(digits) <= 20 else 0
    if not 1 <= found <= _MAX_ID:
        raise NotFound("There is no such item.")
    return found


def action(verb: Verb, entry: Values, *, item_id: int | None = None, url: str = "") -> Action:
    """The act, with the fields that both dialects write alike. Raises `Invalid`."""
    at = moment(entry.get("time"))
    if verb is Verb.TAG_DELETE:
        return Action(verb=verb, tag=_tag(entry, "tag"), at=at)
    if verb is Verb.TAG_RENAME:
        return Action(verb=verb, tag=_tag(entry, "old_tag"), new_tag=_tag(entry, "new_tag"), at=at)
    if item_id is None and not url:
        raise Invalid("The action names no item.")
    if verb is Verb.ADD:
        given = params.string(entry, "title")
        return Action(
            verb=verb, item_id=item_id, url=url, title=given, tags=tags.tags(entry.get("tags")), at=at
        )
    return Action(verb=verb, item_id=item_id, url=url, tags=_tags(verb, entry), at=at)


def _tags(verb: Verb, entry: Values) -> tuple[str, ...]:
    if verb is Verb.TAGS_REMOVE:
        names = tags.bearing(entry.get("tags"))
    elif verb in (Verb.TAGS_ADD, Verb.TAGS_REPLACE):
        names = tags.tags(entry.get("tags"))
    else:
        return ()
    if not names and verb is not Verb.TAGS_REPLACE:
        raise Invalid("The action names no tags.")
    return names


def _tag(entry: Values, name: str) -> str:
    found = tags.tag(params.string(entry, name))
    if not found:
        raise Invalid(f"The action's {name} is missing.")
    return found
