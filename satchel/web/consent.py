"""The page on which a person allows or refuses an app."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import Response

from satchel.base import redirect_uris
from satchel.base.errors import CodeUnknown, Conflict
from satchel.base.networks import subnet
from satchel.library import authorization
from satchel.model.access import Grant, Reply
from satchel.web import consent_page, humanize
from satchel.web.consent_page import Doubts, not_declared
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked as asked_for
from satchel.web.sessions import LogIn, Sessions, client_address
from satchel.web.words import marked

#: After so many ms a request may be one that somebody else began and sent around as a link.
FRESH = 2 * humanize.MINUTE


class _Asked(NamedTuple):
    """A request for access, seen from the page."""

    grant: Grant
    code: str
    back: str  #: where the browser goes afterwards; "" where nobody said so
    moved: bool  #: that is somewhere else than the app said at first
    old: bool
    elsewhere: bool

    @property
    def doubtful(self) -> bool:
        return self.old or self.elsewhere or self.moved


class Consent:
    """The page /auth/authorize."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Who asks for what; people who are not signed in do that first."""
        visit = await self._visits.require_login(request)
        code, back = (asked_for(request, name) for name in ("request_token", "redirect_uri"))
        asked = await self._asked(request, code, back)
        if asked is None:
            return self._unknown()
        if asked.grant.reply is not Reply.OPEN:
            return self._answered(visit, asked)
        return await self._page(visit, asked)

    async def decide(self, request: Request) -> Response:
        """Keep the answer and go back to the app, exactly where it said."""
        visit, form = await self._visits.require_form(request, "request_token", "redirect_uri")
        asked = await self._asked(request, form.get("request_token", ""), form.get("redirect_uri", ""))
        if asked is None:
            return self._unknown()
        if asked.grant.reply is not Reply.OPEN:
            return self._answered(visit, asked, 409)
        code, reply = asked.code, Reply.ALLOWED if form.get("answer") == "allow" else Reply.REFUSED
        if reply is Reply.ALLOWED and asked.doubtful and form.get("sure") != "yes":
            return await self._page(visit, asked, unsure=True)
        try:
            await self._site.library.run(authorization.decide, visit.user, code, reply)
        except Conflict:
            asked = await self._asked(request, code, asked.back) or asked
            return self._answered(visit, asked, 409)
        except CodeUnknown:
            return self._unknown()
        said = "consent.given" if reply is Reply.ALLOWED else "consent.refused"
        self._site.library.security.note(said, name=visit.user.name, app=asked.grant.app.name)
        if not asked.back:
            asked = await self._asked(request, code, "") or asked
            return self._answered(visit, asked, just_now=True)
        headers = {"Location": redirect_uris.location(asked.back), "Cache-Control": "no-store"}
        return Response(status_code=303, headers=headers)

    async def _asked(self, request: Request, code: str, given: str) -> _Asked | None:
        """What was asked with that code; None when it is unknown or too old. Raises `RedirectRefused`."""
        library, code = self._site.library, code.strip()
        try:
            grant = await library.run(authorization.pending, code)
        except CodeUnknown:
            return None
        back = _way_back(grant, given)
        here = subnet(client_address(request))
        elsewhere = bool(grant.source) and subnet(grant.source) != here
        old = library.clock.now() - grant.made_at > FRESH
        moved = (
            bool(back)
            and redirect_uris.leads(grant.redirect)
            and not redirect_uris.alike(back, grant.redirect)
        )
        return _Asked(grant, code, back, moved, old, elsewhere)

    async def _page(self, visit: LogIn, asked: _Asked, *, unsure: bool = False) -> Response:
        grant = asked.grant
        doubts = Doubts(
            grant.source, asked.old, asked.elsewhere, grant.redirect if asked.moved else "", unsure=unsure
        )
        fields = [("request_token", asked.code), ("redirect_uri", asked.back)]
        return await consent_page.question(
            self._site, visit, grant.app, "/auth/authorize", fields, asked.back, grant.made_at, doubts
        )

    def _answered(
        self, visit: LogIn, asked: _Asked, status: int = 200, *, just_now: bool = False
    ) -> Response:
        own = asked.grant.user_id == visit.user.id
        return self._site.look.page(
            "answered",
            status if own else 409,
            OWN_REFERRER,
            person=visit.user.name,
            form=visit.form,
            own=own,
            allowed=asked.grant.reply is Reply.ALLOWED,
            app=asked.grant.app.name,
            just_now=just_now,
            back=redirect_uris.location(asked.back) if asked.back else "",
            target=redirect_uris.target(asked.back) if asked.back else "",
        )

    def _unknown(self) -> Response:
        return consent_page.unknown(
            self._site,
            marked("This request is not known"),
            marked("The link is wrong, or it is older than ten minutes. Start again in the app."),
        )


def _way_back(grant: Grant, given: str) -> str:
    """Where the browser goes afterwards: where the page's address says, as far as it can be understood.

    Apps leave it unencoded, so that what follows an ampersand is lost, a plus becomes a space and escapes
    of its own are undone; then what they said at first is meant. So it is where it is no address; "" where
    they said none at first either. Raises `RedirectRefused` for where nobody is sent.
    """
    first = grant.redirect if redirect_uris.leads(grant.redirect) else ""
    given = given.strip()
    if grant.redirect.startswith(given) or unquote_plus(grant.redirect).startswith(given):
        return first
    back = redirect_uris.said(given)
    if not redirect_uris.leads(back):
        return first
    if not redirect_uris.declared(back, grant.app.redirects):
        raise not_declared(grant.app, back)
    return back
