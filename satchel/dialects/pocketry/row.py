"""The item as lists show it: strings, but for `sort_id` and the two lengths of time."""

from __future__ import annotations

from typing import Any

from satchel.dialects.pocketry import parts
from satchel.dialects.pocketry.tags import UNTAGGED
from satchel.model.items import Details, Found, Item, Tombstone

Shape = dict[str, Any]

_BITS = ("0", "1", "2")

#: How fast people read, in words a minute, and how fast a voice reads to them.
_READ = 220
_SPOKEN = 155

#: In place of the article of a page that has not been had.
_NOTHING = Found(
    id=0, url="", media_type="", size=0, encoding="", title="", excerpt="", site="", language="", direction="",
    published_at=None, found_at=0, words=0, has_image=0, has_video=0, is_article=0, is_index=0, lead_image="",
    details=Details(),
)  # fmt: skip


def listed(
    item: Item | Tombstone,
    position: int,
    *,
    complete: bool = False,
    tags: bool = False,
    given_title_first: bool = False,
) -> Shape:
    """One row of a list, at `position` of it, counted from 0.

    `complete` adds tags, authors, pictures, films and what is known of the site; `tags` only the
    tags. What an item has none of is left out. With `given_title_first` the title that a person
    gave stands in place of the found one.
    """
    if isinstance(item, Tombstone):
        return {"item_id": str(item.id), "status": "2", "listen_duration_estimate": 0}
    found = item.article
    shape = _shape(item, position, found or _NOTHING)
    if given_title_first and item.given_title:
        shape["resolved_title"] = item.given_title
    if (complete or tags) and item.tags:
        number = shape["item_id"]
        shape["tags"] = {tag: {"item_id": number, "tag": tag} for tag in item.tags if tag != UNTAGGED}
    if complete and found is not None:
        _complete(shape, found)
    return shape


def minutes_to_read(words: int) -> int:
    """How many minutes so many words take, to the nearest."""
    return (2 * words + _READ) // (2 * _READ)


def _shape(item: Item, position: int, found: Found) -> Shape:
    """What every row has, in the order in which the original wrote it."""
    words = found.words
    shape: Shape = {
        "item_id": str(item.id),
        "resolved_id": str(found.id),
        "given_url": item.given_url,
        "given_title": item.given_title,
        "favorite": "1" if item.favourite else "0",
        "status": _BITS[item.state],
        "time_added": str(item.added_at // 1000),
        "time_updated": str(item.changed_at // 1000),
        "time_read": str(item.read_at // 1000),
        "time_favorited": str(item.favourited_at // 1000),
        "sort_id": position,
        "resolved_title": found.title,
        "resolved_url": found.url,
        "excerpt": found.excerpt,
        "is_article": _BITS[found.is_article],
        "is_index": _BITS[found.is_index],
        "has_video": _BITS[found.has_video],
        "has_image": _BITS[found.has_image],
        "word_count": str(words),
        "lang": parts.language(found.language),
        "listen_duration_estimate": (words * 120 + _SPOKEN) // (2 * _SPOKEN),
    }
    if found.is_article:
        shape["time_to_read"] = minutes_to_read(words)
    if found.lead_image:
        shape["top_image_url"] = found.lead_image
    if found.details.amp:
        shape["amp_url"] = found.details.amp
    return shape


def _complete(shape: Shape, found: Found) -> None:
    owner = str(found.id)
    details = found.details
    if details.authors:
        shape["authors"] = parts.authors(owner, details.authors)
    if found.lead_image or details.images:
        shape["image"] = parts.top_image(owner, found)
    if details.images:
        shape["images"] = parts.images(owner, details.images)
    if details.videos:
        shape["videos"] = parts.videos(owner, details.videos)
    if found.site:
        shape["domain_metadata"] = parts.domain(found)
