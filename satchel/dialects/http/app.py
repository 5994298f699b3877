"""A door: one wire protocol as a closed ASGI application.

It finds the endpoint by exact path, reads the body within bounds, and sees to it that whatever
happens, the answer has the protocol's own shape. Hot paths cost one look-up in a table.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import cached_property
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from satchel.base import log
from satchel.base.errors import STOPPING, Invalid, SatchelError, Unavailable
from satchel.dialects.http import params
from satchel.dialects.http.bodies import MAX_BODY_BYTES, Bodies, Gone, Late, Receive, Vouch
from satchel.dialects.http.params import Values
from satchel.dialects.http.response import ONLY_HTTPS, Headers, Response
from satchel.library.context import Library
from satchel.library.security import came_from

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

#: Bytes that are read on the event loop: 16 ms of the worst that they can hold. More is read in a thread.
MAX_AT_ONCE = 32_768

_logger = logging.getLogger("satchel.door")


class Request:
    """One request, read as far as it is asked about."""

    __slots__ = ("__dict__", "body", "extra_headers", "is_large", "kept", "path", "scope")

    def __init__(self, scope: Scope, path: str, body: bytes) -> None:
        self.scope = scope
        self.path = path
        self.body = body
        #: Whether there is so much that it is read in a thread.
        self.is_large = False
        #: The parameters, where the protocol reads them in a way of its own.
        self.kept: Values | None = None
        #: Headers that the answer shall carry, whatever becomes of the call; for `ProtocolApp.add_headers`.
        self.extra_headers: Headers = []

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    def header(self, name: bytes) -> bytes:
        """The last header of that lower-case name; b"" when there is none."""
        found = b""
        for key, value in self.scope["headers"]:
            if key == name:
                found = value
        return found

    @cached_property
    def query(self) -> Values:
        """The parameters in the address."""
        return params.query_values(self.scope["query_string"])

    @cached_property
    def form(self) -> Values:
        """The parameters in the body, whatever its encoding. Raises `Invalid`."""
        return params.body_values(self.body, self.header(b"content-type").decode("latin-1"))

    @cached_property
    def members(self) -> Values:
        """The members of a body that is JSON, whatever type it claims. Raises `Invalid`."""
        return params.json_values(self.body) if self.body.strip() else {}

    @cached_property
    def values(self) -> Values:
        """All parameters; the body counts where both give one. Raises `Invalid`."""
        if not self.body:
            return self.query
        query, form = self.query, self.form
        if not query:
            return form
        # A null or an empty text in the body gives nothing.
        return {**form, **query, **{name: value for name, value in form.items() if value not in (None, "")}}

    async def in_thread(self, work: Callable[[], T]) -> T:
        """What `work` makes of the parameters; of those of a large body it makes it in a thread. Raises as it does."""
        return await asyncio.to_thread(work) if self.is_large else work()

    @property
    def address(self) -> str:
        """The client's network address; "" where nobody knows."""
        client = self.scope.get("client")
        return client[0] if client else ""

    @property
    def plain(self) -> bool:
        """Whether the request came over plain HTTP."""
        return self.scope.get("scheme") != "https"


Endpoint = Callable[[Library, Request], Awaitable[Response]]


