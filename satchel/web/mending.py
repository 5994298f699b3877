"""The address /mend: it takes back what was done to an article's details, its text, or tags of many articles."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.library import editing, hiding, retagging, undoing, versions
from satchel.model.actions import ById
from satchel.web import notices
from satchel.web.acts import acts_of
from satchel.web.context import WebContext
from satchel.web.notices import Notice
from satchel.web.sessions import Sessions, own_path


class Mending:
    """Takes a form that a notice had."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def undo(self, request: Request) -> Response:
        """Take it back, and go where one was."""
        visit, form = await self._visits.require_form(request)
        number, moment = (int(text) if _is_number(text := form.get(name, "")) else 0 for name in ("id", "at"))
        verb, back, title = form.get("verb", ""), own_path(form.get("back", "")), ""
        library, user = self._site.library, visit.user.id
        try:
            if verb == "edit":
                title = (await library.run(editing.undo, user, number)).title
                if form.get("add") or form.get("remove"):
                    await library.run(undoing.act, user, number, acts_of("tags", ById(number), form))
            elif verb == "version":
                title = (await library.run(versions.choose, user, number, moment))[0].title
            elif verb == "unhide":
                item = await library.run(undoing.living, user, number)
                await library.run(hiding.show_again, user, hiding.site_of(item), since=moment)
            elif verb == "retag":
                await retagging.undo(library, user, moment)
            else:
                raise Invalid("This form cannot be read. Reload the page and try again.")
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("too-late"))
        return notices.keep(self._visits.to(back), Notice("undone", title, number))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 16
