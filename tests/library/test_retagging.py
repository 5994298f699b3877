"""A tag that is renamed, merged or deleted goes back to what had it, and to nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import browsing, retagging
from satchel.library.context import Library
from tests.library.conftest import Desk


def tagged(desk: Desk, *tags: str) -> int:
    return desk.save(f"http://example.org/{'-'.join(tags).replace('/', '_')}", tags=tags).item.id


def test_undoing_tells_those_that_had_both_from_those_that_had_one(
    desk: Desk, make_library: Callable[..., Library]
) -> None:
    library = make_library()
    one, both, other = tagged(desk, "art", "art/glass"), tagged(desk, "art", "craft"), tagged(desk, "craft")
    done = asyncio.run(retagging.rename(library, desk.user, "art", "Craft"))
    assert (done.articles, done.merged) == (3, True)
    assert desk.tags == {"craft": 3, "craft/glass": 1}
    asyncio.run(retagging.undo(library, desk.user, done.number))
    assert [desk.item(number).tags for number in (one, both, other)] == [
        ("art", "art/glass"), ("art", "craft"), ("craft",),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        asyncio.run(retagging.undo(library, desk.user, done.number))


def test_a_deleted_tag_comes_back_to_its_owner_alone(
    desk: Desk, mallory: int, make_library: Callable[..., Library]
) -> None:
    library = make_library()
    number = tagged(desk, "art", "craft")
    done = asyncio.run(retagging.delete(library, desk.user, "art"))
    assert desk.item(number).tags == ("craft",)
    with pytest.raises(NotFound):
        asyncio.run(retagging.undo(library, mallory, done.number))
    asyncio.run(retagging.undo(library, desk.user, done.number))
    assert desk.item(number).tags == ("art", "craft")


def test_what_cannot_be_is_refused(desk: Desk, make_library: Callable[..., Library]) -> None:
    library = make_library()
    tagged(desk, "a", "a/b")
    for new in ("", " , ", "a/c"):
        with pytest.raises(Invalid):
            asyncio.run(retagging.rename(library, desk.user, "a", new))
    with pytest.raises(NotFound):
        asyncio.run(retagging.rename(library, desk.user, "nothing", "something"))


def test_only_the_newest_changes_are_kept(desk: Desk, make_library: Callable[..., Library]) -> None:
    library = make_library()
    tagged(desk, "t0")
    numbers = [
        asyncio.run(retagging.rename(library, desk.user, f"t{at}", f"t{at + 1}")).number
        for at in range(retagging.MAX_KEPT + 2)
    ]
    with pytest.raises(NotFound):
        asyncio.run(retagging.undo(library, desk.user, numbers[0]))
    asyncio.run(retagging.undo(library, desk.user, numbers[-1]))
    assert desk.tags == {f"t{retagging.MAX_KEPT + 1}": 1}


def test_a_tag_counts_what_is_below_it_once(desk: Desk) -> None:
    tagged(desk, "a", "a/b", "a/c/d")
    tagged(desk, "a/c/d", "e")
    found, _ = desk.store.read(lambda tx: browsing.all_tags(tx, desk.user, 20))
    assert dict(found) == {"a": 2, "a/b": 1, "a/c": 2, "a/c/d": 2, "e": 1}
