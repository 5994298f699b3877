"""The page on which a person says of an article what its page does not say, or says wrongly."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.library import editing, edits, opening
from satchel.library.editing import Wanted
from satchel.model.items import Item
from satchel.web import list_address, notices
from satchel.web.context import OWN_REFERRER, REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.item_facts import facts, number_of
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn, Sessions

#: Tags that are suggested.
MAX_SUGGESTED = 8
MAX_FORM_BYTES = 131_072


class Editing:
    """The page below /read/{number}/edit."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Title, authors, day, language, tags and note, and the way to delete the article."""
        visit, number = await self._visits.require_login(request), number_of(request)
        item, suggested = await self._site.library.run(opening.edited, visit.user.id, number, MAX_SUGGESTED)
        return self._page(request, visit, item, _as_it_is(item), suggested)

    async def save(self, request: Request) -> Response:
        """Keep what the form says, or show it again with what is wrong."""
        visit, form = await self._visits.require_form(request, size=MAX_FORM_BYTES)
        number, user = number_of(request), visit.user.id
        chosen = [value for name, value in form.items() if name.startswith("tag-")]
        wanted = Wanted(**{name: form.get(name, "") for name in Wanted._fields})
        wanted = wanted._replace(tags=",".join(filter(None, (wanted.tags, *chosen))))
        back = frozenset(filter(None, [form.get("back-to-page", "")])) & {*editing.FIELDS}
        done = await self._site.library.run(editing.edit, user, number, wanted, back)
        if done.problems:
            item, suggested = await self._site.library.run(opening.edited, user, number, MAX_SUGGESTED)
            return self._page(request, visit, item, wanted, suggested, dict(done.problems))
        undo = Undo("undo", done.act) if done.act else None
        notice = Notice("edited" if done.act else "same", done.item.title, done.item.id, undo)
        return notices.keep(self._visits.to(_onward(form, done.item.id, stays=bool(back))), notice)

    def _page(
        self, request: Request, visit: LogIn, item: Item, given: Wanted, suggested: list[str],
        problems: dict[str, str] | None = None,
    ) -> Response:  # fmt: skip
        came = list_address.read_address(asked(request, "from"))
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            "edit", 422 if problems else 200, OWN_REFERRER if problems else REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item),
            here=f"/read/{item.id}/edit",
            given=given._asdict(), of_page=_of_page(item), problems=problems or {}, suggested=suggested,
            came=came.address if came else "",
            back=f"{came.address}#i{item.id}" if came else f"/read/{item.id}",
            list=came.address if came else "/",
        ))  # fmt: skip


def _onward(form: dict[str, str], number: int, *, stays: bool) -> str:
    """Where one is after saving: in the list or at the article one came from, or still on the page."""
    came = list_address.read_address(form.get("from", ""))
    if stays:
        return f"/read/{number}/edit{list_address.came_from(came) if came else ''}"
    return f"{came.address}#i{number}" if came else f"/read/{number}"


def _as_it_is(item: Item) -> Wanted:
    """What the form shows at first."""
    found = item.article
    mine = edits.mine(item)
    authors = found.details.authors if found else mine.authors or ()
    published = found.published_at if found else mine.published_at
    return Wanted(
        title=item.title if item.page_title or item.given_title else "",
        authors=", ".join(author.name for author in authors),
        published=editing.day(published),
        language=found.language if found else mine.language or "",
        tags=", ".join(item.tags),
        note=item.description,
    )


def _of_page(item: Item) -> dict[str, Any]:
    """What the page says of that which the person said otherwise; each can be put back."""
    mine, page = edits.mine(item), edits.bare(item)
    found = page.article
    said = {
        "title": page.title,
        "authors": ", ".join(author.name for author in found.details.authors) if found else "",
        "published": editing.day(found.published_at) if found else "",
        "language": found.language if found else "",
    }
    own = {
        "title": mine.title,
        "authors": mine.authors,
        "published": mine.published_at,
        "language": mine.language,
    }
    return {name: words for name, words in said.items() if own[name] is not None}
