"""What was taken out of a page, by which pass, and why."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

from satchel.pipeline.article.names import describe
from satchel.pipeline.parsing.tree import Element, raw_text

MAX_TOLD = 17  #: removals by one pass that the log names
MAX_BEGINNING = 60  #: letters of the first text in what was removed
#: Nobody asks after these.
_SILENT = ("never shown", "the main heading")

#: Words of which somebody asks where they went, without white space; "" in earnest.
ASKED: ContextVar[str] = ContextVar("asked", default="")


class Removed(NamedTuple):
    """One thing that a pass took out. It is put into words only if somebody reads them."""

    why: str
    element: Element
    asked: bool = False  #: the words that somebody asks for are in it

    def __str__(self) -> str:
        text = next((str(text) for text in self.element.itertext() if not text.isspace()), "")
        return f"{self.why}: {describe(self.element)} {text.strip()[:MAX_BEGINNING]}".rstrip()


def removed(why: str, element: Element) -> Removed:
    """The note of a removal; to be made before the element goes."""
    asked = ASKED.get()
    return Removed(why, element, bool(asked) and holds(raw_text(element), asked))


def holds(text: str, asked: str) -> bool:
    """True when the words that somebody asks for are in a text."""
    return bool(asked) and asked in "".join(text.split())


def told(gone: list[Removed]) -> list[str]:
    """The first few of the removals that a person would want to know about."""
    worth = [one for one in gone if one.why not in _SILENT]
    said = list(dict.fromkeys(str(one) for one in worth[: MAX_TOLD - 1]))
    return said if len(worth) < MAX_TOLD else [*said, f"and {len(worth) - MAX_TOLD + 1} more"]
