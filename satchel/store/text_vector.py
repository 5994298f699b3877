"""Documents and searches in the words of PostgreSQL's own text search.

Words are made by us, as for every other index. Each begins with its person, as "17:word", and in a part that is not the
text it is there again with the part, "17.title:word", which no beginning of a word is. Of letters that are words of
their own each two neighbours are a word, too: few texts have a given pair. Weights tell the text (D) from titles (A),
tags (B) and all else (C).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from satchel.base.search_words import is_single
from satchel.model.text_query import PARTS, Part
from satchel.store.text_expression import But, Every, Node, Phrase, Some

#: What a vector can place: no word behind the first, no word more often than the second.
MAX_POSITION = 16_383
MAX_OCCURRENCES = 255
#: Bytes that the words of a vector may have, of the 1 MB that PostgreSQL allows it with all that is about them.
MAX_VECTOR_BYTES = 700_000

_WEIGHTS: dict[Part, str] = {"text": "", "title": "A", "tag": "B"}


def vector(user: int, parts: Mapping[Part, Sequence[str]]) -> tuple[str, list[str] | None]:
    """A document as a vector; where not all can be placed, without places and with its parts as words beside."""
    places: dict[str, list[str]] = {}
    at = 0
    for part in PARTS:
        its = parts[part]
        weight = _WEIGHTS.get(part, "C")
        before = ""
        for word in its:
            at += 1
            for name in _names(user, part, word):
                places.setdefault(name, []).append(f"{at}{weight}")
            if before and is_single(word):
                pair = before + word
                for name in _names(user, part, pair):
                    places.setdefault(name, []).append(f"{at - 1}{weight}")
            before = word if is_single(word) else ""
        at += 1  # nothing stands side by side with the next part
    is_long = at > MAX_POSITION or any(len(found) > MAX_OCCURRENCES for found in places.values())
    if not is_long:
        return " ".join(f"'{name}':{','.join(found)}" for name, found in places.items()), None
    names, size = [], 0
    for name in sorted(places, key=lambda name: -len(places[name])):
        size += len(name.encode()) + 12
        if size > MAX_VECTOR_BYTES:
            break
        names.append(f"'{name}'")
    return " ".join(names), [f" {' '.join(parts[part])} " for part in PARTS]


def _names(user: int, part: Part, word: str) -> list[str]:
    """What a word of a part is called in a vector: as one of any part, and as one of this."""
    return [f"{user}:{word}"] if part == "text" else [f"{user}:{word}", f"{_label(user, part)}{word}"]


def _label(user: int, part: Part) -> str:
    """What stands before the words of a part; before all words for "", and for the text, which is told by weight."""
    return f"{user}:" if part in ("", "text") else f"{user}.{part}:"


def query(user: int, node: Node) -> str:
    """A search of documents whose words are placed."""
    match node:
        case Phrase(words, part, is_prefix):
            return _phrase(user, words, part, is_prefix)
        case Every(nodes):
            return f"({' & '.join(query(user, each) for each in nodes)})"
        case Some(nodes):
            return f"({' | '.join(query(user, each) for each in nodes)})"
        case But(wanted, without):
            return f"({query(user, wanted)} & !{query(user, without)})"


def _phrase(user: int, words: Sequence[str], part: Part, is_prefix: bool) -> str:
    label = _label(user, part)
    weight = "D" if part == "text" else ""
    placed: list[tuple[int, str]] = []
    for at, word in enumerate(words):
        is_last = at == len(words) - 1
        if not is_last and is_single(word) and is_single(words[at + 1]):
            placed.append((at, word + words[at + 1]))
        elif not (is_single(word) and at and is_single(words[at - 1])):
            placed.append((at, word))
    sign = f"{'*' if is_prefix and not _is_in_pair(words) else ''}{weight}"
    said = [f"'{label}{name}'" + (f":{weight}" if weight else "") for _, name in placed]
    if sign:
        said[-1] = f"'{label}{placed[-1][1]}':{sign}"
    text = said[0]
    for (before, _), (at, _), each in zip(placed, placed[1:], said[1:], strict=False):
        text += f" <{at - before}> {each}"
    return f"({text})"


def _is_in_pair(words: Sequence[str]) -> bool:
    return len(words) > 1 and is_single(words[-1]) and is_single(words[-2])


def needs_text(node: Node) -> bool:
    """Whether a search asks for more than that words are there, which is all that a long document's vector has."""
    match node:
        case Phrase(words, part, _):
            return len(words) > 1 or part == "text"
        case Every(nodes) | Some(nodes):
            return any(map(needs_text, nodes))
        case But(wanted, without):
            return needs_text(wanted) or needs_text(without)


def loose(user: int, node: Node) -> str:
    """A search of long documents that finds all that may fit."""
    match node:
        case Phrase(words, part, is_prefix):
            label = _label(user, part)
            said = [f"'{label}{word}'" for word in words]
            said[-1] += ":*" * is_prefix
            return f"({' & '.join(said)})"
        case Every(nodes):
            return f"({' & '.join(loose(user, each) for each in nodes)})"
        case Some(nodes):
            return f"({' | '.join(loose(user, each) for each in nodes)})"
        case But(wanted, _):
            return loose(user, wanted)


def recheck(node: Node, column: str, name: str, values: dict[str, object]) -> str:
    """The condition that the parts of a long document, in `column`, fit; its values are put into `values`."""
    match node:
        case Phrase(words, part, is_prefix):
            value = f"{name}_{len(values)}"
            values[value] = f" {' '.join(words)}" + " " * (not is_prefix)
            where = f"{column}[{PARTS.index(part) + 1}]" if part else f"array_to_string({column}, '|')"
            return f"position(CAST(:{value} AS TEXT) IN {where}) > 0"
        case Every(nodes):
            return f"({' AND '.join(recheck(each, column, name, values) for each in nodes)})"
        case Some(nodes):
            return f"({' OR '.join(recheck(each, column, name, values) for each in nodes)})"
        case But(wanted, without):
            inner = recheck(without, column, name, values)
            return f"({recheck(wanted, column, name, values)} AND NOT {inner})"
