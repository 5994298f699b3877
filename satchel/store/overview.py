"""What stands beside every list: how much is in it, and the first tags."""

from __future__ import annotations

from typing import NamedTuple

from satchel.model.folders import Folder
from satchel.model.searches import SavedSearch
from satchel.store import searches, tags
from satchel.store.db import ReadTx, Tx


class Overview(NamedTuple):
    """What is kept of a person's list as a whole."""

    unread: int
    archived: int
    view: int  #: how lists are shown
    changed_at: int  #: when the person's things last changed, ms
    tags: list[str]  #: the first ones, in the database's order
    below: list[str]  #: those below the one that was asked for, sorted
    searches: list[SavedSearch]  #: that the person keeps, in their order
    folders: list[Folder]  #: of the person, in their order


def read(tx: ReadTx, user: int, most: int, above: str | None = None, limit: int = 0) -> Overview:
    """The counts as they are kept, the first `most` tags, the searches that are kept, and the folders.

    With the name of a tag `above`, at most `limit` of those below it, too.

    A look into the index for each tag, however many items have it.
    """
    below, its_tags, values = "", "", dict[str, object]()
    if above is not None:
        below, values = tags.below_of(tx, above, limit)
        below += ","
        its_tags = "UNION ALL SELECT 3 AS part, 0, tag, '', 0, 0, 0, 0 FROM below"
    rows = tx.all(
        f"""
        WITH RECURSIVE {below} named (tag, number) AS (
            SELECT MIN(tag), 1 FROM item_tags WHERE user_id = :user
            UNION ALL
            SELECT (SELECT MIN(t.tag) FROM item_tags t WHERE t.user_id = :user AND t.tag > named.tag), number + 1
            FROM named WHERE named.tag IS NOT NULL AND number < :most
        )
        SELECT 0 AS part, s.unread AS id, named.tag AS name, '' AS query, s.archived AS place, s.list_view AS ready,
            0 AS counted, s.changed_at AS fed
        FROM shelves s LEFT JOIN named ON named.tag IS NOT NULL WHERE s.user_id = :user
        UNION ALL
        SELECT 1 AS part, {searches.COLUMNS} FROM searches WHERE user_id = :user
        UNION ALL
        SELECT 2 AS part, id, name, '' AS query, place, 0 AS ready, items AS counted, changed_at AS fed
        FROM folders WHERE user_id = :user
        {its_tags}
        """,
        user=user, most=most, **values,
    )  # fmt: skip
    own = [row[1:] for row in rows if row[0] == 0]
    unread, _, _, archived, view, _, changed_at = own[0] if own else (0, "", "", 0, 0, 0, 0)
    kept = [searches.saved(row[1:]) for row in rows if row[0] == 1]
    folders = [
        Folder(number, name, place, changed, items)
        for part, number, name, _, place, _, items, changed in rows if part == 2
    ]  # fmt: skip
    return Overview(
        int(unread), int(archived), int(view), int(changed_at), [row[1] for row in own if row[1] is not None],
        sorted(row[2] for row in rows if row[0] == 3),
        sorted(kept, key=lambda each: (each.place, each.id)), sorted(folders, key=lambda each: (each.place, each.id)),
    )  # fmt: skip


def set_view(tx: Tx, user: int, view: int) -> None:
    """Keep how the person has lists shown."""
    tx.run("UPDATE shelves SET list_view = :view WHERE user_id = :user", user=user, view=view)
