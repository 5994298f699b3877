"""The one fetcher of Satchel: polite, bounded, and only to public addresses.

Whatever leaves for the web goes through `Fetcher.fetch`. One connection for each hop, HTTP/1.1, no
cookies, no credentials, no proxies. Time, bytes, hops and connections to a host are all bounded.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from satchel import __version__
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.fetching.answer import Head, is_wanted_whole
from satchel.pipeline.fetching.codings import ACCEPTED, DamagedError, Decoder, SwollenError
from satchel.pipeline.fetching.guard import Guard
from satchel.pipeline.fetching.resolver import Resolver, SystemResolver
from satchel.pipeline.fetching.slots import HostSlots
from satchel.pipeline.fetching.target import Target, follow, read_target

if TYPE_CHECKING:
    from satchel.pipeline.fetching.backend import Meter

USER_AGENT = f"Satchel/{__version__} (+self-hosted read-it-later)"

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.9,*/*;q=0.8"
_HEAD = 128 * 1024  #: bytes of headers, interim answers among them
_SLACK = 256 * 1024  #: bytes that chunked framing may add to a body
_PREFIX = 64 * 1024  #: bytes of a body that only needs to be known by its beginning
_BREATH = 32  #: pieces read before other work gets its turn
_CRUMB = 64  #: bytes; an honest answer's pieces are larger on average
_CRUMBS = 20_000  #: pieces after which that is asked


class Fetcher:
    """Downloads pages.

    `allow_networks`: private networks that may be contacted all the same. `deadline`: seconds for a
    whole fetch with its names and redirects, not counting the wait for a place at a host, which
    takes `patience` seconds at most. `limit`: decoded bytes of a body. `hops`: redirects followed.
    `per_host`: connections to one host at a time. `tls`: instead of the system's trusted authorities.
    """

    def __init__(
        self,
        *,
        allow_networks: Sequence[IPv4Network | IPv6Network] = (),
        resolver: Resolver | None = None,
        deadline: float = 30.0,
        connect_timeout: float = 5.0,
        limit: int = 10_000_000,
        hops: int = 5,
        per_host: int = 2,
        patience: float = 300.0,
        user_agent: str = USER_AGENT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.guard = Guard(allow_networks)
        self._system = None if resolver else SystemResolver()
        self._resolver: Resolver = resolver or self._system  # type: ignore[assignment]
        self._deadline = deadline
        self._connect_timeout = connect_timeout
        self._limit = limit
        self._hops = hops
        self._slots = HostSlots(per_host, patience)
        self._user_agent = user_agent.encode()
        self._tls = tls
        self._closed = False

    async def fetch(self, url: str) -> Page:
        """The page at `url`, after redirects and content decoding.

        Bodies of pictures, films, archives and the like hold their first 64 KB only. Raises
        `FetchFailed` and nothing else; its `url` is the address where it happened.
        """
        target = read_target(url)
        left = self._deadline
        passed: list[str] = []
        while True:
            async with self._slots.place(target.host):
                if self._closed:
                    raise FetchFailed(Reason.UNREACHABLE, "the fetcher is closed", url=target.url)
                began = time.monotonic()
                found = await self._visit(target, left)
                left -= time.monotonic() - began
            if isinstance(found, Page):
                return Page(
                    found.url, found.status, found.media_type, found.charset, found.body, tuple(passed)
                )
            passed.append(target.url)
            if len(passed) > self._hops or found.url in passed:
                what = "in a circle" if found.url in passed else f"more than {self._hops}"
                raise FetchFailed(Reason.REDIRECTS, what, url=target.url, permanent=True)
            target = found

    def is_busy(self, url: str) -> bool:
        """Whether a fetch of `url` would have to wait for others at the same host."""
        try:
            return self._slots.is_full(read_target(url).host)
        except FetchFailed:
            return False

    async def aclose(self) -> None:
        """Start nothing any more. Downloads under way end by themselves."""
        self._closed = True
        if self._system is not None:
            self._system.close()

    async def _visit(self, target: Target, seconds: float) -> Page | Target:
        """One hop, with whatever goes wrong put into a reason."""
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(target)
        except FetchFailed as failure:
            failure.url = failure.url or target.url
            raise
        except Exception as error:
            from satchel.pipeline.fetching.backend import explain

            explained = explain(error)
            explained.url = target.url
            raise explained from error

    async def _exchange(self, target: Target) -> Page | Target:
        """Ask `target` and read its answer: a page, or where it redirects to."""
        # Loaded with the first download, so that a server at rest does without.
        import httpcore2

        from satchel.pipeline.fetching.backend import GuardedBackend, Meter

        url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        headers = [
            (b"Host", target.authority.encode()),
            (b"User-Agent", self._user_agent),
            (b"Accept", _ACCEPT.encode()),
            (b"Accept-Encoding", ACCEPTED.encode()),
            (b"Connection", b"close"),
        ]
        meter = Meter(_HEAD)
        backend = GuardedBackend(self.guard, self._resolver, self._connect_timeout, meter)
        connection = httpcore2.AsyncHTTPConnection(
            url.origin,
            ssl_context=await self._secure() if target.scheme == "https" else None,
            network_backend=backend,
        )
        request = httpcore2.Request(
            "GET", url, headers=headers, extensions={"timeout": {"connect": self._connect_timeout}}
        )
        try:
            response = await connection.handle_async_request(request)
            head = Head(response.status, response.headers)
            if head.location is not None:
                return follow(target, head.location)
            async with aclosing(response.aiter_stream()) as stream:
                body = await self._body(head, stream, meter)
            return Page(target.url, head.status, head.media_type, head.charset, body)
        finally:
            await connection.aclose()
            await backend.aclose()

    async def _body(self, head: Head, stream: AsyncIterator[bytes], meter: Meter) -> bytes:
        _check(head)
        whole = is_wanted_whole(head.media_type)
        most = self._limit if whole else min(_PREFIX, self._limit)
        if whole and head.length > self._limit:
            raise _too_large(self._limit)
        meter.allow(2 * self._limit + _SLACK, Reason.TOO_LARGE)
        try:
            decoder = Decoder(head.codings, self._limit)
            body = bytearray()
            async with aclosing(_decoded(stream, decoder)) as pieces:
                async for piece in pieces:
                    body += piece
                    if len(body) > most or (len(body) == most and not whole):
                        break
        except DamagedError as error:
            raise FetchFailed(Reason.BROKEN, str(error)) from error
        except SwollenError:
            raise _too_large(self._limit) from None
        if len(body) > most:
            if whole:
                raise _too_large(self._limit)
            del body[most:]
        return bytes(body)

    async def _secure(self) -> ssl.SSLContext:
        """The trusted authorities, read once, in a thread: the file is large."""
        if self._tls is None:
            from httpcore2 import default_ssl_context

            self._tls = await asyncio.to_thread(default_ssl_context)
        return self._tls


async def _decoded(stream: AsyncIterator[bytes], decoder: Decoder) -> AsyncGenerator[bytes, None]:
    """The body without its codings, in pieces, leaving the loop room to breathe.

    Raises `DamagedError` for a body in crumbs: a byte at a time, 10 MB would cost a minute of work.
    """
    size = count = 0
    async for data in stream:
        size += len(data)
        count += 1
        if count > _CRUMBS and size < count * _CRUMB:
            raise DamagedError("the body comes in crumbs")
        if count % _BREATH == 0:
            await asyncio.sleep(0)
        for place, piece in enumerate(decoder.feed(data), 1):
            yield piece
            if place % _BREATH == 0:
                await asyncio.sleep(0)
    for piece in decoder.finish():
        yield piece


def _check(head: Head) -> None:
    """Raise `FetchFailed` unless the answer brings a page."""
    if not 200 <= head.status < 300:
        raise FetchFailed(
            Reason.STATUS,
            f"the site answered {head.status}",
            status=head.status,
            permanent=head.is_permanent_failure,
            retry_after=head.retry_after if head.status >= 400 else None,
        )
    if head.is_part:
        raise FetchFailed(Reason.BROKEN, "the site sent a part that nobody asked for", status=206)


def _too_large(limit: int) -> FetchFailed:
    return FetchFailed(Reason.TOO_LARGE, f"more than {limit} bytes", permanent=True)
