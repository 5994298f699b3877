"""Secrets that sign: made when they are wanted, shown again to their owner, and readable with the server's key only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from satchel.base.errors import Invalid, KeyMissing, KeyUnknown, NotFound, Unavailable
from satchel.base.sealing import Seal
from satchel.base.tokens import digest
from satchel.library import access, accounts, connections, signing
from satchel.library.context import Library
from satchel.library.signing import Signer
from satchel.model.access import Source
from satchel.model.people import Ability, App, User
from satchel.store import tokens
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.people import PASSWORDS, SEAL

OTHER = Seal(Path("/nowhere"), "a5" * 32)


def _app(store: Store, name: str = "An app", owner: int | None = None) -> App:
    return store.write(lambda tx: access.register_app(tx, name, owner=owner))


def _secret(store: Store, key: str, seal: Seal = SEAL) -> str:
    return store.write(lambda tx: signing.secret_of(tx, seal, key))


def test_a_secret_is_made_once_and_the_same_whenever_it_is_shown(store: Store) -> None:
    one, other = _app(store), _app(store)
    secret = _secret(store, one.consumer_key)
    assert len(secret) == 32
    assert _secret(store, one.consumer_key) == secret
    assert _secret(store, other.consumer_key) != secret


def test_the_database_alone_does_not_give_it_away(store: Store) -> None:
    app = _app(store)
    secret = _secret(store, app.consumer_key)
    rows = store.read(lambda tx: tx.all("SELECT sealed_secret FROM apps"))
    assert secret.encode() not in bytes(rows[0][0])


def test_a_program_brings_the_secret_it_has_built_in(store: Store) -> None:
    app, secret = store.write(
        lambda tx: signing.register_app(
            tx, SEAL, "Old", abilities=Ability.ADD, consumer_key="k", secret="s3cret"
        )
    )
    assert secret == "s3cret"
    assert _secret(store, app.consumer_key) == "s3cret"
    for bad in ("\n", "é", "x" * 201):
        with pytest.raises(Invalid):
            store.write(partial(signing.set_app_secret, seal=SEAL, app=app, secret=bad))


def test_a_token_that_signs_has_a_secret_of_its_own(store: Store, alice: int) -> None:
    app, other = _app(store), _app(store)
    app_secret = _secret(store, app.consumer_key)
    token, secret = store.write(lambda tx: signing.issue_token(tx, SEAL, alice, app.id))

    def signer(key: str, token: str) -> Signer:
        return store.read(lambda tx: signing.signer(tx, SEAL, key, token))

    signs = signer(app.consumer_key, token)
    assert (signs.secret, signs.token_secret, signs.user_id) == (app_secret, secret, alice)
    assert signer(other.consumer_key, token).user_id is None
    bearer = store.write(lambda tx: access.new_token(tx, alice, app.id))
    assert signer(app.consumer_key, bearer).token_secret == ""
    for key, wrong in (("", KeyMissing), ("nobody's", KeyUnknown), ("a\0b", KeyUnknown)):
        with pytest.raises(wrong):
            signer(key, token)


def test_of_many_tokens_that_sign_those_that_were_not_used_the_longest_go(
    store: Store, clock: FakeClock, alice: int, bob: int
) -> None:
    app = _app(store)
    others = store.write(lambda tx: signing.issue_token(tx, SEAL, bob, app.id))[0]
    made = []
    for _ in range(signing.MAX_TOKENS + 2):
        clock.forward(seconds=1)
        made.append(store.write(lambda tx: signing.issue_token(tx, SEAL, alice, app.id))[0])
        store.write(lambda tx: tokens.used(tx, alice, digest(made[0]), ""))
    known = [
        store.read(partial(signing.signer, seal=SEAL, consumer_key=app.consumer_key, token=each))
        for each in made
    ]
    assert [place for place, each in enumerate(known) if each.user_id is None] == [1, 2]
    assert store.read(lambda tx: signing.signer(tx, SEAL, app.consumer_key, others)).user_id == bob


def test_another_key_is_told_and_seals_nothing_beside_the_first(store: Store, alice: int) -> None:
    app, other = _app(store), _app(store)
    _secret(store, app.consumer_key)
    assert store.read(lambda tx: signing.unreadable(tx, SEAL)) == []
    assert store.read(lambda tx: signing.unreadable(tx, OTHER)) == [app.consumer_key]
    for act in (
        lambda: _secret(store, app.consumer_key, OTHER),
        lambda: _secret(store, other.consumer_key, OTHER),
        lambda: store.write(lambda tx: signing.issue_token(tx, OTHER, alice, other.id)),
    ):
        with pytest.raises(Unavailable, match="another key"):
            act()


def test_its_owner_sees_it_again_after_the_password_and_nobody_else(
    store: Store, make_library: Callable[..., Library], alice: int, mallory: int
) -> None:
    library = make_library()
    app = store.write(lambda tx: connections.register(tx, alice, "Mine", Ability.ADD))

    def show(name: str, password: str) -> str:
        user: User = store.read(lambda tx: accounts.named(tx, name))
        return asyncio.run(signing.own_app_secret(library, user, app.id, password, Source("198.51.100.7")))

    assert show("alice", PASSWORDS["alice"]) == _secret(store, app.consumer_key)
    with pytest.raises(Invalid, match="not your password"):
        show("alice", PASSWORDS["mallory"])
    with pytest.raises(NotFound):
        show("mallory", PASSWORDS["mallory"])
