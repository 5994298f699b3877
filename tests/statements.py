"""Whether each statement that the store sends stays with one person.

On the database whose tables of people are partitioned, every distinct statement of the store is kept with its values
and, after the test that sent it, explained: all partitions it names must be of the same people. Citus would refuse what
this finds, or ask all machines.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from satchel.store.db import Row
from satchel.store.postgres_tx import PostgresTx

#: What may look at everybody's things, and why.
FOR_ALL = {
    "user_counters.sizes": "the page of people that the server's owner sees",
    "users.sizes": "the list of accounts that the server's owner sees",
    "text_index_postgres._behind": "whoever keeps the search index looks for whom there is something to do",
    "text_index_postgres._everyone": "`satchel reindex` makes the index of everybody anew",
    "user_counters.owners": "`satchel check` looks for what a removed account has left",
}
#: Sets of values of one statement that are tried; another one may lead elsewhere.
MAX_VALUES = 3

_STORE = str(Path(sys.modules[PostgresTx.__module__].__file__ or "").parent)
_CHANGE_SCHEMA = {"migrate", "backfill"}  #: while nothing else runs, and of tables that are no more
_PLUMBING = {"all", "each", "one", "run", "later", "many", "script", "write_row", "_sent"}
_VALUE = re.compile(r"%\(\w+\)s")
_WORDS = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?(\w+)", re.IGNORECASE)
_EXPLAINED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES|MERGE)\b", re.IGNORECASE)
_SET = re.compile(r"\bSET\b((?:(?!\b(?:WHERE|FROM)\b).)*)", re.IGNORECASE | re.DOTALL)
_VOLATILE = re.compile(
    r"\b((?:random|now|clock_timestamp|statement_timestamp|gen_random_uuid|nextval)(?=\s*\()|current_timestamp\b)",
    re.IGNORECASE,
)
_SUBSELECT = re.compile(r"\bINSERT\b.*\bVALUES\s*\(.*\(\s*SELECT\b", re.IGNORECASE | re.DOTALL)
_SEARCH = re.compile(r"@@|tsquery", re.IGNORECASE)

Statement = tuple[str, Any, bool]  #: its text, its values, and whether it may be prepared


class Statements:
    """What the store sent to one database, and what is wrong with it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        self.database = self._connection.info.dbname
        self._seen: dict[str, list[Any]] = {}
        self._new: list[tuple[str, Statement]] = []
        rows = self._connection.execute(
            "SELECT relname, relkind = 'p' FROM pg_class WHERE relnamespace = to_regnamespace('public')"
            " AND relkind IN ('r', 'p') AND NOT relispartition"
        ).fetchall()
        self.people = {name for name, is_divided in rows if is_divided}
        self.server = {name for name, is_divided in rows if not is_divided}

    def note(self, query: str | bytes, values: Any, prepare: bool | None) -> None:
        """Keep a statement to be looked at, unless it is known or does not come from the store."""
        text = query if isinstance(query, str) else query.decode()
        known = self._seen.setdefault(text, [])
        if len(known) >= MAX_VALUES or values in known or not _EXPLAINED.match(text):
            return
        sender = _sender()
        if sender:
            known.append(values)
            self._new.append((sender, (text, values, prepare is not False)))

    def check(self) -> list[str]:
        """What is wrong with the statements that came since the last call, a sentence each."""
        new, self._new = self._new, []
        return [
            f"{sender} {fault}: {' '.join(statement[0].split())}"
            for sender, statement in new
            if sender not in FOR_ALL
            for fault in self.faults(*statement)
        ]

    def faults(self, text: str, values: Any = None, may_be_prepared: bool = True) -> Iterator[str]:
        """What is wrong with one statement."""
        relations = list(self._relations(text, values))
        divided = [found for name in relations if (found := re.fullmatch(r"(\w+)_p(\d+)", name))]
        if len({found[2] for found in divided}) > 1:
            yield f"looks into {len({found[2] for found in divided})} partitions"
        named = {*relations, *(found[1] for found in divided), *_WORDS.findall(text)}
        people, server = named & self.people, named & self.server
        if people and server:
            yield f"names what is a person's and what is the server's, {min(people)} and {min(server)},"
        if people and any(re.search(r"\buser_id\s*=", changed) for changed in _SET.findall(text)):
            yield "gives a row to another person"
        if volatile := _VOLATILE.search(_VALUE.sub("?", text)):
            yield f"lets the database say {volatile[1]}"
        if _SUBSELECT.search(text):
            yield "has a SELECT among the VALUES"
        if re.match(r"\s*MERGE\b", text, re.IGNORECASE):
            yield "is a MERGE"
        if may_be_prepared and _SEARCH.search(text):
            yield "is a search, and may be prepared"

    def _relations(self, text: str, values: Any) -> Iterator[str]:
        """The tables and partitions that the database would go to."""
        query = f"EXPLAIN (FORMAT JSON) {text}"
        row = self._connection.execute(query.encode(), values, prepare=False).fetchone()
        assert row
        yield from _names(row[0])

    def close(self) -> None:
        self._connection.close()


def _names(plan: Any) -> Iterator[str]:
    if isinstance(plan, dict):
        if "Relation Name" in plan:
            yield plan["Relation Name"]
        plan = list(plan.values())
    if isinstance(plan, list):
        for part in plan:
            yield from _names(part)


def _sender() -> str:
    """The function of the store that sends what is being sent; "" when it is a test that does."""
    frame = sys._getframe(2)
    while frame.f_back:
        frame = frame.f_back
        path, name = Path(frame.f_code.co_filename), frame.f_code.co_name
        if str(path.parent) == _STORE and path.stem in _CHANGE_SCHEMA:
            return ""
        if str(path.parent) == _STORE and not (path.stem == "postgres_tx" and name in _PLUMBING):
            return f"{path.stem}.{name}"
        if "tests" in path.parts and path.name != Path(__file__).name:
            return ""
    return ""


def noting(statements: Statements) -> type[PostgresTx]:
    """Transactions that have `statements` know of all that they send to its database."""

    class Noting(psycopg.Cursor[Row]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            statements.note(query, params, more.get("prepare"))
            return super().execute(query, params, **more)

        def executemany(self, query: Any, params_seq: Iterable[Any], **more: Any) -> None:
            values = list(params_seq)
            for each in values[:MAX_VALUES]:
                statements.note(query, each, None)
            super().executemany(query, values, **more)

    class NotingTx(PostgresTx):
        def __init__(self, connection: psycopg.Connection[Row], *more: Any) -> None:
            if connection.info.dbname == statements.database:
                connection.cursor_factory = Noting
            super().__init__(connection, *more)

    return NotingTx
