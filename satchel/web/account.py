"""The account: connected apps, own apps, password, and where one is signed in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, SatchelError, TooMany, nearest
from satchel.library import connections, sessions, signing
from satchel.library.overview import overview
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from satchel.model.people import Ability
from satchel.web import account_facts
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked
from satchel.web.origin import server_address
from satchel.web.sessions import LogIn, Sessions, client_address
from satchel.web.words import marked

#: Rows of a list that are shown at once; the rest is one click away, so that the page can be surveyed.
_FEW = 10
_STATUS: dict[type[SatchelError], int] = {Conflict: 409, TooMany: 429}


class Account:
    """The pages under /account."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Who it is, what is new, and the way to the other pages."""
        visit = await self._visits.require_login(request)
        found = await self._site.library.run(overview, visit.user.id)
        now, server = self._site.library.clock.now(), server_address(request, self._site.settings)
        return self._page(
            request,
            visit,
            "account",
            email=visit.user.email,
            news=[account_facts.token(each, now) for each in found.tokens if not each.noticed],
            connected=len({each.app.id for each in found.tokens}),
            browsers=len(found.sessions),
            feeds=found.feeds_since is not None,
            two_step=visit.user.two_step_at > 0,
            bookmark=account_facts.bookmark(server),
        )

    async def show_apps(self, request: Request) -> Response:
        """The apps that are connected, and the person's own."""
        return await self._apps_page(request, await self._visits.require_login(request))

    async def show_password(self, request: Request) -> Response:
        """The form for another password."""
        return self._password_page(request, await self._visits.require_login(request))

    async def show_browsers(self, request: Request) -> Response:
        """Where the person is signed in."""
        visit = await self._visits.require_login(request)
        library = self._site.library
        found = await library.run(sessions.all_of, visit.user.id)
        now, this = library.clock.now(), visit.session.id
        browsers = [account_facts.browser(each, now, this) for each in found]
        return self._page(request, visit, "account_browsers", browsers=browsers)

    async def password(self, request: Request) -> Response:
        """Change the password; this browser stays signed in, under a new cookie."""
        visit, form = await self._visits.require_form(request)
        new = form.get("password", "")
        if new != form.get("again", ""):
            return self._password_page(
                request, visit, 422, {"again": marked("The two passwords are not the same.")}
            )
        disconnects = form.get("disconnect") == "yes"
        try:
            signed_in = await sessions.change_password(
                self._site.library,
                visit.session,
                form.get("old", ""),
                new,
                self._visits.source(request),
                disconnects=disconnects,
            )
        except Invalid as error:
            problems = {error.field or "password": error.message}
            return self._password_page(request, visit, 422, problems)
        except TooMany as error:
            return self._password_page(request, visit, 429, {"old": error.message})
        response = self._done("password-and-apps" if disconnects else "password", "password")
        self._visits.set_cookies(request, response, signed_in)
        return response

    async def sessions(self, request: Request) -> Response:
        """Sign out one other browser, or all others."""
        visit, form = await self._visits.require_form(request)
        library = self._site.library
        if form.get("which") == "others":
            await library.run(sessions.end_others, visit.session)
            library.security.note("sessions.ended", name=visit.user.name, which="others")
            return self._done("others", "browsers")
        number = _number(form, "id")
        await library.run(sessions.end, visit.user.id, number)
        library.security.note("sessions.ended", name=visit.user.name, which=number)
        return self._done("session", "browsers")

    async def connections(self, request: Request) -> Response:
        """Revoke one token or all of an app, or note that the new ones were seen."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user.id
        if form.get("what") == "seen":
            await library.run(connections.mark_seen, user)
            return self._done("", "")
        number = _number(form, "id")
        if form.get("what") == "app":
            await library.run(connections.disconnect_app, user, number)
        else:
            await library.run(connections.disconnect, user, number)
        what = "app" if form.get("what") == "app" else "one"
        library.security.note("token.revoked", name=visit.user.name, what=what, number=number)
        return self._done("disconnected", "apps#connected")

    async def apps(self, request: Request) -> Response:
        """Register an app, remove one, or show its secret."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user.id
        if form.get("what") == "remove":
            number = _number(form, "id")
            await library.run(connections.unregister, user, number)
            library.security.note("app.removed", name=visit.user.name, number=number)
            return self._done("removed", "apps#apps")
        if form.get("what") == "secret":
            return await self._secret(request, visit, form)
        if form.get("what") == "token":
            return await self._token(request, visit, form)
        if form.get("what") == "brought":
            return await self._brought(request, visit, form)
        able = Ability(0)
        for ability in Ability:
            if form.get(str(ability.name).lower()):
                able |= ability
        redirects = tuple(form.get("redirect", "").split())
        try:
            app = await library.run(connections.register, user, form.get("app", ""), able, redirects)
        except Invalid as error:
            problems = {error.field or "app": error.message}
            return await self._apps_page(request, visit, 422, problems, form)
        library.security.note("app.registered", name=visit.user.name, app=app.name)
        return self._done("registered", "apps#apps")

    async def _brought(self, request: Request, visit: LogIn, form: dict[str, str]) -> Response:
        """Register an app with the key, and maybe the secret, that it brings. The secret is never shown again."""
        library, given = self._site.library, {**form, "consumer-secret": ""}
        try:
            app = await library.run(
                connections.register_brought, library.seal, visit.user.id, form.get("brought", ""),
                form.get("key", ""), form.get("consumer-secret", ""),
            )  # fmt: skip
        except (Invalid, Conflict, TooMany) as error:
            problems = {error.field or "brought": error.message}
            return await self._apps_page(request, visit, nearest(_STATUS, error, 422), problems, given)
        library.security.note("app.registered", name=visit.user.name, app=app.name)
        return self._done("brought", "apps#apps")

    async def _token(self, request: Request, visit: LogIn, form: dict[str, str]) -> Response:
        """The page with a new token for a program of the person's own, shown this once."""
        name, library = form.get("program", ""), self._site.library
        try:
            made = await library.run(connections.make_token, visit.user.id, name, client_address(request))
        except (Invalid, TooMany) as error:
            told = (
                marked("Write down which program this is for.")
                if isinstance(error, Invalid)
                else error.message
            )
            return await self._apps_page(request, visit, 422, {"program": told}, form)
        library.security.note("token.made", name=visit.user.name, app=name)
        return await self._apps_page(request, visit, 201, made=made)

    async def _secret(self, request: Request, visit: LogIn, form: dict[str, str]) -> Response:
        """The page with the secret of an app of the person's own, after their password."""
        number, library = _number(form, "id"), self._site.library
        source = self._visits.source(request)
        try:
            secret = await signing.own_app_secret(
                library, visit.user, number, form.get("password", ""), source
            )
        except Invalid as error:
            return await self._apps_page(request, visit, 422, {f"secret-{number}": error.message})
        except TooMany as error:
            return await self._apps_page(request, visit, 429, {f"secret-{number}": error.message})
        library.security.note("app.secret_shown", name=visit.user.name, number=number)
        return await self._apps_page(request, visit, secrets={number: secret})

    def _done(self, said: str, page: str) -> Response:
        """To the page as it is now, so that loading it anew does nothing twice."""
        name, part, of_it = page.partition("#")
        path = f"/account/{name}".rstrip("/")
        return self._visits.to(f"{path}{f'?said={said}' if said else ''}{part}{of_it}")

    async def _apps_page(
        self,
        request: Request,
        visit: LogIn,
        status: int = 200,
        problems: dict[str, str] | None = None,
        given: dict[str, str] | None = None,
        secrets: dict[int, str] | None = None,
        made: str = "",
    ) -> Response:
        library = self._site.library
        found = await library.run(overview, visit.user.id)
        now, given = library.clock.now(), given or {"add": "1", "modify": "1", "retrieve": "1"}
        return self._page(
            request,
            visit,
            "account_apps",
            status,
            problems=problems or {},
            made=made,
            given={
                name: given.get(name, "")
                for name in ("app", "redirect", "program", "add", "modify", "retrieve", "brought", "key")
            },
            connected=account_facts.by_app(found.tokens, now),
            apps=[
                account_facts.own_app(each, (secrets or {}).get(each.id, ""), library.unverified)
                for each in found.apps
            ],
            server=server_address(request, self._site.settings),
            longest=MAX_PASSWORD_CHARACTERS,
        )

    def _password_page(
        self, request: Request, visit: LogIn, status: int = 200, problems: dict[str, str] | None = None
    ) -> Response:
        return self._page(
            request,
            visit,
            "account_password",
            status,
            has_password=visit.user.has_password,
            problems=problems or {},
            shortest=MIN_PASSWORD_CHARACTERS,
            longest=MAX_PASSWORD_CHARACTERS,
        )

    def _page(
        self, request: Request, visit: LogIn, template: str, status: int = 200, **values: object
    ) -> Response:
        return self._site.look.page(
            template,
            status,
            OWN_REFERRER,
            here="/" + template.replace("_", "/"),
            person=visit.user.name,
            form=visit.form,
            admin=visit.user.is_admin,
            said=asked(request, "said"),
            few=_FEW,
            **values,
        )


def _number(form: dict[str, str], name: str) -> int:
    text = form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("This form cannot be read. Reload the page and try again.")
    return int(text)
