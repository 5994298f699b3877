"""What takes an act back: the item is as it was, where it was."""

from __future__ import annotations

import pytest

from satchel.base.errors import NotFound
from satchel.library import undoing
from satchel.library.undoing import Done
from satchel.model.actions import (
    Action,
    AddTags,
    Archive,
    ById,
    ClearTags,
    Delete,
    Favourite,
    RemoveTags,
    ReplaceTags,
    Unarchive,
    Unfavourite,
)
from satchel.model.items import State
from tests.clock import FakeClock
from tests.library.conftest import Desk

ITEM = ById(1)
ACTS: list[Action] = [
    Archive(ITEM), Unarchive(ITEM), Favourite(ITEM), Unfavourite(ITEM), AddTags(ITEM, ("new", "kept")),
    RemoveTags(ITEM, ("kept", "other")), ReplaceTags(ITEM, ("new",)), ClearTags(ITEM),
]  # fmt: skip


def act(desk: Desk, *acts: Action, item: int = 1) -> Done:
    return desk.store.write(lambda tx: undoing.act(tx, desk.user, item, acts))


@pytest.fixture(params=[State.UNREAD, State.ARCHIVED])
def item(request: pytest.FixtureRequest, desk: Desk, clock: FakeClock) -> int:
    """An item with a heart and tags, older than others."""
    number = desk.save("http://example.com/", tags=("kept", "old")).item.id
    desk.act(Favourite(ById(number)))
    clock.forward(seconds=5)
    if request.param == State.ARCHIVED:
        desk.act(Archive(ById(number)))
    desk.save("http://example.com/later")
    clock.forward(seconds=5)
    assert number == 1
    return number


@pytest.mark.parametrize("deed", ACTS, ids=lambda act: type(act).__name__)
def test_undone_an_item_is_as_it_was(desk: Desk, item: int, deed: Action, clock: FakeClock) -> None:
    before = desk.item(item)
    done = act(desk, deed)
    clock.forward(seconds=5)
    if done.undo:
        act(desk, *done.undo)
    after = desk.item(item)
    told = ("state", "favourite", "added_at", "read_at", "favourited_at", "tags")
    assert [getattr(after, name) for name in told] == [getattr(before, name) for name in told]
    assert desk.counts == ((2, 0) if before.state == State.UNREAD else (1, 1))


def test_what_changed_nothing_has_nothing_to_undo(desk: Desk) -> None:
    desk.save("http://example.com/", tags=("kept",))
    for deed in (Unarchive(ITEM), Unfavourite(ITEM), AddTags(ITEM, ("kept",)), RemoveTags(ITEM, ("no",))):
        assert act(desk, deed).undo == ()


def test_nobody_acts_on_what_is_gone_or_anothers(desk: Desk, bobs: Desk) -> None:
    desk.save("http://example.com/")
    for who, number in ((desk, 99), (desk, 0), (desk, 2**60)):
        with pytest.raises(NotFound):
            act(who, Archive(ById(number)), item=number)
    theirs = [bobs.save(f"http://example.com/bob/{number}").item.id for number in range(3)][-1]
    with pytest.raises(NotFound):
        act(desk, Archive(ById(theirs)), item=theirs)
    assert bobs.item(theirs).state == State.UNREAD
    act(desk, Delete(ITEM))
    with pytest.raises(NotFound):
        act(desk, Archive(ITEM))
