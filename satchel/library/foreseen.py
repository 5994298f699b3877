"""Foreseen: the items that a list of acts will look up, had at once by a few statements.

On PostgreSQL each look by itself is a round trip, for which all that is written waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from satchel.store import by_address, items
from satchel.store.by_address import Known
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx


class Foreseen:
    """Items as they stand; each is told once, and whoever changes one has it forgotten."""

    def __init__(self, tx: ReadTx, user: int) -> None:
        self._tx = tx
        self._user = user
        self._by_id: dict[int, ItemHead] = {}
        self._by_key: dict[bytes, ItemHead | None] = {}
        self._known: dict[bytes, Known | None] = {}
        self._keys: defaultdict[int, set[bytes]] = defaultdict(set)
        self._has_looked = False

    def look(self, ids: Collection[int], keys: Collection[bytes], saved: Collection[bytes]) -> None:
        """Look up what will be asked for by id, by address, and as what is saved; at most 512 of each."""
        self._has_looked = True
        self._by_id = items.heads(self._tx, self._user, ids) if ids else {}
        heads = by_address.heads(self._tx, self._user, keys)
        known = by_address.several_known(self._tx, self._user, saved)
        self._by_key = {key: heads.get(key) for key in keys}
        self._known = {key: known.get(key) for key in saved}
        for key, head in heads.items():
            self._keys[head.id].add(key)
        for key, its in known.items():
            self._keys[its.item.id].add(key)

    def head(self, item: int) -> ItemHead | None:
        """The item that answers to that id, as `items.head` tells."""
        return self._by_id.pop(item, None) or items.head(self._tx, self._user, item)

    def head_at(self, key: bytes) -> ItemHead | None:
        """The item that is found under that address, as `by_address.head` tells."""
        if key in self._by_key:
            return self._by_key.pop(key)
        return by_address.head(self._tx, self._user, key)

    def known(self, key: bytes) -> Known | None:
        """All of the item that is found under that address, as `by_address.known` tells."""
        if key in self._known:
            return self._known.pop(key)
        return by_address.known(self._tx, self._user, key)

    def forget(self, item: int, key: bytes = b"") -> None:
        """That item is another one now, or is found under that address from now on."""
        if not self._has_looked:  # one act looks up what it needs by itself
            return
        self._by_id.pop(item, None)
        for its in (key, *self._keys.pop(item, ())):
            self._by_key.pop(its, None)
            self._known.pop(its, None)

    def forget_all(self) -> None:
        """Any item may be another one now."""
        for each in (self._by_id, self._by_key, self._known, self._keys):
            each.clear()
