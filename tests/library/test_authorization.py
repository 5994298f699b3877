"""Asking for leave, giving it, and fetching the token: each once, whoever comes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from satchel.base.errors import CodeMissing, CodeUnknown, CodeUsed, Conflict, NotAllowed, NotFound, NotGranted
from satchel.library import access, accounts, authorization, connections
from satchel.model.access import Reply
from satchel.model.people import App, User
from satchel.store import users
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import count

DAY = 86_400


@pytest.fixture
def app(store: Store) -> App:
    return store.write(lambda tx: access.register_app(tx, "An app"))


@pytest.fixture
def person(store: Store, alice: int) -> User:
    found = store.read(lambda tx: users.by_id(tx, alice))
    assert found is not None
    return found


def ask(store: Store, app: App) -> str:
    return store.write(
        lambda tx: authorization.request(tx, app, "app:done", state='"s"', address="192.0.2.1")
    )


def test_a_token_is_given_to_one_of_many_who_come_at_once(store: Store, app: App, person: User) -> None:
    code = ask(store, app)
    store.write(lambda tx: authorization.decide(tx, person, code, Reply.ALLOWED))

    def redeem(_: int) -> str:
        try:
            return store.write(lambda tx: authorization.exchange(tx, app, code))[0]
        except CodeUsed:
            return ""

    with ThreadPoolExecutor(8) as pool:
        tokens = [token for token in pool.map(redeem, range(8)) if token]
    assert len(tokens) == 1
    assert count(store, "tokens") == 1
    _, caller = store.read(lambda tx: access.caller(tx, app.consumer_key, tokens[0]))
    assert caller is not None
    assert caller.user_id == person.id


def test_of_two_answers_at_once_one_counts(store: Store, app: App, person: User) -> None:
    code = ask(store, app)

    def decide(reply: Reply) -> bool:
        try:
            store.write(lambda tx: authorization.decide(tx, person, code, reply))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, (Reply.ALLOWED, Reply.REFUSED))) == [False, True]


def test_what_was_asked_is_told_to_the_page(store: Store, app: App, clock: FakeClock) -> None:
    code = ask(store, app)
    grant = store.read(lambda tx: authorization.pending(tx, code))
    assert (grant.app, grant.redirect, grant.state, grant.source) == (app, "app:done", '"s"', "192.0.2.1")
    assert (grant.made_at, grant.reply, grant.user_id, grant.used) == (clock.now(), Reply.OPEN, None, False)


def test_a_code_is_stored_as_a_digest_only(store: Store, app: App) -> None:
    code = ask(store, app)
    rows = store.read(lambda tx: tx.all("SELECT * FROM grants"))
    assert code not in repr(rows)


def test_an_account_without_a_password_lets_nobody_in(store: Store, app: App) -> None:
    reader = store.write(lambda tx: accounts.create(tx, "reader", None))
    code = ask(store, app)
    with pytest.raises(NotAllowed):
        store.write(lambda tx: authorization.decide(tx, reader, code, Reply.ALLOWED))
    with pytest.raises(NotGranted):
        store.write(lambda tx: authorization.exchange(tx, app, code))


def test_the_leave_of_somebody_who_is_gone_is_worth_nothing(store: Store, app: App) -> None:
    dora = store.write(lambda tx: accounts.create(tx, "dora", "hash"))
    code = ask(store, app)
    store.write(lambda tx: authorization.decide(tx, dora, code, Reply.ALLOWED))
    store.write(lambda tx: tx.run("DELETE FROM users WHERE id = :id", id=dora.id))
    with pytest.raises(CodeUnknown):
        store.write(lambda tx: authorization.exchange(tx, app, code))


def test_what_was_asked_is_forgotten_after_a_day(store: Store, app: App, clock: FakeClock) -> None:
    code = ask(store, app)
    clock.forward(seconds=DAY + 1)
    ask(store, app)
    assert count(store, "grants") == 1
    with pytest.raises(CodeUnknown):
        store.write(lambda tx: authorization.exchange(tx, app, code))
    with pytest.raises(CodeMissing):
        store.write(lambda tx: authorization.exchange(tx, app, ""))


def test_a_clock_that_steps_back_does_not_make_a_code_last(
    store: Store, app: App, person: User, clock: FakeClock
) -> None:
    code = ask(store, app)
    clock.forward(days=-1)
    with pytest.raises(CodeUnknown):
        store.write(lambda tx: authorization.decide(tx, person, code, Reply.ALLOWED))


def test_an_app_of_ones_own_goes_with_all_its_tokens_and_no_others_can_be_removed(
    store: Store, app: App, alice: int, bob: int
) -> None:
    own = store.write(lambda tx: connections.register(tx, alice, "Own", app.abilities))
    store.write(lambda tx: access.issue_token(tx, "bob", own.consumer_key))
    store.write(lambda tx: access.issue_token(tx, "bob", app.consumer_key))
    for user, number in ((bob, own.id), (alice, app.id), (alice, 10**12)):
        with pytest.raises(NotFound):
            store.write(partial(connections.unregister, user=user, app=number))
    store.write(lambda tx: connections.unregister(tx, alice, own.id))
    left = store.read(lambda tx: connections.all_of(tx, bob))
    assert [token.app for token in left] == [app]
    assert store.read(lambda tx: connections.own_apps(tx, alice)) == []
