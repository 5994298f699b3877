"""Accounts, apps, tokens, and who is let in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from satchel.base.clock import FakeClock
from satchel.base.errors import (
    AbilityMissing,
    Conflict,
    Invalid,
    KeyMissing,
    KeyUnknown,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
)
from satchel.library import access, accounts
from satchel.library.context import Library
from satchel.model.access import Source
from satchel.model.people import Ability, Caller, User
from satchel.store import users
from satchel.store.db import Store, Tx
from satchel.store.migrate import migrate
from satchel.store.postgres import PostgresStore
from satchel.store.sqlite import SqliteStore
from tests.conftest import PASSWORDS
from tests.library.conftest import Desk, count
from tests.patience import HANG, until


def _create(store: Store, name: str, password: str | None = None, **more: object) -> User:
    return store.write(lambda tx: accounts.create(tx, name, password, **more))  # type: ignore[arg-type]


def _sign_in(library: Library, name: str, password: str) -> tuple[User, bool]:
    return asyncio.run(access.authenticate_or_open(library, name, password, Source()))


def _app(store: Store, **more: object) -> str:
    return store.write(lambda tx: access.register_app(tx, "An app", **more)).consumer_key  # type: ignore[arg-type]


def _grant(store: Store, name: str, key: str) -> str:
    return store.write(lambda tx: access.issue_token(tx, name, key))


def _caller(store: Store, key: str, token: str) -> tuple[int, Caller | None]:
    return store.read(lambda tx: access.caller(tx, key, token))


@pytest.mark.parametrize("name", ["alice", " Alice ", "ALICE", "ａｌｉｃｅ"])
def test_names_are_compared_without_regard_to_case(library: Library, name: str, alice: int) -> None:
    user, proved = _sign_in(library, name, PASSWORDS["alice"])
    assert (user.id, proved) == (alice, True)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("alice", "wrong"), ("alice", ""), ("nobody", PASSWORDS["alice"]), ("", ""), ("bob", PASSWORDS["alice"]),
        ("alice", "x" * 5000), ("\x00", "x"), ("ali\x00ce", PASSWORDS["alice"]), ("\ud800", "\ud800"),
        ("alice' --", "x"),
    ],
)  # fmt: skip
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    library: Library, name: str, password: str
) -> None:
    with pytest.raises(NotSignedIn) as refused:
        _sign_in(library, name, password)
    assert refused.value.message == "The user name or the password is wrong."


def test_passwords_that_are_tried_all_at_once_are_ten(library: Library) -> None:
    async def tried(password: str) -> list[object]:
        tries = (access.authenticate(library, "bob", password, Source()) for _ in range(30))
        return await asyncio.gather(*tries, return_exceptions=True)

    assert {type(each) for each in asyncio.run(tried(PASSWORDS["bob"]))} == {User}
    refused = [type(each) for each in asyncio.run(tried("wrong"))]
    assert (refused.count(NotSignedIn), refused.count(TooMany)) == (10, 20)


def test_an_account_without_a_password_is_known_but_has_proved_nothing(
    library: Library, store: Store
) -> None:
    _create(store, "reader@example.org")
    user, proved = _sign_in(library, "Reader@Example.org", "whatever")
    assert (user.name, proved) == ("reader@example.org", False)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "a\tb", "x" * 256, "\ud800"])
def test_a_name_that_cannot_be_one_is_refused(store: Store, name: str) -> None:
    with pytest.raises(Invalid):
        _create(store, name)


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("café", "CAFE\u0301"), ("Bob", "bOB")])
def test_a_name_that_differs_in_case_or_form_alone_is_taken(store: Store, one: str, other: str) -> None:
    if one != "Bob":
        _create(store, one)
    with pytest.raises(Conflict):
        _create(store, other)


def test_accents_tell_people_apart(store: Store) -> None:
    assert _create(store, "José").id != _create(store, "Jose").id


def test_the_account_that_is_told_is_the_one_that_is_stored(store: Store) -> None:
    made = _create(store, " Dora ", "hash", email=" d@example.org\n", is_admin=True)
    assert made == store.read(lambda tx: accounts.named(tx, "DORA"))
    assert (made.name, made.email, made.is_admin) == ("Dora", "d@example.org", True)
    with pytest.raises(NotFound):
        store.read(lambda tx: accounts.named(tx, "nobody"))


def test_only_an_empty_server_has_a_first_account(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "satchel.db", FakeClock())
    migrate(store)
    assert not store.read(accounts.anyone)
    assert store.write(lambda tx: accounts.create_first(tx, "zoe", "hash")).is_admin
    assert store.read(accounts.anyone)
    with pytest.raises(Conflict):
        store.write(lambda tx: accounts.create_first(tx, "eve", "hash"))
    store.close()


@pytest.fixture
def nobodys(postgres_url: str | None) -> Iterator[PostgresStore]:
    """A database that several servers share, and that has no account yet."""
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE nobodys")
        store = PostgresStore(postgres_url.replace("/postgres", "/nobodys"), FakeClock())
        migrate(store)
        yield store
        store.close()
        connection.execute("DROP DATABASE nobodys WITH (FORCE)")


@pytest.mark.postgres
def test_of_two_first_accounts_at_once_one_is_made(nobodys: PostgresStore) -> None:
    made = threading.Event()

    def second() -> User:
        assert made.wait(HANG)
        return nobodys.write(lambda tx: accounts.create_first(tx, "eve", "hash"))

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(second)

        def first(tx: Tx) -> None:
            accounts.create_first(tx, "zoe", "hash")
            made.set()
            until(lambda: other.done() or _somebody_waits(nobodys))

        nobodys.write(first)
        with pytest.raises(Conflict):
            other.result()
    assert [user.name for user in nobodys.read(lambda tx: users.after(tx, 0, 10))] == ["zoe"]


def _somebody_waits(store: Store) -> bool:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return store.read(lambda tx: tx.one(waiting)) is not None


def test_a_token_speaks_for_its_person_through_its_own_app_and_no_other(
    store: Store, alice: int, bob: int
) -> None:
    key, other = _app(store), _app(store, abilities=Ability.ADD)
    token, bobs = _grant(store, "Alice", key), _grant(store, "bob", other)
    app, caller = _caller(store, key, token)
    assert caller == Caller(alice, Ability.ADD | Ability.MODIFY | Ability.RETRIEVE, app)
    assert _caller(store, other, bobs)[1] == Caller(bob, Ability.ADD, _caller(store, other, "")[0])
    for key_, token_ in ((key, bobs), (other, token), (key, ""), (key, token.upper() + "0"), (key, "\ud800")):
        assert _caller(store, key_, token_)[1] is None


def test_what_is_missing_is_told_in_order_key_before_token(store: Store) -> None:
    token = _grant(store, "alice", _app(store))
    with pytest.raises(KeyMissing):
        _caller(store, "", token)
    for key in ("unknown", "\x00", "é", "\ud800", "' OR 1=1 --"):
        with pytest.raises(KeyUnknown):
            _caller(store, key, token)


def test_an_ability_that_is_missing_is_told(alice: int) -> None:
    caller = Caller(alice, Ability.ADD | Ability.RETRIEVE)
    access.demand(caller, Ability.ADD)
    with pytest.raises(AbilityMissing) as missing:
        access.demand(caller, Ability.MODIFY)
    assert missing.value.facts == {"missing": Ability.MODIFY}


def test_tokens_are_stored_as_digests_only(store: Store) -> None:
    app = store.write(lambda tx: access.register_app(tx, "An app"))
    token = _grant(store, "alice", app.consumer_key)
    rows = store.read(lambda tx: tx.all("SELECT digest FROM tokens"))
    assert token.encode() not in b"".join(bytes(row[0]) for row in rows)


@pytest.mark.parametrize("key", ["with space", "x" * 201, "é", "new\nline"])
def test_a_consumer_key_that_cannot_be_one_is_refused(store: Store, key: str) -> None:
    with pytest.raises(Invalid):
        _app(store, consumer_key=key)


def test_the_name_of_an_app_turns_no_words_around(store: Store) -> None:
    app = store.write(
        lambda tx: access.register_app(tx, "My \u202eppa\u202c \u2067و می\u200cخوانم\u2069\u200f")
    )
    assert app.name == "My ppa و می\u200cخوانم"


def test_an_app_brings_its_own_key_once(store: Store) -> None:
    assert _app(store, consumer_key=" 1234-abcd ") == "1234-abcd"
    with pytest.raises(Conflict):
        _app(store, consumer_key="1234-abcd")
    with pytest.raises(Invalid):
        store.write(lambda tx: access.register_app(tx, " \n"))
    for name, app in (("nobody", "1234-abcd"), ("alice", "unknown")):
        with pytest.raises(NotFound):
            _grant(store, name, app)
    _create(store, "reader")
    with pytest.raises(NotAllowed):
        _grant(store, "reader", "1234-abcd")


def test_removing_an_account_removes_everything_that_is_its_own(store: Store) -> None:
    dora = _create(store, "dora", "hash")
    desk = Desk(store, dora.id)
    item = desk.save("http://example.org/1", tags=("t",)).item.id
    desk.fetch(item=item, title="Private")
    desk.save("http://example.org/2")
    _grant(store, "dora", _app(store))
    store.write(lambda tx: users.remove(tx, dora.id))
    left = [count(store, table) for table in ("items", "addresses", "item_tags", "jobs", "tokens", "bodies")]
    assert left == [0, 0, 0, 0, 0, 0]
