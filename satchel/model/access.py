"""Sessions, tokens, and what apps ask people for."""

from __future__ import annotations

from enum import IntEnum

import msgspec

from satchel.model.people import App


class Source(msgspec.Struct, frozen=True):
    """Where a sign-in comes from."""

    address: str = ""  #: the client's network address; "" where nobody knows
    device: str = ""  #: what a browser was given when somebody signed in there before


class Session(msgspec.Struct, frozen=True):
    """A browser in which somebody is signed in."""

    id: int
    user_id: int
    made_at: int  #: ms
    seen_at: int  #: ms, to the hour
    agent: str  #: the browser, in its own words
    source: str  #: network address


class Reply(IntEnum):
    """What a person said to an app. The numbers are stored; they never change."""

    OPEN = 0
    ALLOWED = 1
    REFUSED = 2


class Grant(msgspec.Struct, frozen=True):
    """An app that asks a person to be let in."""

    id: int
    app: App
    redirect: str  #: where the browser goes afterwards, as the app wrote it
    state: str  #: what the app wants to hear again: JSON, or ""
    source: str  #: network address from which it asked
    made_at: int  #: ms
    reply: Reply = Reply.OPEN
    user_id: int | None = None  #: who replied
    used: bool = False  #: the token was handed out


class Token(msgspec.Struct, frozen=True):
    """A key that an app holds to somebody's things."""

    id: int
    app: App
    prefix: str  #: its first characters
    made_at: int  #: ms
    source: str  #: network address from which the app asked for it; "" where it was made on the server
    used_at: int  #: ms, to the hour; 0 for never
    used_from: str  #: network address
    noticed: bool  #: its person has seen that it is there
