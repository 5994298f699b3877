"""Tags and texts of an HTML file of any size, damaged ones too: a stream, with attributes as browsers read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

MAX_COMMENT_CHARACTERS = 4_096  #: what is longer ends at its first closing sign
MAX_TAG_CHARACTERS = 1024 * 1024  #: what is longer is text

#: What no value goes on over: elements that files of links are made of show that its quote was never closed.
_LIST = r"<(?!/?(?:a|d[ltd]|h[1-6r]|li|[uo]l|p)[\s>])"
_DOUBLE = rf'"(?:[^"<]++|{_LIST})*+"'
_SINGLE = rf"'(?:[^'<]++|{_LIST})*+'"
_TAG = re.compile(
    rf"<(?:[!?][^>]*+>|(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^>=<]++|=\s*+(?:{_DOUBLE}|{_SINGLE})|[=]|{_LIST})*+)>)",
    re.DOTALL | re.IGNORECASE,
)
#: Where a tag of a list may begin behind one that has no end.
_NEXT = re.compile(r"<(?=/?(?:a|d[ltd]|h[1-6r]|li|[uo]l|p)[\s>])", re.IGNORECASE)
_MAYBE = re.compile(r"<[a-zA-Z/!?]")
#: An address whose own quotes were not escaped: it goes on to the one behind which an attribute or the end comes.
_RAW_HREF = re.compile(r'(?<=\bhref=)"([^<>]*?)"(?=\s*/?$|\s+[a-z_-]+\s*=)', re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rf"([^\s\"'>/=]++)(?:\s*+=\s*+(?:({_DOUBLE})|({_SINGLE})|([^\s>]*+)))?", re.DOTALL | re.IGNORECASE
)
#: Behind a quote that does end a value stands another attribute, with a blank between them or none.
_IS_NEXT = re.compile(r"\"\s*[a-z_-]+\s*=\s*\"", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31})(;?)")
_RAW = ("script", "style")


class Token(NamedTuple):
    """A tag or the text before one."""

    line: int
    name: str  #: lower-case; "" for text
    is_end: bool
    text: str  #: of a tag its attributes as they stand there, of text itself, still escaped
    is_cut: bool = False  #: the file ends within it


def tokens(pieces: Iterable[str]) -> Iterator[Token]:
    """The tags and the texts between them; comments, and what is in scripts and styles, are left out."""
    source = iter(pieces)
    text, at, line, is_over, raw = "", 0, 1, False, ""
    while True:
        begin = text.find("<", at)
        end = _end_of_comment(text, begin)
        if end > 0:
            if begin > at and not raw:
                yield Token(line, "", False, text[at:begin])
            line += text.count("\n", at, end)
            at = end
            continue
        found = _TAG.match(text, begin) if begin >= 0 else None
        if found is None and not is_over and (begin < 0 or len(text) - begin < _room(text, begin)):
            rest = text[at:]
            piece = next(source, None)
            is_over = piece is None
            text, at = rest + (piece or ""), 0
            continue
        if found is None:
            stop = len(text) if begin < 0 else _text_until(text, begin)
            if stop == at:
                return
            if not raw and begin > at:
                yield Token(line, "", False, text[at:begin])
            if not raw and stop > begin >= 0:
                yield _unclosed(line + text.count("\n", at, begin), text[begin:stop], stop == len(text))
            elif not raw and begin < 0:
                yield Token(line, "", False, text[at:stop])
            line += text.count("\n", at, stop)
            at = stop
            continue
        if begin > at and not raw:
            yield Token(line, "", False, text[at:begin])
        line += text.count("\n", at, begin)
        name = (found[2] or "").lower()
        if name and (not raw or (found[1] and name == raw)):
            raw = "" if raw else (name if name in _RAW and not found[1] else "")
            yield Token(line, name, bool(found[1]), found[3])
        line += found[0].count("\n")
        at = found.end()


def _room(text: str, begin: int) -> int:
    """Characters that are waited for before a sign is taken for text."""
    return MAX_TAG_CHARACTERS if len(text) - begin < 2 or _MAYBE.match(text, begin) else 0


def _end_of_comment(text: str, begin: int) -> int:
    """Where the comment ends that begins there; 0 for none."""
    if begin < 0 or not text.startswith("<!--", begin):
        return 0
    end = text.find("-->", begin + 4, begin + MAX_COMMENT_CHARACTERS)
    return end + 3 if end > 0 else 0


def _unclosed(line: int, text: str, is_last: bool) -> Token:
    """What begins as a tag and has no end: a link all the same, if it is one, else text."""
    if text[:2].lower() == "<a" and text[2:3].isspace():
        return Token(line, "a", False, text[2:], is_last)
    return Token(line, "", False, text)


def _text_until(text: str, begin: int) -> int:
    """Where the text ends that begins with a sign which begins no tag.

    Behind a tag without an end it goes on to the next one of a list: to look for an end from every sign would take
    the square of the length.
    """
    if not _MAYBE.match(text, begin):
        return begin + 1
    found = _NEXT.search(text, begin + 1)
    return found.start() if found else len(text)


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names lower-case, of two of one name the first."""
    found: dict[str, str] = {}
    address = _RAW_HREF.search(text)
    if address and '"' in address[1] and not _IS_NEXT.search(address[1]):
        found["href"] = address[1].replace('"', "%22")
        text = text[: address.start()] + '""' + text[address.end() :]
    for each in _ATTRIBUTE.finditer(text):
        name = each[1].lower()
        if name not in found:
            value = each[2] or each[3]
            found[name] = value[1:-1] if value else (each[4] or "").strip("\"'")
    return found


def resolved(value: str) -> str:
    """The value of an attribute, its references resolved by the rule for those: `&copy=2` is left alone."""
    if "&" not in value:
        return value
    parts, at = [], 0
    for each in _REFERENCE.finditer(value):
        parts.append(value[at : each.start()])
        at = each.end()
        is_known = each[2] or each[1][0] == "#" or (each[1] in html5 and value[at : at + 1] != "=")
        parts.append(unescape(each[0]) if is_known else each[0])
    return "".join([*parts, value[at:]])


def plain(text: str) -> str:
    """The text of an element, its references resolved."""
    return unescape(text) if "&" in text else text
