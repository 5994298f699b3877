"""App passwords: the page on which a person makes and removes them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound, SatchelError, TooMany
from satchel.library import app_passwords
from satchel.web import humanize
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked
from satchel.web.numbers import read_number
from satchel.web.origin import server_address
from satchel.web.sessions import LogIn, Sessions


class AppPasswords:
    """The page /account/app-passwords."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Those that there are, and the form for another one."""
        return await self._page(request, await self._visits.require_login(request))

    async def change(self, request: Request) -> Response:
        """Make one, shown this once, or remove one."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user
        if form.get("what") == "remove":
            try:
                await library.run(app_passwords.remove, user.id, read_number(form, "id"))
            except NotFound:
                return self._visits.to("/account/app-passwords")
            library.security.note("app_password.removed", name=user.name)
            return self._visits.to("/account/app-passwords?said=app-password-removed")
        try:
            made = await library.run(app_passwords.make, user.id, form.get("app", ""))
        except (Invalid, TooMany) as error:
            return await self._page(request, visit, 422, error)
        library.security.note("app_password.made", name=user.name, app=form.get("app", ""))
        return await self._page(request, visit, 201, made=made)

    async def _page(
        self,
        request: Request,
        visit: LogIn,
        status: int = 200,
        error: SatchelError | None = None,
        made: str = "",
    ) -> Response:
        library, user = self._site.library, visit.user
        now = library.clock.now()
        found = await library.run(app_passwords.all_of, user.id)
        return self._site.look.page(
            "account_app_passwords", status, OWN_REFERRER, here="/account/app-passwords", person=user.name,
            form=visit.form, admin=user.is_admin, said=asked(request, "said"), made=made,
            problems={"app": error.message} if error else {}, server=server_address(request, self._site.settings),
            two_step=user.two_step_at > 0,
            passwords=[
                {
                    "id": each.id,
                    "name": each.name,
                    "made": humanize.moment(now, each.made_at),
                    "used": humanize.moment(now, each.used_at) if each.used_at else None,
                    "used_from": each.used_from,
                }
                for each in found
            ],
        )  # fmt: skip
