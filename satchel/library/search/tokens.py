"""Words, quotes, brackets and fields: the first look at what was written.

Whatever it is, it is read in one pass and comes out as something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from satchel.base.search_words import words
from satchel.library.search.tree import Phrase, Word


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    TERM = auto()  #: a word or a phrase
    FIELD = auto()
    TORN = auto()  #: a quote that is not closed: its words follow


@dataclass(frozen=True, slots=True)
class Token:
    """A token with what it holds."""

    kind: Kind
    text: str = ""  #: as it was written; of a field its name
    values: tuple[Word | Phrase, ...] = ()


#: Quotes that open, and all that close each.
_CLOSING = {'"': '"“”„', "“": '”“"', "„": '“”"', "«": "»", "»": "«", "「": "」", "『": "』"}
QUOTES = frozenset('"“”„«»「」『』')
_WORDS = {
    "or": Kind.OR, "OR": Kind.OR, "|": Kind.OR, "||": Kind.OR, "and": Kind.AND, "AND": Kind.AND, "+": Kind.AND,
    "&": Kind.AND, "&&": Kind.AND, "not": Kind.NOT, "NOT": Kind.NOT,
}  # fmt: skip
#: What looks like an address or a time is no field, and neither is a word with a colon behind it.
_NAME = re.compile(r"([^\W\d_]+):(?=[^\s:/)|]|/[^/\s()|])")
_SPACE = re.compile(r"\s+")
_ENDS = frozenset("()|") | QUOTES
_QUOTES = re.compile(f"[{''.join(QUOTES)}]")
_SIGNS = frozenset("()|")


def read(text: str) -> Iterator[Token]:
    """The tokens of `text`, in order."""
    at, end = 0, len(text)
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= end:
            return
        token, at = _token(text, at)
        if token is not None:
            yield token


def _token(text: str, at: int) -> tuple[Token | None, int]:
    sign = text[at]
    if sign == "(":
        return Token(Kind.OPEN, "("), at + 1
    if sign == ")":
        return Token(Kind.CLOSE, ")"), at + 1
    if sign == "|":
        return Token(Kind.OR, "|"), at + 1
    if sign in "-!−" and at + 1 < len(text) and not text[at + 1].isspace():
        return Token(Kind.NOT, sign), at + 1
    if sign == "+" and at + 1 < len(text) and not text[at + 1].isspace():
        return Token(Kind.AND, sign), at + 1
    if sign == "#" and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] != "#":
        values, after = _values(text, at + 1)
        return (Token(Kind.FIELD, "#", values), after) if values else (None, after)
    name = _NAME.match(text, at)
    if name:
        values, after = _values(text, name.end())
        return Token(Kind.FIELD, name[1], values), after
    if sign in _CLOSING:
        return _quoted(text, at)
    if sign in QUOTES:
        return None, at + 1
    word, after = _word(text, at)
    kind = _WORDS.get(word, Kind.TERM)
    if kind is not Kind.TERM:
        return Token(kind, word), after
    made = _as_word(word)
    return (Token(Kind.TERM, word, (made,)) if made and has_letters(word) else None), after


def _quoted(text: str, at: int) -> tuple[Token | None, int]:
    """A phrase; an open quote that is not closed is left out, and its words stand as words."""
    close = _closing(text, at)
    if close < 0:
        return Token(Kind.TORN, text[at + 1 :]), at + 1
    phrase = phrase_of(text[at + 1 : close])
    found = phrase is not None and has_letters(phrase.text)
    return (Token(Kind.TERM, phrase.text, (phrase,)) if phrase and found else None), close + 1


def _closing(text: str, at: int) -> int:
    """Where the quote that opens at `at` closes; -1 for nowhere."""
    places = [text.find(each, at + 1) for each in _CLOSING[text[at]]]
    return min((place for place in places if place >= 0), default=-1)


def phrase_of(text: str) -> Phrase | None:
    """A phrase of the words between two quotes; None of none."""
    inside = " ".join(_QUOTES.sub(" ", text).split())
    return Phrase(inside) if inside else None


def _values(text: str, at: int) -> tuple[tuple[Word | Phrase, ...], int]:
    """What stands behind the name of a field: one value, or several in brackets."""
    if at < len(text) and text[at] == "(":
        close = _bracket(text, at)
        if close >= 0:
            return tuple(_listed(text[at + 1 : close])), close + 1
    if at < len(text) and text[at] in _CLOSING and _closing(text, at) >= 0:
        close = _closing(text, at)
        phrase = phrase_of(text[at + 1 : close])
        return (phrase,) if phrase else (), close + 1
    word, after = _word(text, at)
    value = _as_word(word)
    return (value,) if value else (), max(after, at)


def _bracket(text: str, at: int) -> int:
    """Where the bracket at `at` closes, quotes passed over; -1 for nowhere."""
    place = at + 1
    while place < len(text):
        if text[place] == ")":
            return place
        close = _closing(text, place) if text[place] in _CLOSING else -1
        place = max(close, place) + 1
    return -1


def _listed(text: str) -> Iterator[Word | Phrase]:
    """The values between brackets, commas between them."""
    at = 0
    while at < len(text):
        if text[at].isspace() or text[at] == ",":
            at += 1
            continue
        close = _closing(text, at) if text[at] in _CLOSING else -1
        if close >= 0:
            found: Word | Phrase | None = phrase_of(text[at + 1 : close])
            at = close + 1
        else:
            comma = text.find(",", at)
            comma = comma if comma >= 0 else len(text)
            parts = text[at:comma].split()
            # Several words between two commas are a phrase.
            found = _as_word(parts[0]) if len(parts) == 1 else phrase_of(" ".join(parts))
            at = comma
        if found is not None:
            yield found


def _word(text: str, at: int) -> tuple[str, int]:
    """The letters up to the next space, quote or bracket; brackets that both stand within a word are part of it."""
    begin, depth = at, 0
    while at < len(text) and not text[at].isspace():
        letter = text[at]
        if letter == "(" and at > begin and text[begin:at] not in _WORDS:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif letter in _ENDS:
            break
        at += 1
    return text[begin:at], at


def _as_word(text: str) -> Word | Phrase | None:
    """A word, with a star at its end what begins with it; None of nothing but signs of ours."""
    bare = _QUOTES.sub("", text).rstrip("*")
    if not bare:
        return None
    return Phrase(bare) if _SIGNS.intersection(bare) else Word(bare, begins=text.endswith("*"))


def has_letters(text: str) -> bool:
    """Whether anything in it can be found in a text."""
    return bool(words(text))
