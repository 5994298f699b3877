"""The page on which a person chooses how pages look in this browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.web.context import REVISITED, WebContext
from satchel.web.sessions import Sessions
from satchel.web.themes import THEMES


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
            form=visit.form,
            said=request.query_params.get("said") == "theme",
        )

    async def choose(self, request: Request) -> Response:
        """Have the browser keep the theme."""
        _, form = await self._visits.require_form(request)
        wanted = form.get("theme", "")
        if wanted not in THEMES:
            raise Invalid("There is no such theme. Reload the page and choose another one.")
        response = self._visits.to("/settings/reading?said=theme")
        self._visits.set_theme_cookie(request, response, wanted)
        return response
