"""What the command that imports prints."""

from __future__ import annotations

from collections.abc import Iterator

from satchel.formats.imports.row import Reason
from satchel.formats.imports.saying import english
from satchel.model.imports import Import, Look, Shown


def as_facts(look: Look) -> dict[str, object]:
    """What is in a file, for scripts. As if it were imported: what is new, joined and skipped adds up to its rows."""
    joined = look.known + look.repeated
    return {
        "kind": look.kind, "rows": look.rows, "new": max(0, look.rows - look.skipped - look.deleted - joined),
        "joined": joined, "skipped": look.skipped + look.deleted, "dry_run": True,
    }  # fmt: skip


def done_facts(one: Import) -> dict[str, object]:
    """What became of a file, for scripts."""
    return {"kind": one.kind, "rows": one.rows, "new": one.new, "joined": one.joined, "skipped": one.skipped}


def done(one: Import) -> str:
    """The same for people."""
    return (
        f"{one.kind}: {_many(one.rows, 'row')}, {one.new:,} new, {one.joined:,} joined with what was there, "
        f"{one.skipped:,} skipped."
    )


def look(seen: Look) -> str:
    """What is in a file, for people."""
    return "\n".join(_lines(seen))


def _lines(seen: Look) -> Iterator[str]:
    yield f"{seen.kind}: {_many(seen.rows, 'row')}"
    facts = (
        (seen.known, "you have already"), (seen.deleted, "you deleted here"), (seen.repeated, "are in it twice"),
        (seen.archived, "archived"), (seen.favourites, "favourites"),
        (seen.tagged, f"with tags ({seen.tags:,} different ones)"),
        (seen.folders, "folders"), (seen.highlights, "highlights"), (seen.notes, "with notes"),
        (seen.bodies, "with their text"), (seen.skipped, "will be skipped"),
    )  # fmt: skip
    for number, what in facts:
        if number:
            yield f"  {number:,} {what}"
    for why, number in sorted(seen.whys.items()):
        yield f"    {number:,}: {reason(why)}"
    yield from (f"  {english(remark)}" for remark in seen.remarks)
    if seen.first:
        yield "The first of them:"
        yield from (f"  {_row(row)}" for row in seen.first)


def _row(row: Shown) -> str:
    marks = ", ".join(
        filter(
            None,
            (
                "archived" * row.archived,
                "favourite" * row.favourite,
                row.folder,
                *(f"#{t}" for t in row.tags),
            ),
        )
    )
    title = f"{row.title}  {row.address}" if row.title else row.address
    return f"{title}  ({marks})" if marks else title


def reason(why: str) -> str:
    """Why a row is skipped, as a sentence."""
    try:
        return Reason(why).sentence
    except ValueError:
        return why


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
