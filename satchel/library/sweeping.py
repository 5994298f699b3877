"""Sweeping: one act on many items, those that were chosen or all of a list, with one undoing for all of it.

What is large goes in steps, each a transaction: a job does them, and others write in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from satchel.base.errors import Invalid
from satchel.library import acting, browsing, effort, filing, finding, history, purging, reverting
from satchel.library.change import Changeset
from satchel.library.tagging import some_tags
from satchel.library.usecase import writes
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ById,
    Delete,
    Favourite,
    MoveTo,
    RemoveTags,
    ReplaceTags,
    Restore,
    Unarchive,
    Unfavourite,
)
from satchel.model.history import Act, ActStatus, Changed
from satchel.model.items import Item, Order, Position, Query, State
from satchel.model.jobs import Job, JobKind
from satchel.store import acts, items, jobs, listing, trash
from satchel.store.db import ReadTx, Tx

#: Items of one step: ten to twenty ms, so that others who save hardly notice.
MAX_STEP = 200
#: The verbs for what goes into a folder, and out of one.
MOVE, HOME = history.MOVE, history.HOME
#: The verb for what goes from the trash for good. It is not undone.
EMPTY = "empty"
#: The verbs for a tag that gets another name, becomes one with another tag, or goes.
RENAME, MERGE, UNTAG = RETAGS = ("tag-rename", "tag-merge", "tag-delete")

_VERBS: dict[str, type[Archive | Unarchive | Favourite | Unfavourite | Delete | Restore]] = {
    "archive": Archive, "unarchive": Unarchive, "favourite": Favourite, "unfavourite": Unfavourite, "delete": Delete,
    "restore": Restore,
}  # fmt: skip
_decoder = msgspec.json.Decoder(Query)


class Deed(NamedTuple):
    """What is done to each item of many."""

    verb: str
    add: tuple[str, ...] = ()  #: of the verb "tags"
    remove: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()  #: of a tag that gets another name: it, and those below it that go with it
    folder: int = 0  #: of the verb "move"

    def on(self, item: Item) -> list[Action]:
        """The acts on one item."""
        ref, found = ById(item.id), list[Action]()
        if self.verb in RETAGS:
            return [ReplaceTags(ref, tuple(self.renamed(tag) for tag in item.tags))]
        if self.verb in (MOVE, HOME):
            return [MoveTo(ref, self.folder or None)]
        if self.verb in _VERBS:
            return [_VERBS[self.verb](ref)]
        if self.add:
            found.append(AddTags(ref, self.add))
        if self.remove:
            found.append(RemoveTags(ref, self.remove))
        return found

    def renamed(self, tag: str) -> str:
        """What a tag is called then; "" for one that goes."""
        if tag not in self.all_of:
            return tag
        return f"{self.add[0]}{tag[len(self.remove[0]) :]}" if self.add else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags as an act keeps them."""
        return (*(f"+{tag}" for tag in self.add), *(f"-{tag}" for tag in self.remove))


def deed(verb: str, add: Iterable[str] = (), remove: Iterable[str] = (), folder: int = 0) -> Deed:
    """What that verb does, with those tags, or that folder. Raises `Invalid`."""
    if verb == HOME or (verb == MOVE and folder):
        return Deed(verb, folder=folder if verb == MOVE else 0)
    if verb in _VERBS:
        return Deed(verb)
    if verb != "tags":
        raise Invalid("There is no such act.")
    given, taken = (some_tags(names) if (names := tuple(each)) else () for each in (add, remove))
    if not given and not taken:
        raise Invalid("Name at least one tag.", field="tags")
    return Deed(verb, given, taken)


def _of(act: Act) -> Deed:
    names = {sign: tuple(tag[1:] for tag in act.tags if tag[0] == sign) for sign in "+-"}
    all_of = _decoder.decode(act.query).any_tag if act.verb in RETAGS else ()
    return Deed(act.verb, names["+"], names["-"], all_of, act.folder)


def renamed(act: Act) -> list[tuple[str, str]]:
    """The tags that an act on tags takes from all items, each with what it is called then; "" for one that goes."""
    what = _of(act)
    return [(tag, what.renamed(tag)) for tag in what.all_of]


