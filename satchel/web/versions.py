"""The versions of an article's text, what changed between two of them, and where an article is from."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import NotFound
from satchel.formats import changes
from satchel.library import standing, versions
from satchel.model.items import Item
from satchel.model.pages import Reason
from satchel.model.versions import Origin, Version
from satchel.web import notices, rows
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.humanize import moment
from satchel.web.item_facts import day, facts, number_of
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn, Sessions

#: Changes that one page shows.
MAX_CHANGES = 600
_ORIGINS = {
    Origin.FETCHED: "fetched", Origin.WHOLE: "whole", Origin.PASTED: "pasted", Origin.GIVEN: "given",
    Origin.HANDED_IN: "handed",
    Origin.BROUGHT: "brought", Origin.COPIED: "copied",
}  # fmt: skip


class Versions:
    """The pages below /read/{number}/versions and /read/{number}/why."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """All versions, or, with `old` and `new` in the address, what changed between two."""
        visit, number = await self._visits.require_login(request), number_of(request)
        one, other = (_number(asked(request, name)) for name in ("old", "new"))
        if one and other and one != other:
            return await self._compared(request, visit, number, one, other)
        item, found = await self._site.library.run(versions.shown, visit.user.id, number)
        return self._page(request, visit, item, "versions", versions=[
            _version(each, item, found[at + 1] if at + 1 < len(found) else None) for at, each in enumerate(found)
        ])  # fmt: skip

    async def choose(self, request: Request) -> Response:
        """Read another version from now on."""
        visit, form = await self._visits.require_form(request)
        number, wanted = number_of(request), _number(form.get("version", ""))
        try:
            done = await self._site.library.run(versions.choose, visit.user.id, number, wanted)
        except NotFound:
            return notices.keep(self._visits.to(f"/read/{number}/versions"), Notice("too-late"))
        item, undo = done.item, Undo("undo", done.act) if done.act else None
        return notices.keep(self._visits.to(f"/read/{item.id}"), Notice("chosen", item.title, item.id, undo))

    async def _compared(self, request: Request, visit: LogIn, number: int, one: int, other: int) -> Response:
        pair = await self._site.library.run(versions.compared, visit.user.id, number, one, other)
        found = await self._site.look.aside(visit.user.name, lambda: changes.changes(*pair.texts))
        return self._page(
            request, visit, pair.item, "changes",
            older=_version(pair.older, pair.item), newer=_version(pair.newer, pair.item),
            changes=[
                {"kind": each.kind, "number": each.number, "pieces": [piece._asdict() for piece in each.pieces]}
                for each in found[:MAX_CHANGES]
            ],
            more=max(0, len(found) - MAX_CHANGES),
        )  # fmt: skip

    async def why(self, request: Request) -> Response:
        """What was fetched, when and with what success, and why this text was taken."""
        visit, number = await self._visits.require_login(request), number_of(request)
        stands = await self._site.library.run(standing.standing, visit.user.id, number)
        item, now = stands.item, self._site.library.clock.now()
        found = item.article
        why, _ = rows.trouble(item)
        if not why and item.fetch_reason and item.fetch_reason != Reason.KEPT:
            known = {str(reason): words for reason, (words, _) in rows.REASONS.items()}
            why = known.get(item.fetch_reason, "")
        return self._page(
            request, visit, item, "why",
            given=item.given_url, found=found.url if found else "", answered=item.fetch_status,
            fetched=moment(now, item.fetched_at) if item.fetched_at else None,
            from_day=day(found.found_at) if found else None,
            media_type=found.media_type if found else "", size=_size(found.size if found else 0),
            encoding=found.encoding if found else "",
            problem=why, stays=item.fetch_reason == Reason.KEPT,
            origin=_ORIGINS[stands.origin] if stands.origin is not None else "", notes=stands.notes,
            tries=stands.tries, next_try=moment(stands.next_try, now) if stands.next_try > now else None,
            is_waiting=stands.is_waiting,
        )  # fmt: skip

    def _page(self, request: Request, visit: LogIn, item: Item, template: str, **values: Any) -> Response:
        shown = notices.shown(request)
        here = "versions" if template == "changes" else template
        return shown.forget(self._site.look.page(
            template, 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item), here=f"/read/{item.id}/{here}", back=f"/read/{item.id}", **values,
        ))  # fmt: skip


def _version(version: Version, item: Item, before: Version | None = None) -> dict[str, Any]:
    """A version as a page shows it; `before` is the one before it."""
    head = version.head
    return {
        "number": version.number,
        "read": item.article is not None and item.article.version == version.number,
        "day": day(head.found_at) if head else day(version.number),
        "words": f"{head.words if head else 0:,}",
        "count": head.words if head else 0,
        "origin": _ORIGINS[version.origin],
        "before": before.number if before else 0,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else 0


def _size(size: int) -> str:
    if not size:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000)):,} KB"
