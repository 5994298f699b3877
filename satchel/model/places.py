"""Where a person stands in an article."""

from __future__ import annotations

from typing import NamedTuple

#: Thousandths from which on an article counts as read to its end: what follows are mostly credits.
FINISHED = 970


class Place(NamedTuple):
    """The letter at the top of the screen, and when that was."""

    share: int  #: how much of the text lies before it, in thousandths
    time: int  #: ms
    at: int = 0  #: the letter, counted in the canonical text of the body `version`
    version: int = 0  #: 0: only the share is known
    quote: str = ""  #: the letters from there on
    finished: bool = False  #: the end of the text was seen
    said: str = ""  #: share and time as an app told them, which are told back to it; "" for nothing


class Said(NamedTuple):
    """What an app told of an item, and hears again."""

    place: str  #: share and time of the newest place; "" where no app told them
    keeps_address: bool  #: it goes by the address that was given
