"""The acts that this dialect knows: those of the family, and four of its own."""

from __future__ import annotations

import re
from typing import Any

from satchel.base.errors import Invalid
from satchel.base.text import clean, line
from satchel.dialects.http.params import Params, parse_json
from satchel.dialects.pocket_common import actions, tags
from satchel.dialects.pocket_common.actions import ItemReader, Reader, at
from satchel.dialects.pocket_common.timestamps import time
from satchel.library.highlighting import MAX_NAME_CHARACTERS
from satchel.model.actions import (
    Action,
    Add,
    AddHighlight,
    ById,
    ByUrl,
    Delete,
    ItemRef,
    Readd,
    RemoveHighlight,
    Restore,
    Unarchive,
    Unfavourite,
)  # fmt: skip
from satchel.model.highlights import NewHighlight
from satchel.model.items import NewLink, State

_DIGITS = re.compile(r"\d+", re.ASCII)

#: What may be asked of something that is gone already without harm, by its name and its type.
IDEMPOTENT = {"delete": Delete, "unfavorite": Unfavourite, "delete_annotation": RemoveHighlight}


def item(entry: Params) -> ItemRef:
    """The item's id, or its address where there is none. Raises `Invalid` and `NotFound`."""
    url = entry.text("url").strip()
    given = entry.get("item_id")
    if given is None:
        if not url:
            raise actions.no_item()
        return ByUrl(url)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    digits = str(given).strip() if isinstance(given, int | str) and not isinstance(given, bool) else ""
    if not _DIGITS.fullmatch(digits):
        raise Invalid("The action's item_id is not a number.")
    if url and not digits.strip("0"):
        return ByUrl(url)
    return ById(actions.number(digits))


def _add(entry: Params, item: ItemReader) -> Action:
    """An add goes by the address where there is one."""
    url = entry.text("url").strip()
    known = None if url else item(entry)
    title, names = entry.text("title"), tags.tags(entry)
    if known is None:
        return Add(NewLink(url, title, names, at=at(entry)))
    return Readd(known, title, names, at(entry))


def _old_status(entry: Params) -> State | None:
    """Where the item was; None when nobody says, or says what cannot be."""
    try:
        said = entry.int("old_status")
    except Invalid:
        return None
    return State(said) if said in (State.UNREAD, State.ARCHIVED) else None


def _add_annotation(entry: Params, item: ItemReader) -> Action:
    return AddHighlight(item(entry), _highlight(entry))


def _highlight(entry: Params) -> NewHighlight:
    said = _annotation(entry)
    made_at = time(said, "created_at")
    found = NewHighlight(
        client_name=said.text("annotation_id"),
        quote=said.text("quote"),
        patch=said.text("patch"),
        version=_version(said),
        made_at=at(entry) if made_at is None else made_at,
    )
    if not line(found.client_name, MAX_NAME_CHARACTERS) or not clean(found.quote).strip():
        raise Invalid("A highlight needs an id and a quote.")
    return found


def _version(said: Params) -> int:
    found = said.int("version")
    return 2 if found is None else found


def _name(entry: Params) -> str:
    name = entry.text("annotation_id").strip()
    if not name and entry.get("annotation"):
        name = _annotation(entry).text("annotation_id").strip()
    if not name:
        raise Invalid("The action's annotation_id is missing.")
    return name


def _annotation(entry: Params) -> Params:
    """The annotation: an object, or the text of one."""
    said: Any = entry.get("annotation")
    if isinstance(said, str):
        said = parse_json(said)
    if not isinstance(said, dict):
        raise Invalid("The action's annotation is missing.")
    return Params(said)


READERS: dict[str, Reader] = {
    **actions.READERS,
    "add": _add,
    "undo_archive": lambda entry, item: Unarchive(item(entry)),
    "undo_delete": lambda entry, item: Restore(item(entry), _old_status(entry), at(entry)),
    "add_annotation": _add_annotation,
    "delete_annotation": lambda entry, _: RemoveHighlight(_name(entry)),
}
