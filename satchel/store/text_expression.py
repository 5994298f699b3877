"""A search in text in the one form that every index can answer.

What is found by a list of what has some words can be united, cut and subtracted, but not turned into all the rest. So
what is negated stands outside, once, and inside there is only "these but not those".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base.search_words import phrases
from satchel.model.text_query import AllOf, AnyOf, NoneOf, Part, Term, TextQuery

#: Shorter beginnings are words by themselves: half of all words would have to be looked at.
MIN_PREFIX_CHARACTERS = 2


class Phrase(NamedTuple):
    """Words side by side, folded, in one part of an item, or with "" in any; the last may only begin so."""

    words: tuple[str, ...]
    part: Part
    is_prefix: bool


class Every(NamedTuple):
    """What fits all of these."""

    nodes: tuple[Node, ...]


class Some(NamedTuple):
    """What fits any of these."""

    nodes: tuple[Node, ...]


class But(NamedTuple):
    """What fits the first, and not the second."""

    node: Node
    without: Node


Node = Phrase | Every | Some | But


class Expression(NamedTuple):
    """A search; negated, everything that does not fit."""

    node: Node
    is_negated: bool = False


def expression(query: TextQuery) -> Expression | None:
    """`query` in that form; None where no word is in it. Terms without a word, such as "&", ask for nothing."""
    match query:
        case Term():
            return _of_term(query)
        case NoneOf(inner):
            found = expression(inner)
            return found and Expression(found.node, not found.is_negated)
        case AllOf(queries):
            return _of_all(_expressions(queries))
        case AnyOf(queries):
            # One of these: not all of the opposites.
            opposites = [Expression(each.node, not each.is_negated) for each in _expressions(queries)]
            found = _of_all(opposites)
            return found and Expression(found.node, not found.is_negated)


def _expressions(queries: Sequence[TextQuery]) -> list[Expression]:
    return [found for each in queries if (found := expression(each)) is not None]


def _of_term(term: Term) -> Expression | None:
    found = phrases(term.words, is_one=term.is_phrase)
    if not found:
        return None
    is_prefix = term.is_prefix and len(found[-1][-1]) >= MIN_PREFIX_CHARACTERS
    last = Phrase(found[-1], term.part, is_prefix)
    return Expression(_every([*(Phrase(each, term.part, False) for each in found[:-1]), last]))


def _of_all(found: Sequence[Expression]) -> Expression | None:
    wanted = [each.node for each in found if not each.is_negated]
    unwanted = [each.node for each in found if each.is_negated]
    if not found:
        return None
    if not wanted:
        return Expression(_some(unwanted), True)
    return Expression(But(_every(wanted), _some(unwanted)) if unwanted else _every(wanted))


def _every(nodes: Sequence[Node]) -> Node:
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Every) else (node,))]
    return flat[0] if len(flat) == 1 else Every(tuple(dict.fromkeys(flat)))


def _some(nodes: Sequence[Node]) -> Node:
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Some) else (node,))]
    return flat[0] if len(flat) == 1 else Some(tuple(dict.fromkeys(flat)))
