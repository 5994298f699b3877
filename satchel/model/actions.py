"""What a person does to items, one act at a time."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from satchel.model.items import Item


class Verb(StrEnum):
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


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One act. Items are named by `item_id`, or by `url` where there is none."""

    verb: Verb
    item_id: int | None = None
    url: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    tag: str = ""  #: of tag_rename (the old name) and tag_delete
    new_tag: str = ""
    at: int | None = None  #: ms; None or the future mean now


class Outcome(msgspec.Struct, frozen=True):
    """What became of one act."""

    done: bool
    item: Item | None = None  #: of add and readd
    error: Exception | None = None  #: one of `base.errors`
