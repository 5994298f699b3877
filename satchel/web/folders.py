"""Folders: the page of all of them, where they are made, renamed, ordered and deleted; and an article's own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.library import browsing, filing, opening
from satchel.web import list_address, notices
from satchel.web.context import REVISITED
from satchel.web.forms import asked
from satchel.web.item_facts import facts, number_of
from satchel.web.lists import MAX_TAGS_BESIDE, Lists
from satchel.web.many_acts import number_of as number_in
from satchel.web.notices import Notice, Undo


class Folders(Lists):
    """The pages /folders and /read/{number}/move."""

    async def show(self, request: Request) -> Response:
        """All folders, with how many articles are in each; `edit` has the one that is to be renamed."""
        return await self._all(request, number_in(asked(request, "edit")))

    async def change(self, request: Request) -> Response:
        """Make a folder, rename one, move it up or down, or delete it."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user.id
        what, number, name = form.get("what", ""), number_in(form.get("folder", "")), form.get("name", "")
        try:
            if what == "make":
                made = await library.run(filing.create, user, name)
                notice = Notice("folder-made", made.name)
            elif what == "rename":
                notice = Notice("folder-renamed", (await library.run(filing.rename, user, number, name)).name)
            elif what == "delete":
                act = await library.run(filing.remove, user, number)
                notice = Notice("folder-delete", undo=Undo("undo", act))
            else:
                await library.run(filing.shift, user, number, -1 if what == "up" else 1)
                return self._visits.to(f"/folders#f{number}")
        except (Invalid, Conflict) as error:
            return await self._all(request, number if what == "rename" else 0, error.message, name)
        except NotFound:
            notice = Notice("too-late")
        return notices.keep(self._visits.to("/folders"), notice)

    async def of_article(self, request: Request) -> Response:
        """The folder of an article, and the ways into others; `to` names the one that somebody meant."""
        visit, number = await self._visits.require_login(request), number_of(request)
        library, user = self._site.library, visit.user.id
        item, _ = await library.run(opening.edited, user, number, 0)
        found = await library.run(filing.all_of, user)
        came, shown = list_address.read_address(asked(request, "from")), notices.shown(request)
        meant = number_in(asked(request, "to"))
        return shown.forget(self._site.look.page(
            "move", 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice), **facts(item),
            here=f"/read/{item.id}/move", back=f"{came.address}#i{item.id}" if came else f"/read/{item.id}",
            own=item.folder_id or 0, meant=meant,
            folders=sorted(found, key=lambda each: each.id != meant),
        ))  # fmt: skip

    async def _all(self, request: Request, edited: int = 0, problem: str = "", typed: str = "") -> Response:
        visit = await self._visits.require_login(request)
        overview = await self._site.library.run(browsing.beside, visit.user.id, MAX_TAGS_BESIDE)
        page = self._page(
            request, visit, "folders", overview, here="/folders", address="/folders",
            edited=edited, problem=problem, typed=typed,
        )  # fmt: skip
        page.status_code = 422 if problem else 200
        return page
