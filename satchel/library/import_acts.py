"""An import as one act among those that the person did: where they find it again, with the button that undoes it."""

from __future__ import annotations

from satchel.library import history
from satchel.library.change import Changeset
from satchel.model.history import Act, ActStatus
from satchel.model.imports import Import, ImportStatus
from satchel.store import acts

_STATUS = {
    ImportStatus.UNDER_WAY: ActStatus.UNDER_WAY,
    ImportStatus.BEING_UNDONE: ActStatus.BEING_UNDONE,
    ImportStatus.UNDONE: ActStatus.UNDONE,
}


def begin(change: Changeset, one: Import) -> int:
    """Keep an import as an act; the number of that."""
    act = _act(change.stamp, one)
    history.begin(change, act)
    return act.id


def follow(change: Changeset, one: Import) -> None:
    """Have the act say how far its import is, if it is still known."""
    if one.act_id:
        acts.update(change.tx, change.user, _act(one.act_id, one))


def _act(number: int, one: Import) -> Act:
    undoing = one.status in (ImportStatus.BEING_UNDONE, ImportStatus.UNDONE)
    total = one.rows if undoing else max(one.rows, one.look.rows)
    return Act(
        number, history.IMPORT, mark=one.made_at, place=one.id, status=_STATUS.get(one.status, ActStatus.DONE),
        total=total, done=total - one.undone - one.kept if undoing else one.rows, passed=one.kept,
    )  # fmt: skip
