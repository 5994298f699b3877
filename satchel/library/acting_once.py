"""Acting once: acts that a browser sends, each under a name of its own, and may send again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from satchel.base import urls
from satchel.base.errors import Invalid, NotFound, SatchelError
from satchel.library import acting, filing, finding, history, purging, undoing
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.naming import named_by
from satchel.library.usecase import writes
from satchel.model.actions import (
    Action,
    Add,
    Archive,
    ById,
    Delete,
    Favourite,
    ItemRef,
    Outcome,
    Restore,
    Unarchive,
    Unfavourite,
)
from satchel.model.history import Changed
from satchel.model.items import Item, State
from satchel.model.sent_acts import Heard, SentAct, Status
from satchel.store import by_address, items, sent_acts
from satchel.store.db import ReadTx, Tx

MAX_SENT_ACTS = 100  #: acts that are sent at once
MAX_MEMORY_MS = 60 * 86_400_000  #: ms for which an act is known again
MAX_REMEMBERED = 10_000  #: acts of one person that are known again


class Told(NamedTuple):
    """What became of acts, and what stands beside the lists now, as `filing.home_counts` gives it."""

    heard: list[Heard]
    counts: dict[str, int]


async def act_in_turn(library: Library, user: int, acts: Sequence[SentAct]) -> Told:
    """Do what was not done before, in order, with the writes of others between.

    Each act succeeds or fails on its own. Raises as `Store.awrite`; whoever sends all of them again then does
    nothing twice.
    """
    heard: list[Heard] = []
    told = Told(heard, {})
    for some in _pieces(acts):
        if some and some[0].undoes:
            heard.append(await _undone(library, user, some[0]))
            told = Told(heard, await library.run(filing.home_counts, user))
            continue
        if some and some[0].is_purge:
            heard += await _purged(library, user, some)
            told = Told(heard, await library.run(filing.home_counts, user))
            continue
        told = await library.run(act, user, some)
        heard += told.heard
    return told._replace(heard=heard)


async def _undone(library: Library, user: int, sent: SentAct) -> Heard:
    """What became of an undoing. What is undone already cannot be undone again, so its name need not be known."""
    try:
        undone = await library.run(undoing.undo, user, sent.undoes)
    except NotFound as error:
        return Heard(sent.uuid, "already", why=error.message)
    return Heard(sent.uuid, "stale" if undone.passed else "done")


async def _purged(library: Library, user: int, some: Sequence[SentAct]) -> list[Heard]:
    """What became of removing for good, which leaves nothing to undo. What has gone cannot go again."""
    ids = {each.uuid: each.item.id if isinstance(each.item, ById) else 0 for each in some}
    gone = set(await library.run(purging.remove_some, user, list(ids.values())))
    return [Heard(each.uuid, "done" if ids[each.uuid] in gone else "gone") for each in some]


def _pieces(acts: Sequence[SentAct]) -> Iterator[list[SentAct]]:
    """The acts in pieces, each of which is a transaction and has at most one act on an item."""
    piece: list[SentAct] = []
    refs: set[ItemRef | None] = set()
    work = 0
    for each in acts:
        alone = each.undoes or (piece and (piece[-1].undoes or piece[-1].is_purge != each.is_purge))
        if piece and (alone or work + each.work > acting.MAX_STEP_WORK or each.item in refs):
            yield piece
            piece, refs, work = [], set(), 0
        piece.append(each)
        refs |= {each.item} - {None}
        work += each.work
    yield piece


def _work(user: int, acts: Sequence[SentAct]) -> int:
    return sum(each.work for each in acts)


@writes(weight=_work, long=acting.MAX_SHORT_ACTS + 1)
def act(tx: Tx, user: int, acts: Sequence[SentAct]) -> Told:
    """Do those acts that were not done before. No two of them are on the same item."""
    tx.lock_user(user)
    # Of two with one name in the same piece the first one counts.
    known = sent_acts.known(tx, user, {each.uuid for each in acts})
    fresh: dict[str, SentAct] = {}
    for each in acts:
        if each.uuid not in known:
            fresh.setdefault(each.uuid, each)
    standing = _standing(tx, user, acts)
    now = {each.uuid: _status(standing[each.uuid], each) for each in fresh.values()}
    due = [each for each in fresh.values() if now[each.uuid] is None]
    outcomes = _carried_out(tx, user, due) if due else {}
    if fresh and not tx.is_short():
        sent_acts.forget(tx, user, tx.now - MAX_MEMORY_MS, MAX_REMEMBERED)
        sent_acts.remember(tx, user, fresh)
    after = items.several(tx, user, _touched(standing, outcomes))
    numbers = _noted(
        tx, user, [each for each in due if outcomes[each.uuid].error is None], standing, outcomes, after
    )
    heard = []
    for each in acts:
        if fresh.pop(each.uuid, None) is None:  # of two with one name the first one counts
            before = standing[each.uuid]
            heard.append(Heard(each.uuid, "already", after.get(before.id) if before else None))
        else:
            heard.append(
                _heard(each, now[each.uuid], standing[each.uuid], outcomes.get(each.uuid), after, numbers)
            )
    return Told(heard, filing.home_counts(tx, user))


def _noted(
    tx: Tx,
    user: int,
    done: Sequence[SentAct],
    standing: dict[str, Item | None],
    outcomes: dict[str, Outcome],
    after: dict[int, Item],
) -> dict[str, int]:
    """The numbers by which acts are undone, by the acts' names; those of a group have one."""
    groups: dict[tuple[object, ...], list[tuple[SentAct, tuple[int, Changed]]]] = {}
    for each in done:
        before, saved = standing[each.uuid], outcomes[each.uuid].item
        item = after.get(saved.id) if saved else (after.get(before.id) if before else None)
        if item is None:
            continue
        what = undoing.saved_as(before, item) if saved else history.changed(before or item, item)
        if what:
            key = (each.group, each.verb, what.added, what.removed) if each.group else (each.uuid,)
            groups.setdefault(key, []).append((each, (item.id, what)))
    numbers: dict[str, int] = {}
    for some in groups.values():
        sent, (_, what) = some[0]
        with Changeset(tx, user) as change:
            named = filing.named(change, what, after[some[0][1][0]])
            number = history.note(
                change, sent.verb, [each for _, each in some], what.tags if sent.verb == "tags" else named,
                what.filed[1] if what.filed else 0,
            )  # fmt: skip
        numbers |= {each.uuid: number for each, _ in some}
    return numbers


