"""Joining: whoever has an invitation chooses a name and a password, and has an account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.library import inviting
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked, read_form
from satchel.web.origin import demand_https, server_address
from satchel.web.sessions import Sessions
from satchel.web.setup import problems_of
from satchel.web.words import marked


class Joining:
    """The page /join."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The form, for those who have a link that works."""
        demand_https(request, self._site.settings, moves=False)
        token = asked(request, "token")
        try:
            await self._site.library.run(inviting.invited, token)
        except NotFound:
            return self._over()
        return self._form(request, token, {}, {})

    async def make(self, request: Request) -> Response:
        """Make the account that the form describes, or show the form again with what is wrong."""
        self._visits.demand_own_page(request, known=False)
        demand_https(request, self._site.settings)
        form = await read_form(request)
        library, token = self._site.library, form.get("token", "")
        try:
            await library.run(inviting.invited, token)
            problems = problems_of(form)
            if problems:
                return self._form(request, token, form, problems)
            email = form.get("email", "").strip()
            hashed = await library.passwords.ahash(form["password"], form["name"], email)
            source, agent = self._visits.source(request), request.headers.get("user-agent", "")
            signed_in = await library.run(
                inviting.accept, token, form["name"], hashed, email=email, source=source, agent=agent
            )
        except NotFound:
            library.security.warn("invite.wrong")
            return self._over()
        except (Conflict, Invalid) as error:
            return self._form(request, token, form, {error.field or "name": error.message})
        library.security.note("account.made", name=signed_in.user.name, invited=True)
        return await self._visits.enter(request, signed_in, "/")

    def _form(self, request: Request, token: str, form: dict[str, str], problems: dict[str, str]) -> Response:
        return self._site.look.page(
            "join",
            422 if problems else 200,
            OWN_REFERRER,
            token=token,
            name=form.get("name", ""),
            email=form.get("email", ""),
            problems=problems,
            first_problem=next(iter(problems), ""),
            server=server_address(request, self._site.settings),
            shortest=MIN_PASSWORD_CHARACTERS,
            longest=MAX_PASSWORD_CHARACTERS,
        )

    def _over(self) -> Response:
        return self._site.look.page(
            "problem",
            410,
            heading=marked("This invitation does not work any more"),
            explanation=marked(
                "It may have been used already, or it is older than seven days. Check that you copied the whole link, "
                "or ask the person who sent it for another one."
            ),
            reference="",
        )
