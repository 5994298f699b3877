"""Folders are a person's own order of what is unread."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.library import filing, upkeep
from satchel.model.actions import Archive, Delete
from satchel.model.folders import Folder
from satchel.model.items import State
from satchel.model.places import Place
from satchel.store import places
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk


def _made(desk: Desk, *names: str) -> list[Folder]:
    return [desk.store.write(partial(filing.create, user=desk.user, name=name)) for name in names]


def _read_on(user: int, item: int, progress: int, at: int, tx: Tx) -> None:
    places.put(tx, user, item, Place(progress, at), tx.now)


def _names(desk: Desk) -> list[str]:
    return [folder.name for folder in desk.store.read(lambda tx: filing.all_of(tx, desk.user))]


def _put(desk: Desk, item: int, folder: int | None) -> None:
    desk.store.write(lambda tx: filing.put(tx, desk.user, item, folder))


def test_folders_stand_in_the_order_that_their_person_gave_them(desk: Desk, bobs: Desk, store: Store) -> None:
    first, second, third = _made(desk, "First", " Second\n", "Third")
    _made(bobs, "Second")
    assert _names(desk) == ["First", "Second", "Third"]
    store.write(lambda tx: filing.reorder(tx, desk.user, [third.id, 999, first.id, third.id]))
    assert _names(desk) == ["Third", "First", "Second"]
    store.write(lambda tx: filing.rename(tx, desk.user, second.id, "Last"))
    _made(desk, "New")
    assert _names(desk) == ["Third", "First", "Last", "New"]
    assert _names(bobs) == ["Second"]


def test_names_of_folders_differ_and_there_are_so_many_at_most(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = _made(desk, "One")
    for name, error in (("One", Conflict), (" ", Invalid)):
        with pytest.raises(error):
            _made(desk, name)
    store.write(lambda tx: filing.rename(tx, desk.user, one.id, "One"))
    monkeypatch.setattr(filing, "MAX_FOLDERS", 1)
    with pytest.raises(Invalid, match="at most"):
        _made(desk, "Two")


def test_an_item_is_in_one_folder_until_it_is_archived(desk: Desk, store: Store, clock: FakeClock) -> None:
    item, other = desk.save("http://example.org/1").item.id, desk.save("http://example.org/2").item.id
    one, two = _made(desk, "One", "Two")
    _put(desk, item, one.id)
    _put(desk, other, two.id)
    _put(desk, item, two.id)
    assert desk.ids(folder=one.id) == []
    assert desk.ids(folder=two.id) == [other, item]
    clock.forward(seconds=1)
    desk.do(Archive, item)
    assert desk.item(item).folder_id is None
    _put(desk, item, one.id)
    assert (desk.item(item).state, desk.ids(folder=one.id)) == (State.UNREAD, [item])
    desk.do(Delete, other)
    assert desk.ids(folder=two.id) == []
    assert upkeep.doubts(store) == []


def test_two_items_that_become_one_stay_in_the_folder_of_either_while_they_are_unread(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    (folder,) = _made(desk, "One")
    for number, (filed, archived, last) in enumerate(
        [
            ("elder", "younger", None),
            ("younger", None, folder.id),
            ("elder", None, folder.id),
            ("both", "younger", None),
        ]
    ):
        final = f"http://example.org/final-{number}"
        pair = {"elder": desk.save(final).item.id}
        clock.forward(seconds=1)
        pair["younger"] = desk.save(f"http://sho.rt/{number}").item.id
        for name in ("elder", "younger"):
            if filed in (name, "both"):
                _put(desk, pair[name], folder.id)
        clock.forward(seconds=1)
        if archived:
            desk.do(Archive, pair[archived])
        assert desk.fetch(final, item=pair["younger"]) == pair["elder"]
        assert desk.item(pair["elder"]).folder_id == last, number
    assert upkeep.doubts(store) == []


def test_of_two_items_that_become_one_the_place_that_was_read_last_holds(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    for number, (elders, youngers) in enumerate([(100, 200), (200, 100)]):
        final = f"http://example.org/final-{number}"
        elder, younger = desk.save(final).item.id, desk.save(f"http://sho.rt/{number}").item.id
        store.write(partial(_read_on, desk.user, elder, elders, elders))
        store.write(partial(_read_on, desk.user, younger, youngers, youngers))
        assert desk.fetch(final, item=younger) == elder
        assert (desk.item(elder).progress, desk.item(elder).progress_at) == (200, 200)


def test_what_was_in_a_folder_that_is_removed_stays(desk: Desk, store: Store) -> None:
    item = desk.save("http://example.org/1").item.id
    (folder,) = _made(desk, "One")
    _put(desk, item, folder.id)
    since = desk.find().synced_to
    store.write(lambda tx: filing.remove(tx, desk.user, folder.id))
    assert _names(desk) == []
    assert desk.item(item).folder_id is None
    assert desk.ids(since=since) == [item]
    with pytest.raises(NotFound):
        _put(desk, item, folder.id)


def test_folders_and_items_of_others_are_out_of_reach(desk: Desk, bobs: Desk, store: Store) -> None:
    desk.save("http://example.org/1")
    hers = desk.save("http://example.org/2").item.id
    (folder,) = _made(desk, "One")
    his = bobs.save("http://example.org/1").item.id
    with pytest.raises(NotFound):
        _put(bobs, his, folder.id)
    with pytest.raises(NotFound):
        _put(bobs, hers, None)
    with pytest.raises(NotFound):
        store.write(lambda tx: filing.remove(tx, bobs.user, folder.id))


def test_of_how_much_was_read_the_newest_time_wins(desk: Desk, store: Store) -> None:
    item = desk.save("http://example.org/1").item.id
    for progress, at in ((500, 2000), (300, 1000), (600, 3000)):
        store.write(partial(_read_on, desk.user, item, progress, at))
    assert (desk.item(item).progress, desk.item(item).progress_at) == (600, 3000)
