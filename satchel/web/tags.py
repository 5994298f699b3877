"""All tags: found, renamed, made one, deleted."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import fold, tag_form
from satchel.library import retagging, tag_index
from satchel.model.history import ActStatus
from satchel.web import notices
from satchel.web.forms import asked
from satchel.web.list_address import ListAddress
from satchel.web.lists import MAX_TAGS_BESIDE, Lists
from satchel.web.notices import Notice, Undo

#: Deeper ones stand there with the rest of their names.
MAX_DEPTH = 4
#: With so many the alphabet stands above them.
MIN_FOR_ALPHABET = 30
MAX_FILTER_CHARACTERS = 100


class Tags(Lists):
    """The page /tags."""

    async def show(self, request: Request) -> Response:
        """All tags, with how many articles are on the list of each; `q` leaves those that hold it."""
        return await self._all(request)

    async def change(self, request: Request) -> Response:
        """Rename a tag, make it one with another, or take it off all articles."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user.id
        old, what = tag_form(form.get("tag", "")), form.get("what", "")
        below = bool(form.get("below"))
        try:
            if what == "delete":
                act = await library.run(retagging.delete, user, old, below=below)
            else:
                new = form.get("into" if what == "merge" else "new", "")
                act = await library.run(retagging.rename, user, old, new, below=below)
        except Invalid as error:
            return await self._all(request, old, error.message, form.get("new", ""))
        except NotFound:
            return notices.keep(self._visits.to("/tags"), Notice("too-late"))
        undo = Undo("undo", act.id) if act.id else None
        if act.status == ActStatus.UNDER_WAY:
            notice = Notice(f"{act.verb}-under-way", old, undo=undo, number=act.total)
        else:
            notice = Notice(act.verb, old, undo=undo)
        return notices.keep(self._visits.to("/tags"), notice)

    async def _all(
        self, request: Request, edited: str = "", problem: str = "", typed: str | None = None
    ) -> Response:
        visit = await self._visits.require_login(request)
        wanted = asked(request, "q")[:MAX_FILTER_CHARACTERS].strip()
        edited = edited or tag_form(asked(request, "edit"))
        index, overview = await self._site.library.run(
            tag_index.read, visit.user.id, MAX_TAGS_BESIDE, wanted, tag_form(asked(request, "after")), edited
        )
        is_known = index.others is not None
        page = self._page(
            request, visit, "tags", overview, here="/tags", address="/tags",
            q=wanted, groups=_grouped(index.part, nested=not wanted),
            many=index.number >= MIN_FOR_ALPHABET and not wanted, number=index.number,
            rest=index.rest, last=index.part[-1][0] if index.part else "",
            edited=edited if is_known else "", problem=problem, typed=edited if typed is None else typed,
            has_below=index.has_below, count=index.items, names=index.others or [],
        )  # fmt: skip
        page.status_code = 422 if problem else 200
        return page


def _grouped(found: list[tuple[str, int]], *, nested: bool) -> list[dict[str, Any]]:
    """The tags below their first letters, each with those below it: `depth` says how far below."""
    groups: dict[str, list[dict[str, Any]]] = {}
    known = {name for name, _ in found}
    for name, count in found:
        parts = name.split("/")
        above = "/".join(parts[:-1])
        depth = min(len(parts) - 1, MAX_DEPTH) if nested and above in known else 0
        tag = {
            "name": name, "shown": parts[-1] if depth else name, "count": f"{count:,}", "depth": depth,
            "address": ListAddress("tag", name).path, "below": [],
        }  # fmt: skip
        group = groups.setdefault(_letter(parts[0]), [])
        (group[-1]["below"] if depth and group else group).append(tag)
    return [{"letter": letter, "tags": tags} for letter, tags in sorted(groups.items())]


def _letter(name: str) -> str:
    """Under which letter a tag is found: digits and signs stand together, in front."""
    first = fold(name)[:1]
    return first.upper() if first.isalpha() else "#"
