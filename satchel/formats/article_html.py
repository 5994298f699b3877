"""The one renderer of article HTML: a walk over the stored HTML of an article, with a hook for each thing
that some output shows in its own way.

What is stored has passed the last gate: a serializer wrote it, every `<` in its texts is escaped,
every attribute stands in double quotes. So one regular expression reads its tags, each with its
attributes, and no tree is needed; nothing is let through that was not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>')
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_NOTE = re.compile(r"#note-(\d{1,4})")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PLAYERS = frozenset(["video", "audio"])

Attributes = dict[str, str]


class Shown(NamedTuple):
    """What stands in place of an opening tag."""

    text: str
    whole: bool = False  #: in place of the whole element, with all that is in it
    block: bool = False  #: cannot stand in a paragraph; one that holds nothing else goes
    close: str = ""  #: of a heading: what stands in place of its closing tag


class ArticleHtml:
    """Override the hooks of what shall look otherwise; each gives what is shown, or None to leave it.

    One object renders one article, once.
    """

    #: The tags that are looked at; a renderer that leaves most as they are has a pattern of the others alone.
    tags: re.Pattern[str] = _TAG
    #: Elements whose tags are left out; what is in them stays.
    unwrapped: frozenset[str] = frozenset()
    #: What is put before and behind elements of that name.
    around: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def __init__(self) -> None:
        self._out: list[str] = []
        self._figures = 0
        #: The element that is left out with all that is in it, and how deep in it we are.
        self._left_out = ""
        self._depth = 0
        #: What closes the headings that are open, the innermost last; "" for their own tags.
        self._headings: list[str] = []
        #: How long the output was when a block followed the beginning of a paragraph.
        self._blocked = -1

    def picture(self, attributes: Attributes) -> Shown | None:
        """An `img`."""

    def player(self, tag: str, attributes: Attributes) -> Shown | None:
        """A film or a recording: `video` or `audio`."""

    def link(self, attributes: Attributes) -> Shown | None:
        """An `a` that leads out of the article."""

    def note(self, number: int, attributes: Attributes) -> Shown | None:
        """An `a` that leads to the article's note of that number, or back from it."""

    def heading(self, level: int, attributes: Attributes) -> Shown | None:
        """A heading; `level` is 1 to 6."""

    def figure(self) -> None:
        """A figure begins, or ends."""

    def caption(self, attributes: Attributes) -> Shown | None:
        """A `figcaption`."""

    @property
    def in_figure(self) -> bool:
        """Whether the walk is inside a figure."""
        return self._figures > 0

    def render(self, html: str) -> str:
        """The article as this renderer shows it."""
        position = 0
        for found in self.tags.finditer(html):
            if not self._left_out and found.start() > position:
                self._out.append(html[position : found.start()])
            position = found.end()
            tag = found[2].lower()
            if self._left_out:
                self._leave_out(tag, closing=bool(found[1]))
            elif found[1]:
                self._close(tag, found[0])
            else:
                self._open(tag, found[0], found[3])
        if not self._left_out:
            self._out.append(html[position:])
        return "".join(self._out)

    def _leave_out(self, tag: str, *, closing: bool) -> None:
        if tag == self._left_out:
            self._depth += -1 if closing else 1
            if not self._depth:
                self._left_out = ""

    def _close(self, tag: str, text: str) -> None:
        if tag == "figure":
            self._figures -= 1
            self.figure()
        if tag == "p" and self._blocked == len(self._out):
            del self._out[-2]  # a paragraph cannot hold a block, and this one holds nothing else
        elif tag in _HEADINGS:
            self._out.append((self._headings.pop() if self._headings else "") or text)
        else:
            if tag not in self.unwrapped:
                self._out.append(text)
            if tag in self.around:
                self._out.append(self.around[tag][1])

    def _open(self, tag: str, text: str, attributes: str) -> None:
        shown = self._asked(tag, attributes)
        if tag in _HEADINGS:
            self._headings.append(shown.close if shown else "")
        if shown is None:
            if tag in self.around:
                self._out.append(self.around[tag][0])
            if tag not in self.unwrapped:
                self._out.append(text)
            return
        self._out.append(shown.text)
        if shown.block and self._out[-2:-1] == ["<p>"]:
            self._blocked = len(self._out)
        if shown.whole and tag != "img":
            self._left_out, self._depth = tag, 1

    def _asked(self, tag: str, attributes: str) -> Shown | None:
        if tag == "img":
            return self.picture(values(attributes))
        if tag == "a":
            named = values(attributes)
            to = _NOTE.fullmatch(named.get("href", ""))
            return self.note(int(to[1]), named) if to else self.link(named)
        if tag == "figure":
            self._figures += 1
            self.figure()
        elif tag == "figcaption":
            return self.caption(values(attributes))
        elif tag in _PLAYERS:
            return self.player(tag, values(attributes))
        elif tag in _HEADINGS:
            return self.heading(int(tag[1]), values(attributes))
        return None


def values(attributes: str) -> Attributes:
    """The attributes of a stored tag by their lower-case names."""
    return {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
