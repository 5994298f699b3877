"""The application in front of all pages for people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from satchel.base import log
from satchel.base.errors import STOPPING, SatchelError, Unavailable
from satchel.base.settings import Settings
from satchel.library.context import Library
from satchel.library.pictures import Album
from satchel.library.security import came_from
from satchel.library.uploads import Uploads
from satchel.web import languages, themes
from satchel.web.account import Account
from satchel.web.acts import Acts
from satchel.web.appearance import Appearance
from satchel.web.compression import packed
from satchel.web.consent import Consent
from satchel.web.context import REVISITED, WebContext
from satchel.web.failures import Failures
from satchel.web.feeds import Feeds
from satchel.web.forms import Reader as FormReader
from satchel.web.importing import Importing
from satchel.web.known_addresses import BELOW_LISTS, ITEMS, LISTS, KnownAddresses
from satchel.web.language_choice import LanguageChoice
from satchel.web.lists import Lists
from satchel.web.login import Signing
from satchel.web.origin import OverHttps, server_address
from satchel.web.reader import Reader
from satchel.web.recent import Recent
from satchel.web.saving import Saving
from satchel.web.searching import Searching
from satchel.web.security_headers import dressed
from satchel.web.sessions import LogIn, Sessions, SignInFirst
from satchel.web.setup import Setup
from satchel.web.templating import Templates

_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
_NEVER = {"Cache-Control": "no-store"}
#: Seconds that the database may take to answer before the server counts as not ready.
_PATIENCE = 5.0

Handler = Callable[[Request], Awaitable[Response]]

_logger = logging.getLogger("satchel.web")


class Pages:
    """Pages for people, as one ASGI application."""

    def __init__(
        self, library: Library, settings: Settings, setup_token: str | None = None, album: Album | None = None
    ) -> None:
        """`setup_token` opens the page that makes the first account; None leaves it shut. `album` has the pictures."""
        self._library = library
        self._settings = settings
        self._look = Templates(settings)
        self.setup_token = setup_token
        #: A thread that nobody else has: whether the server is well does not depend on how much it has to do.
        self._pulse = ThreadPoolExecutor(1, "satchel-health")
        self._failures = failures = Failures(self._look)
        site = WebContext(library, settings, self._look)
        self._visits = Sessions(site)
        self._lists = Lists(site, self._visits)
        self._setup = Setup(site, self._visits, setup_token)
        self._application = Starlette(
            routes=[
                Route("/", self._home, methods=["GET"]),
                Route("/help", self._help, methods=["GET"]),
                Route("/setup", self._setup_page, methods=["GET", "POST"]),
                *_for_people(site, self._visits, Reader(site, self._visits, album)),
                Route("/health", self._health, methods=["GET"]),
                Route("/static/{digest}/{name:path}", self._static, methods=["GET"]),
                Route("/favicon.ico", self._icon, methods=["GET"]),
                Route("/robots.txt", self._robots, methods=["GET"]),
            ],
            exception_handlers={
                SatchelError: failures.explained,
                HTTPException: failures.http,
                SignInFirst: self._sign_in_first,
                OverHttps: self._over_https,
                ClientDisconnect: failures.gone,
                Exception: failures.crash,
            },
        )
        # It would send people to whatever Host they claimed to want.
        self._application.router.redirect_slashes = False
        self._application.state.reader = self._reader = FormReader()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        came_from(scope["client"][0] if scope.get("client") else "", "web")

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

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
        return await self._lists.unread(request, visit) if visit else self._for_all(request, visit, "home")

    async def _help(self, request: Request) -> Response:
        return self._for_all(request, await self._visits.find(request), "help")

    def _for_all(self, request: Request, visit: LogIn | None, template: str) -> Response:
        """A page that can be read without an account, too."""
        return self._look.page(
            template,
            headers=REVISITED,
            server=server_address(request, self._settings),
            person=visit.user.name if visit else "",
            form=visit.form if visit else "",
        )

    async def _sign_in_first(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInFirst)
        return self._visits.first(request, error.query)

    async def _over_https(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, OverHttps)
        return RedirectResponse(error.url, 307, _NEVER)

    async def _setup_page(self, request: Request) -> Response:
        return await (self._setup.make if request.method == "POST" else self._setup.show)(request)

    async def _health(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.get_running_loop().run_in_executor(self._pulse, self._library.store.ping)
        except Exception as error:
            log.event(_logger, "warning", "not_ready", error=repr(error))
            return JSONResponse({"status": "unavailable"}, 503, {**_NEVER, "Retry-After": "5"})
        return JSONResponse({"status": "ready"}, headers=_NEVER)

    async def _static(self, request: Request) -> Response:
        digest, name = request.path_params["digest"], request.path_params["name"]
        found = self._look.files.answer(digest, name, request.headers.get("accept-encoding", ""))
        if found is None:
            raise HTTPException(404)
        return found

    async def _icon(self, request: Request) -> Response:
        icon = self._look.files.files["satchel.svg"]
        return Response(icon.body, headers=_FOR_A_DAY, media_type=icon.media_type)

    async def _robots(self, request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=_FOR_A_DAY)


def _for_people(site: WebContext, visits: Sessions, reader: Reader) -> list[Route]:
    """The pages of those who have an account."""
    signing, consent, account = Signing(site, visits), Consent(site, visits), Account(site, visits)
    feeds, saving = Feeds(site, visits), Saving(site, visits)
    appearance, language = Appearance(site, visits), LanguageChoice(site, visits)

    def way(path: str) -> Handler:
        async def to(request: Request) -> Response:
            return visits.to(path)

        return to

    routes: list[tuple[str, str, Handler]] = [
        ("GET", "/login", signing.show),
        ("POST", "/login", signing.enter),
        ("POST", "/logout", signing.leave),
        ("GET", "/auth/authorize", consent.show),
        ("POST", "/auth/authorize", consent.decide),
        ("GET", "/account", account.show),
        ("GET", "/account/apps", account.show_apps),
        ("POST", "/account/apps", account.apps),
        ("POST", "/account/connections", account.connections),
        ("GET", "/account/password", account.show_password),
        ("POST", "/account/password", account.password),
        ("GET", "/account/browsers", account.show_browsers),
        ("POST", "/account/sessions", account.sessions),
        ("GET", "/account/feeds", feeds.show),
        ("POST", "/account/feeds", feeds.change),
        ("GET", "/settings/reading", appearance.show),
        ("POST", "/settings/reading", appearance.choose),
        ("GET", "/settings/language", language.show),
        ("POST", "/settings/language", language.choose),
        ("GET", "/save", saving.show),
        ("GET", "/edit", saving.show),
        ("POST", "/save", saving.save),
        # The addresses that Pocket had for these, which programs and people know.
        ("GET", "/connected_applications", way("/account/apps#connected")),
        ("GET", "/connected_accounts", way("/account/apps#connected")),
        ("GET", "/developer/apps", way("/account/apps#apps")),
        ("GET", "/developer/apps/new", way("/account/apps#apps")),
    ]
    return [*_spelled(routes), *_for_importing(site, visits), *_for_reading(site, visits, reader)]


def _for_importing(site: WebContext, visits: Sessions) -> list[Route]:
    """What brings libraries along."""
    uploads = Uploads(site.settings.data / "imports", site.library.clock)
    importing = Importing(site, visits, uploads)
    return _spelled([
        ("GET", "/import", importing.show),
        ("POST", "/import", importing.receive),
        ("GET", "/import/{number}", importing.one),
        ("POST", "/import/{number}", importing.act),
        ("GET", "/import/{number}/progress", importing.progress),
        ("GET", "/import/{number}/rows", importing.rows),
        ("GET", "/import/{number}/rows.csv", importing.csv),
    ])  # fmt: skip


def _for_reading(site: WebContext, visits: Sessions, reader: Reader) -> list[Route]:
    """Lists and articles, and the addresses that they had elsewhere."""
    lists, acts, known = Lists(site, visits), Acts(site, visits), KnownAddresses(visits)
    searching = Searching(site, visits)
    routes: list[tuple[str, str, Handler]] = [
        ("GET", "/favourites", lists.favourites),
        ("GET", "/archive", lists.archive),
        ("GET", "/started", lists.started),
        ("GET", "/trash", lists.trash),
        ("GET", "/random", lists.random),
        ("GET", "/recent", Recent(site, visits).show),
        ("POST", "/settings/view", lists.set_view),
        ("GET", "/tags", lists.tags),
        ("GET", "/sites/{host}", lists.site),
        ("POST", "/acts", acts.act),
        ("GET", "/search", searching.search),
        ("POST", "/search", searching.ask),
        ("GET", "/search/offers", searching.offers),
        ("POST", "/s", searching.keep),
        ("GET", "/s/{number}", searching.saved),
        ("POST", "/s/{number}", searching.change),
        ("GET", "/read/{number}", reader.show),
        ("GET", "/read/{number}/edit", reader.edit),
        *(("GET", path, known.list) for path in LISTS),
        *(("GET", path, known.item) for path in ITEMS),
    ]
    last: list[tuple[str, Handler]] = [
        ("/tags/{tag:path}", lists.tag),
        ("/read/{number}/img/{picture}", reader.picture),
        *((path, known.list) for path in BELOW_LISTS),
    ]
    behind = [Route(path, _by_method({"GET": handler}), methods=["GET"]) for path, handler in last]
    return _spelled(routes) + behind


def _spelled(routes: list[tuple[str, str, Handler]]) -> list[Route]:
    """Each path as it is, with a slash behind it, and as programs of other days know it."""
    methods: dict[str, dict[str, Handler]] = {}
    for method, path, handler in routes:
        methods.setdefault(path, {})[method] = handler
    return [
        Route(spelled, _by_method(handlers), methods=list(handlers))
        for path, handlers in methods.items()
        for spelled in (path, path + "/", path + ".php")
    ]


def _by_method(handlers: dict[str, Handler]) -> Handler:
    async def handle(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return handle
