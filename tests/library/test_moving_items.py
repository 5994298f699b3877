"""Items are moved into folders and out, one or all of a list, each time to be undone; and the counts follow."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.errors import NotFound
from satchel.library import browsing, completing, filing, history, sweeping, undoing, upkeep
from satchel.library.undoing import Undone
from satchel.model.actions import Archive, ById, Delete, MoveTo, Readd, Restore, Unarchive
from satchel.model.folders import Folder
from satchel.model.history import Act
from satchel.model.items import NewLink, Query, State
from satchel.model.jobs import JobKind, Wanted
from satchel.store import jobs
from tests.clock import FakeClock
from tests.library.conftest import LEASE, Desk

HOME = {"states": (State.UNREAD,), "unfiled": True}


class Cabinet:
    """A person's folders, and what is done with them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._write = desk.store.write

    def folder(self, name: str) -> int:
        return self._write(partial(filing.create, user=self.desk.user, name=name)).id

    def move(self, item: int, folder: int | None) -> int:
        acts, verb = [MoveTo(ById(item), folder)], history.MOVE if folder else history.HOME
        return self._write(lambda tx: undoing.act(tx, self.desk.user, item, acts, verb)).act

    def undo(self, act: int) -> Undone:
        return self._write(lambda tx: undoing.undo(tx, self.desk.user, act))

    def remove(self, folder: int) -> int:
        return self._write(lambda tx: filing.remove(tx, self.desk.user, folder))

    def many(self, ids: list[int], folder: int) -> Act:
        what = sweeping.deed("move" if folder else "home", folder=folder)
        return self._write(lambda tx: sweeping.on_items(tx, self.desk.user, ids, what))[0]

    @property
    def counts(self) -> dict[str, int]:
        """As they are kept; they are what is counted."""
        kept = self.desk.store.read(lambda tx: filing.home_counts(tx, self.desk.user))
        for folder in self.all:
            assert folder.items == len(self.desk.ids(folder=folder.id, states=(State.UNREAD,), limit=1000)), (
                folder
            )
        assert kept["unread"] == len(self.desk.ids(**HOME, limit=1000))
        assert upkeep.doubts(self.desk.store) == []
        return kept

    @property
    def all(self) -> list[Folder]:
        return self.desk.store.read(lambda tx: filing.all_of(tx, self.desk.user))

    def name_of(self, act: int) -> tuple[str, ...]:
        entries = self.desk.store.read(lambda tx: history.recent(tx, self.desk.user, tx.now))
        return next(each.act.tags for each in entries if each.act.id == act)


@pytest.fixture
def cabinet(desk: Desk) -> Cabinet:
    return Cabinet(desk)


def _saved(desk: Desk, clock: FakeClock, number: int) -> list[int]:
    made = []
    for each in range(number):
        clock.forward(seconds=1)
        made.append(desk.save(f"http://example.org/{each}").item.id)
    return made


