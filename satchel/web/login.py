"""Signing in and out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base import tokens
from satchel.base.errors import NotSignedIn, TooMany
from satchel.library import sessions
from satchel.library.passkeys import relying_party
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS
from satchel.library.sessions import CodeNeeded
from satchel.web.code import Code
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked, read_form
from satchel.web.origin import demand_https
from satchel.web.proxy_sign_in import ProxySignIn
from satchel.web.sessions import Sessions, own_path
from satchel.web.words import marked

#: What browsers forget when somebody signs out. Not "cookies": that takes those of the whole domain, and other
#: servers may stand under other names of it; our own session is ended by name.
_CLEARED = '"cache", "storage"'


class Signing:
    """The pages /login and /logout."""

    def __init__(self, site: WebContext, visits: Sessions, code: Code) -> None:
        self._site = site
        self._visits = visits
        self._code = code
        self._proxy = ProxySignIn(site, visits)
        self._has_passkeys = relying_party(site.settings.public_url) is not None

    async def show(self, request: Request) -> Response:
        """The form; who is signed in already goes on."""
        demand_https(request, self._site.settings)
        back = own_path(asked(request, "next"))
        if await self._visits.find(request):
            return self._visits.to(back)
        return await self._proxy.enter(request, back) or self.page(request, back)

    async def enter(self, request: Request) -> Response:
        """Sign in and go on to where they wanted, or show the form again."""
        demand_https(request, self._site.settings)
        form = await read_form(request)
        self._visits.require_anonymous_form(request, form)
        back, name = own_path(form.get("next", "")), form.get("name", "").strip()
        try:
            signed_in = await sessions.sign_in(
                self._site.library,
                name,
                form.get("password", ""),
                self._visits.source(request),
                request.headers.get("user-agent", ""),
            )
        except CodeNeeded as first:
            return await self._code.ask(request, first.user, back)
        except NotSignedIn as error:
            return self.page(request, back, name, 403, error.message)
        except TooMany as error:
            wait = {"Retry-After": str(error.facts.get("reset", 60))}
            return self.page(request, back, name, 429, error.message, wait)
        return await self._visits.enter(request, signed_in, back)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        visit, _ = await self._visits.require_form(request)
        await self._site.library.run(sessions.sign_out, visit.session)
        self._site.library.security.note("sign_out", name=visit.user.name)
        # Whom a proxy vouches for is signed in again by the next page, so that one says what to do.
        vouched = bool(request.scope.get("satchel.user"))
        response = self._still_vouched_for() if vouched else self._visits.to("/login?left=1")
        self._visits.forget(request, response)
        response.headers["Clear-Site-Data"] = _CLEARED
        return response

    def _still_vouched_for(self) -> Response:
        return self._site.look.page(
            "problem",
            heading=marked("You are signed out here"),
            explanation=marked(
                "But something in front of this server signs you in whenever you open it. "
                "To stay signed out, sign out there, too."
            ),
            reference="",
        )

    def page(
        self,
        request: Request,
        back: str,
        name: str = "",
        status: int = 200,
        problem: str = "",
        headers: dict[str, str] | None = None,
    ) -> Response:
        """The page for signing in, which leads on to `back`."""
        cookie = self._visits.anonymous_token(request)
        response = self._site.look.page(
            "login",
            status,
            {**OWN_REFERRER, **(headers or {})},
            form=tokens.form_token(cookie),
            next=back,
            name=name[:255],
            problem=problem,
            left=asked(request, "left") == "1" and not problem,
            late=asked(request, "late") == "1" and not problem,
            for_app=back.startswith("/auth/authorize"),
            passkeys=self._has_passkeys,
            longest=MAX_PASSWORD_CHARACTERS,
        )
        self._visits.set_anonymous_cookie(request, response, cookie)
        return response
