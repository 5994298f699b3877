"""Who is vouched for elsewhere, on each database."""

from __future__ import annotations

import pytest

from satchel.base.errors import Conflict, NotAllowed, NotFound
from satchel.library import identities
from satchel.library.context import Library
from satchel.model.access import Claims, Source
from satchel.store import users
from satchel.store.db import Store

THEM = Claims("https://id.example.org", "7f3a", "dora", "dora@example.org", True)
HERE = Source("203.0.113.7")


def test_an_identity_opens_one_account_until_it_is_disconnected(
    library: Library, store: Store, bob: int, alice: int
) -> None:
    run = library.run_sync
    assert run(identities.person, THEM) is None
    run(identities.connect, bob, THEM)
    with pytest.raises(Conflict):
        run(identities.connect, alice, THEM)
    user = run(identities.person, THEM)
    assert user
    assert user.id == bob
    run(identities.sign_in, user, THEM, HERE, "")
    (found,) = run(identities.all_of, bob)
    assert (found.name, found.used_at) == ("dora@example.org", store.read(lambda tx: tx.now))
    run(identities.disconnect, user, found.id)
    with pytest.raises(NotFound):
        run(identities.sign_in, user, THEM, HERE, "")
    with pytest.raises(NotFound):
        run(identities.disconnect, user, found.id)


def test_a_new_person_has_no_password_and_one_way_in(library: Library) -> None:
    made = library.run_sync(identities.make_person, "dora", THEM, HERE, "")
    assert not made.user.has_password
    with pytest.raises(Conflict):
        library.run_sync(identities.make_person, "another", THEM, HERE, "")
    (found,) = library.run_sync(identities.all_of, made.user.id)
    with pytest.raises(Conflict, match="Nothing else opens"):
        library.run_sync(identities.disconnect, made.user, found.id)


def test_nobody_gets_the_first_account_of_a_server_so(library: Library, store: Store) -> None:
    for number in (1, 2, 3):
        store.write(lambda tx, number=number: users.remove(tx, number))  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        library.run_sync(identities.make_person, "dora", THEM, HERE, "")
    with pytest.raises(NotAllowed):
        library.run_sync(identities.make_for_proxy, "dora")
