"""A tree as text again: what is stored, and what stands in the addresses of pages."""

from __future__ import annotations

import re

from satchel.library.search.tree import And, Compared, Field, Name, Node, Not, Or, Phrase, Range, Value, Word

_SIMPLE_TAG = re.compile(r"[\w][\w/+.-]*")


def write(node: Node | None) -> str:
    """The query in its one form; parsed, it is the same tree again."""
    return "" if node is None else _written(node)


def _written(node: Node) -> str:
    match node:
        case Word(text, begins):
            return text + "*" * begins
        case Phrase(text):
            return f'"{text}"'
        case Field(name, values):
            return _field(name, values)
        case Not(part):
            return "-" + _inner(part, (And, Or))
        case And(parts):
            return " ".join(_inner(part, (Or,)) for part in parts)
        case Or(parts):
            return " or ".join(map(_written, parts))


def _inner(node: Node, bracketed: tuple[type, ...]) -> str:
    return f"({_written(node)})" if isinstance(node, bracketed) else _written(node)


def _field(name: Name, values: tuple[Value, ...]) -> str:
    first = values[0]
    if (
        name is Name.TAG
        and len(values) == 1
        and isinstance(first, Word)
        and _SIMPLE_TAG.fullmatch(first.text)
    ):
        return f"#{first.text}{'*' * first.begins}"
    if len(values) == 1 and not (isinstance(first, Word) and first.text[0] in ":/"):
        return f"{name}:{value(first)}"
    return f"{name}:({', '.join(map(value, values))})"


def value(each: Value) -> str:
    """What stands behind the name of a field."""
    match each:
        case Word(text, begins):
            return text + "*" * begins
        case Phrase(text):
            return f'"{text}"'
        case Compared(sign, amount):
            return sign + amount
        case Range(least, most):
            return least if least == most else f"{least}..{most}"
