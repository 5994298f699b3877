"""The account page: connected apps, own apps, password, and where one is signed in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, TooMany
from satchel.library import connections, sessions, signing
from satchel.library.overview import overview
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from satchel.model.access import Session, Token
from satchel.model.people import Ability
from satchel.web import humanize
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked
from satchel.web.origin import server_address
from satchel.web.sessions import LogIn, Sessions

#: What the page says after something was done.
_SAID = {
    "password": "Your password is changed. Every other browser is signed out.",
    "password-and-apps": "Your password is changed. Every other browser is signed out, all apps are disconnected, "
    "and your feeds are turned off.",
    "others": "Every other browser is signed out.",
    "session": "That browser is signed out.",
    "disconnected": "Disconnected. It can no longer use your list.",
    "registered": "The app is registered. Its consumer key is below.",
    "removed": "The app is removed. Everyone who used it is disconnected.",
    "feeds-closed": "Your feeds are turned off. Their addresses no longer work.",
    "": "",
}


#: Rows of a list that are shown at once; the rest is one click away, so that the page can be surveyed.
_FEW = 10


class Account:
    """The pages under /account."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The page."""
        visit = await self._visits.require_login(request)
        return await self._page(request, visit, said=_SAID.get(asked(request, "said"), ""))

    async def password(self, request: Request) -> Response:
        """Change the password; this browser stays signed in, under a new cookie."""
        visit, form = await self._visits.require_form(request)
        new = form.get("password", "")
        if new != form.get("again", ""):
            return await self._page(request, visit, 422, {"again": "The two passwords are not the same."})
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
            return await self._page(request, visit, 422, problems)
        except TooMany as error:
            return await self._page(request, visit, 429, {"old": error.message})
        response = self._done("password-and-apps" if disconnects else "password", "change-password")
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
            return self._done("", "connected")
        number = _number(form, "id")
        if form.get("what") == "app":
            await library.run(connections.disconnect_app, user, number)
        else:
            await library.run(connections.disconnect, user, number)
        what = "app" if form.get("what") == "app" else "one"
        library.security.note("token.revoked", name=visit.user.name, what=what, number=number)
        return self._done("disconnected", "connected")

    async def apps(self, request: Request) -> Response:
        """Register an app, remove one, or show its secret."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user.id
        if form.get("what") == "remove":
            number = _number(form, "id")
            await library.run(connections.unregister, user, number)
            library.security.note("app.removed", name=visit.user.name, number=number)
            return self._done("removed", "apps")
        if form.get("what") == "secret":
            return await self._secret(request, visit, form)
        able = Ability(0)
        for ability in Ability:
            if form.get(str(ability.name).lower()):
                able |= ability
        redirects = tuple(form.get("redirect", "").split())
        try:
            app = await library.run(connections.register, user, form.get("app", ""), able, redirects)
        except Invalid as error:
            problems = {error.field or "app": error.message}
            return await self._page(request, visit, 422, problems, form)
        library.security.note("app.registered", name=visit.user.name, app=app.name)
        return self._done("registered", "apps")

    async def _secret(self, request: Request, visit: LogIn, form: dict[str, str]) -> Response:
        """The page with the secret of an app of the person's own, after their password."""
        number, library = _number(form, "id"), self._site.library
        source = self._visits.source(request)
        try:
            secret = await signing.own_app_secret(
                library, visit.user, number, form.get("password", ""), source
            )
        except Invalid as error:
            return await self._page(request, visit, 422, {f"secret-{number}": error.message})
        except TooMany as error:
            return await self._page(request, visit, 429, {f"secret-{number}": error.message})
        library.security.note("app.secret_shown", name=visit.user.name, number=number)
        return await self._page(request, visit, secrets={number: secret})

    def _done(self, said: str, part: str) -> Response:
        """To the page as it is now, so that loading it anew does nothing twice."""
        query = f"?said={said}" if said else ""
        return self._visits.to(f"/account{query}#{part}")

    async def _page(
        self,
        request: Request,
        visit: LogIn,
        status: int = 200,
        problems: dict[str, str] | None = None,
        given: dict[str, str] | None = None,
        said: str = "",
        secrets: dict[int, str] | None = None,
    ) -> Response:
        library = self._site.library
        tokens, apps, browsers, feeds_since = await library.run(overview, visit.user.id)
        now, server = library.clock.now(), server_address(request, self._site.settings)
        given = given or {"add": "1", "modify": "1", "retrieve": "1"}
        return self._site.look.page(
            "account",
            status,
            OWN_REFERRER,
            person=visit.user.name,
            email=visit.user.email,
            form=visit.form,
            said=said,
            problems=problems or {},
            given={name: given.get(name, "") for name in ("app", "redirect", "add", "modify", "retrieve")},
            news=[_token(each, now) for each in tokens if not each.noticed],
            connected=_by_app(tokens, now),
            apps=[
                {
                    "id": app.id,
                    "name": app.name,
                    "key": app.consumer_key,
                    "may": humanize.abilities_in_short(app.abilities),
                    "redirects": app.redirects,
                    "secret": (secrets or {}).get(app.id, ""),
                }
                for app in apps
            ],
            browsers=[_browser(each, now, visit.session.id) for each in browsers],
            server=server,
            bookmark=_bookmark(server),
            few=_FEW,
            feeds_since=humanize.ago(now, feeds_since) if feeds_since is not None else "",
            shortest=MIN_PASSWORD_CHARACTERS,
            longest=MAX_PASSWORD_CHARACTERS,
        )


def _bookmark(server: str) -> str:
    """A bookmark that opens the page /save of `server` for the page one is on."""
    save = json.dumps(f"{server}/save?url=")
    return (
        f"javascript:location.href={save}+encodeURIComponent(location.href)"
        '+"&title="+encodeURIComponent(document.title)'
    )


def _number(form: dict[str, str], name: str) -> int:
    text = form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("This form cannot be read. Reload the page and try again.")
    return int(text)


def _by_app(tokens: list[Token], now: int) -> list[dict[str, Any]]:
    """The connections, gathered by app; the app that was connected last comes first."""
    found: dict[int, dict[str, Any]] = {}
    for token in tokens:
        entry = found.setdefault(
            token.app.id,
            {
                "id": token.app.id,
                "name": token.app.name,
                "may": humanize.abilities_in_short(token.app.abilities),
                "tokens": [],
            },
        )
        entry["tokens"].append(_token(token, now))
    return list(found.values())


def _token(token: Token, now: int) -> dict[str, Any]:
    return {
        "id": token.id,
        "app": token.app.name,
        "prefix": token.prefix,
        "made": humanize.ago(now, token.made_at),
        "made_on": _date(token.made_at),
        "source": token.source,
        "used": humanize.ago(now, token.used_at) if token.used_at else "",
        "used_from": token.used_from,
    }


def _browser(session: Session, now: int, this: int) -> dict[str, Any]:
    return {
        "id": session.id,
        "name": humanize.browser(session.agent),
        "made": humanize.ago(now, session.made_at),
        "seen": humanize.ago(now, session.seen_at),
        "source": session.source,
        "this": session.id == this,
    }


def _date(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
