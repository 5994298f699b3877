"""Links of an HTML file by the grammar of bookmark files: headings name lists, lists nest, descriptions follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from satchel.formats.imports.html_tokens import Token, attributes, plain, resolved, tokens

MAX_TEXT_CHARACTERS = 200_000  #: of a title or description
MAX_DEPTH = 200

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("dl", "ul", "ol")
_BREAKS = ("br", "p", "div", "li", "blockquote")


class Heading(NamedTuple):
    """What a list is called."""

    text: str
    attributes: dict[str, str]
    level: int  #: 1 is what the file calls itself


class Link(NamedTuple):
    """One link, with what stands around it."""

    line: int
    address: str
    title: str
    attributes: dict[str, str]  #: still escaped
    folders: tuple[Heading, ...]  #: of the lists around it; of a list without a heading nothing
    heading: Heading | None  #: the last one before it, wherever it stands
    description: str
    time: str  #: of a time element behind it
    is_cut: bool  #: the file ends within its tag


def links(pieces: Iterable[str]) -> Iterator[Link]:
    """The links in their order. Nothing need be closed."""
    machine = _Machine()
    for token in tokens(pieces):
        link = machine.take(token)
        if link is not None:
            yield link
    last = machine.finish()
    if last is not None:
        yield last


class _Machine:
    def __init__(self) -> None:
        self._stack: list[Heading | None] = []
        self._heading: Heading | None = None
        self._last_heading: Heading | None = None
        self._open: tuple[int, dict[str, str]] | None = (
            None  #: line and attributes of the link whose description comes
        )
        self._state = ""  #: what text belongs to: "a", "dd", "h", "time", or "" for nothing
        self._texts: dict[str, list[str]] = {}
        self._is_cut = False
        self._of_heading: dict[str, str] = {}
        self._level = 1
        self._has_terms = False  #: links stand behind DT, so that those in a description are part of it

    def take(self, token: Token) -> Link | None:
        """Follow a tag or text; gives the link that has ended with it."""
        name = token.name
        if not name:
            if self._state:
                self._texts.setdefault(self._state, []).append(token.text)
            return None
        if name == "a":
            return self._anchor(token)
        if name in _HEADINGS:
            return self._head(token)
        if name in _LISTS:
            return self._list(token)
        if name == "dt":
            self._has_terms = True
            return self._end_of_link()
        if name == "dd":
            self._state = "" if token.is_end or (self._open is None) else "dd"
        elif name == "hr":
            return self._end_of_link()
        elif name == "time":
            self._state = "" if token.is_end else "time"
        elif name in _BREAKS and self._state == "dd":
            self._texts.setdefault("dd", []).append("\n")
        return None

    def finish(self) -> Link | None:
        """The link that the file ends with."""
        return self._end_of_link()

    def _anchor(self, token: Token) -> Link | None:
        if self._state == "dd" and self._has_terms:
            return None
        if token.is_end:
            if self._state == "a":
                self._state = ""
            return None
        link = self._end_of_link()
        given = attributes(token.text)
        if "href" in given or self._has_terms:
            self._open = (token.line, given)
            self._is_cut = token.is_cut
            self._state = "a"
        return link

    def _head(self, token: Token) -> Link | None:
        if token.is_end:
            if self._state == "h":
                self._close_heading()
            return None
        if self._state == "dd" and not self._has_terms:
            return None
        link = self._end_of_link()
        self._state = "h"
        self._texts["h"] = []
        self._of_heading = attributes(token.text)
        self._level = int(token.name[1])
        return link

    def _list(self, token: Token) -> Link | None:
        if self._state == "dd" and token.name != "dl":
            return None
        link = self._end_of_link()
        if token.is_end:
            if self._stack:
                self._stack.pop()
            self._heading = None
        elif len(self._stack) < MAX_DEPTH:
            self._stack.append(self._heading)
            self._heading = None
        return link

    def _close_heading(self) -> None:
        text = _joined(self._texts.pop("h", []))
        self._heading = self._last_heading = Heading(" ".join(text.split()), self._of_heading, self._level)
        self._state = ""

    def _end_of_link(self) -> Link | None:
        if self._state == "h":
            self._close_heading()
        opened, self._open, self._state = self._open, None, ""
        if opened is None:
            return None
        line, given = opened
        texts, self._texts = self._texts, {}
        return Link(
            line,
            resolved(given.get("href", "")),
            _joined(texts.get("a", [])),
            given,
            tuple(each for each in self._stack if each is not None),
            self._last_heading,
            _joined(texts.get("dd", [])).strip(),
            _joined(texts.get("time", [])).strip(),
            self._is_cut,
        )


def _joined(texts: list[str]) -> str:
    return plain("".join(texts)[: 2 * MAX_TEXT_CHARACTERS])[:MAX_TEXT_CHARACTERS]
