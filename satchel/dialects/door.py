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
from satchel.dialects import lenient
from satchel.dialects.bodies import MAX_BODY, Bodies, Gone, Late, Receive, Vouch
from satchel.dialects.lenient import Values
from satchel.dialects.respond import ONLY_HTTPS, Answer, Headers
from satchel.library.context import Library
from satchel.library.security import came_from

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

#: Bytes that are read on the event loop: 16 ms of the worst that they can hold. More is read in a thread.
MAX_AT_ONCE = 32_768

_logger = logging.getLogger("satchel.door")


class Call:
    """One request, read as far as it is asked about."""

    __slots__ = ("__dict__", "body", "is_large", "kept", "path", "scope", "told")

    def __init__(self, scope: Scope, path: str, body: bytes) -> None:
        self.scope = scope
        self.path = path
        self.body = body
        #: Whether there is so much that it is read in a thread.
        self.is_large = False
        #: The parameters, where the protocol reads them in a way of its own.
        self.kept: Values | None = None
        #: Headers that the answer shall carry, whatever becomes of the call; for `Door.dress`.
        self.told: Headers = []

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
        return lenient.query_values(self.scope["query_string"])

    @cached_property
    def form(self) -> Values:
        """The parameters in the body, whatever its encoding. Raises `Invalid`."""
        return lenient.body_values(self.body, self.header(b"content-type").decode("latin-1"))

    @cached_property
    def members(self) -> Values:
        """The members of a body that is JSON, whatever type it claims. Raises `Invalid`."""
        return lenient.json_values(self.body) if self.body.strip() else {}

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

    async def aside(self, work: Callable[[], T]) -> T:
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


Endpoint = Callable[[Library, Call], Awaitable[Answer]]


class Door(ABC):
    """Give `endpoints` (path without trailing slash -> method -> function) and word the failures."""

    #: For the log: which protocol this is.
    name = "door"
    #: Bytes that the body of one call may have.
    max_body = MAX_BODY
    endpoints: Mapping[str, Mapping[str, Endpoint]]

    def __init__(self, library: Library, bodies: Bodies | None = None) -> None:
        """`bodies` are those of all doors; without them this one counts its own."""
        self.library = library
        self._bodies = bodies or Bodies()

    def methods(self, call: Call) -> Mapping[str, Endpoint] | None:
        """The functions for the call's path, by method; None where there is nothing at that path."""
        return self.endpoints.get(call.path)

    def read(self, call: Call) -> None:
        """Read the parameters of a large body, in a thread; the call keeps them. Raises as the endpoint would."""
        _ = call.values

    def vouch(self, call: Call) -> Vouch | None:
        """How the caller of a longer body shows who it is; None where a call needs no longer one."""
        return None

    def told_path(self, call: Call) -> str:
        """The path as the log may tell it."""
        return call.path

    @abstractmethod
    def failure(self, call: Call, error: SatchelError) -> Answer:
        """The answer to an error that the caller can understand."""

    @abstractmethod
    def missing(self, call: Call) -> Answer:
        """The answer where there is nothing at that path."""

    @abstractmethod
    def wrong_method(self, call: Call, allowed: list[str]) -> Answer:
        """The answer where the path has no such method."""

    @abstractmethod
    def crash(self, call: Call, reference: str) -> Answer:
        """The answer to our own fault; `reference` is in the log."""

    @abstractmethod
    def dress(self, call: Call, answer: Answer) -> None:
        """Add to `answer` the headers that every answer of the protocol carries."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        call = Call(scope, path.rstrip("/") or "/", b"")
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
        except Exception as error:
            reference = log.new_id()
            log.event(
                _logger, logging.ERROR, "crash",
                door=self.name, path=self.told_path(call), reference=reference, exc_info=error,
            )  # fmt: skip
            answer = self.crash(call, reference)
        self.dress(call, answer)
        if self.library.secure:
            answer.headers.append(ONLY_HTTPS)
        await _send(scope, send, answer)

    async def _answer(self, call: Call, receive: Receive) -> Answer:
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

    async def _aside(self, call: Call, endpoint: Endpoint) -> Answer:
        call.is_large = True
        async with self._bodies.turn:
            await asyncio.to_thread(self.read, call)
        if len(call.body) > self.max_body:
            call.body = b""  # its values take memory enough
        return await endpoint(self.library, call)


class Words(Protocol):
    """A protocol's own words for what goes wrong: its module `errors`."""

    def failure(self, error: SatchelError) -> Answer:
        """The answer to an error that the caller can understand."""

    def missing(self) -> Answer:
        """The answer where there is nothing at that path."""

    def wrong_method(self, allowed: list[str]) -> Answer:
        """The answer where the path has no such method."""

    def crash(self, reference: str) -> Answer:
        """The answer to our own fault."""


class WordedDoor(Door):
    """A door whose failures look alike, whatever was asked."""

    words: Words

    def failure(self, call: Call, error: SatchelError) -> Answer:
        """In the words of the protocol."""
        return self.words.failure(error)

    def missing(self, call: Call) -> Answer:
        """In the words of the protocol."""
        return self.words.missing()

    def wrong_method(self, call: Call, allowed: list[str]) -> Answer:
        """In the words of the protocol."""
        return self.words.wrong_method(allowed)

    def crash(self, call: Call, reference: str) -> Answer:
        """In the words of the protocol."""
        return self.words.crash(reference)


async def _send(scope: Scope, send: Send, answer: Answer) -> None:
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
