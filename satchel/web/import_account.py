"""The account of an import in words: for its page, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from satchel.formats.imports.row import Reason
from satchel.model.imports import LEFT, UNDONE, Added, Fate, Outcome, Why
from satchel.model.items import State
from satchel.web.import_sentences import said
from satchel.web.words import count, marked, text

OUTCOMES = {"new": Outcome.NEW, "joined": Outcome.JOINED, "skipped": Outcome.SKIPPED}
_NAMES = {outcome: name for name, outcome in OUTCOMES.items()}

_WHY: dict[str, str] = {
    Reason.NO_ADDRESS: marked("There is no link in it."),
    Reason.NOT_A_LINK: marked("Where its link should be, there is something else."),
    Reason.OTHER_SCHEME: marked("Only http and https links can be saved."),
    Reason.TOO_LONG: marked("Its link is longer than 8,192 characters."),
    Reason.NO_PUBLIC_PAGE: marked("Its page can only be opened in the program that it comes from."),
    Reason.DAMAGED: marked("It is damaged and could not be understood."),
    Reason.CUT_OFF: marked("The file ends in the middle of it."),
    Reason.DELETED: marked("It was deleted in the program that it comes from."),
    Reason.NOT_SAVED: marked("It came from a feed and was never saved."),
    Reason.ASSET: marked("It is an uploaded file, which this export does not hold."),
    Why.DELETED_HERE: marked("You deleted it here, so it stays deleted."),
    Why.LIST_FULL: marked("Your list is full."),
    Why.SEEN: marked("The same row was imported before."),
}

HEAD = "\ufeffrow,outcome,place,link,title,reason,added,remarks,article\r\n".encode()


def why(code: str) -> str:
    """Why a row is skipped, or adds nothing, as a sentence in the language of the page; "" for nothing to say."""
    return text(_WHY[code]) if code in _WHY else code


def place(written: str) -> str:
    """Where a row stands, in words: its file in the archive, and its line or its number there."""
    member, _, at = written.rpartition(":")
    said = text("number %(n)s") % {"n": at[1:]} if at.startswith("#") else text("line %(n)s") % {"n": at}
    return f"{member}, {said}" if member else said


def row(fate: Fate) -> dict[str, Any]:
    """A row as its page shows it."""
    return {
        "number": fate.number, "outcome": _NAMES[fate.outcome], "place": place(fate.place), "address": fate.address,
        "title": fate.title, "item": fate.item_id, "why": _reason(fate), "added": added(fate),
        "remarks": [said(each) for each in fate.remarks.split("\n")] if fate.remarks else [],
        "is_undone": bool(fate.marks & UNDONE), "is_left": bool(fate.marks & LEFT),
    }  # fmt: skip


def _reason(fate: Fate) -> str:
    if fate.same_as:
        return text("The same page as row %(row)s.") % {"row": fate.same_as}
    return why(fate.why)


def added(fate: Fate) -> list[str]:
    """What a row added to an item that was there, a phrase each."""
    if fate.outcome is not Outcome.JOINED:
        return []
    return _additions(fate.added)


def _additions(what: Added) -> list[str]:
    said = []
    if what.tags:
        said.append(str(count("%(n)s tag", "%(n)s tags", len(what.tags))))
    if what.highlights:
        said.append(str(count("%(n)s highlight", "%(n)s highlights", len(what.highlights))))
    if what.favourite:
        said.append(text("that it is a favourite"))
    if what.folder:
        said.append(text("a folder"))
    if what.title:
        said.append(text("a title"))
    if what.note:
        said.append(text("a note"))
    if what.body:
        said.append(text("its text"))
    if what.saved:
        said.append(text("an earlier date"))
    if what.state == State.UNREAD:
        said.append(text("that it is still unread"))
    return said


def lines(fates: Sequence[Fate]) -> bytes:
    """Rows as lines of CSV."""
    written = io.StringIO()
    writer = csv.writer(written)
    for fate in fates:
        shown = row(fate)
        writer.writerow([
            shown["number"], shown["outcome"], *map(_plain, (
                shown["place"], shown["address"], shown["title"], shown["why"], "; ".join(shown["added"]),
                " ".join(shown["remarks"]),
            )),
            shown["item"] or "",
        ])  # fmt: skip
    return written.getvalue().encode()


def _plain(cell: str) -> str:
    """A cell that no program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
