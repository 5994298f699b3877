"""The schema as a database itself tells it, and the rules by which people can be spread over machines.

A table of a person is one whose primary key begins with `user_id`. All that belongs to a person then lies in one place,
and nothing in there needs a look elsewhere. docs/architecture.md has the rules in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from satchel.store.db import ReadTx

#: Tables of the whole server. Every other one is a person's.
GLOBAL = {
    "app_passwords", "apps", "calls", "challenges", "code_secrets", "devices", "feeds", "grants", "identities",
    "invites", "jobs", "migrations", "nonces", "passkeys", "recovery_codes", "sessions", "tokens", "users",
    "wrong_passwords",
}  # fmt: skip
#: Those of them that name nobody; all others lead to a person or an app by their foreign keys.
UNTIED = {"calls", "migrations", "nonces", "wrong_passwords"}


#: Indexes in which each entry begins with its person, by the program, as each word of the search index does.
BY_ENTRY = {"search_by_word"}


class Index(NamedTuple):
    """An index, or what a unique constraint or a primary key stands on."""

    name: str
    columns: tuple[str, ...]
    unique: bool


class Foreign(NamedTuple):
    """A foreign key."""

    to: str
    pairs: tuple[tuple[str, str], ...]
    on_delete: str
    on_update: str


class Table(NamedTuple):
    """One table."""

    name: str
    key: tuple[str, ...]
    indexes: tuple[Index, ...]
    foreign: tuple[Foreign, ...]


def faults(tables: list[Table]) -> list[str]:
    """What of the rules is broken, a sentence each."""
    everyones = {table.name: table for table in tables}
    found = []
    for table in tables:
        rules = _of_server if table.name in GLOBAL else _of_person
        found += [f"{table.name}: {fault}" for fault in rules(table, everyones)]
    return found


def _of_server(table: Table, tables: dict[str, Table]) -> Iterator[str]:
    if table.key[:1] == ("user_id",):
        yield "a table of the server whose primary key begins with user_id"
    for foreign in table.foreign:
        if foreign.to not in GLOBAL:
            yield f"a foreign key to {foreign.to}, which is a person's"
    if table.name not in UNTIED and not _leads(table, {"users", "apps"}, tables):
        yield "no foreign key that leads to users or apps"


def _of_person(table: Table, tables: dict[str, Table]) -> Iterator[str]:
    if table.key[:1] != ("user_id",):
        yield f"the primary key is {table.key}"
    for index in table.indexes:
        if index.name in BY_ENTRY:
            continue
        if index.columns[:1] != ("user_id",) and not (index.unique and "user_id" in index.columns):
            yield f"the index {index.name} {index.columns} is not by person"
    for foreign in table.foreign:
        if foreign.to in GLOBAL:
            yield f"a foreign key to {foreign.to}, which is the server's"
        elif ("user_id", "user_id") not in foreign.pairs:
            yield f"a foreign key to {foreign.to} without the person"
        if foreign.on_delete not in ("CASCADE", "NO ACTION") or foreign.on_update != "NO ACTION":
            yield f"a foreign key to {foreign.to}, on delete {foreign.on_delete}, on update {foreign.on_update}"
    if not _leads(table, {"shelves"}, tables, "CASCADE"):
        yield "goes with no shelf"


def _leads(table: Table, roots: set[str], tables: dict[str, Table], on_delete: str = "") -> bool:
    """Whether one gets from `table` to one of `roots` by foreign keys."""
    seen, ahead = set(), [table.name]
    while ahead:
        name = ahead.pop()
        if name in roots:
            return True
        if name not in seen and name in tables:
            seen.add(name)
            ahead += [foreign.to for foreign in tables[name].foreign if on_delete in ("", foreign.on_delete)]
    return False


def read(tx: ReadTx, kind: str) -> list[Table]:
    """All tables of a database."""
    return [
        table for table in (_sqlite if kind == "sqlite" else _postgres)(tx) if "sqlite_" not in table.name
    ]


def _sqlite(tx: ReadTx) -> list[Table]:
    found = []
    for (name,) in tx.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"):
        key = tx.all("SELECT name FROM pragma_table_info(:table) WHERE pk > 0 ORDER BY pk", table=name)
        indexes = tx.all(
            'SELECT l.name, GROUP_CONCAT(i.name ORDER BY i.seqno), l."unique" FROM pragma_index_list(:table) l'
            " JOIN pragma_index_info(l.name) i GROUP BY 1, 3",
            table=name,
        )
        foreign = tx.all(
            'SELECT "table", GROUP_CONCAT("from" ORDER BY seq), GROUP_CONCAT("to" ORDER BY seq), on_delete, on_update'
            " FROM pragma_foreign_key_list(:table) GROUP BY id",
            table=name,
        )
        found.append(_table(name, [row[0] for row in key], indexes, foreign))
    return found


_ACTIONS = {"a": "NO ACTION", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}
_NAMES = "(SELECT string_agg(a.attname, ',' ORDER BY k.at) FROM unnest({}) WITH ORDINALITY k (n, at)" + (
    " LEFT JOIN pg_attribute a ON a.attrelid = {} AND a.attnum = k.n)"
)


def _postgres(tx: ReadTx) -> list[Table]:
    found = []
    for oid, name in tx.all(
        "SELECT oid, relname FROM pg_class WHERE relnamespace = to_regnamespace('public')"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 2"
    ):
        columns = _NAMES.format("CAST(i.indkey AS int2[])", "i.indrelid")
        indexes = tx.all(
            f"SELECT CAST(i.indexrelid AS regclass)::text, {columns}, i.indisunique, i.indisprimary FROM pg_index i"
            " WHERE i.indrelid = :table",
            table=oid,
        )
        ours, theirs = _NAMES.format("c.conkey", "c.conrelid"), _NAMES.format("c.confkey", "c.confrelid")
        foreign = tx.all(
            f"SELECT CAST(c.confrelid AS regclass)::text, {ours}, {theirs}, c.confdeltype, c.confupdtype"
            " FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = :table AND c.conparentid = 0",
            table=oid,
        )
        key = [row[1].split(",") for row in indexes if row[3]]
        acts = [(*row[:3], _ACTIONS[row[3]], _ACTIONS[row[4]]) for row in foreign]
        found.append(_table(name, key[0] if key else [], [row[:3] for row in indexes], acts))
    return found


def _table(
    name: str, key: list[str], indexes: list[tuple[str, str, object]], foreign: list[tuple[str, ...]]
) -> Table:
    return Table(
        name,
        tuple(key),
        tuple(
            Index(index, tuple((columns or "").split(",")), bool(unique))
            for index, columns, unique in indexes
        ),
        tuple(
            Foreign(to, tuple(zip(ours.split(","), theirs.split(","), strict=True)), on_delete, on_update)
            for to, ours, theirs, on_delete, on_update in foreign
        ),
    )
