"""The feeds: `/users/NAME/SECRET/feed/KIND`, or the secret as `?key=`."""

from __future__ import annotations

from collections.abc import Sequence

from satchel.base.errors import Invalid, NotFound, TooMany
from satchel.dialects.feeds import errors, rss
from satchel.dialects.feeds.rss import MEDIA_TYPE, Channel
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.own_address import addressed
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Route
from satchel.library import feeds
from satchel.library.context import Library
from satchel.model.items import Item

#: What each feed is called.
_TITLES = {"unread": "unread", "read": "read", "all": "everything saved", "favourites": "favourites"}
#: Where Instapaper had them, behind the same secret.
_ELSEWHERE = {
    "/rss": "unread",
    "/archive/rss": "read",
    "/starred/rss": "favourites",
    "/liked/rss": "favourites",
}


async def feed(library: Library, call: Request) -> Response:
    """The newest items of a list. Not found alike for an unknown name, a wrong secret and none."""
    kind = call.path_params.get("kind") or _ELSEWHERE[call.path.rsplit("/", 2)[0]]
    user, name = await _owner(library, call)

    def write(items: Sequence[Item]) -> bytes:
        return _written(call.own_address, f"{name}: {_TITLES[kind]}", items)

    return _answer(await library.run(feeds.newest, user, kind, write))


async def feed_of_search(library: Library, call: Request) -> Response:
    """The first items of a search that the person keeps and made a feed. Not found alike for all others."""
    user, name = await _owner(library, call)

    def write(title: str, items: Sequence[Item]) -> bytes:
        return _written(call.own_address, f"{name}: {title}", items)

    return _answer(await library.run(feeds.found, user, int(call.path_params["number"]), write))


async def _owner(library: Library, call: Request) -> tuple[int, str]:
    """Whose feed it is, id and name. Raises `NotFound`, `Invalid`, `TooMany`."""
    if library.secure and call.plain:
        raise Invalid("Feeds are read over https only: their address is a secret.")
    owner = call.path_params["name"]
    secret = call.path_params.get("secret") or Params(call.query).text("key").strip()
    try:
        user, name = await library.run(feeds.owner, owner, secret)
    except NotFound:
        library.security.warn("feed.wrong", name=owner)
        raise
    left = await library.limits.user(user)
    if left.used_up:
        raise TooMany(reset=left.reset)
    return user, name


def _written(home: str, title: str, items: Sequence[Item]) -> bytes:
    addressed_items = [addressed(item, home) for item in items]
    return rss.write(Channel(title, "Saved with Satchel", f"{home}/"), addressed_items)


def _answer(body: bytes) -> Response:
    return Response(200, body, MEDIA_TYPE, cache_control=b"private, no-store")


def _add_headers(library: Library, call: Request, answer: Response) -> None:
    """Nobody shall list it, and nobody shall hear of its address."""
    answer.headers += ((b"x-robots-tag", b"noindex, nofollow"), (b"referrer-policy", b"no-referrer"))


def _logged_path(call: Request) -> str:
    """Without the secret."""
    return "/users/…/feed"


_KIND = "{kind:" + "|".join(feeds.KINDS) + "}"

FEEDS = Dialect(
    name="feeds",
    claims=("/users", *_ELSEWHERE),
    routes=tuple(
        Route(("GET", "HEAD"), f"/users/{{name}}/{place}/{kind}", handler)
        for place in ("{secret}/feed", "feed")
        for kind, handler in ((_KIND, feed), ("search/{number:int}", feed_of_search))
    )
    + tuple(Route(("GET", "HEAD"), f"{path}/{{name}}/{{secret}}", feed) for path in _ELSEWHERE),
    errors=errors,
    add_headers=_add_headers,
    logged_path=_logged_path,
)
