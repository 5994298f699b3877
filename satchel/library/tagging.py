"""Tags: what counts as one, and changing them."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.base.errors import Invalid
from satchel.base.text import tag_form
from satchel.library.change import Change
from satchel.store import items, tags

MOST = 1000  #: tags that one save or act may bring; lists read them all, and each is a row


def tag_name(text: str) -> str:
    """`text` as a tag, in the one form that all doors know it by; "" when nothing is left."""
    return tag_form(text)


def tag_names(texts: Iterable[str]) -> tuple[str, ...]:
    """All tags among `texts`, each once, in their order. Raises `Invalid` for more than a thousand."""
    found = tuple(dict.fromkeys(name for name in map(tag_name, texts) if name))
    if len(found) > MOST:
        raise Invalid(f"At most {MOST} tags are given at once.", field="tags")
    return found


def rename(change: Change, old: str, new: str) -> None:
    """Call a tag something else on all items; where the new one is there already they become one."""
    _replace(change, old, {new})


def delete(change: Change, tag: str) -> None:
    """Take a tag off all items."""
    _replace(change, tag, set())


def _replace(change: Change, old: str, new: set[str]) -> None:
    if new == {old}:
        return
    for item_id in tags.bearers(change.tx, change.user, old):
        item = items.standing(change.tx, change.user, item_id)
        if item is not None:
            tags.put(change.tx, change.user, item, (set(item.tags) - {old}) | new, change.mark)
