"""Leaving: a person removes their own account, with everything in it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, SatchelError, TooMany
from satchel.library import leaving, people, proving
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS
from satchel.web import people_facts
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.departures import Departures
from satchel.web.sessions import LogIn, Sessions

#: What browsers forget with the account.
_CLEARED = '"cache", "storage"'


class Leaving:
    """The page /account/remove."""

    def __init__(self, site: WebContext, visits: Sessions, departures: Departures) -> None:
        self._site = site
        self._visits = visits
        self._departures = departures

    async def show(self, request: Request) -> Response:
        """What goes, and the form."""
        return await self._page(await self._visits.require_login(request))

    async def remove(self, request: Request) -> Response:
        """Remove the account, once its person has shown again that it is theirs."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user
        source = self._visits.source(request)
        try:
            await library.run(leaving.removable, user.name)
            await proving.prove(library, visit.session, user, form.get("password", ""), source)
            await self._departures.remove(user.id)
        except Invalid as error:
            return await self._page(visit, 422, {"password": error.message})
        except TooMany as error:
            return await self._page(visit, 429, {"password": error.message})
        except Conflict as error:
            return await self._page(visit, 409, problem=error)
        library.security.note("account.removed", name=user.name, by=user.name)
        response = self._site.look.page(
            "removed", headers={**OWN_REFERRER, "Clear-Site-Data": _CLEARED}, name=user.name
        )
        self._visits.forget(request, response)
        return response

    async def _page(
        self,
        visit: LogIn,
        status: int = 200,
        problems: dict[str, str] | None = None,
        problem: SatchelError | None = None,
    ) -> Response:
        library = self._site.library
        now = library.clock.now()
        each = people_facts.person(await library.run(people.one, visit.user.id), now, visit.user.id)
        return self._site.look.page(
            "account_remove",
            status,
            OWN_REFERRER,
            here="/account/remove",
            person=visit.user.name,
            form=visit.form,
            admin=visit.user.is_admin,
            each=each,
            fresh=proving.is_fresh(visit.session, now),
            minutes=proving.FRESH // 60_000,
            problems=problems or {},
            problem=problem.message if problem else "",
            longest=MAX_PASSWORD_CHARACTERS,
        )
