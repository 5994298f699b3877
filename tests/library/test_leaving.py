"""Accounts that are shut, opened again, and removed."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from satchel.base.errors import Conflict, NotSignedIn
from satchel.library import (
    access,
    accounts,
    acting,
    authorization,
    connections,
    feeds,
    leaving,
    saving,
    sessions,
)
from satchel.library.context import Library
from satchel.model.access import Reply, Source
from satchel.model.actions import Archive, ById
from satchel.model.items import NewLink
from satchel.model.jobs import JobKind
from satchel.model.people import EVERYTHING
from satchel.store import calls, jobs
from satchel.store.db import ReadTx, Store, Tx
from tests.people import PASSWORDS


def tables(store: Store) -> list[tuple[str, str]]:
    """Every table and column that names a person, by the schema itself."""

    def look(tx: ReadTx) -> list[tuple[str, str]]:
        if store.kind == "postgres":
            rows = tx.all(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND column_name IN ('user_id', 'owner_id')"
            )
            return [(row[0], row[1]) for row in rows]
        return [
            (table, column)
            for (table,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (column,) in tx.all(
                "SELECT name FROM pragma_table_info(:table) WHERE name IN ('user_id', 'owner_id')",
                table=table,
            )
        ]

    return store.read(look)


def rows_of(store: Store, user: int) -> dict[str, int]:
    """How many rows each table has of the person, where it has any."""
    named = tables(store)

    def counted(tx: ReadTx) -> dict[str, int]:
        found = {}
        for table, column in named:
            row = tx.one(f"SELECT COUNT(*) FROM {table} WHERE {column} = :user", user=user)
            assert row
            found[f"{table}.{column}"] = int(str(row[0]))
        return {name: number for name, number in found.items() if number}

    return store.read(counted)


def fill(store: Store, user: int, name: str, links: int = 3) -> None:
    """Something of everything for the person."""

    def write(tx: Tx) -> None:
        for number in range(links):
            saving.save(tx, user, NewLink(f"https://{name}.example.org/{number}", tags=("one", "two")))
        app = connections.register(tx, user, f"An app of {name}", EVERYTHING)
        access.issue_token(tx, name, app.consumer_key)
        code = authorization.request(tx, app, "app:x")
        authorization.decide(tx, accounts.named(tx, name), code, Reply.ALLOWED)
        feeds.new_secret(tx, user)
        sessions.begin(tx, accounts.named(tx, name), Source("203.0.113.7"), "A browser")
        calls.take(tx, "user", user, 1, 1)

    store.write(write)


def test_of_a_person_who_is_removed_no_row_is_left_and_others_keep_theirs(
    library: Library, store: Store, bob: int, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    fill(store, bob, "bob", 5)
    fill(store, alice, "alice")
    kept = rows_of(store, alice)
    assert len(rows_of(store, bob)) >= 9
    leaving.remove(library, "Bob")
    assert rows_of(store, bob) == {}
    assert rows_of(store, alice) == kept
    assert store.read(lambda tx: tx.all("SELECT DISTINCT who FROM calls")) == [(alice,)]
    assert [each.user.name for each in store.read(leaving.everyone)] == ["alice", "mallory"]


def test_an_app_through_which_others_are_connected_stays(library: Library, store: Store, bob: int) -> None:
    app = store.write(lambda tx: connections.register(tx, bob, "Shared", EVERYTHING))
    token = store.write(lambda tx: access.issue_token(tx, "mallory", app.consumer_key))
    leaving.remove(library, "bob")
    _, caller = store.read(lambda tx: access.caller(tx, app.consumer_key, token))
    assert caller
    assert rows_of(store, bob) == {}


def test_the_only_one_who_looks_after_the_server_stays(library: Library, store: Store) -> None:
    for act in (leaving.disable, leaving.removable):
        with pytest.raises(Conflict, match="Nobody else"):
            store.write(partial(act, name="alice"))
    with pytest.raises(Conflict, match="Nobody else"):
        leaving.remove(library, "alice")
    store.write(lambda tx: accounts.create(tx, "carol", None, is_admin=True))
    store.write(lambda tx: leaving.disable(tx, "carol"))
    with pytest.raises(Conflict, match="Nobody else"):
        leaving.remove(library, "alice")
    store.write(lambda tx: leaving.enable(tx, "carol"))
    leaving.remove(library, "alice")


def test_whoever_is_kept_out_finds_every_door_shut_and_everything_there_afterwards(
    library: Library, store: Store, bob: int
) -> None:
    app = store.write(lambda tx: access.register_app(tx, "An app"))
    token = store.write(lambda tx: access.issue_token(tx, "bob", app.consumer_key))
    secret = store.write(lambda tx: feeds.new_secret(tx, bob))
    code = store.write(lambda tx: authorization.request(tx, app, "app:x"))
    store.write(lambda tx: authorization.decide(tx, accounts.named(tx, "bob"), code, Reply.ALLOWED))

    async def sign_in() -> str:
        return (await sessions.sign_in(library, "bob", PASSWORDS["bob"], Source("203.0.113.7"), "")).token

    session = asyncio.run(sign_in())
    store.write(lambda tx: leaving.disable(tx, "bob"))
    assert store.read(lambda tx: access.caller(tx, app.consumer_key, token)) == (app.id, None)
    assert asyncio.run(sessions.find(library, session, "")) is None
    with pytest.raises(NotSignedIn, match="name or the password is wrong"):
        asyncio.run(sign_in())
    with pytest.raises(NotSignedIn):
        asyncio.run(access.authenticate_or_open(library, "bob", PASSWORDS["bob"], Source("203.0.113.7")))
    for refused in (
        lambda tx: feeds.owner(tx, "bob", secret),
        lambda tx: authorization.exchange(tx, app, code),
        lambda tx: access.issue_token(tx, "bob", app.consumer_key),
    ):
        with pytest.raises(Exception, match=r"no such feed|not allowed|disabled"):
            store.write(refused)
    store.write(lambda tx: leaving.enable(tx, "bob"))
    assert store.read(lambda tx: access.caller(tx, app.consumer_key, token))[1]
    assert store.read(lambda tx: feeds.owner(tx, "bob", secret)) == (bob, "bob")
    assert asyncio.run(sign_in())


def test_an_account_without_a_password_can_be_shut_too(library: Library, store: Store) -> None:
    store.write(lambda tx: accounts.create(tx, "open", None))
    assert asyncio.run(access.authenticate_or_open(library, "open", "", Source("203.0.113.7")))[1] is False
    store.write(lambda tx: leaving.disable(tx, "open"))
    with pytest.raises(NotSignedIn):
        asyncio.run(access.authenticate_or_open(library, "open", "", Source("203.0.113.7")))


def test_pages_of_somebody_who_is_kept_out_wait(store: Store, bob: int) -> None:
    store.write(lambda tx: saving.save(tx, bob, NewLink("https://example.org/")))
    store.write(lambda tx: leaving.disable(tx, "bob"))
    assert store.write(lambda tx: jobs.claim(tx, "worker", 1000)) is None
    store.write(lambda tx: leaving.enable(tx, "bob"))
    job = store.write(lambda tx: jobs.claim(tx, "worker", 1000))
    assert job
    assert job.kind == JobKind.FETCH


def test_a_person_can_disconnect_everything_at_once(store: Store, bob: int) -> None:
    app = store.write(lambda tx: access.register_app(tx, "An app"))
    token = store.write(lambda tx: access.issue_token(tx, "bob", app.consumer_key))
    others = store.write(lambda tx: access.issue_token(tx, "alice", app.consumer_key))
    store.write(lambda tx: feeds.new_secret(tx, bob))
    assert store.write(lambda tx: connections.disconnect_all(tx, bob)) == 1
    assert store.read(lambda tx: access.caller(tx, app.consumer_key, token))[1] is None
    assert store.read(lambda tx: access.caller(tx, app.consumer_key, others))[1]
    assert store.read(lambda tx: feeds.open_since(tx, bob)) is None


def test_a_call_that_was_let_in_before_its_account_went_is_told_so(
    library: Library, alice: int, bob: int
) -> None:
    """Not that the server is at fault."""
    leaving.remove(library, "bob")
    with pytest.raises(NotSignedIn):
        library.run_sync(saving.save, bob, NewLink("http://example.org/"))
    with pytest.raises(NotSignedIn):
        library.run_sync(acting.step, bob, [Archive(ById(1))], 0)
