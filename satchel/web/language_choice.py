"""The page on which a person chooses the language of the pages in this browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.web import languages
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.sessions import Sessions


class LanguageChoice:
    """The page /settings/language."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The languages, each by its own name."""
        visit = await self._visits.require_login(request)
        return self._site.look.page(
            "language",
            200,
            REVISITED,
            here="/settings/language",
            person=visit.user.name,
            admin=visit.user.is_admin,
            form=visit.form,
            offered=[language._asdict() for language in languages.offered()],
            said=asked(request, "said") == "language",
        )

    async def choose(self, request: Request) -> Response:
        """Have the browser keep the language. Raises `Invalid` for one that we do not have."""
        _, form = await self._visits.require_form(request)
        chosen = languages.named(form.get("language", ""))
        if chosen is None:
            raise Invalid("There is no such language here. Reload the page and choose another one.")
        response = self._visits.to("/settings/language?said=language")
        self._visits.set_language_cookie(request, response, chosen.code)
        return response
