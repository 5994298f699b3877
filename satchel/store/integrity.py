"""Whether a SQLite file is whole."""

from __future__ import annotations

import re

import apsw

from satchel.store.db import ReadTx

_TREE = re.compile(r"\bTree (\d+)")


def damage(tx: ReadTx) -> list[str]:
    """What SQLite finds wrong in its own file, at most twenty things; nothing when it is whole."""
    try:
        lines = [line for row in tx.all("PRAGMA quick_check(20)") for line in str(row[0]).splitlines()]
        names = _names(tx)
        found = [
            f"The database is damaged: {_TREE.sub(lambda tree: names.get(tree[1], tree[0]), line)}."
            for line in lines
            if line != "ok" and not line.startswith("***")
        ]
        if found:
            return found
        dangling = tx.all("PRAGMA foreign_key_check")
    except (apsw.Error, UnicodeDecodeError) as error:
        return [f"The database is damaged: {error}."]
    if not dangling:
        return []
    tables = ", ".join(sorted({str(row[0]) for row in dangling}))
    return [f"{len(dangling)} rows point to nothing, in {tables}."]


def _names(tx: ReadTx) -> dict[str, str]:
    """What stands where in the file, in people's words."""
    return {
        str(row[0]): f"{row[1]} {row[2]}" for row in tx.all("SELECT rootpage, type, name FROM sqlite_schema")
    }
