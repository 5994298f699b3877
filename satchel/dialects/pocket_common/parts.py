"""The parts of an item that are objects of their own. All their scalars are strings.

Their members come in the order in which the original wrote them. They are made by the thousand,
so by the order of their members and not by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from satchel.model.articles import Author, Image, Video


class AuthorPart(msgspec.Struct):
    """Who wrote the article."""

    item_id: str
    author_id: str
    name: str
    url: str


class ImagePart(msgspec.Struct):
    """A picture in it."""

    item_id: str
    image_id: str
    src: str
    width: str
    height: str
    credit: str
    caption: str


class VideoPart(msgspec.Struct):
    """A film in it."""

    item_id: str
    video_id: str
    src: str
    width: str
    height: str
    type: str
    vid: str
    length: str | None


class TopImage(msgspec.Struct):
    """The picture that stands for it."""

    item_id: str
    src: str
    width: str
    height: str


class Domain(msgspec.Struct):
    """The site that it is on."""

    name: str
    logo: str
    greyscale_logo: str


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


def authors(owner: str, found: Sequence[Author]) -> dict[str, AuthorPart]:
    """The authors by their numbers."""
    return {
        (number := number_of(author.name.casefold())): AuthorPart(owner, number, author.name, author.url)
        for author in found
    }


def images(owner: str, found: Sequence[Image]) -> dict[str, ImagePart]:
    """The pictures, counted from "1"."""
    return {
        (number := str(count)): ImagePart(
            owner, number, image.src, _size(image.width), _size(image.height), image.credit, image.caption
        )
        for count, image in enumerate(found, 1)
    }


def videos(owner: str, found: Sequence[Video]) -> dict[str, VideoPart]:
    """The films, counted from "1"."""
    return {
        (number := str(count)): VideoPart(
            owner,
            number,
            video.src,
            _size(video.width),
            _size(video.height),
            str(int(video.player)),
            video.vid,
            None if video.seconds is None else str(video.seconds),
        )
        for count, video in enumerate(found, 1)
    }


def top_image(owner: str, lead: str, found: Sequence[Image]) -> TopImage | None:
    """The picture that stands for the article, with its size if it is one of those in it; None when it has none."""
    for image in found:
        if not lead or image.src == lead:
            return TopImage(owner, image.src, _size(image.width), _size(image.height))
    return TopImage(owner, lead, "0", "0") if lead else None


def domain(name: str, icon: str) -> Domain:
    """What is known about the site."""
    return Domain(name, icon, icon)


@lru_cache(maxsize=512)
def language(tag: str) -> str:
    """The two-letter language of a BCP 47 tag; "" when it has none."""
    primary = tag.partition("-")[0].lower()
    return primary if len(primary) == 2 else ""
