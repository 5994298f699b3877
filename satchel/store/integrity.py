"""Whether a SQLite file is whole."""

from __future__ import annotations

from satchel.store.db import Tx


def damage(tx: Tx) -> list[str]:
    """What SQLite finds wrong in its own file, at most twenty things; nothing when it is whole."""
    found = [
        f"The database is damaged: {row[0]}." for row in tx.all("PRAGMA quick_check(20)") if row[0] != "ok"
    ]
    dangling = tx.all("PRAGMA foreign_key_check")
    if dangling:
        tables = ", ".join(sorted({str(row[0]) for row in dangling}))
        found.append(f"{len(dangling)} rows point to nothing, in {tables}.")
    return found