def _weight(user: int, ids: Sequence[int], what: Deed, act_id: int = 0) -> int:
    return max(1, len(ids))


@writes(weight=_weight, long=50)
def on_items(tx: Tx, user: int, ids: Sequence[int], what: Deed, act_id: int = 0) -> tuple[Act, int]:
    """Do it to those items, as many as one step takes; with `act_id` as a further part of that act. And to how many.

    What is not there any more, and what was so before, is left alone: `done` says how many were changed. The id is 0
    where none was.
    """
    there = items.several(tx, user, ids[:MAX_STEP])
    known = [there[number] for number in dict.fromkeys(ids) if number in there]
    its = effort.within(known, MAX_STEP, len(what.tags))
    ids = ids[: ids.index(known[len(its)].id) if len(its) < len(known) else MAX_STEP]
    changes, passed = _do(tx, user, its, what)
    passed += len(set(ids)) - len(changes) - passed
    with Changeset(tx, user) as change:
        before = acts.get(tx, user, act_id) if act_id else None
        if before is None:
            tags = filing.label(tx, user, what.folder) or what.tags
            number = history.note(change, what.verb, changes, tags, what.folder)
            return Act(number, what.verb, tags, total=len(ids), done=len(changes), passed=passed), len(ids)
        acts.note(tx, user, act_id, changes)
        more = msgspec.structs.replace(
            before, total=before.total + len(changes), done=before.done + len(changes),
            passed=before.passed + passed,
        )  # fmt: skip
        acts.update(tx, user, more)
        return more, len(ids)


def _do(tx: Tx, user: int, some: Sequence[Item], what: Deed) -> tuple[list[tuple[int, Changed]], int]:
    """What changed of which items; and how many could not be changed."""
    wanted = State.DELETED if what.verb == "restore" else None
    fit = [item for item in some if (item.state == State.DELETED) == (wanted is not None)]
    asked = [(item, act) for item in fit for act in what.on(item) if not acting.is_so(item, act)]
    outcomes = acting.act(tx, user, [act for _, act in asked])
    failed = {item.id for (item, _), outcome in zip(asked, outcomes, strict=True) if not outcome.done}
    after = items.several(tx, user, [item.id for item in fit])
    pairs = [(item.id, history.changed(item, after[item.id])) for item in fit if item.id in after]
    return [(number, change) for number, change in pairs if change], len(some) - len(fit) + len(failed)


@writes(weight=lambda *args: MAX_STEP, long=1)
def begin(tx: Tx, user: int, query: Query, address: str, what: Deed, mark: int) -> Act:
    """Do it to all of a list as it was shown at `mark` (`finding.synced_to`), the first step at once.

    What has changed since then, or has come onto the list, stays as it is. The act is under way while a job has to go
    on with it.
    """
    query = browsing.widened(tx, user, query)
    query = msgspec.structs.replace(query, order=Order.TRASHED if query.trashed else Order.NEWEST, after=None)
    with Changeset(tx, user) as change:
        act = Act(
            change.stamp, what.verb, filing.label(tx, user, what.folder) or what.tags, address,
            msgspec.json.encode(query).decode(), mark,
            status=ActStatus.UNDER_WAY, total=finding.count(tx, user, query), done=0, folder=what.folder,
        )  # fmt: skip
        history.begin(change, act)
    return go_on(tx, user, act)


@writes(weight=lambda *args: MAX_STEP, long=1)
def begin_emptying(tx: Tx, user: int) -> Act:
    """Remove for good what lies in the trash now, the first step at once; as `begin`, but it cannot be undone."""
    with Changeset(tx, user) as change:
        act = Act(
            change.stamp, EMPTY, mark=tx.now, status=ActStatus.UNDER_WAY, total=trash.count(tx, user), done=0
        )
        history.begin(change, act)
    return go_on(tx, user, act)


def begin_undoing(change: Changeset, act: Act) -> None:
    """Undo an act on many items, by a job."""
    undone = msgspec.structs.replace(act, status=ActStatus.BEING_UNDONE, place=0, total=act.done, passed=0)
    acts.update(change.tx, change.user, undone)
    _owe(change.tx, change.user, undone)


def _owe(tx: Tx, user: int, act: Act) -> None:
    jobs.enqueue(tx, JobKind.ACT, act.id, user, f"{user}")


