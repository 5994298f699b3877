"""What merging two items writes."""

from __future__ import annotations

from satchel.store.columns import SET_EMPTY
from satchel.store.db import ReadTx, Tx


def adopt_state(tx: Tx, user: int, item_id: int, source_id: int, mark: int) -> None:
    """Give an item the list state of another one."""
    tx.run(
        """
        UPDATE items SET state = s.state, added_at = s.added_at, read_at = s.read_at, acted_at = s.acted_at,
            folder_id = COALESCE(s.folder_id, items.folder_id), changed_at = :mark, trashed_at = s.trashed_at,
            trashed_from = s.trashed_from
        FROM (SELECT state, added_at, read_at, acted_at, folder_id, trashed_at, trashed_from FROM items
              WHERE user_id = :user AND id = :source) AS s
        WHERE items.user_id = :user AND items.id = :id
        """,
        user=user, id=item_id, source=source_id, mark=mark,
    )  # fmt: skip


def adopt_rest(tx: Tx, user: int, item_id: int, source_id: int) -> None:
    """Fill what an item lacks from another one: title, description, heart, folder while it is unread, newest progress.

    Where it was led is its own now. The item has the list state that it keeps.
    """
    tx.run(
        """
        UPDATE items SET led_to = NULL,
            given_title = CASE WHEN items.given_title = '' THEN s.given_title ELSE items.given_title END,
            description = CASE WHEN items.description = '' THEN s.description ELSE items.description END,
            favourite = CASE WHEN s.favourite = 1 THEN 1 ELSE items.favourite END,
            favourited_at = CASE WHEN s.favourite = 1 THEN s.favourited_at ELSE items.favourited_at END,
            folder_id = CASE WHEN items.state = 0 THEN COALESCE(items.folder_id, s.folder_id) END,
            progress = CASE WHEN s.progress_at > items.progress_at THEN s.progress ELSE items.progress END,
            progress_at = CASE WHEN s.progress_at > items.progress_at THEN s.progress_at ELSE items.progress_at END,
            place_said = CASE WHEN s.progress_at > items.progress_at THEN s.place_said ELSE items.place_said END,
            place_version = CASE WHEN s.progress_at > items.progress_at THEN 0 ELSE items.place_version END,
            place_quote = CASE WHEN s.progress_at > items.progress_at THEN s.place_quote ELSE items.place_quote END,
            furthest = CASE WHEN s.furthest > items.furthest THEN s.furthest ELSE items.furthest END,
            finished_at = CASE WHEN items.state = 0 THEN items.finished_at
                               WHEN items.finished_at = 0 THEN s.finished_at ELSE items.finished_at END
        FROM (SELECT given_title, description, favourite, favourited_at, folder_id, progress, progress_at,
                     place_said, place_quote, furthest, finished_at FROM items
              WHERE user_id = :user AND id = :source) AS s
        WHERE items.user_id = :user AND items.id = :id
        """,
        user=user, id=item_id, source=source_id,
    )  # fmt: skip


def redirect(tx: Tx, user: int, item_id: int, target_id: int, mark: int) -> None:
    """Turn an item, and all that were merged into it before, into aliases of another one."""
    # Each in a statement of its own, which has an index; one with OR would go through all that the person has.
    for which in ("id = :id", "merged_into = :id"):
        tx.run(
            f"""
            UPDATE items SET state = 2, merged_into = :target, changed_at = :mark, {SET_EMPTY}
            WHERE user_id = :user AND {which}
            """,
            user=user, id=item_id, target=target_id, mark=mark, nothing=b"",
        )  # fmt: skip


def joined(tx: ReadTx, user: int, item_id: int, limit: int) -> list[str]:
    """The given addresses of at most `limit` items that were merged into an item."""
    rows = tx.all(
        "SELECT given_url FROM items WHERE user_id = :user AND merged_into = :id ORDER BY +id LIMIT :limit",
        user=user, id=item_id, limit=limit,
    )  # fmt: skip
    return [row[0] for row in rows]


def led_to(tx: ReadTx, user: int, key: bytes, item_id: int, limit: int) -> list[tuple[int, str]]:
    """At most `limit` living items but `item_id` whose links were merely led to an address: ids and given addresses."""
    rows = tx.all(
        """
        SELECT id, given_url FROM items
        WHERE user_id = :user AND led_to = :key AND state <> 2 AND id <> :id ORDER BY +id LIMIT :limit
        """,
        user=user, key=key, id=item_id, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]
