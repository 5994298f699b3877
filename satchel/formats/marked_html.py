"""Article HTML with what somebody searched for marked in it, each place with a way to the next one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from html import escape, unescape
from typing import NamedTuple

from satchel.base.text import words_of

#: How a box begins that is not shown.
UNSEEN = '<div hidden="">'
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


class _Piece(NamedTuple):
    """Letters of the plain text that stand in the HTML behind one another."""

    at: int  #: where they begin in the plain text
    html_at: int  #: and in the HTML
    letters: str
    ends: tuple[int, ...]  #: where each ends in the HTML, where one is written as more than itself
    link_end: int  #: where the link ends in which they are; 0 for none


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
    pieces, text = _read(html)
    places = list(find(text))
    called = names(places)
    put: list[tuple[int, int, str]] = []
    starts = [piece.at for piece in pieces]
    for number, (place, name) in enumerate(zip(places, called, strict=True)):
        first = max(0, bisect_right(starts, place[0]) - 1)
        its = [piece for piece in _from(pieces, first, place[1]) if piece.at + len(piece.letters) > place[0]]
        for turn, piece in enumerate(its):
            begin, end = max(0, place[0] - piece.at), min(len(piece.letters), place[1] - piece.at)
            put.append(
                (_html(piece, begin), number, f'<mark id="{escape(name)}">' if turn == 0 else "<mark>")
            )
            put.append((_html(piece, end), number, "</mark>"))
        if its and number + 1 < len(called):
            behind = its[-1].link_end or put[-1][0]
            link = (
                f'<a class="onward" data-ui="" href="#{escape(called[number + 1])}"'
                f' aria-label="{escape(onward)}"></a>'
            )
            put.append((behind, number, link))
    return Marked(_with(html, put), called)


def drawn(html: str, find: Callable[[str], Sequence[tuple[Span, str, str]]]) -> str:
    """`html` with a mark around each place that `find` gives for its plain text, in order and apart from one another.

    With each place come the attributes of its first mark, and what stands behind its last one: HTML of ours.
    """
    pieces, text = _read(html)
    starts = [piece.at for piece in pieces]
    put: list[tuple[int, int, str]] = []
    for number, (place, attributes, behind) in enumerate(find(text)):
        first = max(0, bisect_right(starts, place[0]) - 1)
        its = [piece for piece in _from(pieces, first, place[1]) if piece.at + len(piece.letters) > place[0]]
        for turn, piece in enumerate(its):
            begin, end = max(0, place[0] - piece.at), min(len(piece.letters), place[1] - piece.at)
            worn = attributes if turn == 0 else _NO_ID.sub("", attributes)
            put.append((_html(piece, begin), number, f"<mark {worn}>"))
            put.append((_html(piece, end), number, "</mark>"))
        if its and behind:
            put.append((its[-1].link_end or put[-1][0], number, behind))
    return _with(html, put)


def _from(pieces: list[_Piece], first: int, end: int) -> list[_Piece]:
    last = first
    while last < len(pieces) and pieces[last].at < end:
        last += 1
    return pieces[first:last]


def _read(html: str) -> tuple[list[_Piece], str]:
    """The texts of the HTML, and its plain text: where a block begins or ends stands a line break.

    What stands in boxes that are not shown is no part of them.
    """
    pieces: list[_Piece] = []
    texts: list[str] = []
    length = at = link_end = unseen = 0
    for tag in [*_TAG.finditer(html), None]:
        raw = html[at : tag.start() if tag else len(html)]
        if raw and not unseen:
            letters, ends = _letters(raw, at)
            pieces.append(_Piece(length, at, letters, ends, link_end))
            texts.append(letters)
            length += len(letters)
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
            texts.append("\n")
            length += 1
    return pieces, "".join(texts)


def _letters(raw: str, at: int) -> tuple[str, tuple[int, ...]]:
    """The letters of a text, and where each ends in the HTML; no ends where each is written as itself."""
    if "&" not in raw:
        return raw, ()
    letters: list[str] = []
    ends: list[int] = []
    place = 0
    while place < len(raw):
        entity = _ENTITY.match(raw, place) if raw[place] == "&" else None
        written = entity[0] if entity else raw[place]
        place += len(written)
        for letter in unescape(written) if entity else written:
            letters.append(letter)
            ends.append(at + place)
    return "".join(letters), tuple(ends)


def _html(piece: _Piece, number: int) -> int:
    """Where the letter of that number begins in the HTML."""
    if not piece.ends:
        return piece.html_at + number
    return piece.ends[number - 1] if number else piece.html_at


def _with(html: str, put: list[tuple[int, int, str]]) -> str:
    """The HTML with these pieces put in, each at its place, in the order in which they came."""
    out: list[str] = []
    at = 0
    for place, _, text in sorted(put, key=lambda each: each[0]):
        out += (html[at:place], text)
        at = place
    return "".join((*out, html[at:]))
