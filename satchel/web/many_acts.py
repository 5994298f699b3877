"""What people do to many articles by one form, and how it is undone; and what goes from the trash for good."""

from __future__ import annotations

import re

import msgspec
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.library import purging, sweeping, undoing
from satchel.library.sweeping import Deed
from satchel.model.history import Act, ActStatus
from satchel.web import list_address, notices
from satchel.web.context import WebContext
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn, Sessions, own_path

_CHOSEN = re.compile(r"i([1-9][0-9]{0,15})", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,16}", re.ASCII)


def number_of(text: str) -> int:
    """The number that a field of a form has; 0 for anything else."""
    return int(text) if _DIGITS.fullmatch(text) else 0


class ManyActs:
    """Part of the address /acts. What was chosen are the fields `i12`, `i13` …; `all` stands for the whole list."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def act(self, visit: LogIn, form: dict[str, str]) -> Response:
        """Do what `many` says to what was chosen: archive, delete, tags (`add`, `remove`), restore, empty …"""
        back, verb = own_path(form.get("back", ""), "/"), form["many"]
        if verb == sweeping.EMPTY:
            return self._said(back, await self._site.library.run(sweeping.begin_emptying, visit.user.id))
        ids = [int(found[1]) for name in form if (found := _CHOSEN.fullmatch(name))]
        if verb == "purge":
            number = len(await self._site.library.run(purging.remove_some, visit.user.id, ids))
            return notices.keep(self._visits.to(back), Notice("purge", number=number or -1))
        add, remove = (
            [tag for tag in form.get(name, "").split(",") if tag.strip()] for name in ("add", "remove")
        )
        folder = number_of(form.get("folder", ""))
        verb = sweeping.HOME if verb == sweeping.MOVE and not folder else verb
        try:
            what = sweeping.deed(verb, add, remove, folder)
        except Invalid:
            if verb != "tags":
                raise
            return notices.keep(self._visits.to(back), Notice("tagless"))
        if form.get("all"):
            return self._said(back, await self._all(visit, form, what))
        if not ids:
            return notices.keep(self._visits.to(back), Notice("none"))
        return self._said(back, await self._some(visit.user.id, ids, what))

    async def _some(self, user: int, ids: list[int], what: Deed) -> Act:
        """One act, a step of it after the other."""
        act = Act(0, what.verb, done=0)
        while ids:
            some = ids[: sweeping.MAX_STEP]
            more, taken = await self._site.library.run(sweeping.on_items, user, some, what, act.id)
            ids = ids[taken:]
            act = (
                more
                if act.id or not act.passed
                else msgspec.structs.replace(more, passed=more.passed + act.passed)
            )
        return act

    async def _all(self, visit: LogIn, form: dict[str, str], what: Deed) -> Act:
        """All of a list as it was when its page was shown."""
        at = list_address.read_address(form.get("list", ""))
        mark = form.get("mark", "")
        if at is None or not _DIGITS.fullmatch(mark):
            raise Invalid("This form cannot be read. Reload the page and try again.")
        path = at.at(None)._replace(view="", seed=0).address
        return await self._site.library.run(sweeping.begin, visit.user.id, at.query, path, what, int(mark))

    def _said(self, back: str, act: Act) -> Response:
        """The way back, where it is said what was done."""
        going = act.status == ActStatus.UNDER_WAY
        if not going and not act.done:
            return notices.keep(self._visits.to(back), Notice("same"))
        undo = Undo("undo", act.id) if act.id and act.verb != sweeping.EMPTY else None
        said = f"{act.verb}-under-way" if going else act.verb
        number = act.total if going else act.done
        return notices.keep(
            self._visits.to(back), Notice(said, undo=undo, number=number or -1, passed=act.passed)
        )

    async def undo(self, visit: LogIn, act: int, back: str) -> Response:
        """Undo an act, and say how far that was possible."""
        try:
            undone = await self._site.library.run(undoing.undo, visit.user.id, act)
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("not-undone"))
        if undone.act:
            said = Notice("undone-under-way", number=-1)
        elif undone.item or undone.title:
            said = Notice("undone" if undone.done else "changed-since", undone.title, undone.item)
        else:
            said = Notice("undone-many", number=undone.done or -1, passed=undone.passed)
        return notices.keep(self._visits.to(back), said)

    async def purge(self, visit: LogIn, item: int, back: str) -> Response:
        """Remove an article that lies in the trash for good."""
        try:
            await self._site.library.run(purging.remove, visit.user.id, item)
        except NotFound:
            return notices.keep(self._visits.to(back), Notice("missing"))
        back = "/trash" if back.startswith("/read/") else back
        return notices.keep(self._visits.to(back), Notice("purge"))
