"""The second step of signing in: the page for a code, and the pages under /account that turn it on and off."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base import tokens
from satchel.base.errors import Conflict, Invalid, NotFound, TooMany
from satchel.library import proving, second_step, two_step
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS
from satchel.model.people import User
from satchel.web import humanize, qr_code
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked, read_form
from satchel.web.origin import demand_https, server_address
from satchel.web.sessions import LogIn, Sessions, own_path


class Code:
    """The page /login/code."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def ask(self, request: Request, user: User, back: str, way: str = "password") -> Response:
        """The page for the code of somebody whose first step was right; it leads on to `back`."""
        cookie = self._visits.anonymous_token(request)
        ticket = await second_step.ask(self._site.library, user, cookie, self._visits.source(request), way)
        return self._page(request, ticket, back)

    async def again(self, request: Request) -> Response:
        """For who loads the page anew: the way in begins with the first step."""
        return self._visits.to("/login")

    async def enter(self, request: Request) -> Response:
        """Sign in and go on, or show the page again."""
        demand_https(request, self._site.settings)
        form = await read_form(request)
        self._visits.require_anonymous_form(request, form)
        ticket, back = form.get("ticket", ""), own_path(form.get("next", ""))
        source, agent = self._visits.source(request), request.headers.get("user-agent", "")
        browser = self._visits.anonymous_token(request)
        try:
            signed_in = await second_step.answer(
                self._site.library, ticket, browser, form.get("code", ""), source, agent
            )
        except Invalid as error:
            return self._page(request, ticket, back, 403, error.message)
        except TooMany as error:
            return self._page(request, ticket, back, 429, error.message)
        except NotFound:
            return self._visits.to("/login?late=1")
        return await self._visits.enter(request, signed_in, back)

    def _page(
        self, request: Request, ticket: str, back: str, status: int = 200, problem: str = ""
    ) -> Response:
        cookie = self._visits.anonymous_token(request)
        response = self._site.look.page(
            "login_code", status, OWN_REFERRER,
            form=tokens.form_token(cookie), ticket=ticket, next=back, problem=problem,
        )  # fmt: skip
        self._visits.set_anonymous_cookie(request, response, cookie)
        return response


class TwoStep:
    """The pages under /account/two-step."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """How it stands, and what can be done."""
        return await self._page(request, await self._visits.require_login(request))

    async def picture(self, request: Request) -> Response:
        """The secret that is proposed, as a picture for a phone."""
        visit = await self._visits.require_login(request)
        library = self._site.library
        secret = await library.run(two_step.proposed, library.seal, visit.user.id)
        place = server_address(request, self._site.settings).partition("://")[2]
        return qr_code.drawn(two_step.address(secret, visit.user.name, f"Satchel {place}"))

    async def change(self, request: Request) -> Response:
        """Begin, turn on, turn off, or make other recovery codes."""
        visit, form = await self._visits.require_form(request)
        library, user, what = self._site.library, visit.user, form.get("what")
        source = self._visits.source(request)
        try:
            if what == "begin":
                await proving.prove(library, visit.session, user, form.get("password", ""), source)
                await library.run(two_step.propose, library.seal, user.id)
                return self._visits.to("/account/two-step")
            if what == "on":
                codes = await two_step.turn_on(library, user, form.get("code", ""), source)
                return await self._page(request, visit, codes=codes)
            await proving.prove(library, visit.session, user, form.get("password", ""), source)
            if what == "codes":
                codes = await library.run(two_step.renew_codes, user.id)
                library.security.note("two_step.codes", name=user.name)
                return await self._page(request, visit, codes=codes)
            await library.run(two_step.turn_off, user.id)
            library.security.note("two_step.off", name=user.name, by=user.name)
        except Invalid as error:
            return await self._page(request, visit, 422, {error.field or "code": error.message})
        except TooMany as error:
            field = "code" if what == "on" else "password"
            return await self._page(request, visit, 429, {field: error.message})
        except (Conflict, NotFound):
            return self._visits.to("/account/two-step")
        return self._visits.to("/account/two-step?said=two-step-off")

    async def _page(
        self,
        request: Request,
        visit: LogIn,
        status: int = 200,
        problems: dict[str, str] | None = None,
        codes: list[str] | None = None,
    ) -> Response:
        library, user = self._site.library, visit.user
        standing = await library.run(two_step.standing, user.id)
        secret = ""
        if standing.is_proposed:
            secret = await library.run(two_step.proposed, library.seal, user.id)
        now = library.clock.now()
        return self._site.look.page(
            "account_two_step", status, OWN_REFERRER, here="/account/two-step", person=user.name, form=visit.form,
            admin=user.is_admin, said=asked(request, "said"), problems=problems or {}, codes=codes or [],
            since=humanize.moment(now, standing.since) if standing.since else None, left=standing.recovery_left,
            secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            each={"has_password": user.has_password, "two_step": standing.since > 0},
            fresh=proving.is_fresh(visit.session, now), minutes=proving.FRESH // 60_000,
            longest=MAX_PASSWORD_CHARACTERS,
        )  # fmt: skip
