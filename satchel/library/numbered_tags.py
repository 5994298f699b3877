"""Tags with their numbers and counts, kept in memory until something of their person changes.

To count what has a tag takes a look at each of its items, and programs ask for the same tags again with each page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from satchel.model.tags import Tag
from satchel.store import tag_ids, user_counters
from satchel.store.db import ReadTx

MAX_PEOPLE = 200  #: of whom tags are kept
MAX_TAGS = 2000  #: of one person


class NumberedTags:
    """The tags of those who asked last, in this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[int, dict[str, Tag]]] = OrderedDict()

    def of(self, tx: ReadTx, user: int, names: Collection[str]) -> dict[str, Tag]:
        """Those of the tags that have a number, as they stand in the snapshot of `tx`."""
        if not names:
            return {}
        stamp = user_counters.changed_at(tx, user)
        at, known = self._known.get(user, (0, {}))
        known = known if at == stamp else {}
        missing = [name for name in names if name not in known]
        if missing:
            # A new one each time: other threads read what was there.
            known = {**known, **tag_ids.counted(tx, user, missing)}
            if len(known) <= MAX_TAGS:
                self._keep(user, stamp, known)
        return {name: known[name] for name in names if name in known}

    def _keep(self, user: int, stamp: int, known: dict[str, Tag]) -> None:
        self._known[user] = stamp, known
        while len(self._known) > MAX_PEOPLE:
            self._known.popitem(last=False)
