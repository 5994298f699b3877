"""The bodies of requests, read within bounds: of size, of time, and of what all of them hold together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from satchel.base.errors import Busy, SatchelError, TooLarge, let_go

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
#: Whether the caller has shown valid credentials, as far as the beginning and the end of its body tell; the
#: end is b"" as long as there is more to come. Raises what the protocol answers to wrong ones.
Vouch = Callable[[bytes, bytes], Awaitable[bool]]

#: Bytes that anybody may send: a link, its title and its tags are shorter in any encoding, also where a program
#: sends the text of a whole page along. Whatever they hold, nobody else waits longer than 60 ms for it.
MAX_BODY_BYTES = 1_000_000
#: Bytes of a list of actions, for callers that are known: 5,000 with long links and titles.
MAX_LIST_BYTES = 16_000_000
#: Seconds until all of it is there.
MAX_SECONDS = 30.0
#: Bytes of bodies under way at the same time; more callers with large ones are asked to come again. With the
#: one that is being read they stay under 100 MB.
MAX_HELD_BYTES = 40_000_000
#: Bytes of those among them whose callers have not shown yet that they may send long ones.
MAX_UNKNOWN_HELD = 20_000_000
#: Bytes that one may have in any case: as many as are looked at for credentials.
MAX_UNCOUNTED = 32_768
#: Bytes at either end of a long body in which its credentials are looked for.
MAX_END = 32_768


class Gone(Exception):
    """The client hung up before it had said everything."""


class Late(Exception):
    """The body did not arrive in time."""


class Bodies:
    """Reads bodies, and knows how much all that are under way hold. All doors share one."""

    def __init__(self) -> None:
        self.held = 0  #: bytes
        self.unknown = 0  #: bytes among them whose callers have not shown who they are
        #: Large bodies are taken apart one after the other: threads would wait for the interpreter, not help.
        self.turn = asyncio.Lock()
        #: What is beyond `MAX_BODY_BYTES` is also carried out so, since its values stay in memory as long.
        self.long_turn = asyncio.Lock()

    async def read(
        self,
        length: bytes,
        coding: bytes,
        receive: Receive,
        *,
        whole: bool = False,
        most: int = MAX_BODY_BYTES,
        vouch: Vouch | None = None,
    ) -> bytes:
        """The whole body of a request with these headers, Content-Length and Transfer-Encoding.

        `whole` says that all of it has arrived: a timer would cost a tenth of a small request. It may have
        `most` bytes; with `vouch` it may have `MAX_LIST_BYTES`, once that says yes.

        Raises `TooLarge`, `Busy` while others hold too much, `Late` when it takes too long, `Gone` when
        it ends early, and whatever `vouch` raises.
        """
        if length.isdigit() and int(length) > (MAX_LIST_BYTES if vouch else most):
            raise TooLarge
        if whole or (not length and not coding):
            return await self._all(receive, most, vouch)  # there is nothing to wait for
        try:
            async with asyncio.timeout(MAX_SECONDS):
                return await self._all(receive, most, vouch)
        except TimeoutError:
            raise Late from None

    @contextmanager
    def holding(self, body: bytes) -> Iterator[None]:
        """Count a body that is there, until its call is answered, among those under way."""
        size = len(body)
        self.held += size
        try:
            yield
        finally:
            self.held -= size

    async def _all(self, receive: Receive, most: int, vouch: Vouch | None) -> bytes:
        incoming = _Incoming(self, receive)
        try:
            first = await incoming.take()
            if incoming.ended and len(first) <= MAX_UNCOUNTED:
                return first  # nearly all of them
            await (self._long(incoming, most, vouch) if vouch else incoming.until(most))
            if len(incoming.body) > (MAX_LIST_BYTES if vouch else most):
                raise TooLarge
            return bytes(incoming.body)
        finally:
            incoming.let_go()

    async def _long(self, incoming: _Incoming, most: int, vouch: Vouch) -> None:
        """Read what may be longer than `most` for some; who they are is seen as soon as it can be."""
        while len(incoming.body) <= MAX_END and not incoming.ended:
            await incoming.take()
        known, wrong = False, None
        try:
            known = await vouch(bytes(incoming.body[:MAX_END]), b"")
        except SatchelError as error:
            wrong = error  # up to `most` it is for the call to say so
            let_go(error)
        if known:
            incoming.become_known()
        await incoming.until(most)
        if len(incoming.body) <= most:
            return
        if wrong:
            raise wrong
        await incoming.until(MAX_LIST_BYTES)
        if not known and not await vouch(bytes(incoming.body[:MAX_END]), bytes(incoming.body[-MAX_END:])):
            raise TooLarge("So much is read only from callers whose credentials begin or end it.")


class _Incoming:
    """A body of which more may come."""

    def __init__(self, bodies: Bodies, receive: Receive) -> None:
        self.body = bytearray()
        self.ended = False
        self._known = False
        self._counted = 0
        self._bodies = bodies
        self._receive = receive

    async def take(self) -> bytes:
        """The next piece. Raises `Gone`."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part: bytes = message.get("body", b"")
        self.ended = not message.get("more_body", False)
        if self.ended and not self._counted and len(part) <= MAX_UNCOUNTED:
            return part
        self.body += part
        self._count(len(part))
        return part

    async def until(self, most: int) -> None:
        """Read on until all of it is there, or more than `most` bytes are. Raises as `take`, and `Busy`."""
        self._demand_room()
        while not self.ended and len(self.body) <= most:
            await self.take()
            self._demand_room()

    def _demand_room(self) -> None:
        """Raise `Busy` where everybody's bodies hold too much."""
        bodies = self._bodies
        full = bodies.held > MAX_HELD_BYTES or (not self._known and bodies.unknown > MAX_UNKNOWN_HELD)
        if full and len(self.body) > MAX_UNCOUNTED:
            raise Busy

    def become_known(self) -> None:
        """Its caller has shown who it is."""
        self._bodies.unknown -= self._counted
        self._known = True

    def let_go(self) -> None:
        """Count it no longer."""
        self._count(-self._counted)

    def _count(self, size: int) -> None:
        self._counted += size
        self._bodies.held += size
        if not self._known:
            self._bodies.unknown += size
