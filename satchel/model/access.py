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


class AppPassword(msgspec.Struct, frozen=True):
    """A password that one app of a person has."""

    id: int
    name: str  #: of the app, as the person wrote it
    made_at: int  #: ms
    used_at: int  #: ms, to the hour; 0 for never
    used_from: str  #: network address


class Passkey(msgspec.Struct, frozen=True):
    """A key pair in something of the person's, with which they sign in."""

    id: int
    user_id: int
    credential: bytes  #: its id
    public_key: bytes  #: COSE
    handle: bytes  #: what it knows the person by
    uses: int  #: as it counts them; 0 where it does not
    name: str
    made_at: int  #: ms
    used_at: int  #: ms; 0 for never


class Identity(msgspec.Struct, frozen=True):
    """Who a person is at the provider of sign-ins."""

    id: int
    user_id: int
    issuer: str
    subject: str
    name: str  #: what the provider calls them, for people to read
    made_at: int  #: ms
    used_at: int  #: ms; 0 for never


class Claims(msgspec.Struct, frozen=True):
    """What the provider of sign-ins says of somebody."""

    issuer: str
    subject: str  #: who that is there, for ever
    name: str  #: what to call them; "" where it does not say
    email: str
    is_allowed: bool  #: whether they have what the owner demands of people


class Challenge(msgspec.Struct, frozen=True):
    """What a browser on its way in has yet to answer."""

    kind: str
    user_id: int | None
    facts: str
    made_at: int  #: ms


class Reply(IntEnum):
    """What a person said to an app. The numbers are stored; they never change."""

    OPEN = 0
    ALLOWED = 1
    REFUSED = 2
    CODE = 3  #: allowed, and a code was made that the app exchanges with its secret


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
