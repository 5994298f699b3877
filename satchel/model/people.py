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


#: Stands where the hash of a password would, for accounts that are opened in other ways. No password is right there.
NO_PASSWORD = "!"  # noqa: S105 - no hash looks like this


class User(msgspec.Struct, frozen=True):
    """Somebody with an account here."""

    id: int
    name: str
    email: str
    is_admin: bool
    password_hash: str | None = None  #: None: the account has no password and may only add
    disabled_at: int = 0  #: ms; since when the owner keeps the person out, 0 for not at all
    two_step_at: int = 0  #: ms; since when a second step follows the password, 0 for not at all
    removing_at: int = 0  #: ms; since when the account is being removed, 0 for not at all
    keys: str = ""  #: their choice of keys, as `model.keys` writes it; only where pages are made

    @property
    def has_password(self) -> bool:
        """Whether there is a password with which the person can sign in."""
        return self.password_hash not in (None, NO_PASSWORD)


class Person(msgspec.Struct, frozen=True):
    """An account as who looks after the server sees it: how much there is, and nothing of what it says."""

    user: User
    made_at: int  #: ms
    seen_at: int  #: ms, to the hour; 0 for never
    items: int
    size: int  #: bytes of texts, as they are kept
    max_items: int  #: 0 for no limit
    max_bytes: int  #: 0 for no limit
    passkeys: int = 0
    identities: int = 0  #: at the provider of sign-ins


class Invite(msgspec.Struct, frozen=True):
    """A link that makes one account."""

    id: int
    user_id: int  #: who made it
    label: str  #: whom it is for, in the words of who made it
    made_at: int  #: ms


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
