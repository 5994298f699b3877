"""Tags: what counts as one, and changing them."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.base.errors import Invalid
from satchel.base.text import tag_form
from satchel.library.change import Changeset
from satchel.store import tag_ids, tags
from satchel.store.columns import join_tags, split_tags

MAX_TAGS = (
    1000  #: tags that one save or act may bring, or an item have; lists read them all, and each is a row
)

MAX_BEARERS = 100  #: items that a rename has in hand at a time
#: So many of its items, or letters of their tags, are as much work as another act.
BEARERS = 4
LETTERS = 10_000


def tag_name(text: str) -> str:
    """`text` as a tag, in the one form that all doors know it by; "" when nothing is left."""
    return tag_form(text)


def tag_names(texts: Iterable[str]) -> tuple[str, ...]:
    """All tags among `texts`, each once, in their order. Raises `Invalid` for more than a thousand."""
    if not texts:
        return ()
    found = tuple(dict.fromkeys(name for name in map(tag_name, texts) if name))
    if len(found) > MAX_TAGS:
        raise Invalid(f"At most {MAX_TAGS} tags are given at once.", field="tags")
    return found


def some_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """`tag_names` of which something has to be left. Raises `Invalid`."""
    names = tag_names(texts)
    if not names:
        raise Invalid("The action names no tags.")
    return names


def one_tag(text: str) -> str:
    """`tag_name` of which something has to be left. Raises `Invalid`."""
    name = tag_name(text)
    if not name:
        raise Invalid("The action names no tag.")
    return name


def united(old: Iterable[str], new: Iterable[str]) -> set[str]:
    """The tags of an item that has `old` and is given `new`. Raises `Invalid` for more than a thousand."""
    has = set(old)
    wanted = has.union(new)
    if len(wanted) > max(MAX_TAGS, len(has)):
        raise Invalid(f"An item has at most {MAX_TAGS} tags.", field="tags")
    return wanted


def rename(change: Changeset, old: str, new: str | None, work: int) -> tuple[bool, int]:
    """Call a tag something else on all items, or with None take it off; where the new one is there they become one.

    In pieces: this one stops after about `work`, and another one goes on with what has the old name
    still. Gives whether all is done, and how much it was; a rename of nothing is 1.
    """
    done = 1
    if new is None:
        tag_ids.remove(change.tx, change.user, old)
    elif new != old:
        tag_ids.rename(change.tx, change.user, old, new)
    while new != old:
        some = tags.bearers(change.tx, change.user, old, MAX_BEARERS)
        if not some:
            break
        renamed = [bearer._replace(tags=_renamed(bearer.tags, old, new)) for bearer in some]
        tags.rename(change.tx, change.user, old, new, renamed, change.stamp)
        done += len(some) // BEARERS + sum(len(bearer.tags) for bearer in some) // LETTERS
        if done >= work:
            return False, done
    return True, done


def _renamed(stored: str, old: str, new: str | None) -> str:
    kept = set(split_tags(stored)) - {old}
    return join_tags(kept if new is None else kept | {new})
