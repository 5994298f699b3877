"""Tags have numbers for those who name them so: given when first asked for, lasting, each person's own."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import retagging, tag_ids, undoing
from satchel.library.context import Library
from satchel.model.actions import ClearTags, DeleteTag, RenameTag
from satchel.model.tags import Tag
from satchel.store import tag_ids as stored
from satchel.store.db import Tx
from tests.library.conftest import Desk


def numbers(library: Library, user: int, *names: str) -> dict[str, int]:
    return asyncio.run(tag_ids.give(library, user, names))


def listed(library: Library, user: int) -> list[Tag]:
    found: list[Tag] = []

    def write(tags: Iterable[Tag]) -> bytearray:
        found.extend(tags)
        return bytearray()

    asyncio.run(tag_ids.written(library, user, write))
    return found


def test_a_tag_keeps_the_number_that_it_was_given(library: Library, desk: Desk) -> None:
    desk.save("http://example.org/a", tags=("art", "glass"))
    first = numbers(library, desk.user, "art", "glass")
    assert len(set(first.values())) == 2
    desk.save("http://example.org/b", tags=("wood",))
    assert numbers(library, desk.user, "wood", "art").items() >= {"art": first["art"]}.items()
    assert numbers(library, desk.user, "glass") == {"glass": first["glass"]}
    assert numbers(library, desk.user) == {}


def test_each_person_has_numbers_of_their_own(library: Library, desk: Desk, bobs: Desk, mallory: int) -> None:
    mine = numbers(library, desk.user, "art")
    numbers(library, bobs.user, "wood", "glass")
    assert library.run_sync(tag_ids.by_id, desk.user, list(mine.values())) == {mine["art"]: "art"}
    assert library.run_sync(tag_ids.by_id, bobs.user, list(mine.values())) == {1: "wood"}
    assert library.run_sync(tag_ids.by_id, mallory, [*mine.values(), 0, -1, 2**70]) == {}
    with pytest.raises(NotFound):
        library.run_sync(tag_ids.rename, mallory, mine["art"], "mine")


def test_a_tag_that_was_made_is_there_before_anything_has_it(library: Library, desk: Desk) -> None:
    made = library.run_sync(tag_ids.make, desk.user, "  Glass, blown ")
    assert (made.name, made.count) == ("glass blown", 0)
    assert library.run_sync(tag_ids.make, desk.user, "GLASS BLOWN") == made
    desk.save("http://example.org/a", tags=("art",))
    assert [(tag.name, tag.count) for tag in listed(library, desk.user)] == [("art", 1), ("glass blown", 0)]
    item = desk.save("http://example.org/b", tags=("glass blown", "paper")).item.id
    numbers(library, desk.user, "paper")
    desk.do(ClearTags, item)
    assert [tag.name for tag in listed(library, desk.user)] == ["art", "glass blown"]


def test_as_many_tags_are_made_as_somebody_may_have(
    library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tag_ids, "MAX_MADE_TAGS", 2)
    for name in ("a", "b"):
        library.run_sync(tag_ids.make, desk.user, name)
    for name in ("c", "", " , "):
        with pytest.raises(Invalid):
            library.run_sync(tag_ids.make, desk.user, name)


def _by_act(library: Library, desk: Desk, old: str, new: str) -> None:
    desk.act(RenameTag(old, new) if new else DeleteTag(old))


def _by_page(library: Library, desk: Desk, old: str, new: str) -> None:
    if new:
        library.run_sync(retagging.rename, desk.user, old, new)
    else:
        library.run_sync(retagging.delete, desk.user, old)


def _by_number(library: Library, desk: Desk, old: str, new: str) -> None:
    library.run_sync(tag_ids.rename, desk.user, numbers(library, desk.user, old)[old], new)


@pytest.mark.parametrize("rename", [_by_act, _by_page, _by_number])
@pytest.mark.parametrize("count", [1, 250])
def test_a_rename_keeps_the_number(library: Library, desk: Desk, rename: object, count: int) -> None:
    for number in range(count):
        desk.save(f"http://example.org/{number}", tags=("art",))
    before = numbers(library, desk.user, "art")["art"]
    assert callable(rename)
    rename(library, desk, "art", "Craft")
    assert numbers(library, desk.user, "craft") == {"craft": before}


@pytest.mark.parametrize("rename", [_by_act, _by_page, _by_number])
def test_of_two_tags_that_become_one_the_one_that_stays_keeps_its_number(
    library: Library, desk: Desk, rename: object
) -> None:
    desk.save("http://example.org/a", tags=("art", "craft"))
    desk.save("http://example.org/b", tags=("art",))
    before = numbers(library, desk.user, "art", "craft")
    assert callable(rename)
    rename(library, desk, "art", "craft")
    assert listed(library, desk.user) == [Tag(before["craft"], "craft", 2)]
    assert library.run_sync(tag_ids.by_id, desk.user, [before["art"]]) == {}


@pytest.mark.parametrize("rename", [_by_act, _by_page])
def test_a_tag_that_was_deleted_leaves_its_number_to_no_other(
    library: Library, desk: Desk, rename: object
) -> None:
    library.run_sync(tag_ids.make, desk.user, "art")
    desk.save("http://example.org/a", tags=("art",))
    before = numbers(library, desk.user, "art")["art"]
    assert callable(rename)
    rename(library, desk, "art", "")
    assert listed(library, desk.user) == []
    assert numbers(library, desk.user, "art")["art"] > before


def test_a_rename_that_is_undone_gives_the_number_back(library: Library, desk: Desk) -> None:
    desk.save("http://example.org/a", tags=("art", "art/glass"))
    before = numbers(library, desk.user, "art", "art/glass")
    act = library.run_sync(retagging.rename, desk.user, "art", "craft")
    assert numbers(library, desk.user, "craft", "craft/glass") == {
        name.replace("art", "craft"): number for name, number in before.items()
    }
    library.run_sync(undoing.undo, desk.user, act.id)
    assert numbers(library, desk.user, "art", "art/glass") == before


def test_a_tag_that_nothing_has_gets_another_name_too(library: Library, desk: Desk) -> None:
    made = library.run_sync(tag_ids.make, desk.user, "art")
    assert library.run_sync(tag_ids.rename, desk.user, made.id, "craft") == Tag(made.id, "craft", 0)
    assert listed(library, desk.user) == [Tag(made.id, "craft", 0)]


def test_asking_for_numbers_changes_nothing_that_others_hear_of(library: Library, desk: Desk) -> None:
    desk.save("http://example.org/a", tags=("art",))
    before = desk.find().synced_to
    names: Sequence[str] = [f"tag {number}" for number in range(1000)]
    assert len(set(numbers(library, desk.user, *names).values())) == 1000
    assert desk.find().synced_to == before
    assert desk.item(1).tags == ("art",)
    assert library.run_sync(tag_ids.by_id, desk.user, []) == {}


def test_very_many_tags_get_their_numbers_in_steps_and_are_written_aside(
    library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tag_ids, "MAX_GIVEN", 10)
    names = sorted(f"t{number}" for number in range(45))
    desk.save("http://example.org/", tags=tuple(names))
    given: list[int] = []
    give, awrite = stored.give, library.store.awrite

    async def weighed(op: Any, weight: int = 1, person: int = 0) -> Any:
        given.append(weight)
        return await awrite(op, weight, person)

    def counted(tx: Tx, user: int, some: Collection[str]) -> None:
        assert len(some) <= 10
        give(tx, user, some)

    monkeypatch.setattr(stored, "give", counted)
    monkeypatch.setattr(library.store, "awrite", weighed)
    assert [(tag.name, tag.count) for tag in listed(library, desk.user)] == [(name, 1) for name in names]
    assert len(given) == 5
    assert len(listed(library, desk.user)) == 45
    assert len(given) == 5, "each has its number now"
