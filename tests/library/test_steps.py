"""A long call goes in steps: others write between them, and each step has a budget of work, not of acts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from satchel.base.errors import Busy
from satchel.library import acting, effort, saving, tagging
from satchel.library.context import Library
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ByUrl,
    DeleteTag,
    Favourite,
    Outcome,
    Readd,
    RenameTag,
    ReplaceTags,
)
from satchel.model.items import NewLink
from satchel.store.db import Store, Tx
from tests.library.conftest import Desk
from tests.patience import HANG

RENAME = RenameTag("old", "new")


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "MAX_STEP_WORK", 50)


def _fill(desk: Desk, items: int, tags: Sequence[str]) -> list[int]:
    """So many items with those tags."""

    def save_all(tx: Tx) -> list[int]:
        return [
            saving.save(tx, desk.user, NewLink(f"http://h.example/{n}", tags=tuple(tags))).item.id
            for n in range(items)
        ]

    return desk.store.write(save_all)


def _steps(desk: Desk, actions: Sequence[Action], meanwhile: Callable[[], object] = int) -> list[int]:
    """Where each step of the call ended; `meanwhile` is done between them."""
    places, at = [], 0
    while at < len(actions):
        at = desk.store.write(partial(acting.step, user=desk.user, actions=actions, at=at)).next
        places.append(at)
        meanwhile()
    return places


def _bearers(desk: Desk, tag: str) -> list[int]:
    return sorted(desk.ids(tag=tag, limit=10_000))


def test_a_rename_of_many_items_goes_in_steps_and_reaches_all(desk: Desk, bobs: Desk) -> None:
    ids = _fill(desk, 250, ("a", "old", "z"))
    _fill(bobs, 3, ("old",))
    assert len(_steps(desk, [RENAME])) >= 2
    assert _bearers(desk, "new") == ids
    assert _bearers(desk, "old") == []
    assert desk.item(ids[0]).tags == desk.item(ids[-1]).tags == ("a", "new", "z")
    assert desk.tags == {"a": 250, "new": 250, "z": 250}
    assert bobs.tags == {"old": 3}


def test_a_deleted_tag_leaves_all_items_in_steps(desk: Desk) -> None:
    ids = _fill(desk, 250, ("old", "z"))
    assert len(_steps(desk, [DeleteTag("old")])) >= 2
    assert desk.tags == {"z": 250}
    assert desk.item(ids[-1]).tags == ("z",)


def test_after_each_step_every_item_is_either_done_or_as_it_was(desk: Desk) -> None:
    ids = _fill(desk, 250, ("old",))
    seen: list[int] = []

    def look() -> None:
        old, new = _bearers(desk, "old"), _bearers(desk, "new")
        assert new + old == ids
        assert {desk.item(new[-1]).tags, desk.item(old[0] if old else new[0]).tags} <= {("new",), ("old",)}
        seen.append(len(new))

    _steps(desk, [RENAME], look)
    assert seen == sorted(seen)
    assert 0 < seen[0] < 250


def test_what_is_saved_meanwhile_does_not_keep_a_rename_from_its_end(desk: Desk) -> None:
    _fill(desk, 220, ("old",))
    numbers = iter(range(1000))

    def save_more() -> None:
        for _ in range(10):
            desk.save(f"http://meanwhile.example/{next(numbers)}", tags=("old",))

    assert len(_steps(desk, [RENAME], save_more)) <= 4
    assert len(_bearers(desk, "new")) >= 220


def test_renames_there_and_back_are_counted_by_their_items(desk: Desk) -> None:
    ids = _fill(desk, 100, ("old",))
    back = RenameTag("new", "old")
    assert len(_steps(desk, [RENAME, back] * 10)) >= 20 * len(ids) // (tagging.BEARERS * acting.MAX_STEP_WORK)
    assert desk.tags == {"old": 100}


def test_acts_with_many_tags_are_counted_by_their_tags(desk: Desk) -> None:
    item = desk.save("http://h.example/").item.id
    lists = [tuple(f"{letter}{n}" for n in range(200)) for letter in "ab"]
    acts = [ReplaceTags(ById(item), lists[n % 2]) for n in range(40)]
    assert len(_steps(desk, acts)) >= 40 * 200 // (effort.ROWS * acting.MAX_STEP_WORK)
    assert sorted(desk.tags) == sorted(lists[1])


def test_an_item_has_at_most_a_thousand_tags(desk: Desk) -> None:
    item = desk.save("http://h.example/", tags=tuple(f"a{n}" for n in range(900))).item.id
    more = tuple(f"b{n}" for n in range(101))
    full = desk.do(AddTags, item, tags=more)
    assert "at most 1000 tags" in str(full.error)
    assert "at most 1000 tags" in str(desk.do(Readd, item, tags=more).error)
    assert "at most 1000 tags" in str(desk.do(Add, url="http://h.example/", tags=more).error)
    assert len(desk.item(item).tags) == 900
    assert desk.do(AddTags, item, tags=more[1:]).done


def test_one_look_up_for_many_acts_sees_what_each_act_before_it_did(desk: Desk) -> None:
    item = desk.save("http://h.example/").item.id
    desk.act(
        AddTags(ById(item), ("a",)),
        AddTags(ByUrl("http://h.example/"), ("b",)),
        RenameTag("a", "c"),
        AddTags(ById(item), ("d",)),
        Add(NewLink("http://h.example/", tags=("e",))),
        AddTags(ById(item), ("f",)),
    )
    assert desk.item(item).tags == ("b", "c", "d", "e", "f")


def test_a_call_answers_each_of_its_acts_however_many_steps_it_took(
    make_library: Callable[..., Library], desk: Desk
) -> None:
    library = make_library()
    ids = _fill(desk, 150, ("old",))
    acts: list[Action] = [*(Archive(ById(item)) for item in ids), RENAME, DeleteTag(" ")]
    outcomes = asyncio.run(acting.act_in_turn(library, desk.user, acts))
    assert [outcome.done for outcome in outcomes] == [True] * 151 + [False]
    assert desk.counts == (0, 150)
    assert desk.tags == {"new": 150}


def test_a_call_stops_where_it_has_done_as_much_as_one_call_may(
    make_library: Callable[..., Library], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Renames there and back again cost their caller nothing, and the server minutes."""
    monkeypatch.setattr(acting, "MAX_CALL_WORK", 200)
    library = make_library()
    ids = _fill(desk, 300, ("old",))
    back = RenameTag("new", "old")
    acts: list[Action] = [*[RENAME, back] * 500, Archive(ById(ids[0]))]
    outcomes = asyncio.run(acting.act_in_turn(library, desk.user, acts))
    assert len(outcomes) == len(acts)
    done = [outcome.done for outcome in outcomes]
    assert done == sorted(done, reverse=True)
    assert 2 <= sum(done) <= 4
    assert {type(outcome.error) for outcome in outcomes if not outcome.done} == {Busy}
    assert desk.counts == (300, 0)
    # What is left can be asked for in another call.
    rest = asyncio.run(acting.act_in_turn(library, desk.user, [RENAME, acts[-1]]))
    assert [outcome.done for outcome in rest] == [True, True]
    assert desk.tags == {"new": 300}


