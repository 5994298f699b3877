"""An article as people read it in the browser: its pictures at addresses of ours, its headings below the page's own,
its films as links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape, unescape
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from satchel.base.urls import host_of
from satchel.formats import code_colours, maths
from satchel.formats.article_html import ArticleHtml, Attributes, Shown

#: Letters of stored HTML up to which it is rendered at once.
MAX_QUICK_CHARACTERS = 60_000
MIN_PARTS, MAX_PARTS = 3, 200  #: headings, for a list of them
MAX_LEVELS = 3
_HEADING = re.compile(r'<h([2-6]) id="(part-\d+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_MARKUP = re.compile(r"<math.*?</math>|<[^>]+>", re.DOTALL)
#: Smaller pictures are there to be counted, not to be seen; pixels.
MIN_PIXELS = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


def render(html: str, pictures: Iterable[str], address: Callable[[int], str], *, named: bool = True) -> str:
    """Stored HTML for the reader's page. `address` says where the picture of a number is found.

    Numbers count from 1: first the addresses in `pictures`, then what else is in the text.
    `named` headings can be linked to; those of a part of an article would be so by names that others have.
    """
    return _Reader(pictures, address, named).render(code_colours.coloured(maths.rendered(html)))


class Part(NamedTuple):
    """A heading of an article that was rendered."""

    name: str  #: of the element
    level: int  #: 1 for the highest there is
    title: str


def parts(rendered: str) -> list[Part]:
    """The headings of what `render` gave, at most `MAX_PARTS`; none where there are too few to choose from."""
    found = [
        Part(heading[2], int(heading[1]) - 1, " ".join(unescape(_MARKUP.sub("", heading[3])).split()))
        for heading in islice(_HEADING.finditer(rendered), MAX_PARTS)
    ]
    named = [part for part in found if part.title and part.level <= MAX_LEVELS]
    return named if len(named) >= MIN_PARTS else []


def is_costly(html: str) -> bool:
    """Whether rendering takes long enough to be done beside the event loop."""
    return len(html) > MAX_QUICK_CHARACTERS or "data-tex=" in html or "data-lang=" in html


def sources(html: str, pictures: Iterable[str]) -> list[str]:
    """The addresses of all pictures that `render` numbers, in the order of their numbers."""
    reader = _Reader(pictures, lambda number: "")
    reader.render(html)
    return list(reader.numbers)


@lru_cache(512)
@lru_cache(256)  # lists ask for the same few, row by row
def language(tag: str) -> str:
    """`tag` if it can be the language of an element, else ""."""
    return tag if _LANGUAGE.fullmatch(tag) else ""


class _Reader(ArticleHtml):
    #: All other elements stand in the page as they are stored.
    tags = re.compile(
        r"<(/?)(img|video|audio|figure|figcaption|h[1-6]|table|pre|picture|source|track|main|header)"
        r'((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>'
    )
    #: What only says how else a picture could be had.
    unwrapped = frozenset(["picture", "source", "track", "main", "header"])
    around = MappingProxyType(
        {"table": ('<div class="wide">', "</div>"), "pre": ('<div class="code">', "</div>")}
        # They are blocks, which the page has others of.
        | dict.fromkeys(["main", "header"], ("<div>", "</div>"))
    )

    def __init__(self, pictures: Iterable[str], address: Callable[[int], str], named: bool = True) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self._address = address
        self._named = named
        self._parts = 0
        #: The levels of the headings above the one at hand, as the article has them.
        self._levels: list[int] = []
        for picture in pictures:
            self._number(picture)

    def _number(self, src: str) -> int:
        return self.numbers.setdefault(src, len(self.numbers) + 1)

    def picture(self, attributes: Attributes) -> Shown | None:
        src = attributes.get("src") or attributes.get("srcset", "").split(" ")[0].rstrip(",")
        if not src:
            return Shown("")
        number = self._number(src)
        width, height = (_pixels(attributes.get(name)) for name in ("width", "height"))
        if 0 < width < MIN_PIXELS or 0 < height < MIN_PIXELS:
            return Shown("")
        sizes = f' width="{width}" height="{height}"' if width and height else ""
        alt = escape(attributes.get("alt", ""))
        return Shown(
            f'<img src="{self._address(number)}" alt="{alt}"{sizes} loading="lazy" decoding="async">'
        )

    def player(self, tag: str, attributes: Attributes) -> Shown | None:
        """A link to it: played here, it would tell its site who watches."""
        poster = attributes.get("poster")
        shown = ""
        if poster and tag == "video":
            shown = (
                f'<img src="{self._address(self._number(poster))}" alt="" loading="lazy" decoding="async">'
            )
        src = attributes.get("src")
        if not src:
            return Shown(shown, whole=True)
        kind = "film" if tag == "video" else "recording"
        return Shown(
            f'{shown}<a class="player" data-ui="" href="{escape(src)}" rel="noopener noreferrer nofollow">'
            f"Play the {kind} at <bdi>{escape(host_of(src))}</bdi></a>",
            whole=True,
        )

    def heading(self, level: int, attributes: Attributes) -> Shown | None:
        """One level below the heading above it: the page's own is the first, and none is skipped."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        shown = f"h{min(1 + len(self._levels), 6)}"
        self._parts += 1
        if self._named:
            attributes.setdefault("id", f"part-{self._parts}")
        kept = "".join(
            f' {name}="{escape(attributes[name])}"' for name in ("id", "lang", "dir") if name in attributes
        )
        return Shown(f"<{shown}{kept}>", close=f"</{shown}>")


def _pixels(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