def test_what_is_in_a_folder_is_not_on_the_list_at_home_and_comes_back_when_that_is_undone(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    first, second = _saved(desk, clock, 2)
    novels, essays = cabinet.folder("Novels"), cabinet.folder("Essays")
    act = cabinet.move(first, novels)
    assert desk.ids(**HOME) == [second]
    assert desk.ids(states=(State.UNREAD,)) == [
        second,
        first,
    ]  # to programs that know no folders it is unread
    assert cabinet.counts == {"unread": 1, "archived": 0, f"folder-{novels}": 1, f"folder-{essays}": 0}
    assert cabinet.name_of(act) == ("+Novels",)
    over = cabinet.move(first, essays)
    assert cabinet.counts[f"folder-{essays}"] == 1
    assert cabinet.undo(act).passed == 1  # it is elsewhere by now
    assert cabinet.undo(over).done == 1
    assert desk.item(first).folder_id == novels
    out = cabinet.move(first, None)
    assert desk.ids(**HOME) == [second, first]
    cabinet.undo(out)
    assert cabinet.counts == {"unread": 1, "archived": 0, f"folder-{novels}": 1, f"folder-{essays}": 0}


def test_the_archive_takes_it_out_and_what_comes_from_there_or_is_saved_again_is_at_home(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    (item,) = _saved(desk, clock, 1)
    novels = cabinet.folder("Novels")
    for leaves, comes in ((Archive, Unarchive), (Archive, Readd)):
        cabinet.move(item, novels)
        desk.do(leaves, item)
        assert cabinet.counts == {"unread": 0, "archived": 1, f"folder-{novels}": 0}
        desk.do(comes, item)
        assert cabinet.counts == {"unread": 1, "archived": 0, f"folder-{novels}": 0}
    for again in (lambda: desk.do(Readd, item), lambda: desk.save("http://example.org/0")):
        cabinet.move(item, novels)
        again()
        assert desk.ids(**HOME) == [item]
        assert cabinet.counts[f"folder-{novels}"] == 0
    desk.do(Archive, item)
    act = cabinet.move(item, novels)
    assert cabinet.counts == {"unread": 0, "archived": 0, f"folder-{novels}": 1}
    cabinet.undo(act)
    assert cabinet.counts == {"unread": 0, "archived": 1, f"folder-{novels}": 0}


def test_what_is_deleted_comes_back_into_its_folder_but_not_to_the_archive_with_it(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    (item,) = _saved(desk, clock, 1)
    novels = cabinet.folder("Novels")
    cabinet.move(item, novels)
    desk.do(Delete, item)
    assert cabinet.counts[f"folder-{novels}"] == 0
    desk.do(Restore, item)
    assert cabinet.counts[f"folder-{novels}"] == 1
    desk.do(Delete, item)
    desk.do(Restore, item, state=State.ARCHIVED)
    assert desk.item(item).folder_id is None
    assert cabinet.counts == {"unread": 0, "archived": 1, f"folder-{novels}": 0}


def test_many_are_moved_at_once_and_all_of_a_list_by_steps_each_with_one_undoing(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    some = _saved(desk, clock, 3)
    desk.do(Archive, some[0])
    novels = cabinet.folder("Novels")
    act = cabinet.many(some, novels)
    assert (act.done, act.tags) == (3, ("+Novels",))
    assert cabinet.counts == {"unread": 0, "archived": 0, f"folder-{novels}": 3}
    assert cabinet.undo(act.id).done == 3
    assert cabinet.counts == {"unread": 2, "archived": 1, f"folder-{novels}": 0}
    with pytest.raises(NotFound):
        cabinet.many(some, 999)


def test_all_of_a_list_longer_than_a_step_goes_into_a_folder_and_back(
    cabinet: Cabinet, desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((sweeping, "MAX_STEP"), (history, "MAX_AT_ONCE")):
        monkeypatch.setattr(module, name, 2)
    _saved(desk, clock, 5)
    clock.forward(seconds=1)
    novels = cabinet.folder("Novels")
    mark, query = desk.find().synced_to, Query(**HOME)  # type: ignore[arg-type]
    what = sweeping.deed("move", folder=novels)
    act = desk.store.write(lambda tx: sweeping.begin(tx, desk.user, query, "/", what, mark))
    _work(desk)
    assert cabinet.counts == {"unread": 0, "archived": 0, f"folder-{novels}": 5}
    cabinet.undo(act.id)
    _work(desk)
    assert cabinet.counts == {"unread": 5, "archived": 0, f"folder-{novels}": 0}


def _work(desk: Desk) -> None:
    job = desk.store.write(lambda tx: jobs.claim(tx, "w", LEASE, (Wanted(JobKind.ACT),)))
    assert job is not None
    while not desk.store.write(lambda tx: sweeping.step(tx, desk.user, job)):
        pass


def test_a_folder_that_is_removed_sends_its_articles_home_and_undoing_brings_both_back(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    some = _saved(desk, clock, 3)
    novels, essays = cabinet.folder("Novels"), cabinet.folder("Essays")
    cabinet.many(some, novels)
    act = cabinet.remove(novels)
    assert cabinet.counts == {"unread": 3, "archived": 0, f"folder-{essays}": 0}
    cabinet.move(some[2], essays)
    assert cabinet.undo(act) == Undone(history.DELETE_FOLDER, 2, 1)
    assert [(each.id, each.name) for each in cabinet.all] == [(novels, "Novels"), (essays, "Essays")]
    assert cabinet.counts == {"unread": 0, "archived": 0, f"folder-{novels}": 2, f"folder-{essays}": 1}
    empty = cabinet.folder("Empty")
    act = cabinet.remove(empty)
    cabinet.folder("Empty")
    assert cabinet.name_of(act) == ("-Empty",)
    cabinet.undo(act)
    assert [each.name for each in cabinet.all] == ["Novels", "Essays", "Empty 2", "Empty"]


def test_a_folder_is_found_by_its_name_in_a_search_and_offered_there(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    one, two, three, four = _saved(desk, clock, 4)
    for item, name in ((one, "Café reads"), (two, "Cafeteria"), (three, "Weekend")):
        cabinet.move(item, cabinet.folder(name))
    wanted = {
        'folder:"cafe reads"': [one],
        "folder:caf*": [two, one],
        "folder:(weekend, cafeteria)": [three, two],
        "folder:none": [four],
        'folder:"none"': [],
        "-folder:weekend": [four, two, one],
        "folder:elsewhere": [],
        "-folder:elsewhere": [four, three, two, one],
        "is:unread": [four, three, two, one],
    }
    for query, ids in wanted.items():
        asked = partial(browsing.opened, user=desk.user, query=Query(search=query), key=None, most=20)
        leaf, _ = desk.store.read(asked)
        assert [item.id for item in leaf.items] == ids, query
    offered = desk.store.read(lambda tx: completing.offers(tx, desk.user, "folder", "caf"))
    assert offered == [("Cafeteria", 1), ("Café reads", 1)]


def test_nobody_moves_what_is_another_persons_nor_into_their_folders(
    cabinet: Cabinet, desk: Desk, bobs: Desk, clock: FakeClock
) -> None:
    hers = _saved(desk, clock, 2)[1]
    (his,) = _saved(bobs, clock, 1)
    novels = cabinet.folder("Novels")
    with pytest.raises(NotFound):
        Cabinet(bobs).move(his, novels)
    with pytest.raises(NotFound):
        Cabinet(bobs).move(hers, None)
    outcome = bobs.act(MoveTo(ById(his), novels))[0]
    assert isinstance(outcome.error, NotFound)
    assert cabinet.counts == {"unread": 2, "archived": 0, f"folder-{novels}": 0}


def test_saving_again_what_is_in_a_folder_is_undone_into_it(
    cabinet: Cabinet, desk: Desk, clock: FakeClock
) -> None:
    (item,) = _saved(desk, clock, 1)
    novels = cabinet.folder("Novels")
    cabinet.move(item, novels)
    link = NewLink("http://example.org/0")
    _, act = desk.store.write(lambda tx: undoing.save(tx, desk.user, link))
    cabinet.undo(act)
    assert cabinet.counts[f"folder-{novels}"] == 1
