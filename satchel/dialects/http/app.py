"""One wire protocol as a closed ASGI application.

It reads the body within bounds, and sees to it that whatever happens, the answer has the protocol's own shape.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any, NamedTuple

from satchel.base import log
from satchel.base.errors import STOPPING, Busy, Invalid, SatchelError, Unavailable, let_go
from satchel.dialects.http.bodies import MAX_LIST_BYTES, Bodies, Body, Displaced, Gone, Late, Receive
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Request, Scope
from satchel.dialects.http.response import ONLY_HTTPS, Response
from satchel.dialects.http.routes import Endpoint, Route
from satchel.library.context import Library
from satchel.library.security import came_from

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_logger = logging.getLogger("satchel.door")


class Place(NamedTuple):
    """What a path names."""

    app: ProtocolApp
    path: str  #: without a slash at its end
    methods: Mapping[str, Route]  #: empty where there is nothing
    params: Mapping[str, Any]  #: what the path holds, by name


class ProtocolApp:
    """Answers the calls of one dialect."""

    def __init__(self, dialect: Dialect, library: Library, bodies: Bodies, home: str = "") -> None:
        """`bodies` are those of all doors; `home` is the address at which people reach us."""
        self.dialect = dialect
        self.library = library
        self._bodies = bodies
        self._home = home

    async def serve(self, scope: Scope, receive: Receive, send: Send, place: Place) -> None:
        """Answer one request, whatever happens, in the protocol's own shape."""
        dialect, errors = self.dialect, self.dialect.errors
        call = Request(scope, place.path, dialect.params, place.params, self._home)
        came_from(call.address, dialect.name)
        try:
            answer = await self._answer(call, receive, place.methods)
        except Gone:
            return
        except (Late, Displaced) as error:
            late = isinstance(error, Late)
            answer = errors.failure(Invalid("The request took too long to arrive.") if late else Busy(), call)
            answer.headers.append((b"connection", b"close"))
        except asyncio.CancelledError:  # only a server that stops does that
            answer = errors.failure(Unavailable(STOPPING), call)
        except SatchelError as error:
            answer = errors.failure(error, call)
            let_go(error)
        except Exception as error:
            reference = log.new_id()
            log.event(
                _logger, logging.ERROR, "crash",
                door=dialect.name, path=dialect.logged_path(call), reference=reference, exc_info=error,
            )  # fmt: skip
            answer = errors.crash(reference, call)
            let_go(error)
        dialect.add_headers(self.library, call, answer)
        if self.library.secure:
            answer.headers.append(ONLY_HTTPS)
        await _send(scope, send, answer)

    async def _answer(self, call: Request, receive: Receive, methods: Mapping[str, Route]) -> Response:
        scope, dialect = call.scope, self.dialect
        if "satchel.refusal" in scope:
            raise scope["satchel.refusal"]
        # HEAD is not taken for GET: it promises to change nothing, and some of these GETs save.
        route = methods.get(scope["method"])
        if route is None:
            return self._nowhere(call, methods)
        length, coding = call.header(b"content-length"), call.header(b"transfer-encoding")
        with self._bodies.open(receive, call.address) as body:
            call.body = await body.read(
                length,
                coding,
                whole="satchel.whole" in scope,
                most=dialect.max_body,
                longest=MAX_LIST_BYTES if route.takes_lists and dialect.vouch else None,
                vouch=dialect.vouch(self.library, call) if dialect.vouch else None,
            )
            if not call.is_large:
                return await route.endpoint(self.library, call)
            body.demand_room(len(call.body))
            if len(call.body) <= dialect.max_body:
                return await self._aside(call, body, route.endpoint)
            async with self._bodies.long_turn:
                return await self._aside(call, body, route.endpoint)

    def _nowhere(self, call: Request, methods: Mapping[str, Route]) -> Response:
        """The answer where there is no such path, or the path has no such method."""
        if not methods:
            return self.dialect.errors.missing(call)
        answer = self.dialect.errors.wrong_method(call)
        answer.headers.append((b"allow", ", ".join(sorted(methods)).encode()))
        return answer

    async def _aside(self, call: Request, body: Body, endpoint: Endpoint) -> Response:
        async with self._bodies.turn.turn((body.is_known, body.network)):
            await asyncio.to_thread(call.read_in_thread)
        if len(call.body) > self.dialect.max_body:
            call.body = b""  # its values take memory enough
        return await endpoint(self.library, call)


async def _send(scope: Scope, send: Send, answer: Response) -> None:
    body = answer.body
    headers = [
        (b"content-type", answer.media_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", answer.cache_control),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", answer.policy),
        *answer.headers,
    ]
    if answer.status == HTTPStatus.NO_CONTENT:
        del headers[:2]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
