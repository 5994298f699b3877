"""How the addresses of pages are spelled, and what answers each of their methods."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Handler = Callable[[Request], Awaitable[Response]]
#: Method, path and handler of each page.
Paths = list[tuple[str, str, Handler]]


def spelled(routes: Paths) -> list[Route]:
    """Each path as it is, with a slash behind it, and as programs of other days know it."""
    methods: dict[str, dict[str, Handler]] = {}
    for method, path, handler in routes:
        methods.setdefault(path, {})[method] = handler
    return [_Spelled(path, by_method(handlers), methods=list(handlers)) for path, handlers in methods.items()]


class _Spelled(Route):
    """A path in all its spellings: one route, since each costs four kilobytes and is tried for paths behind it."""

    def __init__(self, path: str, endpoint: Handler, methods: list[str]) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.path_regex = re.compile(self.path_regex.pattern.removesuffix("$") + r"(?:/|\.php)?$")


def by_method(handlers: dict[str, Handler]) -> Handler:
    """The handler that gives each method its own; HEAD is GET, whose body is not sent."""

    async def handle(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return handle
