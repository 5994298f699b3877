"""The objects of answers. What is a number and what a text is as programs need it; nothing but a note is ever null."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from satchel.dialects.http.own_address import addressed
from satchel.dialects.http.slugs import slug
from satchel.model.folders import Folder
from satchel.model.highlights import Highlight
from satchel.model.items import Item
from satchel.model.places import Said

#: The label of what has no address, where nobody said where it is from.
PRIVATE = "private"
#: What may stand in an address as it is; all else is percent-encoded, so that every program can read it.
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
_PLAIN = re.compile(r"[A-Za-z0-9%/:?#\[\]@!$&'()*+,;=._~-]*+")


class Error(msgspec.Struct, tag="error", tag_field="type"):
    """What went wrong."""

    error_code: int
    message: str


class User(msgspec.Struct, tag="user", tag_field="type"):
    """Whose list it is. Everybody here has what the original sells."""

    user_id: int
    username: str
    subscription_is_active: str = "1"


class Tag(msgspec.Struct):
    """A tag of a bookmark."""

    id: int
    name: str
    slug: str


class Bookmark(msgspec.Struct, tag="bookmark", tag_field="type"):
    """An item."""

    bookmark_id: int
    url: str
    title: str
    description: str
    time: int  #: s
    starred: str
    private_source: str
    hash: str
    progress: float
    progress_timestamp: int  #: as an app told it; else s, 0 for never
    tags: list[Tag]


class FolderObject(msgspec.Struct, tag="folder", tag_field="type"):
    """A folder of the person's own."""

    folder_id: int
    title: str
    display_title: str
    slug: str
    position: int
    count: int
    sync_to_mobile: int = 1
    public: int = 0


class HighlightObject(msgspec.Struct, tag="highlight", tag_field="type"):
    """A marked passage."""

    highlight_id: int
    bookmark_id: int
    text: str
    note: str | None
    position: int  #: which of equal passages of the text it is
    time: int  #: s


class Meta(msgspec.Struct, tag="meta", tag_field="type", omit_defaults=True):
    """What stands before a list of version 1."""

    delete_ids: str = ""


def bookmark(item: Item, said: Said | None, tag_ids: Mapping[str, int], home: str) -> Bookmark:
    """An item. A title that its person gave goes before the one that was found.

    `home` is `Request.own_address`: what has no address of its own is found there.
    """
    source = ""
    if not item.given_url:
        source = (item.article.site if item.article else "") or PRIVATE
        item = addressed(item, home)
    found = item.article
    url = item.given_url if found is None or not found.url or (said and said.keeps_address) else found.url
    progress, moment = place_of(item, said)
    shown = Bookmark(
        item.id,
        url if _PLAIN.fullmatch(url) else quote(url, safe=_SAFE, errors="replace"),
        item.given_title or (found.title if found else "") or url,
        item.description,
        item.added_at // 1000,
        "1" if item.favourite else "0",
        source,
        "",
        progress,
        moment,
        [Tag(tag_ids.get(name, 0), name, slug(name)) for name in item.tags],
    )
    shown.hash = _hash(shown)
    return shown


def place_of(item: Item, said: Said | None) -> tuple[float, int]:
    """How much was read, and when that was: to the letter as an app told it, if that is the newest that is known."""
    if said and said.place:
        share, _, moment = said.place.partition(" ")
        return float(share), int(moment)
    return item.progress / 1000, item.progress_at // 1000


def folder(its: Folder) -> FolderObject:
    """A folder."""
    return FolderObject(its.id, its.name, its.name, slug(its.name), its.place, its.items)


def highlight(item_id: int, mark: Highlight) -> HighlightObject:
    """A highlight in an item."""
    return HighlightObject(
        mark.id, item_id, mark.quote, mark.note or None, mark.occurrence or 0, mark.made_at // 1000
    )


def highlights(marks: Mapping[int, Sequence[Highlight]], known: frozenset[int]) -> list[HighlightObject]:
    """The highlights of some items but those that the caller knows."""
    return [highlight(item, mark) for item, its in marks.items() for mark in its if mark.id not in known]


def _hash(shown: Bookmark) -> str:
    """Eight letters that are others as soon as the bookmark shows something else."""
    parts = (
        shown.url, shown.title, shown.description, shown.starred, repr(shown.progress),
        str(shown.progress_timestamp), *(tag.name for tag in shown.tags),
    )  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=4).hexdigest()
