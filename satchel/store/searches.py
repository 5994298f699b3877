"""The searches that people keep."""

from __future__ import annotations

from satchel.model.searches import READY, SavedSearch
from satchel.store.db import ReadTx, Row, Tx

COLUMNS = "id, name, query, place, ready, counted, fed"


def saved(row: Row) -> SavedSearch:
    """The search in a row of `COLUMNS`."""
    number, name, query, place, ready, counted, fed = row
    return SavedSearch(number, name, query, place, ready, counted == 1, fed == 1)


def of(tx: ReadTx, user: int) -> list[SavedSearch]:
    """All searches of `user`, in their order."""
    rows = tx.all(f"SELECT {COLUMNS} FROM searches WHERE user_id = :user ORDER BY place, id", user=user)
    return [saved(row) for row in rows]


def get(tx: ReadTx, user: int, number: int) -> SavedSearch | None:
    """The search of that number."""
    row = tx.one(f"SELECT {COLUMNS} FROM searches WHERE user_id = :user AND id = :id", user=user, id=number)
    return saved(row) if row else None


def next_id(tx: Tx, user: int) -> int:
    """A number that no search of `user` ever had."""
    row = tx.one(
        "UPDATE shelves SET last_search = last_search + 1 WHERE user_id = :user RETURNING last_search",
        user=user,
    )
    return int(row[0]) if row else 0


def put(tx: Tx, user: int, search: SavedSearch) -> None:
    """Keep a search, or what became of it."""
    tx.later(
        """
        INSERT INTO searches (user_id, id, name, query, place, ready, counted, fed, made_at)
        VALUES (:user, :id, :name, :query, :place, :ready, :counted, :fed, :now)
        ON CONFLICT (user_id, id) DO UPDATE SET name = :name, query = :query, place = :place, counted = :counted,
            fed = :fed
        """,
        user=user, id=search.id, name=search.name, query=search.query, place=search.place, ready=search.ready,
        counted=int(search.counted), fed=int(search.fed), now=tx.now,
    )  # fmt: skip


def remove(tx: Tx, user: int, number: int) -> bool:
    """Forget a search; whether there was one."""
    return tx.run("DELETE FROM searches WHERE user_id = :user AND id = :id", user=user, id=number) > 0


def add_ready(tx: Tx, user: int) -> None:
    """Give somebody who is new the searches that everybody has at first."""
    for ready in READY:
        put(tx, user, SavedSearch(ready.number, "", ready.query, ready.number, ready.number, True, False))
