"""Sets of words, written as one reads them."""

from __future__ import annotations


def words_of(*lines: str) -> frozenset[str]:
    """The words of these lines."""
    return frozenset(" ".join(lines).split())
