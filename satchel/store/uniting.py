"""Tags that are one, whatever form they were kept in, become one."""

from __future__ import annotations

from satchel.base.text import tag_form
from satchel.store import items, tags, user_counters
from satchel.store.db import Tx

#: Items that are in memory at once.
_BATCH = 1000


def unite_tags(tx: Tx) -> None:
    """Bring all stored tags into their one form; what bears another one changes for those who sync."""
    for (user,) in tx.all("SELECT id FROM users ORDER BY id"):
        _unite(tx, user)


def _unite(tx: Tx, user: int) -> None:
    if all(tag_form(tag) == tag for tag in tags.listed(tx, user)):
        return
    mark = last = 0
    while rows := tx.all(
        "SELECT id, tags FROM items WHERE user_id = :user AND id > :last AND tags <> '' ORDER BY id LIMIT :limit",
        user=user, last=last, limit=_BATCH,
    ):  # fmt: skip
        last = rows[-1][0]
        for item_id, stored in rows:
            had = set(items.split_tags(stored))
            has = {name for name in map(tag_form, had) if name}
            if has != had:
                mark = mark or user_counters.touch(tx, user)
                tags.index(tx, user, item_id, had, has)
                items.set_tags(tx, user, item_id, items.join_tags(has), mark)
