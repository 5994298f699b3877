"""A dialect is one value and one line: routes, claims, failures and parameters come with it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from satchel.base.errors import Invalid, NotFound, SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.router import Router, RouteTable, checked
from satchel.dialects.http.routes import Endpoint, Route
from satchel.dialects.registry import DIALECTS
from satchel.library.context import Library
from tests.wire.server import Wire


async def echo(library: Library, call: Request) -> Response:
    """What the path and the parameters hold."""
    if "fail" in call.params.values:
        raise NotFound
    return response.json({"path": call.path_params, "count": call.params.int("count")})


def told(word: str) -> Any:
    """Failures that say which dialect told them."""
    return SimpleNamespace(
        TABLE={},
        failure=lambda error, call: response.text(f"{word}: {error.message}", 418),
        missing=lambda call: response.text(f"{word}: nothing", 404),
        wrong_method=lambda call: response.text(f"{word}: not so", 405),
        crash=lambda reference, call: response.text(f"{word}: broken", 500),
    )


def dialect(name: str, *routes: Route, claims: tuple[str, ...] = ()) -> Dialect:
    return Dialect(name=name, claims=claims, routes=routes, errors=told(name))


def route(path: str, endpoint: Endpoint = echo, method: str = "GET") -> Route:
    return Route(method, path, endpoint)


BAG = dialect(
    "bag",
    route("/api/entries/export"),
    route("/api/entries/{entry:int}.json"),
    Route(("PATCH", "DELETE"), "/api/entries/{entry:int}.json", echo),
    route("/api/entries/{entry:int}"),
    route("/api/entries/{slug}"),
    route("/bags/{name}/{kind:all|read}"),
    claims=("/api/entries", "/bags"),
)


@pytest.fixture
def bag(wire: Wire) -> Wire:
    """The server with one dialect more."""
    server = wire.server
    server.router = Router((*DIALECTS, BAG), server.pages, server.library, server.bodies)
    return wire


def test_a_dialect_of_one_value_is_served_beside_the_others(bag: Wire) -> None:
    for path, found in {
        "/api/entries/export": {},
        "/api/entries/7": {"entry": 7},
        "/api/entries/7/": {"entry": 7},
        "//api/entries/7": {"entry": 7},
        "/api/entries/7.json": {"entry": 7},
        "/api/entries/seven.json": {"slug": "seven.json"},
        "/api/entries/" + "9" * 19: {"slug": "9" * 19},
        "/api/entries/%C3%A4%2Fb": {"slug": "ä/b"},
        "/bags/a%2Fb/read": {"name": "a/b", "kind": "read"},
    }.items():
        reply = bag.get(path, {"count": "3"})
        assert (reply.status, reply.json()) == (200, {"path": found, "count": 3}), path
    assert bag.get("/api/add").text == "403"
    assert bag.get("/v3/get").headers["x-error-code"] == "138"


def test_the_longest_claim_words_what_is_not_there(bag: Wire) -> None:
    for path in (
        "/api/entries",
        "/api/entries/7/x",
        "/bags/a/other",
        "/bags/a/x/y",
        "/api/entries" + "/x" * 2000,
    ):
        reply = bag.get(path)
        assert (reply.status, reply.text) == (404, "bag: nothing"), path
    assert bag.get("/api/entriesx").text == "404"
    assert bag.get("/api/v1/x").headers["x-error-code"] == "130"
    assert "text/html" in bag.get("/bagsx").headers["content-type"]


def test_a_dialect_words_its_own_failures(bag: Wire) -> None:
    reply = bag.raw(b"PUT /api/entries/7.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (reply.status, reply.text, reply.headers["allow"]) == (405, "bag: not so", "DELETE, GET, PATCH")
    reply = bag.get("/api/entries/7", {"count": "many"})
    assert (reply.status, reply.text) == (418, "bag: The parameter count is not a number.")
    assert bag.get("/api/entries/7", {"fail": "1"}).status == 418


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a/b", "/a/b"),
        ("/a/{x}", "/a/{y}"),
        ("/a/{x:int}/c", "/a/{y:int}/c"),
        ("/a/{x:read|all}", "/a/{y:all|new}"),
        ("/a/{x:int}.json", "/a/{y:int}.json"),
    ],
)
def test_two_dialects_that_want_the_same_path_cannot_stand_together(one: str, other: str) -> None:
    with pytest.raises(ValueError, match=r"same pattern|both serve"):
        checked(dialect("a", route(one)), dialect("b", route(other, method="POST")))
    with pytest.raises(ValueError, match=r"same pattern|both serve|twice"):
        checked(dialect("a", route(one), route(other)))


def test_two_dialects_cannot_claim_the_same_beginning() -> None:
    with pytest.raises(ValueError, match="both claim"):
        checked(dialect("a", claims=("/x/y",)), dialect("b", claims=("/x/y/",)))
    with pytest.raises(ValueError, match="both serve"):
        checked(*DIALECTS, dialect("b", route("/v3/get")))


@pytest.mark.parametrize("path", ["", "a", "/a/", "/a//b", "/{x}{y}", "/{x:float}", "/{", "/a{}"])
def test_what_is_no_path_is_refused_at_once(path: str) -> None:
    with pytest.raises(ValueError):
        route(path)


def test_the_more_exact_pattern_goes_first_in_whatever_order_they_come() -> None:
    paths = ("/a/{x}", "/a/{x:int}", "/a/{x:me|you}", "/{x}/b")
    for order in (paths, paths[::-1]):
        table = RouteTable([dialect("a", *map(route, order))])
        found = [table.pattern(raw) for raw in (b"/a/5", b"/a/me", b"/a/b", b"/c/b", b"/c/d", b"/a//b")]
        served = [each and next(iter(each[1].values())).path for each in found]
        assert served == ["/a/{x:int}", "/a/{x:me|you}", "/a/{x}", "/{x}/b", None, None]


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (Params.text, []), (Params.int, "x"), (Params.bool, "2"), (Params.time, "soon"),
        (lambda params, name: params.choice(name, {"a": 1}, 0), "b"),
    ],
)  # fmt: skip
def test_what_a_parameter_cannot_be_is_refused_by_its_name(read: Any, value: object) -> None:
    with pytest.raises(Invalid, match="The parameter when is ") as refused:
        read(Params({"when": value}), "when")
    assert refused.value.field == "when"


def test_a_parameter_that_gives_nothing_is_none() -> None:
    for value in (None, "", "null"):
        params = Params({"x": value}, nothing=("null",))
        assert (params.int("x"), params.bool("x"), params.time("x"), params.word("x")) == (
            None,
            None,
            None,
            "",
        )
        assert params.choice("x", {"a": 1}, 0) == 0
    assert Params({"x": 5}).time("x") == 5000
    assert Params({"x": "1700000000123"}).time("x") == 1_700_000_000_123


def test_an_error_says_when_to_try_again() -> None:
    assert SatchelError("x", reset=7).retry_after == 7
