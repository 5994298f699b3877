"""The item as lists show it: strings, but for `sort_id` and the two lengths of time."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from msgspec import UNSET, UnsetType

from satchel.dialects.http import response
from satchel.dialects.http.own_address import addressed
from satchel.dialects.pocket_common import parts
from satchel.dialects.pocket_common.annotations import Mark
from satchel.dialects.pocket_common.tags import UNTAGGED
from satchel.model.items import ArticleExtras, ArticleHead, Item, Tombstone

_BITS = ("0", "1", "2")

#: How fast people read, in words a minute, and how fast a voice reads to them.
_READ = 220
_SPOKEN = 155


class TagPart(msgspec.Struct):
    """A tag of an item."""

    item_id: str
    tag: str


class Gone(msgspec.Struct):
    """What is left of a deleted item.

    The two empty texts are none of the original's: programs read them before they look at the status.
    """

    item_id: str
    given_url: str = ""
    given_title: str = ""
    status: str = "2"
    listen_duration_estimate: int = 0


class Row(msgspec.Struct):
    """An item; what is not set is left out. In the order in which the original wrote it."""

    item_id: str
    resolved_id: str
    given_url: str
    given_title: str
    favorite: str
    status: str
    time_added: str
    time_updated: str
    time_read: str
    time_favorited: str
    sort_id: int
    resolved_title: str
    resolved_url: str
    excerpt: str
    is_article: str
    is_index: str
    has_video: str
    has_image: str
    word_count: str
    lang: str
    listen_duration_estimate: int
    time_to_read: int | UnsetType = UNSET
    top_image_url: str | UnsetType = UNSET
    amp_url: str | UnsetType = UNSET
    tags: dict[str, TagPart] | UnsetType = UNSET
    authors: msgspec.Raw | UnsetType = UNSET
    image: msgspec.Raw | UnsetType = UNSET
    images: msgspec.Raw | UnsetType = UNSET
    videos: msgspec.Raw | UnsetType = UNSET
    domain_metadata: msgspec.Raw | UnsetType = UNSET
    annotations: list[Mark] | UnsetType = UNSET


#: A part in JSON, or that there is none.
Written = msgspec.Raw | UnsetType

#: Apps ask for the same lists again and again, and an article's part of a row is two fifths of what a row costs: of
#: so many articles it is made once. Those with more authors, pictures and films take too much room, and are few.
MAX_KEPT_ARTICLES = 1024
MAX_KEPT_PARTS = 12

#: In place of the article of a page that has not been had.
_NOTHING = ArticleHead(
    version=0, url="", media_type="", size=0, encoding="", title="", excerpt="", site="", language="", direction="",
    published_at=None, found_at=0, words=0, has_image=0, has_video=0, is_article=0, is_index=0, lead_image="",
    details=ArticleExtras(),
)  # fmt: skip


def list_item(
    item: Item | Tombstone,
    position: int,
    home: str,
    *,
    complete: bool = False,
    tags: bool = False,
    given_title_first: bool = False,
) -> Row | Gone:
    """One row of a list, at `position` of it, counted from 0.

    `complete` adds tags, authors, pictures, films and what is known of the site; `tags` only the
    tags. What an item has none of is left out. With `given_title_first` the title that a person
    gave stands in place of the found one. `home` is `Request.own_address`.
    """
    if isinstance(item, Tombstone):
        return Gone(str(item.id))
    item = addressed(item, home)
    found = item.article
    row = _row(item, position, found or _NOTHING)
    if given_title_first and item.given_title:
        row.resolved_title = item.given_title
    if (complete or tags) and item.tags:
        number = row.item_id
        row.tags = {tag: TagPart(number, tag) for tag in item.tags if tag != UNTAGGED}
    if complete and found is not None:
        _complete(row, found)
    return row


def minutes_to_read(words: int) -> int:
    """How many minutes so many words take, to the nearest."""
    return (2 * words + _READ) // (2 * _READ)


def _row(item: Item, position: int, found: ArticleHead) -> Row:
    """What every row has."""
    words = found.words
    number = str(item.id)
    row = Row(
        number,
        number if found.version else "0",
        item.given_url,
        item.given_title,
        "1" if item.favourite else "0",
        _BITS[item.state],
        str(item.added_at // 1000),
        str(item.changed_at // 1000),
        str(item.read_at // 1000),
        str(item.favourited_at // 1000),
        position,
        item.page_title,
        found.url,
        found.excerpt,
        _BITS[found.is_article],
        _BITS[found.is_index],
        _BITS[found.has_video],
        _BITS[found.has_image],
        str(words),
        parts.language(found.language),
        (words * 120 + _SPOKEN) // (2 * _SPOKEN),
    )
    if found.is_article:
        row.time_to_read = minutes_to_read(words)
    if found.lead_image:
        row.top_image_url = found.lead_image
    if found.details.amp:
        row.amp_url = found.details.amp
    return row


def _complete(row: Row, found: ArticleHead) -> None:
    owner, details = row.item_id, found.details
    few = len(details.authors) + len(details.images) + len(details.videos) <= MAX_KEPT_PARTS
    written = _kept_parts if few else _parts
    row.authors, row.image, row.images, row.videos, row.domain_metadata = written(
        owner, details, found.lead_image, found.site
    )


def _parts(owner: str, details: ArticleExtras, lead: str, site: str) -> tuple[Written, ...]:
    """The authors, the top picture, the pictures, the films and the site of an article, as they stand in a row."""
    return (
        _written(parts.authors(owner, details.authors)),
        _written(parts.top_image(owner, lead, details.images)),
        _written(parts.images(owner, details.images)),
        _written(parts.videos(owner, details.videos)),
        _written(parts.domain(site, details.icon) if site else None),
    )


def _written(part: object) -> Written:
    return msgspec.Raw(response.encode(part)) if part else UNSET


_kept_parts = lru_cache(MAX_KEPT_ARTICLES)(_parts)
