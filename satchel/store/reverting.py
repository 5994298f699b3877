"""What undoing writes."""

from __future__ import annotations

from satchel.model.history import Changed
from satchel.model.items import State
from satchel.store.db import Tx


def put(
    tx: Tx, user: int, item_id: int, state: State, what: Changed, folder_id: int | None, mark: int
) -> None:
    """Give an item the state that it had before a change, and what went with that."""
    tx.later(
        """
        UPDATE items SET state = :state, added_at = :added_at, read_at = :read_at, folder_id = :folder,
            changed_at = :mark, acted_at = :mark, trashed_at = 0, trashed_from = 0
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, state=int(state), added_at=what.added_at, read_at=what.read_at, folder=folder_id,
        mark=mark,
    )  # fmt: skip
