"""What all forms of exports have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from satchel.model.exports import Leaving
from satchel.model.library_file import Shelf


class Texts(Enum):
    """Which texts of articles a form has."""

    NONE = 0
    READ = 1  #: those that are read
    ALL = 2  #: all versions, and all that the library knows beside


class Sequenced(Enum):
    """In which order the items come."""

    AS_LISTED = 0
    BY_FOLDER = 1  #: those in folders first, folder by folder; else as listed
    BY_AGE = 2  #: as they came into the library


class Writer(ABC):
    """Writes one file, from its beginning to its end. For one thread at a time."""

    @abstractmethod
    def begin(self, shelf: Shelf) -> bytes:
        """What stands before all items."""

    @abstractmethod
    def add(self, some: Sequence[Leaving]) -> bytes:
        """The next items."""

    @abstractmethod
    def end(self) -> bytes:
        """What stands behind them."""


class Format(NamedTuple):
    """A form of file."""

    name: str  #: in commands and addresses
    suffix: str
    media_type: str
    make: Callable[[], Writer]
    texts: Texts = Texts.NONE
    order: Sequenced = Sequenced.AS_LISTED