class ProtocolApp(ABC):
    """Give `endpoints` (path without trailing slash -> method -> function) and word the failures."""

    #: For the log: which protocol this is.
    name = "door"
    #: Bytes that the body of one call may have.
    max_body = MAX_BODY_BYTES
    endpoints: Mapping[str, Mapping[str, Endpoint]]

    def __init__(self, library: Library, bodies: Bodies | None = None) -> None:
        """`bodies` are those of all doors; without them this one counts its own."""
        self.library = library
        self._bodies = bodies or Bodies()

    def methods(self, call: Request) -> Mapping[str, Endpoint] | None:
        """The functions for the call's path, by method; None where there is nothing at that path."""
        return self.endpoints.get(call.path)

    def read(self, call: Request) -> None:
        """Read the parameters of a large body, in a thread; the call keeps them. Raises as the endpoint would."""
        _ = call.values

    def vouch(self, call: Request) -> Vouch | None:
        """How the caller of a longer body shows who it is; None where a call needs no longer one."""
        return None

    def logged_path(self, call: Request) -> str:
        """The path as the log may tell it."""
        return call.path

    @abstractmethod
    def failure(self, call: Request, error: SatchelError) -> Response:
        """The answer to an error that the caller can understand."""

    @abstractmethod
    def missing(self, call: Request) -> Response:
        """The answer where there is nothing at that path."""

    @abstractmethod
    def wrong_method(self, call: Request, allowed: list[str]) -> Response:
        """The answer where the path has no such method."""

    @abstractmethod
    def crash(self, call: Request, reference: str) -> Response:
        """The answer to our own fault; `reference` is in the log."""

    @abstractmethod
    def add_headers(self, call: Request, answer: Response) -> None:
        """Add to `answer` the headers that every answer of the protocol carries."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        call = Request(scope, path.rstrip("/") or "/", b"")
        came_from(call.address, self.name)
        try:
            answer = await self._answer(call, receive)
        except Gone:
            return
        except Late:
            answer = self.failure(call, Invalid("The request took too long to arrive."))
            answer.headers.append((b"connection", b"close"))
        except asyncio.CancelledError:  # only a server that stops does that
            answer = self.failure(call, Unavailable(STOPPING))
        except SatchelError as error:
            answer = self.failure(call, error)
            _let_go(error)
        except Exception as error:
            reference = log.new_id()
            log.event(
                _logger, logging.ERROR, "crash",
                door=self.name, path=self.logged_path(call), reference=reference, exc_info=error,
            )  # fmt: skip
            answer = self.crash(call, reference)
            _let_go(error)
        self.add_headers(call, answer)
        if self.library.secure:
            answer.headers.append(ONLY_HTTPS)
        await _send(scope, send, answer)

    async def _answer(self, call: Request, receive: Receive) -> Response:
        if "satchel.refusal" in call.scope:
            raise call.scope["satchel.refusal"]
        methods = self.methods(call)
        if methods is None:
            return self.missing(call)
        # HEAD is not taken for GET: it promises to change nothing, and some of these GETs save.
        endpoint = methods.get(call.method)
        if endpoint is None:
            return self.wrong_method(call, sorted(methods))
        length, coding = call.header(b"content-length"), call.header(b"transfer-encoding")
        whole, vouch = "satchel.whole" in call.scope, self.vouch(call)
        call.body = await self._bodies.read(
            length, coding, receive, whole=whole, most=self.max_body, vouch=vouch
        )
        if len(call.body) <= MAX_AT_ONCE:
            return await endpoint(self.library, call)
        with self._bodies.holding(call.body):
            if len(call.body) <= self.max_body:
                return await self._aside(call, endpoint)
            async with self._bodies.long_turn:
                return await self._aside(call, endpoint)

    async def _aside(self, call: Request, endpoint: Endpoint) -> Response:
        call.is_large = True
        async with self._bodies.turn:
            await asyncio.to_thread(self.read, call)
        if len(call.body) > self.max_body:
            call.body = b""  # its values take memory enough
        return await endpoint(self.library, call)


class ErrorWords(Protocol):
    """A protocol's own words for what goes wrong: its module `errors`."""

    def failure(self, error: SatchelError) -> Response:
        """The answer to an error that the caller can understand."""

    def missing(self) -> Response:
        """The answer where there is nothing at that path."""

    def wrong_method(self, allowed: list[str]) -> Response:
        """The answer where the path has no such method."""

    def crash(self, reference: str) -> Response:
        """The answer to our own fault."""


class PlainErrorsApp(ProtocolApp):
    """A door whose failures look alike, whatever was asked."""

    words: ErrorWords

    def failure(self, call: Request, error: SatchelError) -> Response:
        """In the words of the protocol."""
        return self.words.failure(error)

    def missing(self, call: Request) -> Response:
        """In the words of the protocol."""
        return self.words.missing()

    def wrong_method(self, call: Request, allowed: list[str]) -> Response:
        """In the words of the protocol."""
        return self.words.wrong_method(allowed)

    def crash(self, call: Request, reference: str) -> Response:
        """In the words of the protocol."""
        return self.words.crash(reference)


def _let_go(error: BaseException) -> None:
    """Cut `error` and what it came from loose from the frames it passed.

    A frame that still names the error it raised is a circle, and holds the body and all that was made of it
    until the collector comes by: a hundred refused calls of 1 MB held 700 MB.
    """
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        each = todo.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            todo += [each.__cause__, each.__context__]
            each.__traceback__ = None


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
