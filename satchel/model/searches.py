"""Searches that a person keeps."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class SavedSearch(msgspec.Struct, frozen=True):
    """A list by a question. The fields are columns."""

    id: int
    name: str  #: "" for one of ours that nobody has named
    query: str  #: as it is written in the field
    place: int
    ready: int  #: which of ours, 0 for the person's own
    counted: bool  #: whether its number is shown beside its name
    fed: bool  #: whether it is a feed, too


class Ready(NamedTuple):
    """One of the searches that everybody has at first."""

    number: int
    query: str
    name: str  #: in English: pages say it in their own language


#: What is quickly read, what takes an evening, and what was forgotten. The third was what a list of its own has now.
READY = (
    Ready(1, "is:unread length:..10m", "10 minutes or less"),
    Ready(2, "is:unread length:>20m", "Long reads"),
    Ready(4, "saved:..1y is:unread sort:oldest", "Forgotten"),
)
NAMES = {ready.number: ready.name for ready in READY}
