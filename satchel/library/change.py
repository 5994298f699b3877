"""One person's changes in one transaction: their common time, and what they do to the counts."""

from __future__ import annotations

from types import TracebackType

from satchel.base.errors import Full
from satchel.library import purges
from satchel.library.foreseen import Foreseen
from satchel.model.items import State
from satchel.model.jobs import Priority
from satchel.store import folders, user_counters
from satchel.store.db import Tx


class Changeset:
    """Open with `with`; counts and the newest number are written when it closes.

    `stamp` is the time that all rows changed here carry, later than any before it. `priority` is
    that of the pages which are to be fetched for these changes.
    """

    def __init__(self, tx: Tx, user: int) -> None:
        self.tx = tx
        self.user = user
        self._shelf = user_counters.touch(tx, user)
        self.stamp = self._shelf.stamp
        self._first_id = self._last_id = self._shelf.last_id
        self.foreseen = Foreseen(tx, user)
        self.priority = Priority.NOW
        #: Whether something was done that is to be forgotten after a while.
        self.owes_purge = False
        self._filed: set[int] = set()
        self._moves = [0] * len(
            State
        )  #: by state; as keys its members would have their hashes made in Python

    def count_move(self, old: State | None, new: State | None) -> None:
        """Count an item that went from one state to another; None stands for not being there.

        Call it last, when nothing of the act can fail any more.
        """
        if old is not None:
            self._moves[old] -= 1
        if new is not None:
            self._moves[new] += 1

    def count_filed(self, *folder_ids: int | None) -> None:
        """Count anew what is in those folders, when the changeset closes; None stands for no folder."""
        self._filed.update(number for number in folder_ids if number)

    @property
    def has_no_room(self) -> bool:
        """Whether the person has as many items already, trash aside, as who looks after the server lets them."""
        items = self._shelf.items + self._moves[State.UNREAD] + self._moves[State.ARCHIVED]
        return 0 < self._shelf.max_items <= items

    @property
    def has_no_room_for_text(self) -> bool:
        """Whether the texts that the person has, those in the trash among them, take as many bytes as they may."""
        return 0 < self._shelf.max_bytes <= self._shelf.size

    def demand_room(self, *, has_text: bool = False) -> None:
        """Raise `Full` where one item more would be too many; one from the trash `has_text` that is counted already."""
        if self.has_no_room or (self.has_no_room_for_text and not has_text):
            raise Full

    def next_id(self) -> int:
        """The number of a new thing of the person: an item, a folder, a highlight. It is never given again."""
        self._last_id += 1
        return self._last_id

    def when(self, at: int | None) -> int:
        """When the person did it: `at`, unless that is missing, nonsense, or still to come."""
        return at if at is not None and 0 < at <= self.tx.now else self.tx.now

    def __enter__(self) -> Changeset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unread, archived = self._moves[State.UNREAD], self._moves[State.ARCHIVED]
        if kind is None and (unread or archived or self._last_id != self._first_id):
            user_counters.close(self.tx, self.user, self._last_id, unread, archived)
        if kind is None:
            for folder in sorted(self._filed):
                folders.count(self.tx, self.user, folder)
        if kind is None and self.owes_purge:
            purges.owe(self.tx, self.user)
