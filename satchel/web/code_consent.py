"""The page on which a person allows or refuses an app that is sent a code: OAuth 2's way."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from satchel.base import redirect_uris
from satchel.base.errors import KeyMissing, KeyUnknown, RedirectRefused
from satchel.library import access, authorization
from satchel.model.people import App
from satchel.web import consent_page
from satchel.web.consent_page import not_declared
from satchel.web.context import WebContext
from satchel.web.forms import asked
from satchel.web.sessions import LogIn, Sessions, client_address
from satchel.web.words import marked

MAX_STATE_CHARACTERS = 4000


class _Wish(NamedTuple):
    """What an app asks for."""

    app: App
    back: str  #: where the browser goes afterwards: one of the addresses that the app is registered with
    state: str  #: what the app wants to hear again


class CodeConsent:
    """The page /oauth2/authorize."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Who asks for what; people who are not signed in do that first."""
        visit = await self._visits.require_login(request)
        key, back, state = (asked(request, name) for name in ("client_id", "redirect_uri", "state"))
        wish = await self._wish(key, back, state)
        if wish is None:
            return self._unknown()
        if asked(request, "response_type") not in ("", "code"):
            return _to(wish, error="unsupported_response_type")
        return await self._page(visit, wish)

    async def decide(self, request: Request) -> Response:
        """Keep the answer, and go back to the app with a code or without."""
        visit, form = await self._visits.require_form(request, "client_id", "redirect_uri", "state")
        wish = await self._wish(*(form.get(name, "") for name in ("client_id", "redirect_uri", "state")))
        if wish is None:
            return self._unknown()
        library = self._site.library
        if form.get("answer") != "allow":
            library.security.note("consent.refused", name=visit.user.name, app=wish.app.name)
            return _to(wish, error="access_denied")
        code = await library.run(
            authorization.allow, visit.user, wish.app, wish.back, client_address(request)
        )
        library.security.note("consent.given", name=visit.user.name, app=wish.app.name)
        return _to(wish, code=code)

    async def _wish(self, key: str, back: str, state: str) -> _Wish | None:
        """What an app asks for; None where nobody knows the app. Raises `RedirectRefused`."""
        try:
            app = await self._site.library.run(access.app, key.strip())
        except (KeyMissing, KeyUnknown):
            return None
        if back not in app.redirects:
            raise not_declared(app, back or "…")
        if not redirect_uris.leads(back) or len(state) > MAX_STATE_CHARACTERS:
            raise RedirectRefused
        return _Wish(app, back, state)

    async def _page(self, visit: LogIn, wish: _Wish) -> Response:
        fields = [("client_id", wish.app.consumer_key), ("redirect_uri", wish.back), ("state", wish.state)]
        now = self._site.library.clock.now()
        return await consent_page.question(
            self._site, visit, wish.app, "/oauth2/authorize", fields, wish.back, now
        )

    def _unknown(self) -> Response:
        return consent_page.unknown(
            self._site,
            marked("This app is not known here"),
            marked("The link names no app that is registered on this server."),
        )


def _to(wish: _Wish, **said: str) -> Response:
    """The way back to the app, with what is said and the app's own state."""
    if wish.state:
        said["state"] = wish.state
    uri, _, fragment = wish.back.partition("#")
    uri += ("&" if "?" in uri else "?") + urlencode(said) + (f"#{fragment}" if fragment else "")
    return Response(
        status_code=303, headers={"Location": redirect_uris.location(uri), "Cache-Control": "no-store"}
    )
