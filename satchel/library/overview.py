"""What a person sees of their account at a glance."""

from __future__ import annotations

from typing import NamedTuple

from satchel.library import connections, feeds, sessions
from satchel.library.usecase import reads
from satchel.model.access import Session, Token
from satchel.model.people import App
from satchel.store.db import ReadTx


class Overview(NamedTuple):
    """All that opens a person's things, and is theirs to take back."""

    tokens: list[Token]
    apps: list[App]  #: that the person registered
    sessions: list[Session]
    feeds_since: int | None  #: ms; None when the feeds are closed


@reads
def overview(tx: ReadTx, user: int) -> Overview:
    """What the person has let in, as it is at one moment."""
    return Overview(
        connections.all_of(tx, user),
        connections.own_apps(tx, user),
        sessions.all_of(tx, user),
        feeds.open_since(tx, user),
    )
