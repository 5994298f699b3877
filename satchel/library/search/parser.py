"""From text to a tree. Whatever is written is searched for in some way; nothing is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from satchel.base import search_words
from satchel.base.text import clean
from satchel.library.search import fields, tokens
from satchel.library.search.tokens import Kind, Token, has_letters
from satchel.library.search.tree import And, Field, Name, Node, Not, Or, Phrase, Word, all_of, any_of, negated

MAX_QUERY_CHARACTERS = 1000
MAX_TERMS = 40
MAX_DEPTH = 10  #: brackets within brackets
#: What is written back can be longer than what was typed: names in place of their aliases, "or" in place of "|".
MAX_WRITTEN_CHARACTERS = 8 * MAX_QUERY_CHARACTERS

_PLAIN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_KEYWORDS = {"and", "or", "not", "AND", "OR", "NOT"}


class Said(StrEnum):
    """What could not be read as it was written."""

    UNKNOWN = "unknown"  #: there is no such field
    VALUE = "value"  #: the field can be no such thing
    QUOTE = "quote"  #: a quotation mark is not closed
    LONG = "long"
    MANY = "many"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Note:
    """A line about what was searched for instead."""

    said: Said
    name: str = ""  #: of the field, as it was written
    words: str = ""  #: that are searched for


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was read; `node` is None where nothing is asked for."""

    node: Node | None
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Part:
    """A token that has its meaning."""

    kind: Kind
    node: Node | None = None
    text: str = ""


def parse(text: str, most: int = MAX_QUERY_CHARACTERS) -> Parsed:
    """The query in `text`, as far as its first `most` characters."""
    notes: list[Note] = [Note(Said.LONG)] if len(text) > most else []
    parts = _settled(clean(text[:most]), notes)
    node = _Parser(parts).query()
    if node is None:
        # Nothing but "and", "or", "not": then these are what is looked for.
        node = all_of([Word(part.text) for part in parts if part.text in _KEYWORDS])
    return Parsed(_sorted(node), tuple(dict.fromkeys(notes)))


def _sorted(node: Node | None) -> Node | None:
    """The query with its order at the end: wherever that was written, it is the order of all; the last one counts."""
    orders: list[Node] = []
    rest = _unsorted(node, orders) if node else None
    if not orders:
        return rest
    parts = rest.parts if isinstance(rest, And) else (rest,) if rest else ()
    return And((*parts, orders[-1])) if parts else orders[-1]


def _unsorted(node: Node, orders: list[Node]) -> Node | None:
    """The node without what orders; that is put into `orders`."""
    match node:
        case Field(name=Name.SORT):
            orders.append(Field(Name.SORT, node.values[:1]))
            return None
        case Not(part):
            inner = _unsorted(part, [])
            return negated(inner) if inner else None
        case And(parts) | Or(parts):
            kept = [each for part in parts if (each := _unsorted(part, orders)) is not None]
            return all_of(kept) if isinstance(node, And) else any_of(kept)
        case _:
            return node


def _settled(text: str, notes: list[Note]) -> list[_Part]:
    """The tokens with their meaning, within the limits, each bracket with its other half."""
    parts: list[_Part] = []
    depth = terms = too_deep = 0
    for token in tokens.read(text):
        if token.kind is Kind.TORN:
            notes.append(Note(Said.QUOTE, words=" ".join(_plain(token.text))))
        elif token.kind is Kind.OPEN:
            if depth == MAX_DEPTH:
                too_deep += 1
                notes.append(Note(Said.DEEP))
                continue
            depth += 1
            parts.append(_Part(Kind.OPEN))
        elif token.kind is Kind.CLOSE:
            if too_deep:
                too_deep -= 1
            elif depth:
                depth -= 1
                parts.append(_Part(Kind.CLOSE))
        elif token.kind in (Kind.TERM, Kind.FIELD):
            node, weight = _meant(token, notes, one_word=depth == MAX_DEPTH)
            terms += weight
            if terms > MAX_TERMS:
                notes.append(Note(Said.MANY))
                break
            if node is not None:
                parts.append(_Part(Kind.TERM, node))
        else:
            parts.append(_Part(token.kind, text=token.text))
    return parts


def _meant(token: Token, notes: list[Note], *, one_word: bool) -> tuple[Node | None, int]:
    """What a term asks for, and for how many terms it counts."""
    if token.kind is Kind.TERM:
        return token.values[0], 1 + _length(token.values[0])
    name = Name.TAG if token.text == "#" else fields.named(token.text)
    field = fields.make(token.text, name, list(token.values)) if name and token.values else None
    if field is not None:
        return field, len(field.values) + sum(map(_length, token.values))
    words = _plain(" ".join((token.text, *(value.text for value in token.values))))
    words = words[:1] if one_word else words
    notes.append(Note(Said.VALUE if name else Said.UNKNOWN, token.text, " ".join(words)))
    return all_of([Word(word) for word in words]), max(1, len(words))


def _length(value: Word | Phrase) -> int:
    """For how many terms more it counts: the work for a phrase grows with its words, in Chinese with its letters."""
    return min(len(search_words.words(value.text)), search_words.MAX_PHRASE_WORDS) // 8


def _plain(text: str) -> list[str]:
    """The words of `text` that can stand alone."""
    found = (word for word in _PLAIN.findall(text) if word not in _KEYWORDS and has_letters(word))
    return list(islice(found, MAX_TERMS + 1))


class _Parser:
    """Goes through the parts once; what has nothing beside it that it needs is passed over."""

    def __init__(self, parts: list[_Part]) -> None:
        self._parts = parts
        self._at = 0

    def query(self) -> Node | None:
        return self._or()

    def _next(self) -> Kind | None:
        return self._parts[self._at].kind if self._at < len(self._parts) else None

    def _or(self) -> Node | None:
        found = [self._and()]
        while self._next() is Kind.OR:
            self._at += 1
            found.append(self._and())
        return any_of([each for each in found if each is not None])

    def _and(self) -> Node | None:
        found: list[Node] = []
        while (kind := self._next()) not in (None, Kind.OR, Kind.CLOSE):
            if kind is Kind.AND:
                self._at += 1
                continue
            part = self._not()
            if part is not None:
                found.append(part)
        return all_of(found)

    def _not(self) -> Node | None:
        is_negated = False
        while self._next() in (Kind.NOT, Kind.AND):
            is_negated ^= self._next() is Kind.NOT
            self._at += 1
        part = self._atom()
        return negated(part) if part is not None and is_negated else part

    def _atom(self) -> Node | None:
        kind = self._next()
        if kind is Kind.TERM:
            self._at += 1
            return self._parts[self._at - 1].node
        if kind is Kind.OPEN:
            self._at += 1
            found = self._or()
            if self._next() is Kind.CLOSE:
                self._at += 1
            return found
        return None