def _carried_out(tx: Tx, user: int, due: Sequence[SentAct]) -> dict[str, Outcome]:
    """What became of acts, by their names: of several actions of one, what failed or else the last."""
    outcomes: dict[str, Outcome] = {}
    done = iter(acting.act(tx, user, [action for each in due for action in each.actions]))
    for each in due:
        for outcome in [next(done) for _ in each.actions]:
            if each.uuid not in outcomes or outcomes[each.uuid].error is None:
                outcomes[each.uuid] = outcome
    return outcomes


def _standing(tx: ReadTx, user: int, acts: Iterable[SentAct]) -> dict[str, Item | None]:
    """The item of each act, by the act's name, as it is before; most of them by one look."""
    refs = {each.uuid: each.item for each in acts}
    found = items.several(tx, user, {ref.id for ref in refs.values() if isinstance(ref, ById)})
    standing = {}
    for each in acts:
        match each.item:
            case ById(id=number):
                standing[each.uuid] = found.get(number) or finding.get(tx, user, number)
            case None:
                standing[each.uuid] = _saved(tx, user, each.actions[0])
            case ref:
                standing[each.uuid] = _under(tx, user, ref.url)
    return standing


def _saved(tx: ReadTx, user: int, action: Action) -> Item | None:
    """What is there already of the link that is to be saved."""
    assert isinstance(action, Add)
    try:
        head = by_address.head(tx, user, urls.read(action.link.url).key)
    except Invalid:
        return None
    return items.get(tx, user, head.id) if head else None


def _under(tx: ReadTx, user: int, url: str) -> Item | None:
    try:
        head = named_by(tx, user, url)
    except Invalid:
        return None
    return items.get(tx, user, head.id) if head else None


def _status(item: Item | None, sent: SentAct) -> Status | None:
    """What is to be said of an act before it is done; None where it is to be done."""
    first = sent.actions[0]
    if isinstance(first, Add):
        return None
    if isinstance(first, Restore) and item is not None:
        return (None if item.trashed_at else "gone") if item.state == State.DELETED else "already"
    if item is None or item.state == State.DELETED:
        return "already" if item and isinstance(first, Delete) else "gone"
    if is_stale(item, sent):
        return "stale"
    return "already" if _is_so(item, first) else None


def is_stale(item: Item, sent: SentAct) -> bool:
    """Whether something that was done to the item after the act counts for more than it, as far as is known."""
    if sent.at is None:
        return False
    match sent.actions[0]:
        case Archive():
            return item.added_at > sent.at
        case Unarchive():
            return item.read_at > sent.at
        case Unfavourite() | Favourite():
            return item.favourited_at > sent.at
        case Delete():
            return max(item.added_at, item.read_at, item.favourited_at) > sent.at
    return False


def _is_so(item: Item, action: Action) -> bool:
    match action:
        case Unarchive():
            return item.state == State.UNREAD
        case Unfavourite():
            return not item.favourite
    return acting.is_so(item, action)


def _touched(standing: dict[str, Item | None], outcomes: dict[str, Outcome]) -> set[int]:
    saved = {outcome.item.id for outcome in outcomes.values() if outcome.item}
    return saved | {item.id for item in standing.values() if item}


def _heard(
    sent: SentAct,
    status: Status | None,
    before: Item | None,
    outcome: Outcome | None,
    after: dict[int, Item],
    numbers: dict[str, int],
) -> Heard:
    """What is said of an act that was not sent before."""
    item = (outcome.item if outcome else None) or before
    item = after.get(item.id, item) if item else None
    if outcome is None or outcome.error is not None:
        error = outcome.error if outcome else None
        assert error is None or isinstance(error, SatchelError)
        if isinstance(error, NotFound) or status == "gone":
            return Heard(sent.uuid, "gone")
        return Heard(sent.uuid, status or "refused", item, why=error.message if error else "")
    if outcome.item is not None:
        is_new = before is None or before.state == State.DELETED
        return Heard(sent.uuid, "done", item, numbers.get(sent.uuid, 0), is_new)
    number = numbers.get(sent.uuid, 0)
    return Heard(sent.uuid, "done" if number else "already", item, number)
