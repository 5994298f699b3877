"""Tables as other programs read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: What programs for tables take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(some: Iterable[Sequence[object]], end: str) -> bytes:
    """Rows as lines of CSV, quoted where they must be."""
    written = io.StringIO()
    csv.writer(written, lineterminator=end).writerows(some)
    return written.getvalue().encode()


def plain(cell: str) -> str:
    """A text that no program takes for a formula: it begins with a blank, which those that import it take off."""
    return f" {cell}" if cell.startswith(_FORMULA) else cell


def one_line(text: str) -> str:
    """A text without line breaks: some programs read tables line by line."""
    return " ".join(text.split())
