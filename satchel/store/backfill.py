"""What a step of the schema fills by program, since no SQL that both databases share could.

Its statements are those of the step's own schema, whatever the rest of the store does by now.
"""

from __future__ import annotations

from satchel.base.text import tag_form
from satchel.base.urls import domain_key, host_of
from satchel.store.db import Row, Tx

_ROWS = 100  #: in hand at a time, and a thousand tags of each


def fill_people(tx: Tx) -> None:
    """Give all items the domain of their host, and their tags, in their one form, an index."""
    for (user,) in tx.all("SELECT user_id FROM shelves ORDER BY user_id"):
        last = stamp = 0
        while rows := tx.all(
            """
            SELECT id, state, added_at, tags, url, given_url FROM items
            WHERE user_id = :user AND id > :last AND state <> 2 ORDER BY id LIMIT :limit
            """,
            user=user, last=last, limit=_ROWS,
        ):  # fmt: skip
            last = rows[-1][0]
            tx.many(
                "UPDATE items SET domain = :domain WHERE user_id = :user AND id = :id",
                (
                    {"user": user, "id": number, "domain": domain_key(host_of(url or given_url))}
                    for number, _, _, _, url, given_url in rows
                ),
            )
            stamp = _fill_tags(tx, user, rows, stamp)


def _fill_tags(tx: Tx, user: int, rows: list[Row], stamp: int) -> int:
    """Index the tags of some items. What had tags in other forms changes for those who sync, at `stamp`.

    That is 0 as long as there is none; gives the one that there is then.
    """
    changed: list[dict[str, object]] = []
    indexed: list[dict[str, object]] = []
    for number, state, added_at, tags, _, _ in rows:
        names = sorted({name for name in map(tag_form, tags.split("\n")) if name})
        if "\n".join(names) != tags:
            stamp = stamp or _stamp(tx, user)
            changed.append({"user": user, "id": number, "tags": "\n".join(names), "stamp": stamp})
        indexed += (
            {"user": user, "tag": tag, "state": state, "added_at": added_at, "id": number} for tag in names
        )
    # One call for all: a database elsewhere answers once, and not for each item.
    tx.many(
        "UPDATE items SET tags = :tags, changed_at = :stamp WHERE user_id = :user AND id = :id",
        changed,
    )
    tx.many(
        """
        INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
        VALUES (:user, :tag, :state, :added_at, :id)
        """,
        indexed,
    )
    return stamp


def _stamp(tx: Tx, user: int) -> int:
    """A time later than that of any change of `user`."""
    row = tx.one(
        """
        UPDATE shelves SET changed_at = CASE WHEN changed_at >= :now THEN changed_at + 1 ELSE :now END
        WHERE user_id = :user RETURNING changed_at
        """,
        user=user, now=tx.now,
    )  # fmt: skip
    return int(row[0]) if row else tx.now


def fill_sizes(tx: Tx) -> None:
    """Tell each person's shelf how many bytes their texts take."""
    for (user,) in tx.all("SELECT user_id FROM shelves ORDER BY user_id"):
        tx.run(
            """
            UPDATE shelves SET bytes = (
                SELECT COALESCE(SUM(LENGTH(html) + LENGTH(text)), 0) FROM bodies WHERE user_id = :user
            ) WHERE user_id = :user
            """,
            user=user,
        )


#: By the name of the step: what comes after its SQL.
FILLS = {"people": fill_people, "sign_in": fill_sizes}
