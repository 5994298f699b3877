"""The page on which a person chooses how pages look in this browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.web import typography
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.sessions import Sessions, own_path
from satchel.web.themes import THEMES, worn


class Appearance:
    """The page /settings/reading."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The themes, as a choice."""
        visit = await self._visits.require_login(request)
        return self._site.look.page(
            "appearance",
            200,
            REVISITED,
            here="/settings/reading",
            person=visit.user.name,
            admin=visit.user.is_admin,
            form=visit.form,
            set=typography.chosen(request)._asdict(),
            sizes=typography.SIZES,
            said=asked(request, "said") == "theme",
        )

    async def choose(self, request: Request) -> Response:
        """Have the browser keep the theme and the letters; a form from an article leads back to that."""
        _, form = await self._visits.require_form(request)
        wanted = form.get("theme", worn())
        if wanted not in THEMES:
            raise Invalid("There is no such theme. Reload the page and choose another one.")
        letters = typography.of_form(form, typography.chosen(request))
        response = self._visits.to(own_path(form.get("back", ""), "/settings/reading?said=theme"))
        self._visits.set_looks_cookies(request, response, wanted, letters.written)
        return response
