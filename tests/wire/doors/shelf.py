"""What a dictionary knows of a person's list, and what any door tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

UNREAD, ARCHIVED, DELETED = "unread", "archived", "deleted"


class Row(NamedTuple):
    """One item, as a door tells it; None where its protocol has no word for it."""

    title: str
    note: str | None
    liked: bool
    archived: bool
    tags: tuple[str, ...]
    place: tuple[int, int] | None  #: thousandths, s
    marks: tuple[tuple[str, str | None], ...] | None  #: passages, with their notes where these are told


class View(NamedTuple):
    """All lists of a person; None for what the protocol does not have."""

    unread: list[int] | None  #: in no folder
    archive: set[int] | None
    liked: set[int] | None
    folders: list[tuple[str, list[int]]] | None  #: titles in their order, with what is in them
    rows: dict[int, Row] | None
    tags: dict[str, int] | None  #: how many items have each


@dataclass
class Kept:
    """One item."""

    id: int
    url: str
    added: int = 0
    state: str = UNREAD
    was: str = UNREAD  #: before it was deleted
    title: str = ""
    is_named: bool = False  #: by the person; saving it again says nothing then
    note: str = ""
    liked: bool = False
    folder: int | None = None
    tags: set[str] = field(default_factory=set)
    place: tuple[int, int] = (0, 0)
    marks: dict[int, tuple[str, str]] = field(default_factory=dict)

    def unread(self, now: int) -> None:
        """It is saved again, or brought back to the top: in no folder, with all that it had."""
        self.state, self.added, self.folder = UNREAD, now, None


class Shelf:
    """Everything of one person."""

    def __init__(self) -> None:
        self.items: dict[str, Kept] = {}
        self.folders: dict[int, str] = {}  #: titles, in their order

    def living(self) -> list[Kept]:
        """What is not deleted, the newest first."""
        found = [each for each in self.items.values() if each.state != DELETED]
        return sorted(found, key=lambda each: (each.added, each.id), reverse=True)

    def view(self) -> View:
        """What doors should tell."""
        there = self.living()
        unread = [each for each in there if each.state == UNREAD]
        counts: dict[str, int] = {}
        for each in there:
            for tag in each.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return View(
            [each.id for each in unread if each.folder is None],
            {each.id for each in there if each.state == ARCHIVED},
            {each.id for each in there if each.liked},
            [
                (title, [each.id for each in unread if each.folder == number])
                for number, title in self.folders.items()
            ],
            {each.id: _row(each) for each in there},
            counts,
        )


def _row(kept: Kept) -> Row:
    return Row(
        kept.title, kept.note, kept.liked, kept.state == ARCHIVED, tuple(sorted(kept.tags)), kept.place,
        tuple(sorted(kept.marks.values())),
    )  # fmt: skip


def differs(shown: View, known: View) -> list[tuple[str, object, object]]:
    """In what a door tells other things than the dictionary: of which list, what it tells, and what it should."""
    found: list[tuple[str, object, object]] = [
        (name, its, right)
        for name, its, right in zip(View._fields, shown, known, strict=True)
        if its is not None and name != "rows" and its != right
    ]
    rows, right = shown.rows, known.rows or {}
    if rows is None:
        return found
    if rows.keys() != right.keys():
        found.append(("items", list(rows), list(right)))
    for number in rows.keys() & right.keys():
        its, good = rows[number], right[number]
        if its.marks is not None and all(note is None for _, note in its.marks):
            good = good._replace(marks=tuple((quote, None) for quote, _ in good.marks or ()))
        found += [
            (f"{name} of {number}", told, wanted)
            for name, told, wanted in zip(Row._fields, its, good, strict=True)
            if told is not None and told != wanted
        ]
    return found
