"""A shelf of any size in little time: some items are made through the library, and copied in bulk.

A copy differs from its model in ids, times and address, as an item that the library makes itself does;
`differences` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from bench.seed import PASSWORD, item, person, url_of
from satchel.base import urls
from satchel.base.clock import Clock
from satchel.library import acting
from satchel.library.passwords import Passwords
from satchel.model.actions import AddTags, Archive, ById, Favourite
from satchel.store import user_counters
from satchel.store.db import Store, Tx

MODELS = 600
TABLES = ("items", "bodies", "addresses", "item_tags")
_IDS = ("id", "item_id")
#: Two items are alike though the clock went on, and a page that is downloaded has any size.
_DIFFER = ("changed_at", "acted_at", "fetched_at", "found_at", "read_at", "favourited_at", "added_at", "size",
           "version")  # fmt: skip
_AT_ONCE = 500

Rows = dict[str, list[dict[str, Any]]]


def fill(store: Store, items: int) -> tuple[str, str]:
    """Make the account and a shelf of about `items`, whole hundreds of models; key and token of its app.

    A tenth is archived, a twentieth has a heart; the oldest five have the tag "rare", the oldest
    thousand "old".
    """
    passwords = Passwords(Clock())
    hashed = passwords.hash(PASSWORD)
    passwords.close()
    key, token = store.write(partial(person, hashed=hashed))
    store.write(_models)
    store.write(partial(_analyze, kind=store.kind))
    models = store.read(partial(_rows, kind=store.kind, first=1, last=MODELS))
    copied = _copies(models, items)
    while some := list(islice(copied, _AT_ONCE)):
        store.write(partial(_insert, rows=some))
    store.write(partial(_settle, kind=store.kind))
    for tag, last in (("rare", 5), ("old", min(1000, items))):
        acts = [AddTags(ById(number), (tag,)) for number in range(1, last + 1)]
        store.write(partial(acting.act, user=1, actions=acts))
    return key, token


def differences(store: Store, number: int) -> list[str]:
    """In what a copied item differs from one that the library makes in its place."""
    copied = store.read(partial(_rows, kind=store.kind, first=number, last=number))
    store.write(partial(_take_out, number=number))
    store.write(partial(item, number=number, model=_model(number)))
    store.write(partial(_act, number=number))
    row = store.read(lambda tx: tx.one("SELECT MAX(id) FROM items"))
    assert row is not None
    made = store.read(partial(_rows, kind=store.kind, first=row[0], last=row[0]))
    return [
        f"{table}.{name}: {one[name]!r} {other[name]!r}"
        for table in TABLES
        for one, other in zip(copied[table], made[table], strict=True)
        for name in one
        if name not in (*_IDS, *_DIFFER) and one[name] != other[name]
    ]


def _models(tx: Tx) -> None:
    for number in range(1, MODELS + 1):
        item(tx, number)
        _act(tx, number)


def _act(tx: Tx, number: int) -> None:
    row = tx.one("SELECT MAX(id) FROM items")
    assert row is not None
    verbs = [verb for verb, share in ((Archive, 10), (Favourite, 20)) if number % share == 0]
    acting.act(tx, 1, [verb(ById(row[0])) for verb in verbs])


def _model(number: int) -> int:
    return (number - 1) % MODELS + 1


def _rows(tx: Tx, kind: str, first: int, last: int) -> Rows:
    """All rows of those items, by table."""
    found = {}
    for table in TABLES:
        columns = ", ".join(_columns(tx, kind, table))
        by = "id" if table == "items" else "item_id"
        wanted = f"SELECT {columns} FROM {table} WHERE {by} >= :first AND {by} <= :last ORDER BY {columns}"
        rows = tx.all(wanted, first=first, last=last)
        found[table] = [dict(zip(columns.split(", "), row, strict=True)) for row in rows]
    return found


def _columns(tx: Tx, kind: str, table: str) -> list[str]:
    listed = "SELECT name FROM pragma_table_info(:name)"
    if kind == "postgres":
        listed = "SELECT column_name FROM information_schema.columns WHERE table_name = :name ORDER BY 1"
    return [row[0] for row in tx.all(listed, name=table)]


def _copies(models: Rows, items: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of all copies, those that others refer to before those that do."""
    by_model: dict[int, list[tuple[str, dict[str, Any]]]] = {number: [] for number in range(1, MODELS + 1)}
    for table in TABLES:
        for row in models[table]:
            by_model[row["id"] if table == "items" else row["item_id"]].append((table, row))
    for number in range(MODELS + 1, items + 1):
        model = _model(number)
        change = _Change(model, number)
        for table, row in by_model[model]:
            yield table, {name: change(name, value) for name, value in row.items()}


class _Change:
    """What is different in the rows of a copy."""

    def __init__(self, model: int, number: int) -> None:
        self._by = number - model
        old, new = url_of(model), url_of(number, model)
        self._keys = (urls.read(old).key, urls.read(new).key)
        self._text = (old.partition("://")[2], new.partition("://")[2])
        self._bytes = (self._text[0].encode(), self._text[1].encode())

    def __call__(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(*self._text)
        if isinstance(value, bytes):
            return self._keys[1] if value == self._keys[0] else value.replace(*self._bytes)
        if isinstance(value, int) and name in _IDS:
            return value + self._by
        if name in ("added_at", "changed_at"):
            return value + self._by * (60_000 if name == "added_at" else 1)
        return value


def _insert(tx: Tx, rows: list[tuple[str, dict[str, Any]]]) -> None:
    for table in TABLES:
        some = [row for name, row in rows if name == table]
        if some:
            names = ", ".join(some[0])
            values = ", ".join(f":{name}" for name in some[0])
            tx.many(f"INSERT INTO {table} ({names}) VALUES ({values})", some)


def _take_out(tx: Tx, number: int) -> None:
    """Forget an item, so that the library can make it."""
    tx.run("DELETE FROM item_tags WHERE user_id = 1 AND item_id = :id", id=number)
    tx.run("DELETE FROM items WHERE user_id = 1 AND id = :id", id=number)


def _settle(tx: Tx, kind: str) -> None:
    """Let counts, times and the numbers to come follow from the rows."""
    user_counters.recount(tx, 1)
    tx.run(
        """
        UPDATE shelves SET changed_at = (SELECT MAX(changed_at) FROM items), last_id = (SELECT MAX(id) FROM items)
        WHERE user_id = 1
        """
    )
    _analyze(tx, kind)


def _analyze(tx: Tx, kind: str) -> None:
    """Tell PostgreSQL what its tables hold; nobody else does here, and it would look for each row in all the others."""
    if kind == "postgres":
        for table in TABLES:
            tx.script(f"ANALYZE {table}")
