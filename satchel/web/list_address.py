"""Lists by their addresses: which one, in which order, how long its articles are, and where its page begins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

import msgspec

from satchel.base.text import tag_form
from satchel.library import browsing
from satchel.model.items import Order, Position, Query, State
from satchel.model.reading_time import PACE
from satchel.web import cursor

#: The orders by their names in addresses; the first is the usual one.
ORDERS = {
    "newest": Order.NEWEST,
    "oldest": Order.OLDEST,
    "shortest": Order.SHORTEST,
    "longest": Order.LONGEST,
    "title": Order.TITLE,
    "site": Order.SITE,
    "read": Order.READ,
    "random": Order.CHANCE,
}
#: What is not ordered by time of saving unless it is asked for; the trash knows no other order.
_USUAL = {"started": "read", "trash": "trashed"}
_TRASHED = {"trashed": Order.TRASHED}
#: How a list can be shown, by the number that is kept of it.
VIEWS = ("rows", "compact", "cards")
#: Lists that are not of a tag or a site, by their paths.
PATHS = {"favourites": "/favourites", "started": "/started", "archive": "/archive", "trash": "/trash"}
_MOST_WORDS = 2**53
#: Reading times by their names in addresses: at least, and less than so many words. Minutes are rounded.
LENGTHS = {
    "short": (1, round(4.5 * PACE)),
    "medium": (round(4.5 * PACE), round(15.5 * PACE)),
    "long": (round(15.5 * PACE), _MOST_WORDS),
}
MAX_ADDRESS_CHARACTERS = 2000
_SEED = re.compile("[0-9]{1,7}")


class ListAddress(NamedTuple):
    """One page of one list."""

    kind: str  #: unread, started, favourites, archive, trash, folder, tag, site, search or saved
    name: str = ""  #: of the tag or the site; what is searched; the number of the folder, or of the search that is kept
    order: str = ""  #: "" for the usual one
    length: str = ""
    view: str = ""  #: "" for the one that the person has chosen
    seed: int = 0  #: where the order by chance begins; 0 for today's place
    key: Position | None = None
    backwards: bool = False  #: the page stands before the key, not behind it

    @property
    def path(self) -> str:
        """Without order, length and place."""
        if self.kind == "unread":
            return "/"
        if self.kind in PATHS:
            return PATHS[self.kind]
        if self.kind in ("search", "saved"):
            return "/search" if self.kind == "search" else f"/s/{self.name}"
        if self.kind == "folder":
            return f"/folder/{self.name}"
        return of_tag(self.name) if self.kind == "tag" else f"/sites/{quote(self.name, safe=':')}"

    @property
    def address(self) -> str:
        """Path and query; what is as usual is not said."""
        asked = {"q": self.name} if self.kind == "search" else {}
        if self.order:
            asked["order"] = self.order
        if self.length:
            asked["length"] = self.length
        if self.view:
            asked["view"] = self.view
        if self.seed and self.order == "random":
            asked["seed"] = str(self.seed)
        if self.key is not None:
            asked["before" if self.backwards else "after"] = cursor.written(self.key)
        return self.path + (f"?{urlencode(asked)}" if asked else "")

    @property
    def query(self) -> Query:
        """What the library is asked for."""
        if self.kind in ("search", "saved"):
            is_saved = self.kind == "saved"
            return Query(search="" if is_saved else self.name, saved=int(self.name) if is_saved else 0)
        query = Query(
            states=(State.UNREAD,)
            if self.kind in ("unread", "started", "folder")
            else (State.UNREAD, State.ARCHIVED),
            order={**ORDERS, **_TRASHED}[self.order or usual(self.kind)],
            words=LENGTHS.get(self.length),
            started=self.kind == "started",
            pivot=self.seed,
            unfiled=self.kind == "unread",
            folder=int(self.name) if self.kind == "folder" else None,
        )
        if self.kind == "trash":
            return msgspec.structs.replace(query, states=(State.DELETED,), trashed=True)
        if self.kind == "archive":
            return msgspec.structs.replace(query, states=(State.ARCHIVED,))
        if self.kind == "favourites":
            return msgspec.structs.replace(query, favourite=True)
        if self.kind == "tag":
            return msgspec.structs.replace(query, tag=self.name)
        return msgspec.structs.replace(query, host=self.name) if self.kind == "site" else query

    def at(self, key: Position | None, *, backwards: bool = False) -> ListAddress:
        """The same list from another place on; None is its beginning."""
        return self._replace(key=key, backwards=backwards)


@lru_cache(1024)
def of_tag(name: str) -> str:
    """The path of the list of a tag."""
    return f"/tags/{quote(name, safe='/')}"


#: What the address of a list may ask for.
PARAMS = ("order", "length", "view", "seed", "after", "before")


def usual(kind: str) -> str:
    """The order in which such a list comes unless another one is asked for."""
    return _USUAL.get(kind, "newest")


def ordered(at: ListAddress, order: str) -> ListAddress:
    """The beginning of the same list in another order."""
    return at._replace(order="" if order == usual(at.kind) else order, seed=0).at(None)


def escaped(address: str) -> str:
    """An address of ours as a value in a query, no longer than it need be."""
    return quote(address, safe="/?=:")


def came_from(came: ListAddress) -> str:
    """The query of an article's page that leads on in the list one came from; the front one need not be named."""
    return "" if came.address == "/" else f"?from={escaped(came.address)}"


def read(kind: str, name: str, asked: dict[str, str]) -> ListAddress:
    """The list of that kind and name with what its query asks for; what makes no sense is as usual."""
    if kind in ("search", "saved"):
        # They name their order themselves.
        after, before = (_place(asked.get(word, "")) for word in ("after", "before"))
        return ListAddress(kind, name, key=after or before, backwards=not after and bool(before))
    order = asked.get("order", "")
    order = order if order in ORDERS and order != usual(kind) and kind != "trash" else ""
    length, view, seed = (asked.get(word, "") for word in ("length", "view", "seed"))
    like = bytes if ORDERS.get(order) in (Order.TITLE, Order.SITE) else int
    after, before = (cursor.read(asked.get(word, ""), like) for word in ("after", "before"))
    return ListAddress(
        kind, name, order, length if length in LENGTHS else "", view if view in VIEWS else "",
        int(seed) % browsing.CIRCLE if order == "random" and _SEED.fullmatch(seed) else 0,
        after or before, not after and bool(before),
    )  # fmt: skip


def _place(text: str) -> Position | None:
    return cursor.read(text, int) or cursor.read(text, bytes)


def read_address(text: str) -> ListAddress | None:
    """The list at a path with its query, as `ListAddress.address` gives it; None for what is no list."""
    path, _, query = text[:MAX_ADDRESS_CHARACTERS].partition("?")
    asked = dict(parse_qsl(query)[:10])
    if path == "/":
        return read("unread", "", asked)
    if path in PATHS.values():
        return read(path[1:], "", asked)
    if path == "/search" and asked.get("q"):
        return read("search", asked["q"], asked)
    if re.fullmatch(r"/s/[1-9][0-9]{0,14}", path, re.ASCII):
        return read("saved", path[3:], asked)
    if re.fullmatch(r"/folder/[1-9][0-9]{0,14}", path, re.ASCII):
        return read("folder", path[8:], asked)
    for above, kind in (("/tags/", "tag"), ("/sites/", "site")):
        name = unquote(path.removeprefix(above))
        if path.startswith(above) and name:
            return read(kind, tag_form(name) if kind == "tag" else name, asked)
    return None
