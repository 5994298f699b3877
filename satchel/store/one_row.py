"""Statements that write one row of a person, named by its whole key, and their forms for many rows at once."""

from __future__ import annotations

import re
from functools import lru_cache

#: The value of a name, as statements say it.
VALUE = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
#: What the new value of a column of the key is called: this and the column's name. That alone is its old value.
NEW = "new_"


class RowStatement:
    """What is written of one row of `:user`. Whoever says the same once more gets the same object."""

    def __init__(self, table: str, sql: str, of_many: str) -> None:
        self.table = table
        self.sql = sql
        self.of_many = of_many  #: the same for all rows of `w`, whose columns have the names of the values
        self.values = tuple(dict.fromkeys(name for name in VALUE.findall(sql) if name != "user"))
        self.moves = any(name.startswith(NEW) for name in self.values)  #: whether the row gets another key


@lru_cache(maxsize=256)
def insert(table: str, columns: tuple[str, ...], otherwise: str = "") -> RowStatement:
    """A new row of values that are called as the columns; `otherwise` is what is to be done where it is there."""
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    into = f"INSERT INTO {table} (user_id, {names})"
    return RowStatement(
        table,
        f"{into} VALUES (:user, {values}) {otherwise}",
        f"{into} SELECT :user, {values} FROM w {otherwise}",
    )


@lru_cache(maxsize=256)
def update(table: str, key: tuple[str, ...], changes: str) -> RowStatement:
    """Other values in a row: `changes` as they stand in SET. An index is not touched by what is not named there."""
    return RowStatement(
        table,
        f"UPDATE {table} SET {changes} WHERE user_id = :user AND " + _found("", key),
        f"UPDATE {table} SET {changes} FROM w WHERE {table}.user_id = :user AND " + _found(f"{table}.", key),
    )


@lru_cache(maxsize=256)
def delete(table: str, key: tuple[str, ...]) -> RowStatement:
    """A row goes."""
    return RowStatement(
        table,
        f"DELETE FROM {table} WHERE user_id = :user AND " + _found("", key),
        f"DELETE FROM {table} USING w WHERE {table}.user_id = :user AND " + _found(f"{table}.", key),
    )


def _found(its: str, key: tuple[str, ...]) -> str:
    return " AND ".join(f"{its}{name} = :{name}" for name in key)
