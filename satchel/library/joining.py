"""Joining: a row of a file whose page is on the list already adds what is missing there, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from satchel.library.incoming import Incoming
from satchel.model.imports import UNDONE, Added, Fate, Outcome, Why
from satchel.model.items import Item, State

History = Sequence[tuple[int, Fate]]


class Joined(NamedTuple):
    """What became of an item and its row."""

    item: Item
    added: Added
    why: str
    same_as: int  #: the row of this file that came before; 0 for none


def brought_back(history: History, item: Item, acted_at: int, row: Incoming, *, revive: bool) -> bool:
    """Whether an item that was deleted comes back with this row.

    So does what only the undoing of an import took away, what was saved elsewhere after it was deleted here, and, if
    the person chose that, everything.
    """
    assert row.item is not None
    undone = bool(history) and all(fate.marks & UNDONE for _, fate in history)
    return revive or undone or row.item.added_at > max(acted_at, item.trashed_at)


def join(item: Item, history: History, row: Incoming, import_id: int, folder: int) -> Joined:
    """What `item` is with what `row` adds to it; `folder` is the number of the row's folder, 0 for none."""
    new = row.item
    assert new is not None
    stands = [(number, fate) for number, fate in history if not fate.marks & UNDONE]
    mine = [fate for number, fate in stands if number == import_id]
    same_as = mine[0].number if mine else 0
    if any(fate.digest == row.digest for _, fate in stands):
        return Joined(item, Added(), str(Why.SEEN if not same_as else Why.SAME_ROW), same_as)
    added = Added(
        tags=tuple(tag for tag in new.tags if tag not in item.tags),
        favourite=new.favourite and not item.favourite,
        folder=folder if item.folder_id is None and item.state == State.UNREAD else 0,
        title=new.given_title if _is_better(new.given_title, item.given_title) else "",
        note=new.description if _says_more(row, item) else "",
        excerpt=row.is_excerpt and _says_more(row, item),
    )
    if any(fate.outcome is Outcome.NEW for _, fate in stands) and new.added_at < item.added_at:
        added = msgspec.structs.replace(added, saved=new.added_at, was_saved=item.added_at)
    if (
        same_as
        and mine[0].outcome is Outcome.NEW
        and (item.state, new.state) == (State.ARCHIVED, State.UNREAD)
    ):
        # Twice in one file, and archived only once: what is still to be read is not lost among what was.
        added = msgspec.structs.replace(added, state=State.UNREAD, was_state=State.ARCHIVED)
    return Joined(with_added(item, added, new), added, str(Why.SAME_ROW) if same_as else "", same_as)


def _says_more(row: Incoming, item: Item) -> bool:
    """Whether its note is missing here. What a file says of a page stands beside nothing that somebody wrote."""
    note = row.item.description if row.item else ""
    return bool(note) and note not in item.description and not (row.is_excerpt and item.description)


def _is_better(new: str, old: str) -> bool:
    """Whether a title is worth more: there was none, or only its beginning."""
    return bool(new) and new != old and (not old or (len(old) >= 75 and new.startswith(old.rstrip(" .…"))))


def with_added(item: Item, added: Added, new: Item) -> Item:
    """`item` as it is with what a row added."""
    note = f"{item.description}\n\n{added.note}" if item.description and added.note else added.note
    return msgspec.structs.replace(
        item,
        tags=tuple(sorted({*item.tags, *added.tags})),
        favourite=item.favourite or added.favourite,
        favourited_at=new.favourited_at if added.favourite else item.favourited_at,
        folder_id=added.folder or item.folder_id,
        given_title=added.title or item.given_title,
        description=note or item.description,
        added_at=added.saved or item.added_at,
        state=item.state if added.state is None else added.state,
        read_at=item.read_at if added.state is None else 0,
    )
