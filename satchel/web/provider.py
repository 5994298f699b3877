"""Signing in with a provider of identities: there and back, a new account, and the page that connects one."""

from __future__ import annotations

import hashlib

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from satchel.base import tokens
from satchel.base.errors import Conflict, Invalid, NotFound, SatchelError, Unavailable
from satchel.library import accounts, challenges, identities
from satchel.library.challenges import Asked
from satchel.library.identities import Provider
from satchel.model.access import Claims
from satchel.web import humanize
from satchel.web.code import Code
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked, read_form
from satchel.web.login import Signing
from satchel.web.numbers import read_number
from satchel.web.origin import demand_https
from satchel.web.sessions import LogIn, Sessions, own_path
from satchel.web.words import marked, text

BACK = "/login/provider/back"  #: where the provider sends browsers to
_MAX_CODE_CHARACTERS = 4096
_STRANGER = marked(
    "No account here is connected with yours at %(name)s. If you have one, sign in with its password and connect it "
    "on your account page. If not, ask the administrator for an invitation."
)


class ProviderPages:
    """The pages under /login/provider and /account/provider."""

    def __init__(
        self, site: WebContext, visits: Sessions, signing: Signing, code: Code, provider: Provider
    ) -> None:
        self._site = site
        self._visits = visits
        self._signing = signing
        self._code = code
        self._provider = provider
        self._name = site.settings.oidc_name

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider, to sign in here."""
        demand_https(request, self._site.settings)
        return await self._leave(request, own_path(asked(request, "next")))

    async def connect(self, request: Request) -> Response:
        """Send the browser of somebody who is signed in there, to connect their account; nothing changes by that."""
        visit = await self._visits.require_login(request)
        return await self._leave(request, "", visit)

    async def back(self, request: Request) -> Response:
        """The browser is back: sign in, choose a name, or ask whether to connect."""
        demand_https(request, self._site.settings)
        library, cookie = self._site.library, self._visits.anonymous_token(request)
        state = asked(request, "state")
        try:
            begun = await library.run(challenges.take, Asked.PROVIDER, state, cookie)
        except NotFound as error:
            return self._signing.page(request, "/", "", 403, error.message)
        try:
            claims = await self._claims(request, state, cookie)
        except Unavailable as error:
            return self._signing.page(request, "/", "", 503, error.message)
        except Invalid as error:
            library.security.warn("provider.refused")
            return self._signing.page(request, "/", "", 403, error.message)
        if begun.user_id is not None:
            return await self._ask(request, begun.user_id, claims)
        return await self._enter(request, claims, own_path(begun.facts))

    async def new(self, request: Request) -> Response:
        """Make the account under the name that the form says."""
        demand_https(request, self._site.settings)
        form = await read_form(request)
        self._visits.require_anonymous_form(request, form)
        library, cookie = self._site.library, self._visits.anonymous_token(request)
        ticket, back = form.get("ticket", ""), own_path(form.get("next", ""))
        try:
            claims = _claims_of(
                (await library.run(challenges.pending, Asked.NEW_PERSON, ticket, cookie)).facts
            )
            source, agent = self._visits.source(request), request.headers.get("user-agent", "")
            signed_in = await library.run(identities.make_person, form.get("name", ""), claims, source, agent)
            await library.run(challenges.take, Asked.NEW_PERSON, ticket, cookie)
        except NotFound:
            return self._visits.to("/login?late=1")
        except (Invalid, Conflict) as error:
            return self._new(request, ticket, back, form.get("name", ""), 422, error.message)
        library.security.note("account.made", name=signed_in.user.name, way="provider")
        return await self._visits.enter(request, signed_in, back)

    async def show(self, request: Request) -> Response:
        """What is connected."""
        return await self._page(request, await self._visits.require_login(request))

    async def change(self, request: Request) -> Response:
        """Connect what the browser came back with, or disconnect one."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user
        try:
            if form.get("what") == "connect":
                ticket = form.get("ticket", "")
                found = await library.run(challenges.take, Asked.CONNECT, ticket, visit.form)
                await library.run(identities.connect, user.id, _claims_of(found.facts))
                library.security.note("provider.connected", name=user.name)
                return self._visits.to("/account/provider?said=connected")
            await library.run(identities.disconnect, user, read_number(form, "id"))
            library.security.note("provider.disconnected", name=user.name)
        except (Conflict, NotFound) as error:
            return await self._page(request, visit, 409, error)
        return self._visits.to("/account/provider?said=provider-off")

    async def _leave(self, request: Request, back: str, visit: LogIn | None = None) -> Response:
        library, cookie = self._site.library, self._visits.anonymous_token(request)
        source = self._visits.source(request)
        user = visit.user.id if visit else None
        state = await library.run(challenges.begin, Asked.PROVIDER, cookie, source.address, user, back)
        nonce, verifier = _secrets(cookie, state)
        try:
            address = await self._provider.address(state, nonce, verifier)
        except Unavailable as error:
            if visit:
                return await self._page(request, visit, 503, error)
            return self._signing.page(request, back, "", 503, error.message)
        response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        self._visits.set_anonymous_cookie(request, response, cookie)
        return response

    async def _claims(self, request: Request, state: str, cookie: str) -> Claims:
        code = asked(request, "code")
        if not 0 < len(code) <= _MAX_CODE_CHARACTERS:
            raise Invalid(text("%(name)s did not sign you in. Please try again.") % {"name": self._name})
        nonce, verifier = _secrets(cookie, state)
        claims = await self._provider.redeem(code, nonce, verifier, asked(request, "iss"))
        if not claims.is_allowed:
            raise Invalid(
                text("Your account at %(name)s is not allowed to use this server.") % {"name": self._name}
            )
        return claims

    async def _enter(self, request: Request, claims: Claims, back: str) -> Response:
        library = self._site.library
        user = await library.run(identities.person, claims)
        if user is None:
            return await self._stranger(request, claims, back)
        if user.disabled_at:
            library.security.warn("provider.refused", name=user.name)
            return self._signing.page(request, back, "", 403, marked("This account is disabled."))
        if user.two_step_at:
            return await self._code.ask(request, user, back, "provider")
        source, agent = self._visits.source(request), request.headers.get("user-agent", "")
        signed_in = await library.run(identities.sign_in, user, claims, source, agent)
        library.security.note("sign_in", name=user.name, way="provider")
        return await self._visits.enter(request, signed_in, back)

    async def _stranger(self, request: Request, claims: Claims, back: str) -> Response:
        library, cookie = self._site.library, self._visits.anonymous_token(request)
        if self._site.settings.new_people != "yes" or not await library.run(accounts.anyone):
            library.security.warn("provider.stranger", name=claims.name)
            return self._signing.page(request, back, "", 403, text(_STRANGER) % {"name": self._name})
        source, facts = self._visits.source(request), msgspec.json.encode(claims).decode()
        ticket = await library.run(challenges.begin, Asked.NEW_PERSON, cookie, source.address, facts=facts)
        return self._new(request, ticket, back, claims.name)

    def _new(
        self, request: Request, ticket: str, back: str, name: str, status: int = 200, problem: str = ""
    ) -> Response:
        cookie = self._visits.anonymous_token(request)
        response = self._site.look.page(
            "login_new", status, OWN_REFERRER, form=tokens.form_token(cookie), ticket=ticket, next=back,
            name=name[:255], problems={"name": problem} if problem else {}, service=self._name,
        )  # fmt: skip
        self._visits.set_anonymous_cookie(request, response, cookie)
        return response

    async def _ask(self, request: Request, user: int, claims: Claims) -> Response:
        """Whether to connect: whoever led the browser here might have signed it in there as somebody else."""
        visit = await self._visits.require_login(request)
        if visit.user.id != user:
            raise Invalid("You signed in as somebody else meanwhile. Please begin again.")
        source, facts = self._visits.source(request), msgspec.json.encode(claims).decode()
        library = self._site.library
        ticket = await library.run(challenges.begin, Asked.CONNECT, visit.form, source.address, user, facts)
        return await self._page(request, visit, ticket=ticket, theirs=claims.email or claims.name)

    async def _page(
        self,
        request: Request,
        visit: LogIn,
        status: int = 200,
        error: SatchelError | None = None,
        ticket: str = "",
        theirs: str = "",
    ) -> Response:
        library = self._site.library
        now, found = library.clock.now(), await library.run(identities.all_of, visit.user.id)
        return self._site.look.page(
            "account_provider", status, OWN_REFERRER, here="/account/provider", person=visit.user.name,
            form=visit.form, admin=visit.user.is_admin, said=asked(request, "said"), service=self._name,
            problem=error.message if error else "", ticket=ticket, theirs=theirs,
            connected=[
                {
                    "id": each.id,
                    "name": each.name,
                    "made": humanize.moment(now, each.made_at),
                    "used": humanize.moment(now, each.used_at) if each.used_at else None,
                }
                for each in found
            ],
        )  # fmt: skip


def _secrets(cookie: str, state: str) -> tuple[str, str]:
    """Nonce and verifier of one way there and back. They are kept nowhere: only that browser brings both parts."""
    nonce, verifier = (
        hashlib.sha256(f"{what}\0{cookie}\0{state}".encode()).hexdigest() for what in ("nonce", "verifier")
    )
    return nonce, verifier


def _claims_of(facts: str) -> Claims:
    return msgspec.json.decode(facts, type=Claims)
