"""Versions of the text of an item."""

from __future__ import annotations

from enum import IntEnum

import msgspec

from satchel.model.items import ArticleHead


class Origin(IntEnum):
    """Where the text of a version is from. The numbers are stored; they never change."""

    FETCHED = 0  #: what a fetch found to be the article
    WHOLE = 1  #: all of the page
    PASTED = 2  #: what the person put there
    GIVEN = 3  #: it came with the program
    HANDED_IN = 4  #: an app gave it when it saved the link
    BROUGHT = 5  #: it came with a file that the person imported
    COPIED = 6  #: a copy of the page from an archive of the web


class Version(msgspec.Struct, frozen=True):
    """One version, without its text."""

    number: int
    origin: Origin
    why: str  #: how the text was chosen, a note a line; "" where nobody wrote that down
    head: ArticleHead | None  #: None for the one that is read: its item has it
