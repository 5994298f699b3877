"""The page that is being made, and what was asked for it so far: several are made at the same time."""

from __future__ import annotations

from contextvars import ContextVar


class Sheet:
    """What goes into one page beside what its template says."""

    __slots__ = ("icons", "pieces")

    def __init__(self) -> None:
        self.icons: set[str] = set()  #: the names of those that it shows
        self.pieces: list[bytes] = []  #: HTML that is ready


_sheet: ContextVar[Sheet] = ContextVar("sheet")


def at_hand() -> Sheet:
    """That of the page which is made in this context."""
    found = _sheet.get(None)
    if found is None:
        lay(found := Sheet())
    return found


def lay(sheet: Sheet) -> None:
    """The page that is made in this context goes on with that one."""
    _sheet.set(sheet)


def taken() -> Sheet:
    """The sheet at hand; what is asked for from now on is for another page."""
    found = at_hand()
    lay(Sheet())
    return found
