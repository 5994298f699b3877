"""Items with very many tags are more work than others: a step takes fewer of them, whatever is done to them.

The tags of an item are rows of an index, and go with it to the archive and back: two hundred items of five hundred tags
are a hundred thousand rows, for which everybody's saves would wait a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from satchel.jobs.import_files.child import FileReader
from satchel.jobs.import_files.frames import Begin, Next, Open, Rows
from satchel.library import acting, history, pacing, sweeping, unimporting
from satchel.library.sweeping import Deed
from satchel.model.actions import Archive, ById
from satchel.model.history import ActStatus
from satchel.model.imports import Choices, ImportStatus
from satchel.model.items import State
from satchel.store import tags
from satchel.store.db import Op, Store, Tx
from tests.clock import FakeClock
from tests.library.bringing import Bringing, pocket_csv, row
from tests.library.conftest import Desk
from tests.library.test_sweeping import begin, known, undo, work

MANY, TAGS = 12, 120
#: Rows of one step: of two items with all their tags, and what is noted of the act itself.
MAX_ROWS = 2 * TAGS + 60


@pytest.fixture
def rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each transaction wrote, from now on."""
    limits = {acting: "MAX_STEP_WORK", sweeping: "MAX_STEP", unimporting: "MAX_STEP", history: "MAX_AT_ONCE"}
    for module, name in limits.items():
        monkeypatch.setattr(module, name, 20)
    found: list[int] = []
    write = store.write

    def counted(op: Op[Any], weight: int = 1) -> Any:
        def counting(tx: Tx) -> Any:
            try:
                return op(tx)
            finally:
                found.append(tx.written)

        return write(counting, weight)

    monkeypatch.setattr(store, "write", counted)
    return found


@pytest.fixture
def heavy(desk: Desk, clock: FakeClock) -> Iterator[list[int]]:
    """Items with many tags; the newest first."""
    found = []
    for number in range(MANY):
        clock.forward(seconds=1)
        names = tuple(f"t{number}-{tag}" for tag in range(TAGS))
        found.append(desk.save(f"http://example.org/{number}", tags=names).item.id)
    yield found[::-1]
    assert len(desk.tags) == MANY * TAGS


def test_a_list_of_acts_goes_in_steps_of_few_such_items(
    desk: Desk, heavy: list[int], rows: list[int]
) -> None:
    acts, at = [Archive(ById(number)) for number in heavy], 0
    while at < len(acts):
        at = desk.store.write(partial(acting.step, user=desk.user, actions=acts, at=at)).next
    assert desk.counts == (0, MANY)
    assert max(rows) < MAX_ROWS


def test_an_act_on_a_whole_list_does_and_is_undone_likewise(
    desk: Desk, heavy: list[int], rows: list[int]
) -> None:
    act = begin(desk)
    work(desk.store)
    assert desk.ids(states=(State.ARCHIVED,)) == heavy
    assert (known(desk, act.id).status, known(desk, act.id).done) == (ActStatus.DONE, MANY)
    undo(desk, act.id)
    work(desk.store)
    assert (known(desk, act.id).status, known(desk, act.id).passed) == (ActStatus.UNDONE, 0)
    assert desk.ids(states=(State.UNREAD,)) == heavy
    assert max(rows) < MAX_ROWS


def test_many_tags_for_all_of_a_list_are_given_and_taken_back_likewise(
    desk: Desk, clock: FakeClock, rows: list[int]
) -> None:
    for number in range(MANY):
        clock.forward(seconds=1)
        desk.save(f"http://example.org/{number}")
    more = tuple(f"t{tag}" for tag in range(TAGS))
    act = begin(desk, what=sweeping.deed("tags", more))
    work(desk.store)
    assert desk.tags == dict.fromkeys(more, MANY)
    undo(desk, act.id)
    work(desk.store)
    assert desk.tags == {}
    assert max(rows) < MAX_ROWS


def test_of_what_was_chosen_each_step_says_how_many_it_took(
    desk: Desk, heavy: list[int], rows: list[int]
) -> None:
    wanted, act = [*heavy, 4711], 0
    while wanted:
        what = partial(sweeping.on_items, user=desk.user, ids=wanted, what=Deed("archive"), act_id=act)
        done, taken = desk.store.write(what)
        wanted, act = wanted[taken:], done.id
    assert (done.done, done.passed, desk.counts) == (MANY, 1, (0, MANY))
    assert max(rows) < MAX_ROWS


def test_an_import_of_such_items_is_undone_likewise(
    desk: Desk, store: Store, alice: int, rows: list[int]
) -> None:
    bringing = Bringing(store, alice)
    named = [tuple(f"t{number}-{tag}" for tag in range(TAGS)) for number in range(MANY)]
    one = bringing.bring(*(row(f"https://example.com/{n}", tags=each) for n, each in enumerate(named)))
    rows.clear()
    one = bringing.undo(one)
    assert (one.status, one.undone, one.kept) == (ImportStatus.UNDONE, MANY, 0)
    assert (desk.ids(), desk.tags) == ([], {})
    assert max(rows) < MAX_ROWS


def test_one_tag_more_is_found_without_comparing_each_tag_with_each(desk: Desk) -> None:
    asked = 0

    class Asked(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal asked
            asked += 1
            return str.__eq__(self, str(other))

    names = tuple(f"t{number}" for number in range(500))
    item = desk.item(desk.save("http://example.org/", tags=names).item.id)
    old = replace(item, tags=tuple(map(Asked, names)))
    desk.store.write(lambda tx: tags.index(tx, desk.user, old, replace(item, tags=(*names, "more"))))
    assert len(desk.tags) == 501
    assert asked <= 5 * len(names)


def test_rows_of_an_import_weigh_by_their_tags(tmp_path: Path) -> None:
    def taken(tags: int) -> int:
        path = tmp_path / f"{tags}.csv"
        some = "|".join(f"t{number}" for number in range(tags))
        path.write_bytes(
            pocket_csv(("", f"https://example.com/{n}", 1, some, "unread") for n in range(pacing.MAX_ROWS))
        )
        reader = FileReader()
        reader.answer(Open(str(path), is_ours=False))
        reader.answer(Begin(Choices(), 1_700_000_000_000, 0))
        answer = reader.answer(Next(pacing.MAX_ROWS))
        assert isinstance(answer, Rows)
        return len(answer.rows)

    assert taken(1) == pacing.MAX_ROWS
    assert taken(150) < pacing.MAX_ROWS / 2
