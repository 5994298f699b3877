"""The one fetcher of Satchel: polite, bounded, and only to public addresses.

Whatever leaves for the web goes through `Fetcher.fetch`. One connection for each hop, HTTP/1.1, no
credentials, no proxies; cookies live as long as one fetch. Time, bytes, hops and connections to a host
are all bounded.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network

import msgspec

from satchel import __version__
from satchel.base.clock import Clock
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.fetching.answer import Head
from satchel.pipeline.fetching.body import Body, read_body
from satchel.pipeline.fetching.codings import ACCEPTED
from satchel.pipeline.fetching.guard import Guard
from satchel.pipeline.fetching.resolver import Resolver, SystemResolver
from satchel.pipeline.fetching.sharing import shared_seconds
from satchel.pipeline.fetching.slots import HostSlots
from satchel.pipeline.fetching.target import Target, follow, read_target
from satchel.pipeline.fetching.trip import Trip

USER_AGENT = f"Satchel/{__version__} (+self-hosted read-it-later)"

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.9,*/*;q=0.8"
_HEAD = 128 * 1024  #: bytes of headers, interim answers among them


class Fetcher:
    """Downloads pages.

    `allow_networks`: private networks that may be contacted all the same. `deadline`: seconds for a
    whole fetch with its names and redirects, not counting the waits for a place at a host, which
    take `patience` seconds at most together. `silence`: seconds after which a body that has begun is
    taken to have ended. `limit`: decoded bytes of a body. `hops`: redirects followed, as many as
    browsers follow. `per_host`: connections to one host at a time. `tls`: instead of the system's
    trusted authorities. `clock` tells which cookies are past where the site does not say the time. `accept`: the kinds
    of files that are asked for. `all_whole`: pictures and other files are read to their end, too.
    """

    def __init__(
        self,
        *,
        allow_networks: Sequence[IPv4Network | IPv6Network] = (),
        resolver: Resolver | None = None,
        deadline: float = 30.0,
        connect_timeout: float = 5.0,
        silence: float = 8.0,
        limit: int = 10_000_000,
        hops: int = 20,
        per_host: int = 2,
        patience: float = 300.0,
        user_agent: str = USER_AGENT,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
        accept: str = _ACCEPT,
        all_whole: bool = False,
    ) -> None:
        self.guard = Guard(allow_networks)
        self._system = None if resolver else SystemResolver()
        self._resolver: Resolver = resolver or self._system  # type: ignore[assignment]
        self._deadline = deadline
        self._connect_timeout = connect_timeout
        self._silence = silence
        self._limit = limit
        self._hops = hops
        self._slots = HostSlots(per_host)
        self._patience = patience
        self._clock = clock or Clock()
        self._user_agent = user_agent.encode()
        self._tls = tls
        self._accept = accept.encode()
        self._all_whole = all_whole
        self._closed = False

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        """The page at `url`, after redirects and content decoding.

        Bodies of pictures, films, archives and the like hold their first 64 KB only. `after` is the page
        that leads to `url` all by itself: its fetch goes on, with what is left of its time and hops. Raises
        `FetchFailed` and nothing else; its `url` is the address where it happened.
        """
        if after is not None and isinstance(after.trip, Trip):
            trip = after.trip
        else:
            trip = Trip(self._deadline, self._patience, after)
        if after is not None:
            trip.lead_on(after.url, self._hops)
        target = read_target(url)
        while True:
            found = await self._hop(target, trip)
            if isinstance(found, Page):
                return msgspec.structs.replace(
                    found, redirects=tuple(trip.passed), trip=trip, shared_seconds=trip.shared_seconds
                )
            trip.lead_on(target.url, self._hops)
            target = found

    async def _hop(self, target: Target, trip: Trip) -> Page | Target:
        """One hop of a trip, when there is a place for it."""
        cookies = trip.ask(target)
        came = time.monotonic()
        async with self._slots.place(target.host, trip.patience):
            began = time.monotonic()
            trip.patience = max(trip.patience - (began - came), 0.0)
            if self._closed:
                raise FetchFailed(Reason.UNREACHABLE, "the fetcher is closed", url=target.url)
            try:
                return await self._visit(target, trip, cookies)
            finally:
                trip.seconds -= time.monotonic() - began

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

    async def _visit(self, target: Target, trip: Trip, cookies: str) -> Page | Target:
        """Ask and read, with whatever goes wrong put into a reason."""
        try:
            return await self._exchange(target, trip, cookies)
        except FetchFailed as failure:
            failure.url = failure.url or target.url
            raise
        except Exception as error:
            from satchel.pipeline.fetching.backend import explain

            explained = explain(error)
            explained.url = target.url
            raise explained from error

    async def _exchange(self, target: Target, trip: Trip, cookies: str) -> Page | Target:
        """Ask `target` and read its answer: a page, or where it redirects to."""
        # Loaded with the first download, so that a server at rest does without.
        import httpcore2

        from satchel.pipeline.fetching.backend import GuardedBackend, Meter

        ends = asyncio.get_running_loop().time() + trip.seconds
        url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        meter = Meter(_HEAD)
        backend = GuardedBackend(self.guard, self._resolver, self._connect_timeout, meter)
        request = httpcore2.Request(
            "GET",
            url,
            headers=self._headers(target, cookies),
            extensions={"timeout": {"connect": self._connect_timeout}},
        )
        connection = None
        try:
            async with asyncio.timeout_at(ends):
                connection = httpcore2.AsyncHTTPConnection(
                    url.origin,
                    ssl_context=await self._secure() if target.scheme == "https" else None,
                    network_backend=backend,
                )
                response = await connection.handle_async_request(request)
            head = Head(response.status, response.headers)
            if head.cookies:
                trip.jar.take(target, head.cookies, head.date or self._now())
            trip.shared_seconds = min(trip.shared_seconds, shared_seconds(head))
            if head.location is not None:
                return follow(target, head.location)
            _check(head)
            async with aclosing(response.aiter_stream()) as stream:
                body = await read_body(
                    head, stream, meter, limit=self._limit, silence=self._silence, ends=ends,
                    all_whole=self._all_whole,
                )  # fmt: skip
            return _page(target, head, body)
        finally:
            if connection is not None:
                await connection.aclose()
            await backend.aclose()

    def _headers(self, target: Target, cookies: str) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"Host", target.authority.encode()),
            (b"User-Agent", self._user_agent),
            (b"Accept", self._accept),
            (b"Accept-Encoding", ACCEPTED.encode()),
            (b"Connection", b"close"),
        ]
        if cookies:
            headers.append((b"Cookie", cookies.encode("latin-1")))
        return headers

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now() / 1000, UTC)

    async def _secure(self) -> ssl.SSLContext:
        """The trusted authorities, read once, in a thread: the file is large."""
        if self._tls is None:
            from httpcore2 import default_ssl_context

            self._tls = await asyncio.to_thread(default_ssl_context)
        return self._tls


def _page(target: Target, head: Head, body: Body) -> Page:
    return Page(
        target.url,
        head.status,
        head.media_type,
        head.charset,
        body.data,
        refresh=head.refresh,
        filename=head.filename,
        is_cut=body.is_cut,
    )


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
