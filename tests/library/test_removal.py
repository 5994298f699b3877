"""Of a person who is removed nothing is left: in no table, and in no index."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from satchel.base import tokens
from satchel.library import (
    acting_once,
    app_passwords,
    challenges,
    filing,
    identities,
    inviting,
    leaving,
    saved_searches,
    sweeping,
    tag_ids,
    two_step,
    undoing,
)
from satchel.library.challenges import Asked
from satchel.library.context import Library
from satchel.library.indexing import catch_up
from satchel.model.access import Claims, Passkey
from satchel.model.actions import AddHighlight, ById, Delete, Favourite
from satchel.model.hiding import Part
from satchel.model.highlights import NewHighlight
from satchel.model.items import Query
from satchel.model.sent_acts import SentAct
from satchel.store import passkeys, site_rules
from satchel.store.db import ReadTx, Store, Tx
from satchel.web.departures import Departures
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk
from tests.library.test_leaving import fill, rows_of, tables

_PARTITION = re.compile(r"_p\d+$")
_SEARCHED = ("search_marks", "search_documents")


def _fill(library: Library, desk: Desk, name: str) -> None:
    """Something in every table, and an act that is under way."""
    store, user = desk.store, desk.user
    first = desk.save(f"https://{name}.example.org/text").item.id
    desk.fetch(item=first, title="Ferries", text="They leave at seven.")
    second = desk.save(f"https://{name}.example.org/more").item.id
    fill(store, user, name, 5)
    desk.act(AddHighlight(ById(first), NewHighlight("leave", "mark", "Why?")))
    folder = library.run_sync(filing.create, user, "Later").id
    library.run_sync(filing.put, user, first, folder)
    library.run_sync(undoing.act, user, second, [Delete(ById(second))])
    library.run_sync(
        sweeping.begin, user, Query(), "/", sweeping.deed("favourite"), desk.item(second).changed_at
    )
    library.run_sync(saved_searches.keep, user, "Mine", "tag:one")
    library.run_sync(tag_ids.make, user, "A tag of its own")
    library.run_sync(inviting.invite, user, "Dora")
    library.run_sync(app_passwords.make, user, "An e-reader")
    library.run_sync(identities.connect, user, Claims("https://id.example.org", name, name, "", True))
    library.run_sync(challenges.begin, Asked.CONNECT, "a browser", "203.0.113.7", user, "x")
    library.run_sync(two_step.propose, library.seal, user)

    library.run_sync(acting_once.act, user, [SentAct(uuid="a" * 32, verb="favourite", item=ById(first),
        actions=(Favourite(ById(first)),))])  # fmt: skip
    Bringing(store, user).bring(row(f"https://{name}.example.org/brought", "Brought along"))

    def keep(tx: Tx) -> None:
        site_rules.put(tx, user, f"{name}.example.org", (Part("p", "more news", 9),))
        two_step._begin(tx, user)
        passkeys.add(tx, Passkey(0, user, tokens.digest(name), b"key", b"handle", 0, "A phone", 0, 0))

    store.write(keep)
    catch_up(store, user)


def _indexed(store: Store, user: int) -> tuple[int, dict[str, int]]:
    """How many documents the index has of the person, and how many rows its tables have."""

    def count(tx: ReadTx) -> dict[str, int]:
        schema = "public" if store.kind == "postgres" else tx.index_schema()
        found: dict[str, Any] = {}
        for table in _SEARCHED:
            row = tx.one(f"SELECT COUNT(*) FROM {schema}.{table} WHERE user_id = :user", user=user)
            assert row
            found[table] = row[0]
        return found

    return store.index.extent(user).documents, store.read(count)


@pytest.mark.parametrize("way", ["command", "page"])
def test_nothing_is_left_of_a_person_in_any_table_or_index(
    library: Library,
    store: Store,
    bob: int,
    bobs: Desk,
    desk: Desk,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    _fill(library, desk, "alice")
    kept, indexed = rows_of(store, desk.user), _indexed(store, desk.user)
    _fill(library, bobs, "bob")
    empty = {table for table, column in tables(store)} - {
        name.partition(".")[0] for name in rows_of(store, bob)
    }
    assert {name for name in empty if not _PARTITION.search(name)} == set()
    assert min(_indexed(store, bob)[1].values()) > 0
    if way == "command":
        leaving.remove(library, "bob")
    else:
        asyncio.run(Departures(library).remove(bob))
    assert rows_of(store, bob) == {}
    assert _indexed(store, bob) == (0, dict.fromkeys(_SEARCHED, 0))
    assert (rows_of(store, desk.user), _indexed(store, desk.user)) == (kept, indexed)


def test_what_was_removed_of_many_documents_is_removed_from_the_index_a_step_at_a_time(
    library: Library, store: Store, bob: int, bobs: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in ("satchel.store.text_index_sqlite", "satchel.store.text_index_postgres"):
        monkeypatch.setattr(f"{index}.MAX_REMOVED", 2)
    for number in range(5):
        bobs.save(f"https://example.org/{number}")
    catch_up(store, bob)
    steps = [store.index.remove(bob) for _ in range(3)]
    assert steps == [False, False, True]
    assert store.index.extent(bob).documents == 0
