"""Retagging: a tag gets another name on all articles, becomes one with another tag, or goes.

That is an act on many items: what is large goes in steps, and all of it is undone by one undoing.
"""

from __future__ import annotations

import msgspec

from satchel.base.errors import Invalid, NotFound
from satchel.library import finding, history, sweeping
from satchel.library.change import Changeset
from satchel.library.tagging import tag_name
from satchel.library.usecase import writes
from satchel.model.history import Act, ActStatus
from satchel.model.items import Query
from satchel.store import tag_ids, tags
from satchel.store.db import Tx

#: Tags that go together: one and those below it.
MAX_BELOW = 200


@writes(weight=lambda *args, **kept: sweeping.MAX_STEP, long=1)
def rename(tx: Tx, user: int, old: str, new: str, *, below: bool = True) -> Act:
    """Call a tag `new`, with `below` also those below it; where there is one of that name they become one.

    The first step is done at once, a job does the rest. The act has the id 0 where nothing was to change. Raises
    `Invalid` for a name that can be none, and `NotFound` where nothing has the tag.
    """
    name = tag_name(new)
    if not name:
        raise Invalid("A tag needs a name.", field="new")
    if name.startswith(f"{old}/") and below:
        raise Invalid("A tag cannot go below itself.", field="new")
    verb = sweeping.MERGE if name != old and tags.weight(tx, user, name, 1) else sweeping.RENAME
    return _begin(tx, user, verb, old, name, below=below)


@writes(weight=lambda *args, **kept: sweeping.MAX_STEP, long=1)
def delete(tx: Tx, user: int, old: str, *, below: bool = False) -> Act:
    """Take a tag off all articles, with `below` also those below it; as `rename`.

    Raises `NotFound` where nothing has it.
    """
    return _begin(tx, user, sweeping.UNTAG, old, "", below=below)


def _begin(tx: Tx, user: int, verb: str, old: str, new: str, *, below: bool) -> Act:
    tx.lock_user(user)
    names = [old] if tags.weight(tx, user, old, 1) else []
    names += tags.below(tx, user, old, MAX_BELOW + 1) if below else []
    if not names:
        raise NotFound("No article has this tag.")
    if len(names) > MAX_BELOW:
        raise Invalid("At most 200 tags are changed together.", field="new")
    query = Query(any_tag=tuple(names))
    signs = (f"-{old}", f"+{new}") if new else (f"-{old}",)
    if old == new:
        return Act(0, verb, signs, total=0, done=0)
    with Changeset(tx, user) as change:
        act = Act(
            change.stamp, verb, signs, query=msgspec.json.encode(query).decode(), mark=change.stamp,
            status=ActStatus.UNDER_WAY, total=finding.count(tx, user, query), done=0,
        )  # fmt: skip
        history.begin(change, act)
    for name, other in sweeping.renamed(act):
        if other:
            tag_ids.rename(tx, user, name, other)
        else:
            tag_ids.remove(tx, user, name)
    return sweeping.go_on(tx, user, act)
