"""Imports as their pages show them."""

from __future__ import annotations

from typing import Any

from satchel.library import imports
from satchel.model.imports import Import, ImportStatus, Look, Shown
from satchel.web import humanize, import_account
from satchel.web.import_sentences import kind, question, said

_DAY = 86_400_000
_NAMES = {status: status.name.lower().replace("_", "-") for status in ImportStatus}


def number(of: int) -> dict[str, Any]:
    """A number, and how it is written."""
    return {"n": of, "words": f"{of:,}"}


def listed(one: Import, now: int) -> dict[str, Any]:
    """An import among others."""
    return {
        "id": one.id, "name": one.name, "kind": kind(one.kind), "status": _NAMES[one.status],
        "ago": humanize.moment(now, one.made_at), "is_under_way": one.is_under_way,
        **{name: number(getattr(one, name)) for name in ("rows", "new", "joined", "skipped")},
    }  # fmt: skip


def facts(one: Import, now: int) -> dict[str, Any]:
    """All that the pages of one import say of it."""
    look = one.look
    left = max(0, imports.UNDO_MS - (now - one.ended_at)) if one.ended_at else imports.UNDO_MS
    total = max(look.rows, one.rows)
    return {
        **listed(one, now),
        "size": size(one.size), "error": said(one.error), "can_undo": imports.can_be_undone(one, now),
        "days_left": max(1, -(-left // _DAY)), "total": number(total), "highlights": number(one.highlights),
        "undone": number(one.undone), "kept": number(one.kept),
        "done": one.undone + one.kept if one.status == ImportStatus.BEING_UNDONE else one.rows,
        "of": one.new + one.joined if one.status == ImportStatus.BEING_UNDONE else total,
        "look": _look(look), "first": [_shown(row) for row in look.first],
        "skips": [_shown(row) for row in look.skips],
        "whys": [
            {"why": import_account.why(code), **number(count)}
            for code, count in sorted(look.whys.items(), key=lambda pair: -pair[1])
        ],
        "parts": [
            {
                "name": part.name, "called": f"{part.name} + {part.more:,}" if part.more else part.name,
                "kind": kind(part.kind), "size": size(part.size), "is_usual": part.is_usual,
            }
            for part in look.parts
        ],
        "questions": [
            {
                "name": each.name, "question": question(each.question),
                "options": [(value, question(words)) for value, words in each.options],
            }
            for each in look.questions
        ],
        "remarks": [said(each) for each in look.remarks],
        "span": [humanize.moment(now, at).iso[:10] for at in (look.oldest, look.newest) if at],
    }  # fmt: skip


def _look(look: Look) -> dict[str, dict[str, Any]]:
    counted = (
        "rows", "known", "deleted", "repeated", "skipped", "archived", "favourites", "tagged", "tags", "folders",
        "highlights", "notes", "bodies",
    )  # fmt: skip
    found = {name: number(getattr(look, name)) for name in counted}
    found["coming"] = number(max(0, look.rows - look.skipped - look.known - look.deleted - look.repeated))
    return found


def _shown(row: Shown) -> dict[str, Any]:
    return {
        "place": import_account.place(row.place), "address": row.address, "title": row.title, "archived": row.archived,
        "favourite": row.favourite, "tags": row.tags, "folder": row.folder, "highlights": row.highlights,
        "body": row.body, "saved": humanize.moment(row.saved, row.saved).iso[:10] if row.saved else "",
        "why": import_account.why(row.why) if row.why else "",
    }  # fmt: skip


def progress(one: Import) -> dict[str, Any]:
    """How far an import is: what changes on its page while it goes on."""
    shown = facts(one, one.made_at)
    return {
        "status": shown["status"], "done": shown["done"], "of": shown["of"],
        "counts": {name: shown[name]["words"] for name in ("rows", "new", "joined", "skipped", "undone", "kept")},
    }  # fmt: skip


def size(count: int) -> str:
    """So many bytes, in words that need no language."""
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"


def hours(owed: int, hourly: int) -> int:
    """In how many hours so many pages have been read; 0 for less than one, and where nobody can say."""
    return round(owed / hourly) if hourly else 0
