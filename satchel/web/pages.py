"""The application in front of all pages for people."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from satchel.base import log
from satchel.base.errors import STOPPING, SatchelError, Unavailable
from satchel.base.settings import Settings
from satchel.library.backups.nightly import last
from satchel.library.context import Library
from satchel.library.identities import Provider
from satchel.library.pictures import Album
from satchel.library.security import came_from
from satchel.web import (
    account_routes,
    export_routes,
    import_routes,
    languages,
    reading_routes,
    repair_routes,
    sheet,
    themes,
    ways_in,
)
from satchel.web.account_facts import bookmark
from satchel.web.compression import packed
from satchel.web.context import REVISITED, WebContext
from satchel.web.departures import Departures
from satchel.web.failures import Failures
from satchel.web.forms import Reader as FormReader
from satchel.web.lists import Lists
from satchel.web.origin import OverHttps, is_at_home, server_address
from satchel.web.proxy_sign_in import ProxySignIn
from satchel.web.reader import Reader
from satchel.web.security_headers import dressed
from satchel.web.sessions import LogIn, Sessions, SignInFirst, own_path
from satchel.web.setup import Setup
from satchel.web.sheet import Sheet
from satchel.web.spelling import spelled
from satchel.web.templating import Templates

_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
_NEVER = {"Cache-Control": "no-store"}
#: Seconds that the database may take to answer before the server counts as not ready.
_PATIENCE = 5.0

_logger = logging.getLogger("satchel.web")


class Pages:
    """Pages for people, as one ASGI application."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        setup_token: str | None = None,
        album: Album | None = None,
        provider: Provider | None = None,
    ) -> None:
        """`setup_token` opens the page that makes the first account; None leaves it shut. `album` has the pictures."""
        self._library = library
        self._settings = settings
        self._look = Templates(settings)
        self.setup_token = setup_token
        #: A thread that nobody else has: whether the server is well does not depend on how much it has to do.
        self._pulse = ThreadPoolExecutor(1, "satchel-health")
        self._failures = Failures(self._look)
        site = WebContext(library, settings, self._look)
        self._visits = Sessions(site)
        self._lists = Lists(site, self._visits)
        self._proxy = ProxySignIn(site, self._visits)
        self._setup = Setup(site, self._visits, setup_token)
        self.departures = Departures(library)
        self._application = Starlette(
            routes=[
                Route("/", self._home, methods=["GET"]),
                Route("/static/{digest}/{name:path}", self._static, methods=["GET"]),
                # What is asked for most stands before the rest: they are tried one after the other.
                *reading_routes.routes(site, self._visits, Reader(site, self._visits, album)),
                *account_routes.routes(site, self._visits),
                *spelled(ways_in.routes(site, self._visits, self.departures, provider)),
                *spelled(import_routes.routes(site, self._visits)),
                *spelled(export_routes.routes(site, self._visits)),
                *spelled(repair_routes.routes(site, self._visits)),
                Route("/help", self._help, methods=["GET"]),
                Route("/setup", self._setup_page, methods=["GET", "POST"]),
                Route("/health", self._health, methods=["GET"]),
                Route("/favicon.ico", self._icon, methods=["GET"]),
                Route("/robots.txt", self._robots, methods=["GET"]),
            ],
            exception_handlers=self._refusals(),
        )
        # It would send people to whatever Host they claimed to want.
        self._application.router.redirect_slashes = False
        self._application.state.reader = self._reader = FormReader()

    def _refusals(self) -> dict[type[Exception], Any]:
        return {
            SatchelError: self._failures.explained,
            HTTPException: self._failures.http,
            SignInFirst: self._sign_in_first,
            OverHttps: self._over_https,
            ClientDisconnect: self._failures.gone,
            Exception: self._failures.crash,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        came_from(scope["client"][0] if scope.get("client") else "", "web")

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        sheet.lay(Sheet())
        themes.wear(scope)
        languages.wear(scope)
        dressing = packed(scope, dressed(scope, sending, https=self._settings.https))
        if "satchel.refusal" in scope:
            refusal = await self._failures.explained(Request(scope), scope["satchel.refusal"])
            await refusal(scope, receive, dressing)
            return
        try:
            await self._reader.read_query(scope)
            await self._application(scope, receive, dressing)
        except asyncio.CancelledError:  # only a server that stops does that
            if begun:
                raise
            stopping = await self._failures.explained(Request(scope), Unavailable(STOPPING))
            await stopping(scope, receive, dressing)
        except Exception:
            # Raised again after it was logged and answered. Once more would only log it twice.
            if not begun:
                raise

    async def _home(self, request: Request) -> Response:
        if not await self._setup.done():
            return self._look.page("welcome")
        visit = await self._visits.find(request)
        if visit:
            return await self._lists.unread(request, visit)
        return await self._proxy.enter(request, "/") or self._for_all(request, visit, "home")

    async def _help(self, request: Request) -> Response:
        return self._for_all(request, await self._visits.find(request), "help")

    def _for_all(self, request: Request, visit: LogIn | None, template: str) -> Response:
        """A page that can be read without an account, too."""
        return self._look.page(
            template,
            headers=REVISITED,
            server=(server := server_address(request, self._settings)),
            bookmark=bookmark(server),
            at_home=is_at_home(server),
            person=visit.user.name if visit else "",
            form=visit.form if visit else "",
        )

    async def _sign_in_first(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInFirst)
        first = self._visits.first(request, error.query)
        if "satchel.user" not in request.scope:
            return first
        try:
            back = own_path(self._visits.way_back(request, error.query))
            return await self._proxy.enter(request, back) or first
        except SatchelError as refusal:  # nobody else hears of what goes wrong in here
            return await self._failures.explained(request, refusal)

    async def _over_https(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, OverHttps)
        return RedirectResponse(error.url, 307, _NEVER)

    async def _setup_page(self, request: Request) -> Response:
        return await (self._setup.make if request.method == "POST" else self._setup.show)(request)

    async def _health(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(_PATIENCE):
                backup = await asyncio.get_running_loop().run_in_executor(self._pulse, self._pulse_felt)
        except Exception as error:
            log.event(_logger, "warning", "not_ready", error=repr(error))
            return JSONResponse({"status": "unavailable"}, 503, {**_NEVER, "Retry-After": "5"})
        # A backup that failed is told and no more: whoever restarts the server for it gains nothing.
        return JSONResponse({"status": "ready"} | ({"backup": backup} if backup else {}), headers=_NEVER)

    def _pulse_felt(self) -> str:
        """Raise unless the database answers; how it stands with nightly backups."""
        self._library.store.ping()
        return last(self._settings, self._library.clock.now()).word

    async def _static(self, request: Request) -> Response:
        digest, name = request.path_params["digest"], request.path_params["name"]
        found = await self._look.files.answer(digest, name, request.headers.get("accept-encoding", ""))
        if found is None:
            raise HTTPException(404)
        return found

    async def _icon(self, request: Request) -> Response:
        icon = self._look.files.files["satchel.svg"]
        return Response(icon.body, headers=_FOR_A_DAY, media_type=icon.media_type)

    async def _robots(self, request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=_FOR_A_DAY)
