"""What a person does to their things, one act at a time: each kind of act is a type with what it needs."""

from __future__ import annotations

import msgspec

from satchel.model.highlights import NewHighlight
from satchel.model.items import Item, NewLink, State


class ById(msgspec.Struct, frozen=True, tag=True):
    """The item of that id, or the one into which that was merged."""

    id: int


class ByUrl(msgspec.Struct, frozen=True, tag=True):
    """The item that is found under that address."""

    url: str


ItemRef = ById | ByUrl


class Act(msgspec.Struct, frozen=True, tag=True):
    """What all acts are. `at` in them is when the person did it, ms; None or the future mean now."""

    @property
    def tag_count(self) -> int:
        """How many tags it brings: what makes an act long."""
        return 0


class OnItem(Act, frozen=True):
    """An act on one item that is there."""

    item: ItemRef


class _WithTags(OnItem, frozen=True):
    tags: tuple[str, ...]

    @property
    def tag_count(self) -> int:
        return len(self.tags)


class Add(Act, frozen=True):
    """Save a link."""

    link: NewLink

    @property
    def tag_count(self) -> int:
        return len(self.link.tags)


class Readd(OnItem, frozen=True):
    """Bring an item, deleted ones among them, back to unread and to the top, with that title and more tags."""

    title: str = ""  #: "" leaves the one it has
    tags: tuple[str, ...] = ()
    at: int | None = None

    @property
    def tag_count(self) -> int:
        return len(self.tags)


class Archive(OnItem, frozen=True):
    """Take an item off the unread list."""

    at: int | None = None


class Unarchive(OnItem, frozen=True):
    """Put an archived item back where it stood on the unread list."""


class Favourite(OnItem, frozen=True):
    """Give an item a heart."""

    at: int | None = None


class Unfavourite(OnItem, frozen=True):
    """Take its heart."""


class Delete(OnItem, frozen=True):
    """Put an item into the trash."""


class Restore(OnItem, frozen=True):
    """Put a deleted item back where it stood, with all that it had if it lies in the trash."""

    state: State | None = None  #: unread or archived; None: as it was before
    at: int | None = None


class MoveTo(OnItem, frozen=True):
    """Put an item into that folder, or with None out of the one that it is in; from the archive it comes back."""

    folder: int | None


class AddTags(_WithTags, frozen=True):
    """Give an item more tags."""


class RemoveTags(_WithTags, frozen=True):
    """Take tags from an item; those that it has not make no difference."""


class ReplaceTags(_WithTags, frozen=True):
    """Give an item these tags and no others."""


class ClearTags(OnItem, frozen=True):
    """Take all tags from an item."""


class RenameTag(Act, frozen=True):
    """Call a tag something else on all items."""

    old: str
    new: str


class DeleteTag(Act, frozen=True):
    """Take a tag from all items."""

    tag: str


class AddHighlight(OnItem, frozen=True):
    """Keep a highlight with an item; one of the same name is written anew."""

    highlight: NewHighlight


class RemoveHighlight(Act, frozen=True):
    """Remove the highlight that is called so: its client's name, or where that gave none its id in digits."""

    name: str


Action = (
    Add | Readd | Archive | Unarchive | Favourite | Unfavourite | Delete | Restore
    | MoveTo | AddTags | RemoveTags | ReplaceTags | ClearTags | RenameTag | DeleteTag
    | AddHighlight | RemoveHighlight
)  # fmt: skip


class Outcome(msgspec.Struct, frozen=True):
    """What became of one act."""

    done: bool
    item: Item | None = None  #: of add and readd
    error: Exception | None = None  #: one of `base.errors`
