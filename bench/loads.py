"""The operations that are measured: the request, the answer it must have, and its bare SQL."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec

from bench.client import Check, page, request
from bench.seed import NAME, PASSWORD, Shelf, url_of
from satchel.library import access, acting, browsing, finding, opening, saving
from satchel.model.actions import Action, AddTags, Archive, ById, Favourite, ItemRef, Readd, Unfavourite
from satchel.model.items import NewLink, Order, Query, State
from satchel.store import users
from satchel.store.db import Tx

#: Verbs that a batch goes through, on items far apart.
_BATCH = ("archive", "favorite", "tags_add", "readd", "unfavorite")
_AT = 1_700_000_000_000  #: ms
_VERBS: dict[str, Callable[[ItemRef], Action]] = {
    "archive": lambda item: Archive(item, _AT), "favorite": lambda item: Favourite(item, _AT),
    "tags_add": lambda item: AddTags(item, ("kept",)), "readd": lambda item: Readd(item, at=_AT),
    "unfavorite": Unfavourite,
}  # fmt: skip


class Load(NamedTuple):
    """One operation."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    check: Check
    reads: Callable[[Tx, int], object]  #: what the n-th request asks of the database first
    writes: Callable[[Tx, int], object] | None  #: and what it then changes


def loads(shelf: Shelf, start: int = 1) -> list[Load]:
    """All of them, on that shelf; new pages are counted from `start`."""
    say = {"consumer_key": shelf.consumer_key, "access_token": shelf.access_token}
    new = itertools.count(start)

    def calls(tx: Tx, number: int) -> object:
        return access.caller(tx, shelf.consumer_key, shelf.access_token)

    def signs_in(tx: Tx, number: int) -> object:
        return users.by_name(tx, NAME)

    def lists(tx: Tx, number: int) -> object:
        calls(tx, number)
        return finding.find(tx, 1, Query(states=(State.UNREAD,), limit=30, offset=number * 30 % 900))

    return [
        Load(
            "/v3/get, 30 complete",
            lambda: (
                _form("/v3/get", detailType="complete", count="30", offset=str(n * 30 % 900), **say)
                for n in itertools.count()
            ),
            _thirty,
            lists,
            None,
        ),
        Load(
            "/v3/add, known page",
            lambda: (_form("/v3/add", url=url_of(n), **say) for n in _spread(shelf.items)),
            _has(b'"resolved_id":"', b'"status":1}'),
            calls,
            lambda tx, n: saving.save(tx, 1, NewLink(url_of(n))),
        ),
        Load(
            "/v3/send, 1 action",
            lambda: (_sending(say, 1, n) for n in itertools.count()),
            _has(b'"status":1}', b'"action_errors":[null]'),
            calls,
            lambda tx, n: acting.act(tx, 1, _acts(shelf, 1, n)),
        ),
        Load(
            "/v3/send, 100 actions",
            lambda: (_sending(say, 100, n) for n in itertools.count()),
            _has(b'"status":1}', b"[" + b",".join([b"null"] * 100) + b"]"),
            calls,
            lambda tx, n: acting.act(tx, 1, _acts(shelf, 100, n)),
        ),
        Load(
            "/api/add, known page",
            lambda: (
                request("/api/add", urlencode({"url": url_of(n)}).encode(), authorization=_BASIC)
                for n in _spread(shelf.items)
            ),
            lambda status, body: status == 201 and body == b"201",
            signs_in,
            lambda tx, n: saving.save(tx, 1, NewLink(url_of(n))),
        ),
        Load(
            "/v3/add, new page",
            lambda: (_form("/v3/add", url=_new(n), title=f"Page {n}", tags="bench,new", **say) for n in new),
            _has(b'"resolved_id":"0"', b'"status":1}'),
            calls,
            lambda tx, n: saving.save(tx, 1, NewLink(_new(10**9 + n), f"Page {n}", ("bench", "new"))),
        ),
        *_version_2(shelf),
        Load(
            "page of a list, 50 rows",
            lambda: itertools.repeat(_page(shelf, "/")),
            _packed,
            lambda tx, n: browsing.opened(tx, 1, Query(states=(State.UNREAD,)), None, 20),
            None,
        ),
        Load(
            "page of an article",
            lambda: (_page(shelf, f"/read/{n}") for n in _spread(shelf.items)),
            _packed,
            lambda tx, n: opening.opened(tx, 1, n * 7919 % shelf.items + 1, Query()),
            None,
        ),
    ]


def _version_2(shelf: Shelf) -> list[Load]:
    """A list, and what has changed since a time: as many rows as Pocket's calls bring."""

    def asks(query: Query) -> Callable[[Tx, int], object]:
        def ask(tx: Tx, number: int) -> object:
            access.bearer(tx, shelf.access_token)
            return finding.find(tx, 1, query, total=True)

        return ask

    token = f"Bearer {shelf.access_token}"
    fifty: Check = lambda status, body: status == 200 and body.count(b'"private_source":') == 50  # noqa: E731
    return [
        Load(
            "/api/2/bookmarks, 50",
            lambda: itertools.repeat(page("/api/2/bookmarks?limit=50", authorization=token)),
            fifty,
            asks(Query(states=(State.UNREAD,), unfiled=True, limit=50)),
            None,
        ),
        Load(
            "/api/2/bookmarks, 50 since",
            lambda: itertools.repeat(page("/api/2/bookmarks?limit=50&since=1600000000", authorization=token)),
            fifty,
            asks(Query(states=tuple(State), since=1_600_000_000_000, order=Order.NUMBER, limit=50)),
            None,
        ),
    ]


def _page(shelf: Shelf, path: str) -> bytes:
    return page(path, cookie=f"satchel={shelf.session}", accept_encoding="zstd")


def _packed(status: int, body: bytes) -> bool:
    """A page for people, packed by zstd as browsers ask for it."""
    return status == 200 and body.startswith(b"\x28\xb5\x2f\xfd") and len(body) > 1000


_BASIC = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()


def _form(path: str, **fields: str) -> bytes:
    return request(path, urlencode(fields).encode())


def _new(number: int) -> str:
    return f"https://new{number % 500}.example/pages/{number}?utm_source=bench"


def _spread(items: int) -> Iterator[int]:
    """Ids far apart: neighbours share the pages of the database."""
    return (step * 7919 % items + 1 for step in itertools.count())


def _has(*parts: bytes) -> Check:
    return lambda status, body: status == 200 and all(part in body for part in parts)


def _thirty(status: int, body: bytes) -> bool:
    return (
        status == 200
        and body.startswith(b'{"status":1,')
        and body.count(b'"resolved_title":"') == 30
        and body.count(b'"images":{') == 30
    )


def _entries(count: int, number: int) -> list[tuple[str, int]]:
    """The n-th batch: which verb is done to which of the first 9,000 items (fewer than any shelf has)."""
    return [(_BATCH[(number + step) % 5], (number * count + step) * 97 % 1000 + 1) for step in range(count)]


def _sending(say: dict[str, str], count: int, number: int) -> bytes:
    actions = [
        {
            "action": verb,
            "item_id": str(item),
            "time": "1700000000",
            **({"tags": "kept"} if verb == "tags_add" else {}),
        }
        for verb, item in _entries(count, number)
    ]
    return _form("/v3/send", actions=msgspec.json.encode(actions).decode(), **say)


def _acts(shelf: Shelf, count: int, number: int) -> list[Action]:
    return [_VERBS[verb](ById(item)) for verb, item in _entries(count, number)]
