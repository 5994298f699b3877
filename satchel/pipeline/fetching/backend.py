"""The network as the fetcher sees it: every connection is judged before it is opened.

This is the one place where Satchel connects to an address that somebody else chose. The name is
resolved once, all its addresses are judged, and the connection goes to a judged address, never to
the name again; so a name server that changes its mind between question and connection gains nothing.
TLS and the Host header keep the name.
"""

# ruff: noqa: ASYNC109  (the library hands its timeouts in)

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any

import anyio
import httpcore2

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.guard import Guard
from satchel.pipeline.fetching.heads import Heads
from satchel.pipeline.fetching.resolver import Resolver
from satchel.pipeline.fetching.target import is_literal

_READ = 16 * 1024  #: bytes at a time; small, because what comes of one read is parsed in one go
_TRIES = 3  #: addresses of one name that are tried


class Meter:
    """Counts the bytes that came over the wire and says when it is enough."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._reason = Reason.BROKEN

    def allow(self, left: int, reason: Reason) -> None:
        """From now on `left` more bytes may come; beyond them a read fails with `reason`."""
        self._left = left
        self._reason = reason

    def count(self, size: int) -> None:
        """Raises `FetchFailed` when `size` bytes are more than may come."""
        self._left -= size
        if self._left < 0:
            raise FetchFailed(
                self._reason, "the answer does not end", permanent=self._reason is Reason.TOO_LARGE
            )


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections for one exchange. `connect_timeout` in seconds is for each address tried."""

    def __init__(self, guard: Guard, resolver: Resolver, connect_timeout: float, meter: Meter) -> None:
        self._guard = guard
        self._resolver = resolver
        self._connect_timeout = connect_timeout
        self._meter = meter
        self._network = httpcore2.AnyIOBackend()
        self._open: list[httpcore2.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to a judged address of `host`.

        Raises `FetchFailed` (REFUSED, NAME) before anything is contacted, or the library's
        `ConnectError` and `ConnectTimeout`.
        """
        self._guard.check_port(port)
        if is_literal(host):
            found = [host]
        else:
            self._guard.check_name(host)
            found = await self._resolver(host, port)
        judged = self._guard.check_addresses(host, found)
        if not judged:
            raise FetchFailed(Reason.NAME, f"{host} has no address", permanent=True)
        return await self._connect(judged, port)

    async def _connect(self, judged: list[str], port: int) -> httpcore2.AsyncNetworkStream:
        failure: Exception | None = None
        for address in _both_families_first(judged)[:_TRIES]:
            try:
                stream = await self._network.connect_tcp(address, port, timeout=self._connect_timeout)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            self._open.append(stream)
            peer = stream.get_extra_info("server_addr")
            if ip_address(peer[0]) != ip_address(address):
                raise FetchFailed(Reason.REFUSED, f"asked for {address}, got {peer[0]}", permanent=True)
            return MeteredStream(stream, self._meter)
        assert failure is not None
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never: raises `FetchFailed` with `Reason.REFUSED`."""
        raise FetchFailed(Reason.REFUSED, "a local socket", permanent=True)

    async def sleep(self, seconds: float) -> None:
        """Wait, in seconds. The library asks for it between tries."""
        await self._network.sleep(seconds)

    async def aclose(self) -> None:
        """Close what is open, also when a handshake was given up half-way."""
        while self._open:
            await self._open.pop().aclose()


class MeteredStream(httpcore2.AsyncNetworkStream):
    """A stream whose incoming bytes are counted, and that may be put under TLS."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter
        self._heads = Heads()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, heads as they can be read; b"" at the end. Raises `FetchFailed` when too many have come."""
        while True:
            data = await self._stream.read(min(max_bytes, _READ), timeout)
            self._meter.count(len(data))
            if (readable := self._heads.feed(data)) or not data:
                return readable

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close without a farewell."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection under TLS, verified against `server_hostname`."""
        secured = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return MeteredStream(secured, self._meter)

    def get_extra_info(self, info: str) -> Any:
        """What the library wants to know of the socket."""
        return self._stream.get_extra_info(info)


def explain(error: Exception) -> FetchFailed:
    """What `error`, raised on the way, means for the person who saved the page.

    Total: an exception that nobody thought of is a broken answer.
    """
    if isinstance(error, FetchFailed):
        return error
    causes = list(_causes(error))
    detail = f"{type(error).__name__}: {causes[-1]}"[:300]
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), Reason.BROKEN)
    if reason is not Reason.TIMEOUT:
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return FetchFailed(Reason.TLS, getattr(cause, "verify_message", detail), permanent=True)
            if isinstance(cause, ssl.SSLError):
                return FetchFailed(Reason.TLS, detail)
    return FetchFailed(reason, detail, permanent=reason is Reason.BAD_ADDRESS)


_REASONS: tuple[tuple[type[Exception], Reason], ...] = (
    (httpcore2.TimeoutException, Reason.TIMEOUT),
    (TimeoutError, Reason.TIMEOUT),
    (httpcore2.RemoteProtocolError, Reason.BROKEN),
    (httpcore2.LocalProtocolError, Reason.BAD_ADDRESS),
    (httpcore2.UnsupportedProtocol, Reason.BAD_ADDRESS),
    (httpcore2.ProtocolError, Reason.BROKEN),
    (httpcore2.NetworkError, Reason.UNREACHABLE),
    (httpcore2.ProxyError, Reason.UNREACHABLE),
    (httpcore2.ConnectionNotAvailable, Reason.UNREACHABLE),
    (anyio.BrokenResourceError, Reason.UNREACHABLE),
    (anyio.ClosedResourceError, Reason.UNREACHABLE),
    (anyio.EndOfStream, Reason.UNREACHABLE),
    (OSError, Reason.UNREACHABLE),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it came from, outermost first."""
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__


def _both_families_first(addresses: list[str]) -> list[str]:
    """The same addresses, the first of the other family moved to second place.

    A machine whose IPv6 leads nowhere then loses one timeout, not one for each address.
    """
    first_family = ":" in addresses[0]
    for place, address in enumerate(addresses):
        if (":" in address) != first_family:
            return [addresses[0], address, *addresses[1:place], *addresses[place + 1 :]]
    return addresses