class _Slow:
    """A store whose long work is looked at: who has a piece of it waiting, and how many."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.waiting = 0
        self.most = 0

    async def awrite(self, op: Any, weight: int = 1, person: int = 0) -> Any:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            return await self._store.awrite(op, weight, person)
        finally:
            self.waiting -= 1


def test_of_one_persons_many_calls_one_step_waits_at_a_time_and_all_go_on_by_turns(
    make_library: Callable[..., Library], desk: Desk, bobs: Desk
) -> None:
    library = make_library()
    slow = _Slow(library.store)
    ends: list[int] = []

    async def call(user: int, number: int) -> list[Outcome]:
        lists = (tuple(f"{number}-{n}" for n in range(900)), ())
        acts = [ReplaceTags(ByUrl("http://h.example/"), lists[turn % 2]) for turn in range(4)]
        at, outcomes = 0, []
        while at < len(acts):
            op = partial(acting.step, user=user, actions=acts, at=at)
            ended, at, _ = await library.turns.write(slow, user, op, 1)  # type: ignore[arg-type]
            outcomes += ended
            ends.append(number)
        return outcomes

    async def all_at_once() -> None:
        async with asyncio.timeout(HANG):
            await asyncio.gather(*(call(desk.user, n) for n in range(5)))

    desk.save("http://h.example/")
    asyncio.run(all_at_once())
    assert slow.most == 1
    assert ends[:5] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [1, 50])
def test_a_few_acts_are_one_step(desk: Desk, count: int) -> None:
    ids = _fill(desk, count, ())
    assert _steps(desk, [Favourite(ById(item)) for item in ids]) == [count]
    assert desk.counts == (count, 0)
