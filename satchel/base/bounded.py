"""Counts that are bounded in number, so that whoever makes up names cannot fill the memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def drop_smallest(counts: dict[K, V], most: int, size: Callable[[V], Any]) -> None:
    """Where there are more than `most`, forget those of the smallest `size` until three quarters are left.

    Of equal ones those go first that came first. Never the oldest as such: whoever makes up thousands of names
    would push the count of a real one out, and begin anew.
    """
    if len(counts) > most:
        keys = sorted(counts, key=lambda key: size(counts[key]))
        for key in keys[: len(counts) - most * 3 // 4]:
            del counts[key]
