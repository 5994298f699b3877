"""What a person does to items, one act at a time."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from satchel.model.highlights import Highlight
from satchel.model.items import Item, State


class Verb(StrEnum):
    """The acts. The names are ours; each dialect has its own."""

    ADD = "add"
    ARCHIVE = "archive"
    READD = "readd"
    FAVOURITE = "favourite"
    UNFAVOURITE = "unfavourite"
    DELETE = "delete"
    TAGS_ADD = "tags_add"
    TAGS_REMOVE = "tags_remove"
    TAGS_REPLACE = "tags_replace"
    TAGS_CLEAR = "tags_clear"
    TAG_RENAME = "tag_rename"
    TAG_DELETE = "tag_delete"
    UNARCHIVE = "unarchive"
    RESTORE = "restore"
    HIGHLIGHT = "highlight"
    UNHIGHLIGHT = "unhighlight"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One act. Items are named by `item_id`, or by `url` where there is none."""

    verb: Verb
    item_id: int | None = None
    url: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    tag: str = ""  #: of tag_rename (the old name) and tag_delete
    new_tag: str = ""
    state: State = State.UNREAD  #: of restore: where the item was before it was deleted
    highlight: Highlight | None = None  #: of highlight
    name: str = ""  #: of unhighlight: the highlight's
    at: int | None = None  #: ms; None or the future mean now


class Outcome(msgspec.Struct, frozen=True):
    """What became of one act."""

    done: bool
    item: Item | None = None  #: of add and readd
    error: Exception | None = None  #: one of `base.errors`
