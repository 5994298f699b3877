"""What people do to their articles by forms: one address for all acts, and the way back to where they were."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.library import filing, reading, undoing
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ById,
    Delete,
    Favourite,
    MoveTo,
    RemoveTags,
    ReplaceTags,
    Restore,
    Unarchive,
    Unfavourite,
)
from satchel.model.items import Item
from satchel.web import notices
from satchel.web.context import WebContext
from satchel.web.json_acts import JsonActs, is_json
from satchel.web.many_acts import ManyActs, number_of
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn, Sessions, own_path
from satchel.web.words import marked

_UNREADABLE = marked("This form cannot be read. Reload the page and try again.")


class Acts:
    """The address /acts. Each act names its article; what it changed can be taken back by the notice that follows."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits
        self._json = JsonActs(site, visits)
        self._many = ManyActs(site, visits)

    async def act(self, request: Request) -> Response:
        """Do what a script or a form says; from a form go back to the page it came from.

        A button of a list says in one field the verb, the article, and the one below it, at which the list is shown
        again: `act=archive 12 11`. Other forms have fields `verb` and `id`.
        """
        if is_json(request):
            return await self._json.act(request)
        visit, form = await self._visits.require_form(request)
        if "many" in form:
            return await self._many.act(visit, form)
        verb, number, below = (form.get("act", f"{form.get('verb', '')} {form.get('id', '')}") + "  ").split(
            " "
        )[:3]
        if not _is_number(number):
            raise Invalid(_UNREADABLE)
        item, back = ById(int(number)), own_path(form.get("back", ""), "/")
        back += f"#i{below}" if _is_number(below) and "#" not in back else ""
        if verb == "fetch":
            return await self._fetch(visit, item.id, back)
        if verb == "undo":
            return await self._many.undo(visit, item.id, back)
        if verb == "purge":
            return await self._many.purge(visit, item.id, back)
        user = visit.user.id
        if verb == "move" and form.get("folder") == "new":
            made = await self._site.library.run(filing.called, user, form.get("name", ""))
            form = {**form, "folder": str(made.id)}
        acts = acts_of(verb, item, form)
        verb = "home" if verb == "move" and acts == [MoveTo(item, None)] else verb
        try:
            done = await self._site.library.run(undoing.act, user, item.id, acts, verb)
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("missing"))
        if verb == "delete" and urlsplit(back).path.startswith("/read/"):
            back = "/"
        said = "undone" if form.get("undo") else verb
        undo = Undo("undo", done.act) if done.act and said != "undone" else None
        notice = Notice(said, done.item.title, done.item.id, undo)
        return notices.keep(self._visits.to(back), notice)

    async def _fetch(self, visit: LogIn, number: int, back: str) -> Response:
        """Have the page fetched once more, and wait for it as long as an add may."""
        library, user = self._site.library, visit.user.id
        try:
            item = await library.run(undoing.living, user, number)
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("missing"))
        after = await reading.again(library, user, item)
        return notices.keep(self._visits.to(back), Notice(_came(item, after), after.title, after.id))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 16


def _came(before: Item, after: Item) -> str:
    """What another fetch came to, as a notice says it."""
    if after.fetched_at == before.fetched_at:
        return "asked"
    return "fetched" if after.article and after.article.words else "failed"


def acts_of(verb: str, item: ById, form: dict[str, str]) -> list[Action]:
    """The acts that a form asks for. Raises `Invalid`."""
    moment = int(form["at"]) if _is_number(form.get("at", "")) else None
    if verb == "archive":
        return [Archive(item, at=moment)]
    if verb == "favourite":
        return [Favourite(item, at=moment)]
    if verb == "tags":
        return _tagging(item, form)
    if verb == "move":
        return [MoveTo(item, number_of(form.get("folder", "")) or None)]
    simple: dict[str, Action] = {
        "unarchive": Unarchive(item),
        "unfavourite": Unfavourite(item),
        "delete": Delete(item),
        "restore": Restore(item),
    }
    if verb not in simple:
        raise Invalid(_UNREADABLE)
    return [simple[verb]]


def _tagging(item: ById, form: dict[str, str]) -> list[Action]:
    """All tags anew, or some more and some less; suggestions that were chosen come one by one."""
    if "tags" in form:
        chosen = [value for name, value in form.items() if name.startswith("tag-")]
        return [ReplaceTags(item, (*form["tags"].split(","), *chosen))]
    acts: list[Action] = []
    if form.get("remove"):
        acts.append(RemoveTags(item, tuple(form["remove"].split(","))))
    if form.get("add"):
        acts.append(AddTags(item, tuple(form["add"].split(","))))
    if not acts:
        raise Invalid(_UNREADABLE)
    return acts
