"""Passkeys: signing in with one, and the page on which a person adds, names and removes theirs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from satchel.base.errors import Invalid, NotFound, SatchelError, TooMany
from satchel.library import passkeys, proving
from satchel.library.passkeys import RelyingParty, relying_party
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS
from satchel.web import humanize
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked, read_form
from satchel.web.login import Signing
from satchel.web.numbers import read_number
from satchel.web.origin import demand_https
from satchel.web.sessions import LogIn, Sessions, own_path
from satchel.web.words import text

_NEVER = {"Cache-Control": "no-store"}


class Passkeys:
    """The pages /account/passkeys and /login/passkey."""

    def __init__(self, site: WebContext, visits: Sessions, signing: Signing) -> None:
        self._site = site
        self._visits = visits
        self._signing = signing
        self._party = relying_party(site.settings.public_url)

    async def ask(self, request: Request) -> Response:
        """What the browser is asked to sign in; for the page's script."""
        demand_https(request, self._site.settings)
        form = await read_form(request)
        self._visits.require_anonymous_form(request, form)
        browser, source = self._visits.anonymous_token(request), self._visits.source(request)
        return _told(await passkeys.ask(self._site.library, self._demand_party(), browser, source))

    async def enter(self, request: Request) -> Response:
        """Sign in with what the browser answered, or show the page for signing in again."""
        demand_https(request, self._site.settings)
        form = await read_form(request)
        self._visits.require_anonymous_form(request, form)
        browser, source = self._visits.anonymous_token(request), self._visits.source(request)
        agent, back = request.headers.get("user-agent", ""), own_path(form.get("next", ""))
        try:
            signed_in = await passkeys.sign_in(
                self._site.library, self._demand_party(), browser, form.get("answer", ""), source, agent
            )
        except Invalid as error:
            return self._signing.page(request, back, "", 403, error.message)
        return await self._visits.enter(request, signed_in, back)

    async def show(self, request: Request) -> Response:
        """Those that there are."""
        return await self._page(request, await self._visits.require_login(request))

    async def invite(self, request: Request) -> Response:
        """What the browser is asked for a new one, once its person has shown that it is them; for the script."""
        visit, form = await self._visits.require_form(request)
        library, source = self._site.library, self._visits.source(request)
        try:
            await proving.prove(library, visit.session, visit.user, form.get("password", ""), source)
            party = self._demand_party()
            return _told(await passkeys.invite(library, party, visit.user, visit.form, source))
        except (Invalid, TooMany) as error:
            return JSONResponse({"problem": text(error.message)}, 422, _NEVER)

    async def change(self, request: Request) -> Response:
        """Keep a new one, or name or remove one."""
        visit, form = await self._visits.require_form(request)
        library, user, what = self._site.library, visit.user, form.get("what")
        try:
            if what == "add":
                party, name = self._demand_party(), form.get("name", "")
                await passkeys.register(library, party, user, visit.form, form.get("answer", ""), name)
                return self._visits.to("/account/passkeys?said=passkey-added")
            number = read_number(form, "id")
            if what == "name":
                await library.run(passkeys.rename, user.id, number, form.get("name", ""))
                return self._visits.to("/account/passkeys?said=passkey-named")
            await library.run(passkeys.remove, user.id, number)
            library.security.note("passkey.removed", name=user.name, number=number)
        except Invalid as error:
            return await self._page(request, visit, 422, error)
        except NotFound:
            return self._visits.to("/account/passkeys")
        return self._visits.to("/account/passkeys?said=passkey-removed")

    def _demand_party(self) -> RelyingParty:
        if self._party is None:
            raise NotFound("This server has no https address, so it has no passkeys.")
        return self._party

    async def _page(
        self, request: Request, visit: LogIn, status: int = 200, error: SatchelError | None = None
    ) -> Response:
        library, user = self._site.library, visit.user
        now = library.clock.now()
        found = await library.run(passkeys.all_of, user.id)
        return self._site.look.page(
            "account_passkeys", status, OWN_REFERRER, here="/account/passkeys", person=user.name, form=visit.form,
            admin=user.is_admin, said=asked(request, "said"), possible=self._party is not None,
            problem=error.message if error else "", problems={},
            each={"has_password": user.has_password, "two_step": user.two_step_at > 0},
            fresh=proving.is_fresh(visit.session, now), minutes=proving.FRESH // 60_000,
            suggested=humanize.browser(request.headers.get("user-agent", "")), longest=MAX_PASSWORD_CHARACTERS,
            passkeys=[
                {
                    "id": one.id,
                    "name": one.name,
                    "made": humanize.moment(now, one.made_at),
                    "used": humanize.moment(now, one.used_at) if one.used_at else None,
                }
                for one in found
            ],
        )  # fmt: skip


def _told(options: object) -> Response:
    return JSONResponse(options, headers=_NEVER)
