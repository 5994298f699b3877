"""Who is there, and what they may do."""

from __future__ import annotations

from enum import IntFlag

import msgspec


class Ability(IntFlag):
    """What an app may do for a person. The numbers are stored; they never change."""

    ADD = 1
    MODIFY = 2
    RETRIEVE = 4


EVERYTHING = Ability.ADD | Ability.MODIFY | Ability.RETRIEVE


class User(msgspec.Struct, frozen=True):
    """Somebody with an account here."""

    id: int
    name: str
    email: str
    is_admin: bool
    password_hash: str | None = None  #: None: the account has no password and may only add
    disabled_at: int = 0  #: ms; since when the owner keeps the person out, 0 for not at all
    keys: str = ""  #: their choice of keys, as `model.keys` writes it; only where pages are made


class App(msgspec.Struct, frozen=True):
    """A program that is known here by its consumer key."""

    id: int
    name: str
    consumer_key: str
    abilities: Ability
    redirects: tuple[str, ...] = ()  #: where it may send people back to; none means anywhere
    owner_id: int | None = None  #: who registered it


class Caller(msgspec.Struct, frozen=True):
    """Who is calling, through which app, and what they may do."""

    user_id: int
    abilities: Ability
    app_id: int | None = None
