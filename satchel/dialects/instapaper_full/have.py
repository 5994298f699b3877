"""What the caller has already: `have` of a list, and what is left to tell it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from satchel.dialects.http.params import MAX_SECONDS
from satchel.model.places import Place

#: Bookmarks of one call; a list has 500.
MAX_ENTRIES = 5000
#: Ids of highlights of one call.
MAX_HIGHLIGHTS = 20_000

_ID = re.compile(r"[0-9]{1,16}")
_TIME = re.compile(r"-?[0-9]{1,16}")


class Have(NamedTuple):
    """Bookmarks by id, in the order in which they were named: the hash of each, "" where none was given."""

    hashes: dict[int, str]
    places: dict[int, Place]  #: where the caller says its person stands

    def has(self, number: int, its_hash: str) -> bool:
        """Whether the caller has a bookmark as it is now; without a hash it wants it in no case."""
        known = self.hashes.get(number)
        return known is not None and known in ("", its_hash)


def read(text: str) -> Have:
    """`id`, `id:hash` and `id:hash:progress:timestamp`, separated by commas; what cannot be read is left out.

    Some programs forget the hash before the other two: `id:progress:timestamp`.
    """
    found = Have({}, {})
    for entry in text.split(",", MAX_ENTRIES)[:MAX_ENTRIES]:
        number, *rest = (part.strip() for part in entry.split(":", 3))
        if not _ID.fullmatch(number):
            continue
        if len(rest) == 2 and "." in rest[0]:
            rest = ["", *rest]
        found.hashes[int(number)] = rest[0] if rest else ""
        news = place(rest[1], rest[2]) if len(rest) == 3 else None
        if news is not None:
            found.places[int(number)] = news
    return found


def place(progress: str, timestamp: str) -> Place | None:
    """Where somebody stands, from a share of 1 and a time in s or ms; None for what is neither."""
    share, moment = share_of(progress), time_of(timestamp)
    if share is None or moment is None or moment <= 0:
        return None
    at = moment if moment > MAX_SECONDS else moment * 1000
    return Place(round(share * 1000), at, said=f"{share!r} {moment}")


def share_of(text: str) -> float | None:
    """A share from 0.0 to 1.0; None for anything else."""
    try:
        share = float(text) if len(text) <= 40 and text.isascii() else math.nan
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def time_of(text: str) -> int | None:
    """A time in whole numbers, as it was told, fractions cut off; None for what is no number of at most 16 digits."""
    whole, _, fraction = text.strip().partition(".")
    return int(whole) if _TIME.fullmatch(whole) and (not fraction or fraction.isdigit()) else None


def missing(have: Have, window: Iterable[int]) -> list[int]:
    """The ids that the caller has and that are not in the window: it is to drop them."""
    there = set(window)
    return [number for number in have.hashes if number not in there]


def known_highlights(text: str) -> frozenset[int]:
    """The ids of highlights in `1-2-3`."""
    parts = text.split("-", MAX_HIGHLIGHTS)[:MAX_HIGHLIGHTS]
    return frozenset(int(part) for part in parts if _ID.fullmatch(part.strip()))
