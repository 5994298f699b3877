"""The door of the feeds: `/users/NAME/SECRET/feed/KIND`, or the secret as `?key=`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from satchel.base.errors import Invalid, NotFound, TooMany
from satchel.base.urls import is_place
from satchel.dialects.feeds import errors
from satchel.dialects.feeds.rss import MEDIA_TYPE, Channel, write
from satchel.dialects.http.app import Endpoint, PlainErrorsApp, Request
from satchel.dialects.http.bodies import Bodies
from satchel.dialects.http.params import string
from satchel.dialects.http.response import Response
from satchel.library import feeds
from satchel.library.context import Library
from satchel.model.items import State

#: The states in each feed, and what it is called.
KINDS: dict[str, tuple[tuple[State, ...], str]] = {
    "all": ((State.UNREAD, State.ARCHIVED), "everything saved"),
    "unread": ((State.UNREAD,), "unread"),
    "read": ((State.ARCHIVED,), "read"),
}


class Place(NamedTuple):
    """What a path names."""

    name: str
    secret: str  #: "" where it stands in the query
    kind: str


class FeedApp(PlainErrorsApp):
    """Feeds for readers that know nothing but an address."""

    name = "feeds"
    words = errors
    endpoints = {}  # noqa: RUF012  names and secrets stand in the paths

    def __init__(self, library: Library, home: str = "", bodies: Bodies | None = None) -> None:
        """`home` is the address at which people reach us; "" for whatever they called."""
        super().__init__(library, bodies)
        self._home = home

    def methods(self, call: Request) -> Mapping[str, Endpoint] | None:
        """A feed can be had, or asked for its headers."""
        if place(call) is None:
            return None
        return {"GET": self._feed, "HEAD": self._feed}

    def logged_path(self, call: Request) -> str:
        """Without the secret."""
        return "/users/…/feed"

    async def _feed(self, library: Library, call: Request) -> Response:
        """The newest items of a list. Not found alike for an unknown name, a wrong secret and none."""
        if library.secure and call.plain:
            raise Invalid("Feeds are read over https only: their address is a secret.")
        wanted = place(call)
        assert wanted is not None
        secret = wanted.secret or string(call.query, "key").strip()
        try:
            user, name = await library.store.aread(
                lambda tx: feeds.owner(tx, wanted.name, secret), quick=True
            )
        except NotFound:
            library.security.warn("feed.wrong", name=wanted.name)
            raise
        left = await library.limits.user(user)
        if left.used_up:
            raise TooMany(reset=left.reset)
        states, words = KINDS[wanted.kind]
        items = await library.store.aread(lambda tx: feeds.newest(tx, user, states))
        home = self._home or _called(call)
        body = write(Channel(f"{name}: {words}", "Saved with Satchel", f"{home}/"), items)
        return Response(200, body, MEDIA_TYPE, cache_control=b"private, no-store")

    def add_headers(self, call: Request, answer: Response) -> None:
        """Nobody shall list it, and nobody shall hear of its address."""
        answer.headers += ((b"x-robots-tag", b"noindex, nofollow"), (b"referrer-policy", b"no-referrer"))


def place(call: Request) -> Place | None:
    """What the path names; None where it names no feed. A name may hold a slash, percent-encoded."""
    raw = call.scope.get("raw_path") or quote(call.path).encode()
    parts = [unquote(part) for part in raw.partition(b"?")[0].decode("latin-1").rstrip("/").split("/")[1:]]
    if len(parts) == 4:
        parts.insert(2, "")
    if len(parts) != 5 or parts[0] != "users" or parts[3] != "feed" or parts[4] not in KINDS:
        return None
    return Place(parts[1], parts[2], parts[4])


def _called(call: Request) -> str:
    """The address that was called, as far as it can be one."""
    host = call.header(b"host").decode("latin-1")
    return f"{call.scope.get('scheme', 'http')}://{host}" if is_place(host) else ""