def go_on(tx: Tx, user: int, act: Act) -> Act:
    """The act after one more step of it, with a job for the rest if there is one."""
    act = _step(tx, user, act)
    if act.status in (ActStatus.UNDER_WAY, ActStatus.BEING_UNDONE):
        _owe(tx, user, act)
    return act


@writes(weight=lambda *args: MAX_STEP, long=1)
def step(tx: Tx, user: int, job: Job) -> bool:
    """Do the next step of the act that a job is about; whether it was the last one."""
    tx.lock_user(user)
    if not jobs.holds(tx, job):
        return True
    act = acts.get(tx, user, job.key)
    if act is not None:
        act = _step(tx, user, act)
    if act is None or act.status in (ActStatus.DONE, ActStatus.UNDONE):
        jobs.finish(tx, job)
        return True
    return False


@writes
def give_up(tx: Tx, job: Job) -> None:
    """End an act that comes to no end: what it has done stays done, and can be undone."""
    tx.lock_user(job.user_id)
    act = acts.get(tx, job.user_id, job.key)
    if jobs.finish(tx, job) and act is not None:
        acts.update(tx, job.user_id, history.finished(act))


def _step(tx: Tx, user: int, act: Act) -> Act:
    if act.status == ActStatus.BEING_UNDONE:
        act = _undo_some(tx, user, act)
    elif act.status == ActStatus.UNDER_WAY:
        act = _empty_some(tx, user, act) if act.verb == EMPTY else _do_some(tx, user, act)
    acts.update(tx, user, act)
    return act


def _do_some(tx: Tx, user: int, act: Act) -> Act:
    there = _next(tx, user, act)
    what = _of(act)
    known = still = some = effort.within(there, MAX_STEP, len(what.tags))  # a tag goes from all that has it
    if act.verb not in RETAGS:
        known = [item for item in some if _was_shown(item, act.mark)]
        still = [item for item in known if not _has_changed(item, act.mark)]
    changes, failed = _do(tx, user, still, what)
    acts.note(tx, user, act.id, changes)
    same = len(some) - len(known) + len(still) - len(changes) - failed
    act = msgspec.structs.replace(
        act, total=act.total - same, done=act.done + len(changes),
        passed=act.passed + len(known) - len(still) + failed,
    )  # fmt: skip
    if len(some) == len(there) < MAX_STEP:
        return msgspec.structs.replace(history.finished(act), total=act.done + act.passed)
    last = some[-1]
    return msgspec.structs.replace(act, place_at=last.trashed_at or last.added_at, place=last.id)


def _next(tx: ReadTx, user: int, act: Act) -> list[Item]:
    """The next items of the list, as they are now."""
    after = Position(act.place_at, act.place) if act.place else None
    query = msgspec.structs.replace(_decoder.decode(act.query), after=after, limit=MAX_STEP)
    return [item for item in listing.page(tx, user, finding.tidied(query)) if isinstance(item, Item)]


def _was_shown(item: Item, mark: int) -> bool:
    """Whether an item can have been on the list then; what was saved since was not."""
    return item.added_at < mark and item.trashed_at < mark


def _has_changed(item: Item, mark: int) -> bool:
    """Whether a person, and not just a fetch, has changed an item since."""
    return item.changed_at >= mark and item.changed_at != item.fetched_at


def _empty_some(tx: Tx, user: int, act: Act) -> Act:
    some = trash.oldest(tx, user, act.mark, MAX_STEP)
    purging.remove_all(tx, user, some)
    act = msgspec.structs.replace(act, done=act.done + len(some))
    return act if len(some) == MAX_STEP else history.finished(act)


def _undo_some(tx: Tx, user: int, act: Act) -> Act:
    noted = acts.noted(tx, user, act.id, act.place, MAX_STEP)
    some = reverting.within(tx, user, noted, MAX_STEP)
    with Changeset(tx, user) as change:
        done = reverting.revert(change, some)
    act = msgspec.structs.replace(act, done=act.done - done, passed=act.passed + len(some) - done)
    if len(some) == len(noted) < MAX_STEP:
        return history.finished(act)
    return msgspec.structs.replace(act, place=some[-1][0])
