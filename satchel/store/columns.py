"""The columns of an item, named once, and rows of them as structs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from satchel.model.items import ArticleExtras, ArticleHead, Edits, Item, State
from satchel.store.db import Row


class ItemHead(msgspec.Struct, frozen=True):
    """As much of an item as an act needs to know. All fields are columns."""

    id: int
    state: State
    favourite: bool
    tags: tuple[str, ...]
    version: int  #: 0: there is no article
    acted_at: int
    added_at: int
    trashed_from: State  #: of one in the trash: where it was
    folder_id: int | None = None


#: The columns of an item itself, and of what was found, by the names that they have in the structs.
OWN = tuple(name for name in Item.__struct_fields__ if name != "article")
FOUND = ArticleHead.__struct_fields__
#: What `item` and `head` read, in their order.
COLUMNS = ", ".join(f"i.{name}" for name in (*OWN, *FOUND))
HEAD = ", ".join(f"i.{name}" for name in ItemHead.__struct_fields__)

#: What goes when an item is deleted for good, and what is there instead; `:nothing` stands for no bytes.
EMPTY = {
    "favourite": "0", "favourited_at": "0", "read_at": "0", "tags": "''", "given_title": "''", "description": "''",
    "folder_id": "NULL", "progress": "0", "progress_at": "0", "edits": "''", "chosen": "0",
    "furthest": "0", "finished_at": "0", "place": "0", "place_version": "0", "place_quote": "''",
    "place_said": "''", "keeps_address": "0",
    "fetch_status": "0", "fetch_reason": "''", "fetched_at": "0", "led_to": "NULL", "forced": "0",
    "version": "0", "url": "''", "media_type": "''", "size": "0", "encoding": "''", "title": "''", "excerpt": "''",
    "site": "''", "language": "''", "direction": "''", "published_at": "NULL", "found_at": "0", "words": "0",
    "has_image": "0", "has_video": "0", "is_article": "0", "is_index": "0", "lead_image": "''", "details": "''",
    "trashed_at": "0", "trashed_from": "0",
    "domain": ":nothing", "title_key": ":nothing", "site_key": ":nothing", "folded": "''",
}  # fmt: skip
SET_EMPTY = ", ".join(f"{name} = {value}" for name, value in EMPTY.items())
SET_FOUND = ", ".join(f"{name} = :{name}" for name in FOUND)
#: What filters, orders and searches read, as `store.derived` makes it.
DERIVED = ("domain", "title_key", "site_key", "folded")
SET_DERIVED = ", ".join(f"{name} = :{name}" for name in DERIVED)

_AT = {name: place for place, name in enumerate((*OWN, *FOUND))}
_ITS_OWN = slice(0, len(OWN))
_FOUND_BUT_DETAILS = slice(len(OWN), _AT["details"])
_STATE, _FAVOURITE, _TAGS, _EDITS, _VERSION, _DETAILS = (
    _AT[name] for name in ("state", "favourite", "tags", "edits", "version", "details")
)

_edits = msgspec.json.Decoder(Edits)
_decoder = msgspec.json.Decoder(ArticleExtras)
_NO_DETAILS = ArticleExtras()
_STATES = tuple(State)
#: Apps and people look at the same lists again and again: so many details need not be decoded anew. Few are over 2 KB.
MAX_KEPT_DETAILS = 1024
MAX_KEPT_DETAIL_CHARACTERS = 4096
#: Tags are parted, and each is written once more: a letter of them is as much work as so many of details.
TAG_WORK = 8


def join_tags(tags: Iterable[str]) -> str:
    """Tags in their stored form: each once, sorted, a line each."""
    return "\n".join(sorted(set(tags)))


def split_tags(tags: str) -> tuple[str, ...]:
    """The stored form of an item's tags as a tuple."""
    return tuple(tags.split("\n")) if tags else ()


def weight(row: Row) -> int:
    """How much work an answer with the item in that row may be: letters, those of tags counted eight times."""
    return TAG_WORK * len(row[_TAGS]) + len(row[_DETAILS])


def item(row: Row) -> Item:
    """The item in a row that begins with `COLUMNS`."""
    own: list[Any] = list(row[_ITS_OWN])
    own[_STATE] = _STATES[own[_STATE]]
    own[_FAVOURITE] = own[_FAVOURITE] == 1
    own[_TAGS] = split_tags(own[_TAGS])
    own[_EDITS] = _edits.decode(own[_EDITS]) if own[_EDITS] else None
    own.append(None)
    if row[_VERSION]:
        own[-1] = ArticleHead(*(*row[_FOUND_BUT_DETAILS], _details(row[_DETAILS])))
    return Item(*own)


def _details(stored: str) -> ArticleExtras:
    """The details of an article in their stored form, decoded."""
    if not stored:
        return _NO_DETAILS
    return _kept_details(stored) if len(stored) <= MAX_KEPT_DETAIL_CHARACTERS else _decoder.decode(stored)


_kept_details = lru_cache(MAX_KEPT_DETAILS)(_decoder.decode)


def head(row: Row) -> ItemHead:
    """The item in a row of `HEAD`."""
    number, state, favourite, tags, version, acted_at, added_at, trashed_from, folder_id = row
    return ItemHead(
        number, _STATES[state], favourite == 1, split_tags(tags), version, acted_at, added_at, _STATES[trashed_from],
        folder_id,
    )  # fmt: skip


def head_of(item: Item) -> ItemHead:
    """As much of a living item as an act needs to know; when it was acted on last is not asked."""
    version = item.article.version if item.article else 0
    return ItemHead(
        item.id,
        item.state,
        item.favourite,
        item.tags,
        version,
        0,
        item.added_at,
        State.UNREAD,
        item.folder_id,
    )


def edits_text(edits: Edits | None) -> str:
    """Edits in their stored form."""
    return msgspec.json.encode(edits).decode() if edits is not None else ""


def found_values(article: ArticleHead) -> dict[str, Any]:
    """What was found, by the names of its columns."""
    values = {name: getattr(article, name) for name in FOUND}
    values["details"] = msgspec.json.encode(article.details).decode()
    return values


def authors_in(details: str) -> tuple[str, ...]:
    """The names of the authors in the stored details of an article."""
    return tuple(author.name for author in _details(details).authors)
