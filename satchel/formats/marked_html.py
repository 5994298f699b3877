"""Article HTML with what somebody searched for marked in it, each place with a way to the next one."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from io import StringIO
from itertools import chain
from typing import NamedTuple

from satchel.base.text import words_of

#: How a box begins that is not shown.
UNSEEN = '<div hidden="">'
#: Of one piece of a text, which is gone through for each place in it.
MAX_PIECE_CHARACTERS = 4096
_MAX_ENTITY_CHARACTERS = 34
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>\"]|\"[^\"]*\")*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NO_ID = re.compile(r'id="[^"]*" ?')
#: Elements within which words go on: around all others they end.
_INLINE = words_of(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr"
)

Span = tuple[int, int]


class Marked(NamedTuple):
    """The HTML, and the names of the places in it, in their order."""

    html: str
    names: list[str]


def marked(
    html: str,
    find: Callable[[str], Sequence[Span]],
    names: Callable[[Sequence[Span]], list[str]],
    onward: str,
) -> Marked:
    """`html` with all places marked that `find` gives for its plain text, in order and apart from one another.

    `names` gives what each place is called in addresses; `onward` says, to those who hear the page, where the link
    behind a place leads.
    """
    called: list[str] = []

    def found(text: str) -> list[tuple[Span, str, str]]:
        places = find(text)
        called.extend(map(escape, names(places)))
        ways = [
            f'<a class="onward" data-ui="" href="#{name}" aria-label="{escape(onward)}"></a>'
            for name in called[1:]
        ]
        return [
            (place, f'id="{name}"', way)
            for place, name, way in zip(places, called, (*ways, ""), strict=bool(called))
        ]

    return Marked(drawn(html, found), called)


def drawn(html: str, find: Callable[[str], Sequence[tuple[Span, str, str]]]) -> str:
    """`html` with a mark around each place that `find` gives for its plain text, in order and apart from one another.

    With each place come the attributes of its first mark, and what stands behind its last one: HTML of ours.
    """
    texts, plain = _read(html)
    put: list[tuple[int, str]] = []
    for place, attributes, behind in find(plain):
        worn, end, link_end = attributes, 0, 0
        for begin, end, link_end in texts.of(place):  # noqa: B007  the last ones are asked for behind it
            put.append((begin, f"<mark {worn}>" if worn else "<mark>"))
            put.append((end, "</mark>"))
            worn = _NO_ID.sub("", attributes)
        if end and behind:
            put.append((link_end or end, behind))
    return _with(html, put)


class _Texts:
    """The texts of an HTML in pieces, as columns: there may be a million of them."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = array("q")  #: where the letters of each piece begin in the plain text
        self._begin = array("q")  #: and in the HTML
        self._end = array("q")  #: and end there
        self._link_end = array("q")  #: where the link ends in which they are; 0 for none

    def add(self, at: int, begin: int, end: int, link_end: int) -> None:
        """One more, behind all others."""
        self._at.append(at)
        self._begin.append(begin)
        self._end.append(end)
        self._link_end.append(link_end)

    def of(self, place: Span) -> Iterator[tuple[int, int, int]]:
        """Where a place of the plain text begins and ends in the HTML, and its link; as often as tags part it."""
        first, last = max(0, bisect_right(self._at, place[0]) - 1), bisect_left(self._at, place[1]) - 1
        while first <= last:
            same = first
            while same < last and self._begin[same + 1] == self._end[same]:
                same += 1
            begin = self._written(first, max(0, place[0] - self._at[first]))
            end = self._written(same, place[1] - self._at[same])
            if begin < end:
                yield begin, end, self._link_end[same]
            first = same + 1

    def _written(self, piece: int, number: int) -> int:
        """Where in the HTML the letter of that number of a piece begins; behind the last one, where the piece ends."""
        letters, at = 0, self._begin[piece]
        for entity in _ENTITY.finditer(self._html, at, self._end[piece]):
            letters += entity.start() - at
            if number <= letters:
                return entity.start() + number - letters
            letters += len(unescape(entity[0]))
            at = entity.end()
            if number < letters:
                return at
        return min(at + number - letters, self._end[piece])


def _read(html: str) -> tuple[_Texts, str]:
    """The texts of the HTML, and its plain text: where a block begins or ends stands a line break.

    What stands in boxes that are not shown is no part of them.
    """
    texts, plain = _Texts(html), StringIO()
    length = at = link_end = unseen = 0
    # One after the other: a list of all would be one call into C, for which the whole server stands still.
    for tag in chain(_TAG.finditer(html), [None]):
        for begin, end in _pieces(html, at, tag.start() if tag else len(html)) if not unseen else ():
            texts.add(length, begin, end, link_end)
            length += plain.write(_letters(html[begin:end]))
        if tag is None:
            break
        at = tag.end()
        name = tag[2].lower()
        if name == "div" and (unseen or tag[0] == UNSEEN):
            unseen += -1 if tag[1] else 1
        if name == "a":
            close = html.find("</a>", at) if not tag[1] else -1
            link_end = close + 4 if close >= 0 else 0
        elif name not in _INLINE:
            length += plain.write("\n")
    return texts, plain.getvalue()


def _pieces(html: str, at: int, end: int) -> Iterator[Span]:
    """The text between these places of the HTML in pieces, none of which ends within a letter."""
    while end - at > MAX_PIECE_CHARACTERS:
        cut = at + MAX_PIECE_CHARACTERS
        sign = html.rfind("&", cut - _MAX_ENTITY_CHARACTERS, cut)
        entity = _ENTITY.match(html, sign) if sign >= 0 else None
        if entity and entity.end() > cut:
            cut = sign
        yield at, cut
        at = cut
    if at < end:
        yield at, end


def _letters(raw: str) -> str:
    return _ENTITY.sub(lambda entity: unescape(entity[0]), raw) if "&" in raw else raw


def _with(html: str, put: list[tuple[int, str]]) -> str:
    """The HTML with these pieces put in, each at its place, in the order in which they came."""
    out: list[str] = []
    at = 0
    for place, text in sorted(put, key=lambda each: each[0]):
        out += (html[at:place], text)
        at = place
    return "".join((*out, html[at:]))
