"""The article as this dialect shows it: its pictures and films numbered, and in the place that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from html import escape
from typing import NamedTuple

import msgspec

from satchel.formats.article_html import ArticleHtml, Attributes, Shown
from satchel.model.articles import Image, Video


class Place(IntEnum):
    """Where a picture or film stands in the text."""

    COMMENT = 0  #: a comment with its number
    INLINE = 1  #: itself
    BOX = 2  #: an empty box with its number
    PLACED_BOX = 3  #: asked for as a box with a position; the box stands at its position anyway


class Rendered(NamedTuple):
    """The article, and its pictures and films in the order of their numbers, counted from 1."""

    html: str
    images: Sequence[Image]


def render(
    html: str, images: Sequence[Image], videos: Sequence[Video], image_place: Place, video_place: Place
) -> Rendered:
    """Put the pictures and films of stored HTML where they are asked for.

    A picture that is in the text and not among `images` is added behind them.
    """
    numbered = _Numbered(images, videos, image_place, video_place)
    return Rendered(numbered.render(html), numbered.images)


class _Numbered(ArticleHtml):
    #: What only says how else a picture could be had.
    unwrapped = frozenset(["picture", "source", "track"])

    def __init__(
        self, images: Sequence[Image], videos: Sequence[Video], image_place: Place, video_place: Place
    ) -> None:
        super().__init__()
        self.images = list(images)
        self._numbers = {image.src: number for number, image in enumerate(images, 1)}
        self._captioned: set[int] = set()
        self._videos = videos
        self._image_place = image_place
        self._video_place = video_place
        #: The caption of the figure at hand is told with its picture.
        self._told = False

    def figure(self) -> None:
        self._told = False

    def caption(self, attributes: Attributes) -> Shown | None:
        return Shown("", whole=True) if self._told else None

    def picture(self, attributes: Attributes) -> Shown | None:
        src = attributes.get("src") or attributes.get("srcset", "").split(" ")[0].rstrip(",")
        if not src:
            return Shown("")
        number = self._numbers.get(src)
        if number is None:
            sizes = (_pixels(attributes.get("width")), _pixels(attributes.get("height")))
            self.images.append(Image(src, *sizes, alt=attributes.get("alt", "")))
            number = self._numbers[src] = len(self.images)
        image = self.images[number - 1]
        if not image.alt and attributes.get("alt"):
            image = self.images[number - 1] = msgspec.structs.replace(image, alt=attributes["alt"])
        first = number not in self._captioned
        self._captioned.add(number)
        self._told = bool(self.in_figure and first and (image.caption or image.credit))
        shown = _shown(image, number, self._image_place, captioned=self._told)
        return Shown(shown, block=self._image_place is not Place.COMMENT)

    def player(self, tag: str, attributes: Attributes) -> Shown | None:
        src = attributes.get("src")
        number = next((at for at, film in enumerate(self._videos, 1) if film.src == src), 0)
        return self._film(number)

    def link(self, attributes: Attributes) -> Shown | None:
        """In a figure, the link to a film is the film."""
        if not self.in_figure:
            return None
        href = attributes.get("href", "")
        films = enumerate(self._videos, 1)
        is_it = (at for at, film in films if href == film.src or (len(film.vid) > 3 and film.vid in href))
        return self._film(next(is_it, 0))

    def _film(self, number: int) -> Shown | None:
        if self._video_place is Place.INLINE or not number:
            return None
        return Shown(_empty("VIDEO", number, self._video_place), whole=True)


def _pixels(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _empty(kind: str, number: int, place: Place) -> str:
    return f"<!--{kind}_{number}-->" if place is Place.COMMENT else f"<div id='RIL_{kind}_{number}'></div>"


def _shown(image: Image, number: int, place: Place, *, captioned: bool) -> str:
    if place is not Place.INLINE:
        return _empty("IMG", number, place)
    sizes = "".join(
        f' {name}="{pixels}"' for name, pixels in (("width", image.width), ("height", image.height)) if pixels
    )
    alt = f' alt="{escape(image.alt)}"' if image.alt else ""
    picture = f'<div class="RIL_IMG"><img src="{escape(image.src)}"{alt}{sizes} />'
    if captioned:
        credit = f" <cite>{escape(image.credit)}</cite>" if image.credit else ""
        picture += f'<span class="ril_caption">{escape(image.caption)}{credit}</span>'
    return picture + "</div>"
