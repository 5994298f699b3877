"""Importing: rows of a file come onto a person's list, a batch at a time, each batch one transaction.

What has become of its rows is written with them, and how far the import has come: whoever goes on after a crash goes on
with the next row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from satchel.base.errors import Conflict
from satchel.base.text import tag_form
from satchel.library import import_acts, import_texts, joining, lone_marks, placing_folders
from satchel.library.change import Changeset
from satchel.library.incoming import Incoming
from satchel.library.usecase import writes
from satchel.model.highlights import Highlight
from satchel.model.imports import Added, Fate, Import, ImportStatus, Outcome, Why
from satchel.model.items import Item, State
from satchel.model.jobs import Job
from satchel.store import articles, highlights, import_rows, imports, item_batches, jobs, tags
from satchel.store.db import Tx
from satchel.store.derived import derived
from satchel.store.item_batches import MAX_BATCH, NewItem, Standing

_NOTHING = Added()


def _weight(
    user: int, import_id: int, rows: Sequence[Incoming], job: Job | None = None, *, last: bool = False
) -> int:
    return max(1, len(rows))


@writes(weight=_weight, long=1)
def step(
    tx: Tx, user: int, import_id: int, rows: Sequence[Incoming], job: Job | None = None, *, last: bool = False
) -> Import:
    """Take in the next rows, at most `MAX_BATCH`; after the `last` the import is done, and its job with it.

    The import as it stands then: where it is not under way any more, nothing was done. Raises `Conflict` where these
    are not the next rows, or the job is in other hands.
    """
    assert len(rows) <= MAX_BATCH
    tx.room()
    tx.lock_user(user)
    if job is not None and not jobs.goes_on(tx, job):
        raise Conflict("Somebody else goes on with this import.")
    one = imports.get(tx, user, import_id)
    if one is None:
        raise Conflict("This import is not there any more.")
    if one.status != ImportStatus.UNDER_WAY:
        return one
    if rows and rows[0].number != one.rows + 1:
        raise Conflict("Somebody else goes on with this import.")
    with Changeset(tx, user) as change:
        one = _Batch(change, one).take_in(rows)
        if last:
            one = msgspec.structs.replace(one, status=ImportStatus.DONE, ended_at=tx.now)
        imports.update(tx, user, one)
        import_acts.follow(change, one)
    if last and job is not None:
        jobs.finish(tx, job)
    return one


class _Batch:
    """The rows of one transaction, and the items of which they are."""

    def __init__(self, change: Changeset, one: Import) -> None:
        self._change = change
        self._tx, self._user = change.tx, change.user
        self._import = one
        self._new: dict[bytes, NewItem] = {}
        #: Before, after, and when the person last moved it.
        self._changed: dict[int, tuple[Item, Item, int]] = {}
        self._articles: list[tuple[Item, Incoming]] = []
        self._own: list[tuple[Item, Incoming]] = []  #: items that come with all that their library knew
        self._marked: list[tuple[int, Highlight]] = []
        self._fates: list[Fate] = []

    def take_in(self, rows: Sequence[Incoming]) -> Import:
        """All of them; the import with their numbers."""
        rows, titled = lone_marks.by_title(self._tx, self._user, rows)
        coming = [row for row in rows if row.item is not None]
        self._standing = titled | item_batches.known(self._tx, self._user, [row.key for row in coming])
        there = {each.item.id for each in self._standing.values()}
        self._history = import_rows.of_items(self._tx, self._user, there) if there else {}
        marked = {
            self._standing[row.key].item.id for row in coming if row.highlights and row.key in self._standing
        }
        self._quotes = {
            item: {_folded(each.quote) for each in some}
            for item, some in highlights.of(self._tx, self._user, sorted(marked)).items()
        }
        names = [mark.client_name for row in coming for mark in row.highlights if mark.client_name]
        self._names = highlights.taken(self._tx, self._user, names) if names else set()
        self._folders, made = placing_folders.numbers(
            self._change, {row.folder for row in coming if row.folder}
        )
        for row in rows:
            self._fates.append(self._one(row))
        self._write()
        return self._counted(made)

    def _one(self, row: Incoming) -> Fate:
        if row.item is None:
            return self._fate(row, Outcome.SKIPPED, row.why)
        standing = self._standing.get(row.key)
        if standing is None:
            return self._keep(row)
        if row.item.state == State.DELETED:
            return self._fate(row, Outcome.JOINED, "", standing.item.id)
        if standing.item.state == State.DELETED:
            return self._back(row, standing)
        return self._join(row, standing)

    def _keep(self, row: Incoming) -> Fate:
        """Make an item of a row, where the person's list has room for one more."""
        assert row.item is not None
        if self._change.has_no_room and row.item.state != State.DELETED:
            return self._fate(row, Outcome.SKIPPED, str(Why.LIST_FULL))
        item = msgspec.structs.replace(
            row.item, id=self._change.next_id(), changed_at=self._change.stamp, **self._filed(row, row.item)
        )
        self._new[row.key] = NewItem(item, row.key, row.derived)
        self._change.count_move(None, item.state)
        self._change.owes_purge = self._change.owes_purge or item.state == State.DELETED
        return self._kept(row, item, is_whole=True)

    def _back(self, row: Incoming, standing: Standing) -> Fate:
        """Bring back what was deleted, as what it is in the file, or leave it where it is."""
        old, new = standing.item, row.item
        assert new is not None
        history = self._history.get(old.id, ())
        revive = self._import.choices.revive
        if not joining.brought_back(history, old, standing.acted_at, row, revive=revive):
            return self._fate(row, Outcome.SKIPPED, str(Why.DELETED_HERE))
        if self._change.has_no_room:
            return self._fate(row, Outcome.SKIPPED, str(Why.LIST_FULL))
        item = msgspec.structs.replace(
            new, id=old.id, given_url=old.given_url, changed_at=self._change.stamp, article=old.article,
            fetch_status=old.fetch_status, fetch_reason=old.fetch_reason, fetched_at=old.fetched_at,
            **self._filed(row, new),
        )  # fmt: skip
        self._changed[old.id] = (old, item, self._change.stamp)
        self._change.count_move(State.DELETED, item.state)
        return self._kept(row, item, revived=True)

    def _filed(self, row: Incoming, item: Item) -> dict[str, Any]:
        """The folder of a row's item, or a tag in its place where there would be too many folders."""
        folder = self._folders.get(row.folder)
        tag = tag_form(row.folder) if row.folder and folder is None else ""
        return {"folder_id": folder, "tags": tuple(sorted({*item.tags, tag} - {""}))}

    def _kept(self, row: Incoming, item: Item, *, revived: bool = False, is_whole: bool = False) -> Fate:
        """The fate of a row that has an item of its own, with its article and its highlights.

        `is_whole`: the item is new, and so all that a file of our own says of it.
        """
        body = self._takes_article(row, item)
        if is_whole and row.own is not None:
            self._own.append((item, row))
        added = Added(
            state=item.state, saved=item.added_at, favourite=item.favourite, tags=item.tags,
            folder=item.folder_id or 0, title=item.given_title, note=item.description,
            excerpt=row.is_excerpt and bool(item.description), body=body, revived=revived,
            highlights=self._mark(item, row, is_placed=body, is_whole=is_whole),
        )  # fmt: skip
        fate = self._fate(row, Outcome.NEW, "", item.id, added=added)
        self._remember(row, Standing(item, 0), fate)
        return fate

    def _takes_article(self, row: Incoming, item: Item) -> bool:
        """Whether the item is given the article of the file: it has none, and there is room for one."""
        has_text = row.article is not None or bool(row.texts)
        if not has_text or item.article is not None or self._change.has_no_room_for_text:
            return False
        self._articles.append((item, row))
        return True

    def _join(self, row: Incoming, standing: Standing) -> Fate:
        """Add to an item what it lacks."""
        old = standing.item
        history = self._history.get(old.id, ())
        folder = self._folders.get(row.folder, 0)
        joined = joining.join(old, history, row, self._import.id, folder)
        added = joined.added
        if joined.why != Why.SEEN and not (joined.why == Why.SAME_ROW and not added and not row.highlights):
            body = self._takes_article(row, old)
            marks = self._mark(old, row, is_placed=body)
            added = msgspec.structs.replace(added, highlights=marks, body=body)
        item = old
        if added:
            item = msgspec.structs.replace(joined.item, changed_at=self._change.stamp)
            self._note_change(row.key, old, item, standing.acted_at)
        fate = self._fate(row, Outcome.JOINED, joined.why, old.id, joined.same_as, added)
        self._remember(row, Standing(item, standing.acted_at), fate)
        return fate

    def _note_change(self, key: bytes, old: Item, item: Item, acted_at: int) -> None:
        self._change.count_move(old.state, item.state)
        if key in self._new:
            # It is not written yet: the same item, with a little more.
            self._new[key] = NewItem(item, key, derived(item))
            return
        before = self._changed[old.id][0] if old.id in self._changed else old
        self._changed[old.id] = (before, item, acted_at)

    def _mark(self, item: Item, row: Incoming, *, is_placed: bool, is_whole: bool = False) -> tuple[int, ...]:
        """Mark what the row has marked and the item has not; the numbers of the marks.

        `is_placed`: where marks of a file of our own stand is said of the very text that the item has from here on.
        """
        quotes = self._quotes.setdefault(item.id, set())
        all_of = is_whole and row.own is not None
        fresh = [each for each in row.highlights if all_of or _folded(each.quote) not in quotes]
        is_known = row.own is not None and (is_placed or all_of)
        text = self._text(item, row) if fresh and not is_known else ""
        made = []
        for each in fresh:
            quotes.add(_folded(each.quote))
            place = {} if is_known else import_texts.place(text, each.quote, each.occurrence)
            name = each.client_name if each.client_name not in self._names else ""
            self._names.add(name)
            one = msgspec.structs.replace(
                each, id=self._change.next_id(), changed_at=self._change.stamp, client_name=name, **place
            )
            self._marked.append((item.id, one))
            made.append(one.id)
        return tuple(made)

    def _text(self, item: Item, row: Incoming) -> str:
        """The text in which highlights of an item stand; "" where it is still to be read."""
        if item.article is not None:
            return articles.text(self._tx, self._user, item.id)
        return import_texts.text(row)

    def _remember(self, row: Incoming, standing: Standing, fate: Fate) -> None:
        """Have the rows behind this one find its item."""
        self._standing[row.key] = standing
        history = [*self._history.get(standing.item.id, ()), (self._import.id, fate)]
        self._history[standing.item.id] = history

    def _fate(
        self, row: Incoming, outcome: Outcome, why: str, item: int = 0, same_as: int = 0, added: Added = _NOTHING
    ) -> Fate:  # fmt: skip
        return Fate(
            row.number, outcome, why, row.place, row.address, row.title, item, same_as, added, row.remarks, row.digest
        )  # fmt: skip

    def _write(self) -> None:
        tx, user = self._tx, self._user
        new = list(self._new.values())
        item_batches.insert(tx, user, new)
        changed = [(after, acted, derived(after)) for _, after, acted in self._changed.values()]
        item_batches.update(tx, user, changed)
        for before, after, _ in self._changed.values():
            tags.index(tx, user, before, after)
            self._change.count_filed(before.folder_id)
        self._change.count_filed(*self._folders.values())
        back = [after for before, after, _ in self._changed.values() if before.state == State.DELETED]
        unread = [item for item in (*(each.item for each in new), *back) if _is_owed(item)]
        item_batches.owe_fetches(tx, user, unread)
        item_batches.mark(tx, user, self._marked)
        item_batches.restore(tx, user, [(item, import_texts.rest(row)) for item, row in self._own])
        for item, row in self._own:
            import_texts.name(self._change, item, row)
        for item, row in self._articles:
            # What was added to the item by a later row of the batch counts.
            stands = self._changed[item.id][1] if item.id in self._changed else self._new[row.key].item
            import_texts.put(self._change, stands, row)
        import_rows.insert(tx, user, self._import.id, self._fates)

    def _counted(self, made: tuple[int, ...]) -> Import:
        one, outcomes = self._import, [fate.outcome for fate in self._fates]
        return msgspec.structs.replace(
            one, rows=one.rows + len(outcomes), new=one.new + outcomes.count(Outcome.NEW),
            joined=one.joined + outcomes.count(Outcome.JOINED), skipped=one.skipped + outcomes.count(Outcome.SKIPPED),
            highlights=one.highlights + len(self._marked), folders=(*one.folders, *made),
        )  # fmt: skip


def _folded(quote: str) -> str:
    return " ".join(quote.split())


def _is_owed(item: Item) -> bool:
    """Whether the page of an item is still to be fetched."""
    return bool(item.given_url) and not item.fetched_at and item.state != State.DELETED
