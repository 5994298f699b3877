"""Whose a path is: first the exact ones, then patterns, then the longest claim, then the pages for people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from satchel.dialects.http.app import Place, ProtocolApp, Send
from satchel.dialects.http.bodies import Bodies, Receive
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Scope
from satchel.dialects.http.routes import Route, decoded
from satchel.library.context import Library

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Methods = dict[str, Route]


class _Pattern(NamedTuple):
    route: Route
    dialect: Dialect
    methods: Methods


class RouteTable:
    """The paths of several dialects. Raises `ValueError` where two of them want the same one."""

    def __init__(self, dialects: Iterable[Dialect]) -> None:
        self.dialects = tuple(dialects)
        self.exact: dict[str, tuple[Dialect, Methods]] = {}
        self.claims: dict[str, Dialect] = {}
        #: By the number of their segments, the more exact ones first.
        self._patterns: dict[int, list[_Pattern]] = {}
        for dialect in self.dialects:
            for claim in dialect.claims:
                owner = self.claims.setdefault(_claim(claim), dialect)
                if owner is not dialect:
                    raise ValueError(f"{owner.name} and {dialect.name} both claim {claim}.")
            for route in dialect.routes:
                self._add(dialect, route)
        for patterns in self._patterns.values():
            patterns.sort(key=lambda each: [segment.rank for segment in each.route.segments])
        self._depth = max((claim.count("/") for claim in self.claims), default=0)

    def pattern(self, raw_path: bytes) -> tuple[Dialect, Methods, Mapping[str, Any]] | None:
        """The pattern that fits a path as it was sent, percent-encoded, and what it finds there."""
        # Slashes are counted before anything else is done: a path can have a hundred thousand.
        if raw_path.strip(b"/").count(b"/") + 1 not in self._patterns:
            return None
        parts = decoded(raw_path)
        for route, dialect, methods in self._patterns.get(len(parts), ()):
            params = route.read(parts)
            if params is not None:
                return dialect, methods, params
        return None

    def claimant(self, path: str) -> Dialect | None:
        """Whose words tell that there is nothing at that path."""
        parts = path.split("/", self._depth + 1)[: self._depth + 1]
        for length in range(len(parts), 1, -1):
            dialect = self.claims.get("/".join(parts[:length]))
            if dialect is not None:
                return dialect
        return None

    def _add(self, dialect: Dialect, route: Route) -> None:
        if route.is_exact:
            owner, methods = self.exact.setdefault(route.path, (dialect, {}))
        else:
            patterns = self._patterns.setdefault(len(route.segments), [])
            same = [each for each in patterns if each.route.fits_as(route)]
            if not same:
                patterns.append(_Pattern(route, dialect, {}))
                same = patterns[-1:]
            elif same[0].route.segments != route.segments:
                raise ValueError(f"{same[0].route.path} and {route.path} are the same pattern.")
            _, owner, methods = same[0]
        if owner is not dialect:
            raise ValueError(f"{owner.name} and {dialect.name} both serve {route.path}.")
        for method in route.methods:
            if methods.setdefault(method, route) is not route:
                raise ValueError(f"{dialect.name} serves {method} {route.path} twice.")


def checked(*dialects: Dialect) -> tuple[Dialect, ...]:
    """The dialects, once it is sure that no two of them want the same path. Raises `ValueError`."""
    return RouteTable(dialects).dialects


class Router:
    """Leads each request to its dialect, or to the pages for people."""

    def __init__(
        self, dialects: Iterable[Dialect], pages: Asgi, library: Library, bodies: Bodies, home: str = ""
    ) -> None:
        """`home` is the address at which people reach us; "" for whatever they called."""
        self._table = table = RouteTable(dialects)
        self._pages = pages
        self.apps = {each.name: ProtocolApp(each, library, bodies, home) for each in table.dialects}
        self._exact = {
            path: Place(self.apps[dialect.name], path, methods, {})
            for path, (dialect, methods) in table.exact.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = self._exact.get(scope["path"]) or self._elsewhere(scope)
        if place is None:
            await self._pages(scope, receive, send)
        else:
            await place.app.serve(scope, receive, send, place)

    def _elsewhere(self, scope: Scope) -> Place | None:
        """What a path names that is not exactly ours; None for pages.

        A program may write two slashes where its server's address ends in one.
        """
        path = "/" + scope["path"].strip("/")
        exact = self._exact.get(path)
        if exact is not None:
            scope["path"] = path
            return exact
        found = self._table.pattern(scope.get("raw_path") or quote(path).encode())
        if found is not None:
            dialect, methods, params = found
            return Place(self.apps[dialect.name], path, methods, params)
        claimant = self._table.claimant(path)
        return Place(self.apps[claimant.name], path, {}, {}) if claimant else None


def _claim(path: str) -> str:
    if not path.startswith("/") or not path.strip("/"):
        raise ValueError(f"{path!r} is not the beginning of a path.")
    return path.rstrip("/")
