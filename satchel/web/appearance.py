"""The page on which a person chooses how pages look."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.library import looks as library_looks
from satchel.web import typography
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.sessions import Sessions, own_path
from satchel.web.themes import THEMES, put_on
from satchel.web.typography import Looks


class Appearance:
    """The page /settings/reading."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The themes, as a choice."""
        visit = await self._visits.require_login(request)
        kept = await self._site.library.run(library_looks.kept, visit.user.id)
        looks, _ = typography.looks(request, kept)
        put_on(looks.theme)
        return self._site.look.page(
            "appearance",
            200,
            REVISITED,
            here="/settings/reading",
            person=visit.user.name,
            admin=visit.user.is_admin,
            form=visit.form,
            set=looks.letters._asdict(),
            own=looks.own,
            sizes=typography.SIZES,
            said=asked(request, "said") == "theme",
        )

    async def choose(self, request: Request) -> Response:
        """Have the person's devices keep the theme and the letters, or this browser alone.

        A form from an article leads back to that; a `quiet` script that changed one thing wants no page.
        """
        visit, form = await self._visits.require_form(request)
        before = typography.of_browser(request)
        wanted = form.get("theme", before.theme)
        if wanted not in THEMES:
            raise Invalid("There is no such theme. Reload the page and choose another one.")
        looks = Looks(wanted, typography.of_form(form, before.letters), form.get("own") == "1")
        if not looks.own:
            await self._site.library.run(library_looks.keep, visit.user.id, looks.kept)
        response: Response = Response(status_code=204)
        if form.get("quiet") != "1":
            response = self._visits.to(own_path(form.get("back", ""), "/settings/reading?said=theme"))
        self._visits.set_looks_cookies(request, response, looks.theme, looks.cookie)
        return response
