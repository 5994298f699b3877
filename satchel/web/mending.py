"""The address /mend: it shows again what was just hidden on a site."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.library import hiding, undoing
from satchel.web import notices
from satchel.web.context import WebContext
from satchel.web.notices import Notice
from satchel.web.sessions import Sessions, own_path
from satchel.web.words import marked

_UNREADABLE = marked("This form cannot be read. Reload the page and try again.")


class Mending:
    """Takes a form that a notice had."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def undo(self, request: Request) -> Response:
        """Take it back, and go where one was."""
        visit, form = await self._visits.require_form(request)
        number, moment = (int(text) if _is_number(text := form.get(name, "")) else 0 for name in ("id", "at"))
        back, library, user = own_path(form.get("back", "")), self._site.library, visit.user.id
        if form.get("verb") != "unhide":
            raise Invalid(_UNREADABLE)
        try:
            item = await library.run(undoing.living, user, number)
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("too-late"))
        await library.run(hiding.show_again, user, hiding.site_of(item), since=moment)
        return notices.keep(self._visits.to(back), Notice("undone", item.title, number))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 16
