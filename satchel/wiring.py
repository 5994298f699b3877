"""The only place where objects are made: Settings -> Store -> Library -> ASGI application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import msgspec

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.data_folder import DATABASE, PICTURES, SECRET_KEY, STEADINESS, UPLOADS
from satchel.base.errors import Damaged
from satchel.base.sealing import Seal
from satchel.base.settings import Settings
from satchel.dialects.http.app import Send
from satchel.dialects.http.bodies import Bodies, Receive
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Scope
from satchel.dialects.http.router import Router
from satchel.dialects.registry import DIALECTS
from satchel.jobs import copying, fetching, importing, purging, sweeping
from satchel.jobs.following import Reader, Web
from satchel.jobs.kinds import Kinds
from satchel.jobs.runner import Runner
from satchel.library import upkeep
from satchel.library.backups import placing
from satchel.library.backups.nightly import Nightly
from satchel.library.context import HtmlReader, Library
from satchel.library.identities import Provider
from satchel.library.indexing import Indexer
from satchel.library.limits import Limits
from satchel.library.nonces import KeptNonces, SharedNonces
from satchel.library.passwords import Passwords
from satchel.library.security import SecurityLog
from satchel.library.shared_throttle import SharedThrottle
from satchel.library.throttle import Throttle
from satchel.library.uploads import Uploads
from satchel.library.waiting import Waiting
from satchel.model.jobs import JobKind
from satchel.pipeline.fetching.fetcher import Fetcher
from satchel.pipeline.fetching.self_test import self_test
from satchel.pipeline.pictures.album import ACCEPT, MAX_PICTURE_BYTES, Album
from satchel.pipeline.pictures.folder import PictureFolder
from satchel.pipeline.sandbox import Sandbox
from satchel.store.db import Store
from satchel.store.migrate import demand_whole, migrate
from satchel.store.sqlite import SqliteStore
from satchel.web.pages import Pages
from satchel.web.provider import BACK

_logger = logging.getLogger("satchel")


def open_store(
    settings: Settings,
    clock: Clock,
    *,
    server: bool = False,
    migrated: Callable[[str], None] | None = None,
    partitions: int = 0,
) -> Store:
    """The database that the settings name, in the shape that this program knows.

    `server` claims the embedded database for this process; `migrated` is told each step that was
    applied, by who does nothing else. `partitions` is for an empty PostgreSQL database. Raises
    `Unavailable`, `Conflict` or `Invalid` in one sentence.
    """
    store: Store
    if settings.database_url:
        # Imported here: the driver costs memory that the embedded database need not pay.
        from satchel.store.postgres import PostgresStore

        store = PostgresStore(settings.database_url, clock)
    else:
        placing.finish(settings.data)
        store = SqliteStore(settings.data / DATABASE, clock, owner=server)
    try:
        for step in migrate(store, partitions):
            log.event(_logger, "info", "migrated", step=step)
            if migrated:
                migrated(step)
        if not migrated:
            demand_whole(store)
        if server and not settings.database_url:
            store.write(upkeep.take_over)
    except Damaged as error:
        found = upkeep.damage(store)
        store.close()
        raise Damaged(found[0] if found else error.message) from error
    except BaseException:
        store.close()
        raise
    return store


def make_library(settings: Settings, store: Store, clock: Clock, reader: HtmlReader | None = None) -> Library:
    """The use cases and all that they are given; `reader` is that of what people hand in."""
    waiting = Waiting()
    store.listen(waiting.hear)
    return Library(
        store=store,
        clock=clock,
        passwords=Passwords(clock, settings.password_memory, urlsplit(settings.public_url).hostname or ""),
        limits=Limits(clock, settings.user_limit, settings.key_limit, store if store.shared else None),
        waiting=waiting,
        seal=Seal(settings.data / SECRET_KEY, settings.secret_key),
        add_wait=settings.add_wait,
        secure=settings.https,
        throttle=SharedThrottle(store) if store.shared else Throttle(),
        nonces=(SharedNonces if store.shared else KeptNonces)(clock, settings.clock_window, store),
        unverified=settings.unverified_apps,
        security=SecurityLog(clock),
        reader=reader,
    )


def make_fetcher(settings: Settings) -> Fetcher:
    """The one outbound client."""
    return Fetcher(allow_networks=settings.fetch_allow_networks, limit=settings.fetch_limit, patience=60.0)


def make_album(settings: Settings, clock: Clock, web: Web) -> Album:
    """The pictures of saved pages."""
    return Album(web, PictureFolder(settings.data / PICTURES, settings.picture_cache), clock)


def make_picture_fetcher(settings: Settings) -> Fetcher:
    """The client for pictures: as guarded as the other one, and it reads them to their end."""
    return Fetcher(
        allow_networks=settings.fetch_allow_networks, limit=MAX_PICTURE_BYTES, deadline=20.0, patience=30.0,
        per_host=4, accept=ACCEPT, all_whole=True,
    )  # fmt: skip


def make_provider(settings: Settings, clock: Clock) -> Provider:
    """The provider of sign-ins that is set."""
    # Imported here: it costs memory that a server without one need not pay.
    from satchel.pipeline.provider.openid import OpenIdProvider, Registration

    claim, sign, value = settings.oidc_allow.partition("=")
    return OpenIdProvider(
        Registration(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            redirect_uri=settings.public_url + BACK,
            name_claim=settings.oidc_name_claim,
            allow=(claim, value) if sign else None,
        ),
        clock,
    )


def make_sandbox(settings: Settings, clock: Clock | None = None) -> Sandbox:
    """The child process that reads pages."""
    return Sandbox(rules=settings.data / settings.site_rules, clock=clock, is_shared=True)


def make_uploads(settings: Settings, clock: Clock) -> Uploads:
    """Files that people brought along."""
    return Uploads(settings.data / UPLOADS, clock)


def make_kinds(settings: Settings, library: Library, web: Web, extractor: Reader) -> Kinds:
    """What each kind of jobs is done by."""
    fetches = fetching.kind(library, web, extractor, settings.fetch_at_once, settings.fetch_hourly)
    if isinstance(extractor, Sandbox):
        # Whose pages would only wait for the extraction leaves the slots to others.
        fetches = msgspec.structs.replace(fetches, resting=extractor.resting)
    return {
        JobKind.FETCH: fetches,
        JobKind.ACT: sweeping.kind(library),
        JobKind.PURGE: purging.kind(library, settings.data / STEADINESS),
        JobKind.COPY: copying.kind(library, web, extractor, settings.archive_url),
        JobKind.IMPORT: importing.kind(library, make_uploads(settings, library.clock), extractor),
    }


def make_runner(settings: Settings, library: Library, web: Web, extractor: Reader) -> Runner:
    """The worker of this process."""
    return Runner(library, make_kinds(settings, library, web, extractor))


class Server:
    """Everything that one process runs, and the ASGI application in front of it."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        *,
        worker: bool = True,
        web: Web | None = None,
        extractor: Reader | None = None,
        setup_token: str | None = None,
        dialects: Iterable[Dialect] = DIALECTS,
    ) -> None:
        """`web` and `extractor` stand in for the network and the child process in tests."""
        clock = clock or Clock()
        self.settings = settings
        self.store = open_store(settings, clock, server=True)
        self._sandbox = None if extractor else make_sandbox(settings, clock)
        self.library = make_library(settings, self.store, clock, extractor or self._sandbox)
        self._fetcher = None if web else make_fetcher(settings)
        self._picture_fetcher = None if web else make_picture_fetcher(settings)
        self.album = make_album(settings, clock, web or self._picture_fetcher)  # type: ignore[arg-type]
        self.runner = None
        if worker:
            found = web or self._fetcher
            extracts = extractor or self._sandbox
            assert found is not None
            assert extracts is not None
            self.runner = make_runner(settings, self.library, found, extracts)
        provider = make_provider(settings, clock) if settings.oidc_issuer else None
        self.pages = Pages(self.library, settings, setup_token, self.album, provider)
        self.indexer = Indexer(self.store)
        self.nightly = Nightly(settings, clock)
        self.bodies = Bodies()
        self.router = Router(dialects, self.pages, self.library, self.bodies, settings.public_url)

    async def start(self) -> None:
        """Begin to work, on the running loop."""
        if self._fetcher:
            await self_test(self._fetcher)
        self.indexer.start()
        self.nightly.start()
        if self.runner:
            self.runner.start()
        await self.pages.departures.resume()

    async def stop(self, grace: float = 3.0) -> None:
        """Let jobs end for `grace` seconds, give back those that do not, close everything."""
        if self.runner:
            await self.runner.stop(grace)
        await self.pages.departures.stop()
        await self.album.aclose()
        for fetcher in (self._fetcher, self._picture_fetcher):
            if fetcher:
                await fetcher.aclose()
        if self._sandbox:
            await self._sandbox.aclose()
        await self.library.nonces.aclose()
        await asyncio.to_thread(self.nightly.stop)
        await asyncio.to_thread(self.indexer.stop)
        await asyncio.to_thread(self.store.close)
        self.library.security.flush()
        self.library.passwords.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.router(scope, receive, send)
