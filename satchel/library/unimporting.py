"""Undoing an import: exactly what it brought goes again, in steps; what the person has changed since stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from satchel.library import effort, import_acts, lifecycle
from satchel.library.change import Changeset
from satchel.library.imports import signal_of
from satchel.library.usecase import writes
from satchel.model.highlights import Highlight
from satchel.model.imports import LEFT, MOVED, UNDONE, Added, Fate, Import, ImportStatus, Outcome
from satchel.model.items import Item, State
from satchel.model.jobs import Job
from satchel.store import articles, folders, highlights, import_rows, imports, item_batches, items, jobs, tags
from satchel.store.columns import head_of
from satchel.store.db import Tx
from satchel.store.derived import derived

#: Rows of one step.
MAX_STEP = 100

_NOTHING = Added()


@writes(weight=lambda *args: MAX_STEP, long=1)
def step(tx: Tx, user: int, import_id: int, job: Job) -> bool:
    """Undo the next rows; whether these were the last ones, and the job has ended."""
    tx.lock_user(user)
    if not jobs.goes_on(tx, job):
        return True
    one = imports.get(tx, user, import_id)
    if one is None or one.status != ImportStatus.BEING_UNDONE:
        jobs.finish(tx, job)
        return True
    some = import_rows.page(tx, user, import_id, one.place, MAX_STEP)
    with Changeset(tx, user) as change:
        done, kept, place = _undo(change, one, some)
        one = msgspec.structs.replace(one, undone=one.undone + done, kept=one.kept + kept, place=place)
        if len(some) < MAX_STEP and place == (some[-1].number if some else one.place):
            _remove_folders(change, one.folders)
            one = msgspec.structs.replace(one, status=ImportStatus.UNDONE)
            jobs.finish(tx, job)
            tx.signal(signal_of(user, one.id))
        imports.update(tx, user, one)
        import_acts.follow(change, one)
    return one.status == ImportStatus.UNDONE


def _undo(change: Changeset, one: Import, some: Sequence[Fate]) -> tuple[int, int, int]:
    """How many rows were undone, how many stay, and up to which; their items are undone once, with all their rows."""
    tx, user, place = change.tx, change.user, some[-1].number if some else one.place
    of_items = [fate for fate in some if fate.item_id and not fate.marks & (UNDONE | LEFT)]
    ids = list(dict.fromkeys(fate.item_id for fate in of_items))
    its = items.several(tx, user, ids)
    known = [its[number] for number in ids if number in its]
    first = effort.within(known, MAX_STEP)
    if len(first) < len(known):
        ids = ids[: ids.index(known[len(first)].id)]
        place = next(fate.number for fate in of_items if fate.item_id == known[len(first)].id) - 1
    rows = import_rows.of_items(tx, user, ids)
    marked = highlights.of(tx, user, ids)
    marks: list[tuple[int, int]] = []
    for number in ids:
        mine = [fate for of, fate in rows.get(number, ()) if of == one.id]
        item = its.get(number)
        gone = item is None or item.state == State.DELETED
        done = gone or _take_back(change, its[number], mine, marked.get(number, []), one.made_at)
        marks += [(fate.number, UNDONE if done else LEFT) for fate in mine]
    import_rows.mark(tx, user, one.id, marks)
    done_rows = sum(bits == UNDONE for _, bits in marks)
    return done_rows, len(marks) - done_rows, place


def _take_back(
    change: Changeset, item: Item, rows: Sequence[Fate], marked: Sequence[Highlight], since: int
) -> bool:
    """Take from an item what some rows of an import of that time brought; whether nothing of it had been changed."""
    if any(fate.outcome is Outcome.NEW and not fate.marks & MOVED for fate in rows):
        if not _is_as_it_came(item, rows, marked, since):
            return False
        if item.folder_id is not None:
            folders.put(change.tx, change.user, item.id, None, change.stamp)
        lifecycle.bury(change, head_of(item))
        return True
    if any(fate.marks & MOVED for fate in rows):
        return not any(fate.added for fate in rows)
    added = [fate.added for fate in rows if fate.added]
    return not added or _take_off(change, item, added, marked)


def _is_as_it_came(item: Item, rows: Sequence[Fate], marked: Sequence[Highlight], since: int) -> bool:
    """Whether the person has done nothing with an item that the import made; fetches do not count."""
    added = [fate.added for fate in rows]
    states = {each.state for each in added if each.state is not None}
    times = {each.saved for each in added if each.saved}
    folder = next((each.folder for each in added if each.folder), 0)
    made = {number for each in added for number in each.highlights}
    return (
        item.state in states
        and item.added_at in times
        and item.favourite == any(each.favourite for each in added)
        and {*item.tags} == {tag for each in added for tag in each.tags}
        and (item.folder_id or 0) == folder
        and item.description in ("\n\n".join(each.note for each in added if each.note), _read_off(item))
        and {one.id for one in marked} <= made
        and item.progress_at <= since
    )


def _read_off(item: Item) -> str | None:
    """What is left of words about the page when it has been read: nothing."""
    return "" if item.fetched_at and item.article is not None else None


def _take_off(change: Changeset, item: Item, added: Sequence[Added], marked: Iterable[Highlight]) -> bool:
    """Take from an item that was there before what rows added to it; whether all of that was still there."""
    tx, user = change.tx, change.user
    whole, after = True, item
    for each in reversed(added):
        after, same = _without(after, each)
        whole = whole and same
    numbers = {number for each in added for number in each.highlights}
    there = {one.id: one for one in marked if one.id in numbers}
    for number in there:
        highlights.remove(tx, user, number)
    whole = whole and len(there) == len(numbers)
    if any(each.body for each in added) and item.article is not None and not item.fetched_at:
        items.forget_article(tx, user, item.id)
        articles.clear_body(tx, user, item.id)
        after = msgspec.structs.replace(after, article=None)
    after = msgspec.structs.replace(after, changed_at=change.stamp)
    item_batches.update(tx, user, [(after, change.stamp, derived(after))])
    tags.index(tx, user, item, after)
    change.count_move(item.state, after.state)
    change.count_filed(item.folder_id, after.folder_id)
    return whole


def _without(item: Item, added: Added) -> tuple[Item, bool]:
    """`item` without what a row added, and whether all of that was as it came."""
    whole = set(added.tags) <= set(item.tags)
    new = msgspec.structs.replace(item, tags=tuple(tag for tag in item.tags if tag not in added.tags))
    if added.favourite:
        whole = whole and item.favourite
        new = msgspec.structs.replace(new, favourite=False, favourited_at=0)
    if added.folder:
        whole = whole and item.folder_id == added.folder
        if item.folder_id == added.folder:
            new = msgspec.structs.replace(new, folder_id=None)
    if added.title and item.given_title == added.title:
        new = msgspec.structs.replace(new, given_title="")
    if added.note and not (added.excerpt and not item.description):
        stands = item.description.endswith(added.note)
        whole = whole and stands
        if stands:
            new = msgspec.structs.replace(
                new, description=item.description.removesuffix(added.note).rstrip("\n")
            )
    if added.saved and item.added_at == added.saved:
        new = msgspec.structs.replace(new, added_at=added.was_saved)
    if added.was_state is not None and item.state == added.state:
        new = msgspec.structs.replace(new, state=added.was_state)
    return new, whole


def _remove_folders(change: Changeset, made: Sequence[int]) -> None:
    """Remove those folders that the import made and in which nothing is now."""
    for number in made:
        if folders.is_empty(change.tx, change.user, number):
            folders.remove(change.tx, change.user, number, change.stamp)
