"""The bodies of requests, read within bounds: of size, of time, and of what all of them hold together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from satchel.base.errors import Busy, SatchelError, TooLarge, let_go
from satchel.base.fair_lock import FairLock
from satchel.base.networks import subnet
from satchel.base.once import once

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
#: Bytes of bodies under way at the same time, of callers who have shown who they are and of all others: these take
#: nothing from those. More callers with large ones are asked to come again. With the one that is being read
#: they stay under 100 MB.
MAX_KNOWN_HELD = 30_000_000
MAX_UNKNOWN_HELD = 10_000_000
#: Bytes that one may have in any case: as many as are looked at for credentials.
MAX_UNCOUNTED = 32_768
#: Bytes at either end of a long body in which its credentials are looked for.
MAX_END = 32_768


class Gone(Exception):
    """The client hung up before it had said everything."""


class Late(Exception):
    """The body did not arrive in time."""


class Displaced(Exception):
    """The body did not arrive before others needed its room."""


class Bodies:
    """Knows how much all bodies that are under way hold. All doors share one."""

    def __init__(self) -> None:
        self.known = 0  #: bytes of callers who have shown who they are
        self.unknown = 0  #: bytes of all others
        self.arriving: dict[Body, None] = {}  #: those that are not all there, the oldest first
        #: Large bodies are taken apart one after the other: threads would wait for the interpreter, not help.
        #: Networks take turns, and what a stranger sends from one stands before nobody's who is known there.
        self.turn = FairLock()
        #: What is beyond `MAX_BODY_BYTES` is also carried out so, since its values stay in memory as long.
        self.long_turn = asyncio.Lock()

    def open(self, receive: Receive, address: str = "") -> Body:
        """A body that comes from that network address; it counts as long as it is used as a context."""
        return Body(self, receive, address)

    def is_full_for(self, body: Body) -> bool:
        """Whether the bodies of its kind hold more than there is room for."""
        return self.known > MAX_KNOWN_HELD if body.is_known else self.unknown > MAX_UNKNOWN_HELD

    def has_only(self, body: Body) -> bool:
        """Whether no other of its kind is under way."""
        return (self.known if body.is_known else self.unknown) == body.counted

    def oldest_before(self, body: Body) -> Body | None:
        """Which of its kind that still arrive has to make room for this one: those of its own network first."""
        others = [each for each in self.arriving if each is not body and each.is_known == body.is_known]
        return min(others, key=lambda each: each.network != body.network, default=None)


class Body:
    """A body of which more may come."""

    def __init__(self, bodies: Bodies, receive: Receive, address: str) -> None:
        self.is_known = False  #: whether its caller has shown who it is
        self._address = address
        self._bodies = bodies
        self._receive = receive
        self._content = bytearray()
        self._ended = False
        self.counted = 0  #: bytes of it that count
        self._patience: asyncio.Timeout | None = None
        self._is_displaced = False

    def __enter__(self) -> Body:
        return self

    def __exit__(self, *_: object) -> None:
        self._count(-self.counted)

    @once
    def network(self) -> str:
        """The subnet of its caller."""
        return subnet(self._address)

    async def read(
        self,
        length: bytes,
        coding: bytes,
        *,
        whole: bool = False,
        most: int = MAX_BODY_BYTES,
        longest: int | None = None,
        vouch: Vouch | None = None,
    ) -> bytes:
        """All of it, for a request with these headers, Content-Length and Transfer-Encoding.

        `whole` says that all of it has arrived: a timer would cost a tenth of a small request. It may have
        `most` bytes, or `longest` once `vouch` says yes; where one can vouch, more than anybody may send only then.

        Raises `TooLarge`, `Busy` while others hold too much, `Late` when it takes too long, `Displaced` when others
        need its room meanwhile, `Gone` when it ends early, and whatever `vouch` raises.
        """
        longest = longest or most
        if length.isdigit() and int(length) > longest:
            raise TooLarge
        if whole or (not length and not coding):
            return await self._all(most, longest, vouch)  # there is nothing to wait for
        try:
            async with asyncio.timeout(MAX_SECONDS) as self._patience:
                self._bodies.arriving[self] = None
                return await self._all(most, longest, vouch)
        except TimeoutError:
            raise (Displaced if self._is_displaced else Late) from None
        finally:
            self._bodies.arriving.pop(self, None)
            self._patience = None

    def demand_room(self, size: int) -> None:
        """Count all `size` bytes of it, also where they are few, and raise `Busy` where there is no room."""
        self._count(size - self.counted)
        self._make_room()

    async def _all(self, most: int, longest: int, vouch: Vouch | None) -> bytes:
        first = await self._take()
        if self._ended and len(first) <= MAX_UNCOUNTED:
            return first  # nearly all of them
        await (self._of_somebody(most, longest, vouch) if vouch else self._until(most))
        if len(self._content) > longest:
            raise TooLarge
        content, self._content = bytes(self._content), bytearray()
        return content

    async def _of_somebody(self, most: int, longest: int, vouch: Vouch) -> None:
        """Read what may be longer than `most` for some; who they are is seen as soon as it can be."""
        while len(self._content) <= MAX_END and not self._ended:
            await self._take()
        if len(self._content) <= MAX_END:
            return
        wrong = None
        try:
            if await vouch(bytes(self._content[:MAX_END]), b""):
                self._become_known()
        except SatchelError as error:
            wrong = error  # of what anybody may send it is for the call to say so
            let_go(error)
        anybody = min(most, MAX_BODY_BYTES)
        await self._until(anybody)
        if len(self._content) <= anybody or longest == anybody:
            return
        if wrong:
            raise wrong
        await self._until(longest)
        if not self.is_known:
            if not await vouch(bytes(self._content[:MAX_END]), bytes(self._content[-MAX_END:])):
                raise TooLarge("So much is read only from callers whose credentials begin or end it.")
            self._become_known()

    async def _take(self) -> bytes:
        """The next piece. Raises `Gone`."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part: bytes = message.get("body", b"")
        self._ended = not message.get("more_body", False)
        if self._ended and not self.counted and len(part) <= MAX_UNCOUNTED:
            return part
        self._content += part
        self._count(len(part))
        return part

    async def _until(self, most: int) -> None:
        """Read on until all of it is there, or more than `most` bytes are. Raises as `_take`, and `Busy`."""
        self._make_room()
        while not self._ended and len(self._content) <= most:
            await self._take()
            self._make_room()

    def _make_room(self) -> None:
        """Send away others that are still on their way, as long as there is no room for this one. Raises `Busy`."""
        while self.counted > MAX_UNCOUNTED and self._bodies.is_full_for(self):
            other = self._bodies.oldest_before(self)
            if other is None and self._bodies.has_only(self):
                return  # coming again would not help: it is as long as one may be
            if other is None:
                raise Busy
            other._displace()

    def _displace(self) -> None:
        del self._bodies.arriving[self]
        self._count(-self.counted)
        self._is_displaced = True
        assert self._patience is not None
        self._patience.reschedule(0)

    def _become_known(self) -> None:
        size = self.counted
        self._count(-size)
        self.is_known = True
        self._count(size)

    def _count(self, size: int) -> None:
        self.counted += size
        if self.is_known:
            self._bodies.known += size
        else:
            self._bodies.unknown += size
