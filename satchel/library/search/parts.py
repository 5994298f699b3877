"""A query in its parts, each with the query that is left without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from satchel.library.search.tree import And, Field, Name, Node, Or, Word, all_of, any_of
from satchel.library.search.writing import write

T = TypeVar("T")


class Part(NamedTuple):
    """A part that can be taken out."""

    node: Node
    rest: Node | None  #: the query without it; None where nothing is left

    @property
    def written(self) -> str:
        """As it stands in the query."""
        return write(self.node)


def removable(node: Node | None) -> list[Part]:
    """The parts of a query that must all fit, or of which one must; what stands in brackets is one part."""
    if node is None:
        return []
    if isinstance(node, And | Or):
        join = all_of if isinstance(node, And) else any_of
        return [Part(part, join(_but(node.parts, at))) for at, part in enumerate(node.parts)]
    if isinstance(node, Field) and len(node.values) > 1 and node.name not in (Name.SORT, Name.IN):
        return [
            Part(Field(node.name, (value,)), Field(node.name, tuple(_but(node.values, at))))
            for at, value in enumerate(node.values)
        ]
    return [Part(node, None)]


def without_field(node: Node | None, name: Name) -> Node | None:
    """The query without its outermost fields of that name."""
    parts: Iterable[Node] = node.parts if isinstance(node, And) else [node] if node else []
    return all_of([part for part in parts if not (isinstance(part, Field) and part.name is name)])


def with_field(node: Node | None, name: Name, value: str) -> Node:
    """The query with that one field of that name, at its end."""
    rest = without_field(node, name)
    field = Field(name, (Word(value),))
    # An "or" would take the field for one of its own parts.
    return And((*rest.parts, field)) if isinstance(rest, And) else And((rest, field)) if rest else field


def _but(parts: tuple[T, ...], at: int) -> list[T]:
    return [part for place, part in enumerate(parts) if place != at]
