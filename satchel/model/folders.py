"""Folders: a person's own order of what they want to read."""

from __future__ import annotations

import msgspec


class Folder(msgspec.Struct, frozen=True):
    """A folder. An item is in one at most, and only while it is unread."""

    id: int
    name: str
    place: int  #: in the person's order, from 1
    changed_at: int  #: ms
    items: int = 0  #: unread ones that are in it
