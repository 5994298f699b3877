"""What a query asks of the list: its conditions, its order, and the words that are looked for in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from satchel.library.search import conditions
from satchel.library.search.conditions import Context
from satchel.library.search.tree import And, Field, Name, Node, Not, Or, Phrase, Word
from satchel.model.conditions import (
    AllFit,
    Condition,
    Flag,
    HasTag,
    Highlighted,
    InState,
    InText,
    Is,
    NotFits,
    OfSite,
    OneFits,
)
from satchel.model.items import Kind, Order, Query, State
from satchel.model.text_query import AllOf, AnyOf, NoneOf, Part, Term, TextQuery

_PARTS: dict[Name, Part] = {
    Name.TITLE: "title", Name.TEXT: "text", Name.AUTHOR: "author", Name.NOTE: "note", Name.HIGHLIGHT: "highlight",
    Name.ABOUT: "about",
}  # fmt: skip
ORDERS = {
    "newest": Order.NEWEST, "oldest": Order.OLDEST, "shortest": Order.SHORTEST, "longest": Order.LONGEST,
    "title": Order.TITLE, "site": Order.SITE,
    # Orders that lists may have one day.
    **{name: Order[order] for name, order in (("read", "READ"), ("random", "CHANCE")) if order in Order.__members__},
}  # fmt: skip
#: The order by how well something fits, which is no order of lists.
BEST = "best"
BOTH = (State.UNREAD, State.ARCHIVED)
SCOPES = {"unread": (State.UNREAD,), "archive": (State.ARCHIVED,), "all": BOTH, "highlights": BOTH}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query as the library takes it."""

    query: Query
    order: str  #: "" where the query says nothing of it
    scope: str  #: "all", "unread", "archive" or "highlights"
    words: TextQuery | None  #: what is looked for in texts and can be shown there


def mean(node: Node | None, now: int, tags: Callable[[], list[str]]) -> Meaning:
    """What `node` asks for at `now`, ms; `tags` gives the person's tags, and is asked only where one is named."""
    parts = list(node.parts) if isinstance(node, And) else [node] if node else []
    order = _last(parts, Name.SORT)
    scope = _last(parts, Name.IN) or "all"
    context = Context(now, tags)
    in_marks = scope == "highlights"
    asked = [part for part in parts if not _is(part, Name.IN) and not _is(part, Name.SORT)]
    found = _together(asked, context, in_marks)
    if in_marks:
        found.append(Highlighted())
    states, found = _states(SCOPES[scope], found)
    query = _query(Query(states=states, order=ORDERS.get(order, Order.NEWEST)), found)
    return Meaning(query, order, scope, _shown(asked, in_marks))


def _query(query: Query, found: Iterable[Condition]) -> Query:
    """The query with these conditions; those that lists have ways of their own for are asked in these ways."""
    others: list[Condition] = []
    for each in found:
        match each:
            case InText(text) if query.matching is None:
                query = replace(query, matching=text)
            case HasTag((tag,)) if query.tag is None:
                query = replace(query, tag=tag)
            case OfSite(host) if query.host is None:
                query = replace(query, host=host)
            case Is(Flag.FAVOURITE):
                query = replace(query, favourite=True)
            case Is(Flag.VIDEO | Flag.IMAGE as flag) if query.kind is None:
                query = replace(query, kind=Kind.VIDEO if flag is Flag.VIDEO else Kind.IMAGE)
            case _:
                others.append(each)
    return replace(query, condition=conditions.joined(others))


def _is(node: Node, name: Name) -> bool:
    return isinstance(node, Field) and node.name is name


def _last(parts: Iterable[Node], name: Name) -> str:
    """What the last of the fields of that name says; "" for none."""
    said = ""
    for part in parts:
        if isinstance(part, Field) and part.name is name and isinstance(part.values[0], Word):
            said = part.values[0].text
    return said


def _together(parts: Iterable[Node], context: Context, in_marks: bool) -> list[Condition]:
    """The conditions of parts that all must fit: those in texts as one, for the index is asked once."""
    texts, others = [], []
    for part in parts:
        text = _text(part, in_marks)
        if text is not None:
            texts.append(text)
        else:
            others.append(_condition(part, context, in_marks))
    if texts:
        others.append(InText(texts[0] if len(texts) == 1 else AllOf(tuple(texts))))
    return others


def _condition(node: Node, context: Context, in_marks: bool) -> Condition:
    text = _text(node, in_marks)
    if text is not None:
        return InText(text)
    match node:
        case And(parts):
            return AllFit(tuple(_together(parts, context, in_marks)))
        case Or(parts):
            texts = [text for part in parts if (text := _text(part, in_marks)) is not None]
            others = [_condition(part, context, in_marks) for part in parts if _text(part, in_marks) is None]
            if texts:
                others.append(InText(texts[0] if len(texts) == 1 else AnyOf(tuple(texts))))
            return OneFits(tuple(others))
        case Not(part):
            return NotFits(_condition(part, context, in_marks))
        case Field():
            return conditions.of(node, context)
        case _:
            raise AssertionError("words are texts")


def _text(node: Node, in_marks: bool) -> TextQuery | None:
    """The node for the text index, if all of it is asked of texts."""
    match node:
        case Word() | Phrase():
            if not in_marks:
                return _term(node, "")
            return AnyOf((_term(node, "highlight"), _term(node, "note")))
        case Field(name, values) if name in _PARTS:
            terms = [_term(value, _PARTS[name]) for value in values if isinstance(value, Word | Phrase)]
            return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))
        case Not(part):
            inner = _text(part, in_marks)
            return NoneOf(inner) if inner else None
        case And(parts) | Or(parts):
            found = [_text(part, in_marks) for part in parts]
            whole = tuple(each for each in found if each is not None)
            if len(whole) < len(found):
                return None
            return AllOf(whole) if isinstance(node, And) else AnyOf(whole)
        case _:
            return None


def _term(node: Word | Phrase, part: Part) -> Term:
    if isinstance(node, Phrase):
        return Term(node.text, part, is_phrase=True)
    return Term(node.text, part, is_prefix=node.begins)


def _shown(parts: Iterable[Node], in_marks: bool) -> TextQuery | None:
    """All that may stand in what is found, wherever in the query it is: for passages and the order of the best."""
    terms = [text for part in parts for text in _wanted(part, in_marks)]
    return None if not terms else terms[0] if len(terms) == 1 else AnyOf(tuple(terms))


def _wanted(node: Node, in_marks: bool) -> list[TextQuery]:
    match node:
        case Not():
            return []
        case And(parts) | Or(parts):
            return [text for part in parts for text in _wanted(part, in_marks)]
        case _:
            text = _text(node, in_marks)
            return [text] if text is not None else []


def _states(states: tuple[State, ...], found: list[Condition]) -> tuple[tuple[State, ...], list[Condition]]:
    """The states that are asked for by themselves, so that the list begins at these; and the other conditions."""
    others: list[Condition] = []
    for each in found:
        kept = states
        if isinstance(each, InState):
            kept = tuple(state for state in states if state is each.state)
        elif isinstance(each, NotFits) and isinstance(each.part, InState):
            kept = tuple(state for state in states if state is not each.part.state)
        else:
            others.append(each)
            continue
        if kept:
            states = kept
        else:
            others.append(each)
    return states, others
