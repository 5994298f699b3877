"""The search index of a database, as whoever keeps it up to date knows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

#: The text of an article as HTML without what is hidden on its site, as `site_rules` keeps that.
Shown = Callable[[str, str], str]


class Step(NamedTuple):
    """What one step of the index came to."""

    seen: int  #: items that were looked at
    written: int  #: documents that were written or removed
    is_last: bool  #: there was no more to do for this person
    is_rest: bool = False  #: nothing had changed: it was of what was there before the index


class Extent(NamedTuple):
    """How much of a person's things is indexed."""

    documents: int
    is_current: bool  #: nothing changed since, and nothing is left of what was there before


class TextIndex(ABC):
    """Derived from what the database has: it can be thrown away at any time."""

    @abstractmethod
    def step(self, user: int, shown: Shown | None = None) -> Step:
        """Index some of what changed of a person, durably; of a person who is gone, remove some.

        `shown` takes out of texts what the person hides; without it they are indexed as they are.

        May be called from several threads and processes: nothing is done twice. Raises as `Store.write`.
        """

    @abstractmethod
    def behind(self) -> list[int]:
        """The people for whom there is something to do."""

    @abstractmethod
    def extent(self, user: int) -> Extent:
        """How far the index has come with a person."""

    def damage(self) -> list[str]:
        """What is broken in a file of the index, a sentence each; nothing where it has none of its own."""
        return []

    @abstractmethod
    def renew(self, user: int | None = None) -> None:
        """Forget what is indexed of a person, or of all, so that the next steps index it anew."""

    @abstractmethod
    def remove(self, user: int) -> bool:
        """Remove some of what is indexed of a person who leaves, durably; whether that was all. Raises as `step`."""

    def merge(self, is_first: bool) -> bool:
        """Bring the pieces of which the index is made together, a bit; whether there is more of that to do.

        It makes the index smaller and searches quicker. Call it first with `is_first`.
        """
        return False

    def relax(self) -> None:  # noqa: B027
        """Give back the memory of what was just done."""

    def close(self) -> None:  # noqa: B027  not all have something to close
        """Let go of what is open."""
