"""What a move needs of a database, as the one it comes from and as the one it goes to.

Which tables there are is asked of the database itself, so that a table which a later version adds is moved, too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Row = tuple[Any, ...]

#: The table that says in a target that a move into it is not finished: by name, what is known of the move.
PROGRESS = "move_progress"
#: Made from the other tables, and made again by the server: not moved.
DERIVED = frozenset({"search_documents", "search_marks"})
#: Of each database its own: which steps made its tables, and how far a move is.
OWN = frozenset({"migrations", PROGRESS})


class Table(NamedTuple):
    """A table that is moved."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]  #: the columns of the primary key, in its order
    counts: bool  #: whether the database numbers its rows, and remembers the highest number it gave


class Source(ABC):
    """All rows of one moment. Nothing is changed."""

    @abstractmethod
    def tables(self) -> dict[str, Table]:
        """The tables that are moved, by name."""

    @abstractmethod
    def version(self) -> int:
        """The number of the newest migration; 0 where there is none."""

    @abstractmethod
    def identity(self) -> str:
        """A word that no other database has."""

    @abstractmethod
    def count(self, table: Table) -> int:
        """How many rows a table has."""

    @abstractmethod
    def rows(
        self, table: Table, *, after: Sequence[Any] | None = None, in_order: bool = False
    ) -> Iterator[Row]:
        """The rows of a table, one after the other, in the order of `table.columns`.

        With `in_order` in that of the primary key, by bytes, behind the row with the key `after`.
        """

    @abstractmethod
    def highest(self, table: Table) -> int:
        """The highest number that was given to a row of a table that `counts`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""


class Target(Source):
    """A database that is filled. Each method that changes it is one durable transaction."""

    kind: str

    @abstractmethod
    def progress(self) -> dict[str, str]:
        """What is known of a move that is not finished; nothing where there is none."""

    @abstractmethod
    def begin(self, known: dict[str, str]) -> None:
        """Empty all tables, keep foreign keys from being asked, and note a move."""

    @abstractmethod
    def put(self, table: Table, rows: list[Row], known: dict[str, str]) -> None:
        """Write rows, and how far the move is."""

    @abstractmethod
    def note(self, known: dict[str, str]) -> None:
        """Write down how far the move is."""

    @abstractmethod
    def finish(self, highest: dict[str, int]) -> None:
        """Set the highest numbers by table, have all foreign keys asked, and forget the move.

        Raises `Unavailable` when a row points to nothing.
        """
