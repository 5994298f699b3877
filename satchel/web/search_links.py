"""What a page of a search shows of it: its parts, and the ways to other searches like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from satchel.library.other_searches import Other
from satchel.library.search.parser import Note, parse
from satchel.library.search.parts import removable, with_field, without_field
from satchel.library.search.tree import Name, Node, Or
from satchel.library.search.writing import write
from satchel.model.passages import Passage
from satchel.web.list_address import ListAddress
from satchel.web.search_words import words
from satchel.web.templating import Templates
from satchel.web.words import marked, text

#: Characters before what was found in a passage for which a narrow page has room.
MAX_LEAD_CHARACTERS = 60
SCOPES = ("all", "unread", "archive", "highlights", "trash")
#: Shown to those who have not asked anything yet.
_EXAMPLES = (
    ('"roman concrete"', marked("these words next to each other")),
    ("concret*", marked("words that begin so")),
    ("#history is:unread", marked("a tag, and what is yet to be read")),
    ("site:lwn.net -kernel", marked("from a site, without a word")),
    ("length:<10m", marked("read in less than ten minutes")),
    ("saved:..1y is:unread sort:oldest", marked("saved long ago and forgotten")),
    ('author:(borges, "le guin")', marked("by one of two writers")),
)


def address(query: str) -> str:
    """The page of a search."""
    return f"/search?q={quote(query)}" if query.strip() else "/search"


def chips(node: Node | None) -> list[dict[str, Any]]:
    """The parts of a query in words, each with the address of the query without it."""
    either = isinstance(node, Or)
    return [
        {"words": words(part.node), "without": address(write(part.rest)), "either": either and at > 0}
        for at, part in enumerate(removable(node))
    ]


def orders(node: Node | None, names: Iterable[str]) -> list[dict[str, str]]:
    """The same query in other orders."""
    return [
        {
            "name": name,
            "address": address(
                write(
                    without_field(node, Name.SORT) if name == "newest" else with_field(node, Name.SORT, name)
                )
            ),
        }
        for name in names
    ]


def scopes(node: Node | None) -> list[dict[str, str]]:
    """The same query elsewhere."""
    return [
        {
            "name": name,
            "address": address(
                write(without_field(node, Name.IN) if name == "all" else with_field(node, Name.IN, name))
            ),
        }
        for name in SCOPES
    ]


def notes(found: Iterable[Note]) -> list[dict[str, str]]:
    """The lines about what could not be read."""
    return [{"said": str(each.said), "name": each.name, "words": each.words} for each in found]


def other(each: Other) -> dict[str, Any]:
    """Another query that would find something."""
    node = parse(each.without).node if each.way == "without" else None
    said = words(node) if node else each.query
    return {"way": each.way, "words": said, "address": address(each.query), "count": each.number}


def examples() -> list[dict[str, Any]]:
    """What can be asked, for those who have not asked anything."""
    return [{"query": query, "words": text(said), "address": address(query)} for query, said in _EXAMPLES]


def suffix(at: ListAddress, text: str) -> str:
    """What the address of an article has behind it: what its page marks, and where the way back leads."""
    if not text:
        return ""
    back = f"&from={quote(at.address, safe='/')}" if at.kind == "saved" or at.key is not None else ""
    return f"?q={quote(text)}{back}"


def passages(look: Templates, found: Mapping[int, Sequence[Passage]], suffix: str) -> dict[int, str]:
    """The passages of articles as HTML, by their ids; `suffix` is what the addresses of articles have behind them."""
    return {
        item: look.part("passages", id=item, suffix=suffix, passages=_passages(each))
        for item, each in found.items()
        if each
    }


def _passages(found: Sequence[Passage]) -> list[dict[str, Any]]:
    """Passages of an article, each with its place there."""
    return [
        {
            "at": each.hits[0][0] if each.hits else each.start,
            **_lead(each), "parts": _parts(each), "before": each.goes_before, "on": each.goes_on,
        }
        for each in found
    ]  # fmt: skip


def _lead(passage: Passage) -> dict[str, str]:
    """How the passage begins, where there is much before what was found: a narrow page leaves that out."""
    before = passage.hits[0][0] - passage.start if passage.hits else 0
    cut = before - MAX_LEAD_CHARACTERS
    if cut <= 0:
        return {"lead": ""}
    # At the beginning of a word, where there are words.
    space = passage.text.find(" ", cut, before - 1)
    return {"lead": passage.text[: space + 1 if space >= 0 else cut]}


def _parts(passage: Passage) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    at = len(_lead(passage)["lead"])
    for start, end in passage.hits:
        first, last = start - passage.start, end - passage.start
        parts += [
            {"text": passage.text[at:first], "hit": False}, {"text": passage.text[first:last], "hit": True},
        ]  # fmt: skip
        at = last
    return [part for part in (*parts, {"text": passage.text[at:], "hit": False}) if part["text"]]
