"""The acts that this dialect has beside the twelve that the family documents."""

from __future__ import annotations

from typing import Any

from satchel.base.errors import Invalid
from satchel.dialects.http.params import Values, number, parse_json, string
from satchel.dialects.pocket_common.timestamps import moment
from satchel.model.actions import Action, Verb
from satchel.model.highlights import Highlight
from satchel.model.items import State

VERBS: dict[str, Verb] = {
    "undo_archive": Verb.UNARCHIVE,
    "undo_delete": Verb.RESTORE,
    "add_annotation": Verb.HIGHLIGHT,
    "delete_annotation": Verb.UNHIGHLIGHT,
}


def action(verb: Verb, entry: Values, *, item_id: int | None, url: str) -> Action:
    """The act in an entry of a list. Raises `Invalid`."""
    at = moment(entry.get("time"))
    if verb is Verb.UNHIGHLIGHT:
        return Action(verb=verb, name=_name(entry), at=at)
    if item_id is None and not url:
        raise Invalid("The action names no item.")
    if verb is Verb.HIGHLIGHT:
        return Action(verb=verb, item_id=item_id, url=url, highlight=_highlight(entry, at), at=at)
    if verb is Verb.RESTORE:
        return Action(verb=verb, item_id=item_id, url=url, state=_old_status(entry), at=at)
    return Action(verb=verb, item_id=item_id, url=url, at=at)


def _old_status(entry: Values) -> State:
    """Where the item was; unread when nobody says, or says what cannot be."""
    try:
        return State.ARCHIVED if number(entry.get("old_status")) == State.ARCHIVED else State.UNREAD
    except Invalid:
        return State.UNREAD


def _highlight(entry: Values, at: int | None) -> Highlight:
    said = _annotation(entry)
    made_at = moment(said.get("created_at"))
    return Highlight(
        name=string(said, "annotation_id"),
        quote=string(said, "quote"),
        patch=string(said, "patch"),
        version=_version(said),
        made_at=at if made_at is None else made_at,
    )


def _version(said: Values) -> int:
    found = number(said.get("version"))
    return 2 if found is None else found


def _name(entry: Values) -> str:
    name = string(entry, "annotation_id").strip()
    if not name and entry.get("annotation"):
        name = string(_annotation(entry), "annotation_id").strip()
    if not name:
        raise Invalid("The action's annotation_id is missing.")
    return name


def _annotation(entry: Values) -> Values:
    """The annotation: an object, or the text of one."""
    said: Any = entry.get("annotation")
    if isinstance(said, str):
        said = parse_json(said)
    if not isinstance(said, dict):
        raise Invalid("The action's annotation is missing.")
    return said
