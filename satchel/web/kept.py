"""What was made and is likely to be wanted again, of people's own: as much of it as has room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was used last, `most` letters or bytes in all. What has more than `most_of_one` is not kept: it would
    drive out too many others."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> T | None:
        """What was kept for `key`; None for what is not here."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, made: T, size: int) -> None:
        """Keep it in place of what was there for `key`; what was used longest ago goes for it."""
        if size > self._most_of_one:
            return
        self._size -= self._kept.pop(key, (None, 0))[1]
        self._kept[key] = made, size
        self._size += size
        while self._size > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self._size -= gone
