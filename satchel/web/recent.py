"""The page /recent: what a person did in the last thirty days, each with the button that undoes it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.library import history, rehiding
from satchel.library.history import HIDE, IMPORT, SHOW, Entry
from satchel.library.imports import UNDO_MS
from satchel.library.sweeping import EMPTY
from satchel.model.history import Act, ActStatus
from satchel.web import humanize, list_address, notices
from satchel.web.context import REVISITED, WebContext
from satchel.web.sessions import Sessions

#: Tags of an act that are named.
MAX_TAGS_NAMED = 6


class Recent:
    """Shows it, and how far what is under way has come: reloading the page shows more."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The last hundred acts, the newest first."""
        visit = await self._visits.require_login(request)
        library = self._site.library
        now, shown = library.clock.now(), notices.shown(request)
        found = await library.run(history.recent, visit.user.id, now)
        entries = [_entry(entry, now) for entry in found]
        return shown.forget(self._site.look.page(
            "recent", 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice), entries=entries,
            under_way=any(entry["is_under_way"] for entry in entries),
            has_imports=any(entry["import_id"] for entry in entries),
        ))  # fmt: skip


def _entry(entry: Entry, now: int) -> dict[str, Any]:
    act = entry.act
    at = list_address.read_address(act.list) if act.list else None
    undoing = act.status == ActStatus.BEING_UNDONE
    so_far = act.total - act.done if undoing else act.done + act.passed
    return {
        "id": act.id,
        "verb": act.verb,
        "ago": humanize.moment(now, act.id),
        "title": entry.title if act.total == 1 and not act.list else "",
        "item": entry.item,
        "number": max(act.done, 0) if act.status == ActStatus.DONE else act.total,
        "passed": act.passed,
        "site": rehiding.of(act).host if act.verb in (HIDE, SHOW) else "",
        "list": at.kind if at else "",
        "name": at.name if at else "",
        "added": [tag[1:] for tag in act.tags if tag[0] == "+"][:MAX_TAGS_NAMED],
        "removed": [tag[1:] for tag in act.tags if tag[0] == "-"][:MAX_TAGS_NAMED],
        "is_undone": act.status == ActStatus.UNDONE,
        "is_under_way": act.status in (ActStatus.UNDER_WAY, ActStatus.BEING_UNDONE),
        "is_undoing": undoing,
        "can_undo": _can_be_undone(act, now),
        "import_id": act.place if act.verb == IMPORT else 0,
        "so_far": so_far, "so_far_words": f"{so_far:,}",
        "total": act.total, "total_words": f"{act.total:,}",
    }  # fmt: skip


def _can_be_undone(act: Act, now: int) -> bool:
    if act.verb == EMPTY or act.status not in (ActStatus.DONE, ActStatus.UNDER_WAY):
        return False
    return act.verb != IMPORT or now - act.id < UNDO_MS
