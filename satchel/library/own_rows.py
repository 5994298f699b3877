"""Rows of files of our own: each tells all of an item, and makes the same item again."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from satchel.formats.exports import lines
from satchel.library import edits
from satchel.model.highlights import Colour, Highlight
from satchel.model.items import ArticleHead, Facts, Item, State
from satchel.model.library_file import Fetched, Line, Mark, Text
from satchel.model.versions import Origin

_ORIGINS = {name: origin for origin, name in lines.ORIGINS.items()}
_COLOURS = {name: colour for colour, name in lines.COLOURS.items()}


class OwnText(NamedTuple):
    """A version of an item's text."""

    head: ArticleHead
    origin: Origin
    why: str
    html: str
    text: str
    read: bool


def item(line: Line, state: State, saved: int, tags: tuple[str, ...]) -> Item:
    """The item of a line, without its texts, which come once they have been cleaned."""
    fetch = line.fetch or Fetched()
    bare = Item(
        id=0, state=state, favourite=line.favourite, added_at=saved, changed_at=0,
        read_at=line.read, favourited_at=line.favourited, given_url=line.url, given_title=line.title,
        description=line.note, tags=tags, fetch_status=fetch.status, fetch_reason=fetch.reason,
        fetched_at=fetch.at, progress=line.progress, progress_at=line.progress_at,
        trashed_at=line.trashed, furthest=line.furthest, finished_at=line.finished,
    )  # fmt: skip
    return edits.worn(bare, Facts(*msgspec.structs.astuple(line.edits))) if line.edits else bare


def key(line: Line, digest: bytes) -> bytes:
    """By what an item without an address of its own is known again."""
    return bytes.fromhex(line.keys[0]) if line.keys else digest


def text(told: Text, html: str, plain: str) -> OwnText:
    """A version out of what its line tells, with its texts as they are kept."""
    head = lines.head(told, told.kept)
    return OwnText(head, _ORIGINS[told.origin], told.why, html, plain, told.read)


def with_one_read(texts: tuple[OwnText, ...]) -> tuple[OwnText, ...]:
    """The texts, of which one is read: the last one where the file has lost that."""
    if not texts or any(each.read for each in texts):
        return texts
    return (*texts[:-1], texts[-1]._replace(read=True))


def highlight(mark: Mark, saved: int) -> Highlight:
    """A highlight out of the line of its item, without a number."""
    occurrence = mark.occurrence if 0 <= (mark.occurrence or 0) < 2**31 else None
    return Highlight(
        0, mark.name, mark.quote, mark.note, _COLOURS.get(mark.colour, Colour.YELLOW), mark.start, mark.end,
        mark.prefix, mark.suffix, mark.patch, mark.patch_version, mark.made or saved, 0, occurrence,
    )  # fmt: skip
