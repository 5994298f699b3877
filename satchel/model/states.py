"""Where an item is."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """Where an item is. The numbers are stored; they never change."""

    UNREAD = 0
    ARCHIVED = 1
    DELETED = 2
