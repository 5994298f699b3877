"""The article as this dialect shows it: its pictures and films numbered, and in the place that was asked for.

What is stored has passed the last gate: a serializer wrote it, every `<` in its texts is escaped,
every attribute stands in double quotes. So one regular expression reads its tags, each with its
attributes, and no tree is needed; nothing is let through that was not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from html import escape, unescape
from typing import NamedTuple

import msgspec

from satchel.model.articles import Image, Video

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>')
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')

#: What only says how else a picture could be had.
_DROPPED = ("picture", "source", "track")
_PLAYERS = ("video", "audio")


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
    rendering = _Rendering(images, videos, image_place, video_place)
    return Rendered(rendering.run(html), rendering.images)


class _Rendering:
    def __init__(
        self, images: Sequence[Image], videos: Sequence[Video], image_place: Place, video_place: Place
    ) -> None:
        self.images = list(images)
        self._numbers = {image.src: number for number, image in enumerate(images, 1)}
        self._captioned: set[int] = set()
        self._videos = videos
        self._image_place = image_place
        self._video_place = video_place
        self._out: list[str] = []
        self._figures = 0
        #: The caption of the figure at hand is told with its picture.
        self._told = False
        #: The element that is left out with all that is in it, and how deep in it we are.
        self._left_out = ""
        self._depth = 0
        #: How long the output was when a box of ours followed the beginning of a paragraph.
        self._boxed = -1

    def run(self, html: str) -> str:
        """The text with its tags seen through, one after the other."""
        position = 0
        for found in _TAG.finditer(html):
            if not self._left_out and found.start() > position:
                self._out.append(html[position : found.start()])
            position = found.end()
            if self._left_out:
                self._leave_out(found[2].lower(), closing=bool(found[1]))
            elif found[1]:
                self._close(found[2].lower(), found[0])
            else:
                self._open(found[2].lower(), found[0], found[3])
        if not self._left_out:
            self._out.append(html[position:])
        return "".join(self._out)

    def _leave_out(self, tag: str, *, closing: bool) -> None:
        if tag == self._left_out:
            self._depth += -1 if closing else 1
            if not self._depth:
                self._left_out = ""

    def _skip(self, tag: str) -> None:
        self._left_out, self._depth = tag, 1

    def _close(self, tag: str, text: str) -> None:
        if tag == "figure":
            self._figures -= 1
            self._told = False
        if tag == "p" and self._boxed == len(self._out):
            del self._out[-2]  # a paragraph cannot hold a box, and this one holds nothing else
        elif tag not in _DROPPED:
            self._out.append(text)

    def _open(self, tag: str, text: str, attributes: str) -> None:
        if tag == "img":
            self._image(_values(attributes))
        elif tag in _PLAYERS:
            self._player(tag, text, _values(attributes))
        elif tag == "a" and self._figures:
            if self._film(_values(attributes).get("href", "")):
                self._skip(tag)
            else:
                self._out.append(text)
        elif tag == "figcaption" and self._told:
            self._skip(tag)
        elif tag not in _DROPPED:
            if tag == "figure":
                self._figures += 1
                self._told = False
            self._out.append(text)

    def _image(self, values: dict[str, str]) -> None:
        src = values.get("src") or values.get("srcset", "").split(" ")[0].rstrip(",")
        if not src:
            return
        number = self._numbers.get(src)
        if number is None:
            sizes = (_pixels(values.get("width")), _pixels(values.get("height")))
            self.images.append(Image(src, *sizes, alt=values.get("alt", "")))
            number = self._numbers[src] = len(self.images)
        image = self.images[number - 1]
        if not image.alt and values.get("alt"):
            image = self.images[number - 1] = msgspec.structs.replace(image, alt=values["alt"])
        first = number not in self._captioned
        self._captioned.add(number)
        self._told = bool(self._figures and first and (image.caption or image.credit))
        self._out.append(_shown(image, number, self._image_place, captioned=self._told))
        if self._image_place is not Place.COMMENT and self._out[-2:-1] == ["<p>"]:
            self._boxed = len(self._out)

    def _player(self, tag: str, text: str, values: dict[str, str]) -> None:
        number = next((at for at, film in enumerate(self._videos, 1) if film.src == values.get("src")), 0)
        if self._video_place is Place.INLINE or not number:
            self._out.append(text)
            return
        self._out.append(_empty("VIDEO", number, self._video_place))
        self._skip(tag)

    def _film(self, href: str) -> bool:
        """Whether the link to a film gives way to its number."""
        if self._video_place is Place.INLINE:
            return False
        for number, film in enumerate(self._videos, 1):
            if href == film.src or (len(film.vid) > 3 and film.vid in href):
                self._out.append(_empty("VIDEO", number, self._video_place))
                return True
        return False


def _values(attributes: str) -> dict[str, str]:
    return {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}


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
