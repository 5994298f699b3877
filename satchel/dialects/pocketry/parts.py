"""The parts of an item that are objects of their own. All their scalars are strings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from satchel.model.articles import Author, Image, Video
from satchel.model.items import Found

Part = dict[str, Any]


@lru_cache(maxsize=4096)
def number_of(name: str) -> str:
    """A number that stands for a name, always the same: 1 to 2^31 - 1, from its BLAKE2b hash.

    Clients key sites and authors by numbers; we have none of our own for them.
    """
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=4).digest()
    return str(int.from_bytes(digest, "big") % 0x7FFFFFFF + 1)


@lru_cache(maxsize=4096)
def _size(pixels: int) -> str:
    """A width or height, at most as large as typed clients can hold."""
    return str(min(pixels, 65535))


def authors(owner: str, found: Sequence[Author]) -> dict[str, Part]:
    """The authors by their numbers."""
    parts = {}
    for author in found:
        number = number_of(author.name.casefold())
        parts[number] = {"item_id": owner, "author_id": number, "name": author.name, "url": author.url}
    return parts


def images(owner: str, found: Sequence[Image]) -> dict[str, Part]:
    """The pictures, counted from "1"."""
    return {
        (number := str(count)): {
            "item_id": owner,
            "image_id": number,
            "src": image.src,
            "width": _size(image.width),
            "height": _size(image.height),
            "credit": image.credit,
            "caption": image.caption,
        }
        for count, image in enumerate(found, 1)
    }


def videos(owner: str, found: Sequence[Video]) -> dict[str, Part]:
    """The films, counted from "1"."""
    return {
        (number := str(count)): {
            "item_id": owner,
            "video_id": number,
            "src": video.src,
            "width": _size(video.width),
            "height": _size(video.height),
            "type": str(int(video.player)),
            "vid": video.vid,
            "length": None if video.seconds is None else str(video.seconds),
        }
        for count, video in enumerate(found, 1)
    }


def top_image(owner: str, found: Found) -> Part | None:
    """The picture that stands for the article; None when it has none."""
    lead = found.lead_image
    for image in found.details.images:
        if not lead or image.src == lead:
            return {
                "item_id": owner,
                "src": image.src,
                "width": _size(image.width),
                "height": _size(image.height),
            }
    return {"item_id": owner, "src": lead, "width": "0", "height": "0"} if lead else None


def domain(found: Found) -> Part:
    """What is known about the site."""
    icon = found.details.icon
    return {"name": found.site, "logo": icon, "greyscale_logo": icon}


@lru_cache(maxsize=512)
def language(tag: str) -> str:
    """The two-letter language of a BCP 47 tag; "" when it has none."""
    primary = tag.partition("-")[0].lower()
    return primary if len(primary) == 2 else ""
