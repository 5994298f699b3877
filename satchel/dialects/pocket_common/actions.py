"""One entry of a list of actions, read into an act of ours by the name it bears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from satchel.base.errors import Invalid, NotFound, TooLarge
from satchel.dialects.http import form_arrays
from satchel.dialects.http.params import Params
from satchel.dialects.pocket_common import tags, timestamps
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    ItemRef,
    Readd,
    RemoveTags,
    RenameTag,
    ReplaceTags,
    Unfavourite,
)  # fmt: skip

#: The most actions of one call. Clients send dozens; scripts that clean up send some hundreds.
MAX_ACTIONS = 5000

#: Reads which item an entry is about. Raises `Invalid` and `NotFound`.
ItemReader = Callable[[Params], ItemRef]
#: Reads an entry, and by the dialect's own reader which item it is about. Raises `Invalid` and `NotFound`.
Reader = Callable[[Params, ItemReader], Action]

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


def no_item() -> Invalid:
    """What is wrong with an entry that says nothing of its item."""
    return Invalid("The action names no item.")


def at(entry: Params) -> int | None:
    """When the person did it, ms; None where nobody says."""
    return timestamps.time(entry, "time")


def _some_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise Invalid("The action names no tags.")
    return names


def _tag(entry: Params, name: str) -> str:
    found = tags.tag(entry.text(name))
    if not found:
        raise Invalid(f"The action's {name} is missing.")
    return found


#: Of the twelve names that both dialects document all but "add", which each reads in its own way.
READERS: dict[str, Reader] = {
    "archive": lambda entry, item: Archive(item(entry), at(entry)),
    "readd": lambda entry, item: Readd(item(entry), at=at(entry)),
    "favorite": lambda entry, item: Favourite(item(entry), at(entry)),
    "unfavorite": lambda entry, item: Unfavourite(item(entry)),
    "delete": lambda entry, item: Delete(item(entry)),
    "tags_add": lambda entry, item: AddTags(item(entry), _some_tags(tags.tags(entry))),
    "tags_remove": lambda entry, item: RemoveTags(item(entry), _some_tags(tags.bearing(entry))),
    "tags_replace": lambda entry, item: ReplaceTags(item(entry), tags.tags(entry)),
    "tags_clear": lambda entry, item: ClearTags(item(entry)),
    "tag_rename": lambda entry, _: RenameTag(_tag(entry, "old_tag"), _tag(entry, "new_tag")),
    "tag_delete": lambda entry, _: DeleteTag(_tag(entry, "tag")),
}
