"""Who looks after the server sees how much there is, invites, and sets limits that hold."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from satchel.base.errors import Conflict, Full, NotFound, NotSignedIn, TooMany
from satchel.library import (
    accounts,
    inviting,
    leaving,
    people,
    purging,
    refetching,
    saving,
    sessions,
    undoing,
    upkeep,
)
from satchel.library.context import Library
from satchel.model.access import Source
from satchel.model.actions import ById, Delete, Readd, Restore
from satchel.model.items import NewLink, State
from satchel.model.pages import Reason
from satchel.store import items, users
from satchel.store.db import Store
from satchel.web.departures import Departures
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.people import PASSWORDS

HERE = Source("203.0.113.7")


def _one(store: Store, number: int) -> Any:
    return store.read(lambda tx: people.one(tx, number))


def _save(library: Library, user: int, number: int) -> int:
    return library.run_sync(saving.save, user, NewLink(f"https://example.org/{number}")).item.id


def test_the_page_of_people_tells_how_much_each_has_and_when_they_were_here(
    library: Library, store: Store, alice: int, bob: int, clock: FakeClock
) -> None:
    _save(library, bob, 1)
    asyncio.run(sessions.sign_in(library, "bob", PASSWORDS["bob"], HERE, ""))
    found = {each.user.name: each for each in store.read(lambda tx: people.everybody(tx)).people}
    assert (found["bob"].items, found["alice"].items) == (1, 0)
    assert found["bob"].seen_at == clock.now()
    assert found["alice"].seen_at == 0


def test_people_are_paged_and_found_by_a_part_of_their_name(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "AT_ONCE", 2)
    for number in range(3):
        library.run_sync(accounts.create, f"100%_{number}!", None)
    seen, after = [], 0
    while True:
        page = library.run_sync(people.everybody, after)
        seen += [each.user.name for each in page.people]
        after = page.more
        if not after:
            break
    assert seen == ["alice", "bob", "mallory", "100%_0!", "100%_1!", "100%_2!"]
    for text, names in (("%_1!", ["100%_1!"]), ("ALI", ["alice"]), ("_", ["100%_0!", "100%_1!"]), ("!%", [])):
        assert [each.user.name for each in library.run_sync(people.everybody, 0, text).people] == names


def test_bytes_are_counted_as_texts_come_change_and_go(store: Store, bob: int, bobs: Desk) -> None:
    def is_right() -> int:
        size: int = _one(store, bob).size
        store.write(lambda tx: upkeep.reindex(tx, bob, 10**9))
        assert _one(store, bob).size == size
        return size

    one, two = (bobs.save(f"https://example.org/{name}").item.id for name in ("1", "2"))
    bobs.fetch(item=one, text="one")
    first = is_right()
    assert first > 0
    bobs.fetch(item=two, text="".join(map(str, range(3000))))
    assert is_right() > first + 3000
    store.write(lambda tx: refetching.refetch(tx, bob, one, force=True))
    bobs.fetch(item=one, text="another text")
    is_right()
    both = is_right()
    bobs.do(Delete, two)
    assert is_right() == both  # what lies in the trash takes as much as before
    store.write(lambda tx: purging.remove(tx, bob, two))
    assert 0 < is_right() < 200
    bobs.do(Delete, one)
    store.write(lambda tx: purging.remove(tx, bob, one))
    assert is_right() == 0


def test_a_list_that_is_full_takes_nothing_new_and_keeps_what_is_there(
    library: Library, store: Store, bob: int, alice: int, bobs: Desk
) -> None:
    first, second = _save(library, bob, 1), _save(library, bob, 2)
    library.run_sync(people.limit, bob, 2, 0)
    with pytest.raises(Full):
        _save(library, bob, 3)
    assert _save(library, bob, 1) == first  # what is there can be saved again
    bobs.do(Delete, second)
    third = _save(library, bob, 3)
    with pytest.raises(Full):
        _save(library, bob, 2)
    assert isinstance(bobs.do(Readd, second).error, Full)
    assert isinstance(bobs.do(Restore, second).error, Full)
    assert _one(store, bob).items == 2
    assert third
    library.run_sync(people.limit, bob, 0, 0)
    _save(library, bob, 4)
    _save(library, alice, 1)


def test_what_was_deleted_comes_back_to_a_list_that_is_full_of_text(
    library: Library, store: Store, bob: int, bobs: Desk
) -> None:
    one, two = (bobs.save(f"https://example.org/{name}").item.id for name in ("1", "2"))
    bobs.fetch(item=one)
    bobs.fetch(item=two)
    library.run_sync(people.limit, bob, 2, 1)
    bobs.do(Delete, one)
    assert bobs.do(Restore, one).done  # its text took the same space in the trash
    act = library.run_sync(undoing.act, bob, two, [Delete(ById(two))]).act
    library.run_sync(people.limit, bob, 1, 1)
    assert library.run_sync(undoing.undo, bob, act).done == 1  # to undo is always possible
    assert _one(store, bob).items == 2


def test_texts_beyond_the_limit_are_not_kept_and_the_row_says_so(
    library: Library, store: Store, bob: int, bobs: Desk
) -> None:
    bobs.save("https://example.org/1")
    bobs.fetch("https://example.org/1")
    waiting = _save(library, bob, 2)
    library.run_sync(people.limit, bob, 0, 1)
    with pytest.raises(Full):
        _save(library, bob, 3)
    bobs.fetch(item=waiting)
    item = store.read(lambda tx: items.get(tx, bob, waiting))
    assert item is not None
    assert (item.article, item.fetch_reason, item.state) == (None, Reason.FULL, State.UNREAD)


def test_an_invitation_makes_one_account(library: Library, store: Store, alice: int) -> None:
    token = library.run_sync(inviting.invite, alice, "Dora")
    assert [each.label for each in store.read(inviting.pending)] == ["Dora"]
    made = library.run_sync(inviting.accept, token, "dora", "hash", source=HERE)
    assert not made.user.is_admin
    assert asyncio.run(sessions.find(library, made.token, "")) is not None
    with pytest.raises(NotFound):
        library.run_sync(inviting.accept, token, "eve", "hash", source=HERE)
    assert store.read(inviting.pending) == []


def test_a_name_that_is_taken_does_not_use_the_invitation_up(library: Library, alice: int) -> None:
    token = library.run_sync(inviting.invite, alice)
    with pytest.raises(Conflict):
        library.run_sync(inviting.accept, token, "Bob", "hash", source=HERE)
    assert library.run_sync(inviting.accept, token, "dora", "hash", source=HERE).user.name == "dora"


def test_of_two_who_accept_at_the_same_moment_one_is_let_in(
    library: Library, store: Store, alice: int
) -> None:
    token = library.run_sync(inviting.invite, alice)

    def accept(name: str) -> str:
        try:
            return library.run_sync(inviting.accept, token, name, "hash", source=HERE).user.name
        except NotFound:
            return ""

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(accept, ["dora", "eve", "fay", "gus"]))
    assert len([name for name in made if name]) == 1
    assert len(store.read(leaving.everyone)) == 4


@pytest.mark.parametrize(
    "what", ["late", "revoked", "disabled", "no longer an administrator", "removed", "other"]
)
def test_an_invitation_ends(
    library: Library, store: Store, clock: FakeClock, bob: int, alice: int, what: str
) -> None:
    library.run_sync(leaving.set_admin, bob, True)
    token = library.run_sync(inviting.invite, bob)
    if what == "late":
        clock.forward(days=7)
    elif what == "revoked":
        library.run_sync(inviting.revoke, store.read(inviting.pending)[0].id)
    elif what == "disabled":
        library.run_sync(leaving.disable, "bob")
    elif what == "removed":
        leaving.remove(library, "bob")
    elif what == "other":
        token = token[:-1] + ("0" if token[-1] != "0" else "1")
    else:
        library.run_sync(leaving.set_admin, bob, False)
    with pytest.raises(NotFound):
        library.run_sync(inviting.invited, token)
    with pytest.raises(NotFound):
        library.run_sync(inviting.accept, token, "dora", "hash", source=HERE)


def test_open_invitations_are_bounded(library: Library, alice: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MAX_INVITES", 2)
    for _ in range(2):
        library.run_sync(inviting.invite, alice)
    with pytest.raises(TooMany):
        library.run_sync(inviting.invite, alice)


def test_there_is_always_somebody_who_looks_after_the_server(
    library: Library, store: Store, alice: int, bob: int
) -> None:
    with pytest.raises(Conflict, match="Nobody else"):
        library.run_sync(leaving.set_admin, alice, False)
    library.run_sync(leaving.set_admin, bob, True)
    # Each takes it from the other at the same moment.
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda number: _try(library, number), [alice, bob] * 4))
    assert any(each.user.is_admin for each in store.read(leaving.everyone))


def _try(library: Library, number: int) -> None:
    with suppress(Conflict):
        library.run_sync(leaving.set_admin, number, False)


def test_who_cannot_sign_in_does_not_become_an_administrator(
    library: Library, store: Store, bob: int
) -> None:
    adder = store.write(lambda tx: accounts.create(tx, "adder", None))
    library.run_sync(leaving.disable, "bob")
    for number in (adder.id, bob):
        with pytest.raises(Conflict, match="cannot sign in"):
            library.run_sync(leaving.set_admin, number, True)


def test_a_removal_that_was_interrupted_goes_on_when_the_server_starts(
    library: Library, store: Store, bob: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        _save(library, bob, number)
    monkeypatch.setattr(leaving, "BATCH", 2)
    library.run_sync(leaving.begin_removal, bob)
    with pytest.raises(Conflict, match="being removed"):
        library.run_sync(leaving.enable, "bob")

    async def start() -> None:
        departures = Departures(library)
        await departures.resume()
        await asyncio.gather(*departures._tasks.values())

    asyncio.run(start())
    assert store.read(lambda tx: users.by_id(tx, bob)) is None
    with pytest.raises(NotSignedIn):
        _save(library, bob, 9)
