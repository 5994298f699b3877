"""Acts that a browser sends: each is done once, and not remembered for ever."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from satchel.library import acting_once, undoing
from satchel.library.acting_once import MAX_MEMORY_MS, MAX_REMEMBERED
from satchel.model.actions import Action, AddTags, Archive, ById, ByUrl, Favourite, RemoveTags, Unarchive
from satchel.model.items import State
from satchel.model.sent_acts import Heard, SentAct
from tests.clock import FakeClock
from tests.library.conftest import Desk


def sent(action: Action, name: str = "", **more: Any) -> SentAct:
    verb, item = type(action).__name__.lower(), getattr(action, "item", None)
    return SentAct(uuid=name or uuid4().hex, verb=verb, actions=(action,), item=item, **more)


def act(desk: Desk, *acts: SentAct) -> list[Heard]:
    return desk.store.write(lambda tx: acting_once.act(tx, desk.user, acts)).heard


def remembered(desk: Desk) -> int:
    row = desk.store.read(
        lambda tx: tx.one("SELECT COUNT(*) FROM sent_acts WHERE user_id = :user", user=desk.user)
    )
    assert row
    return int(row[0])


def test_an_act_that_arrives_twice_is_done_once(desk: Desk) -> None:
    number = desk.save("http://example.com/").item.id
    one = sent(Archive(ById(number)))
    assert [each.status for each in act(desk, one)] == ["done"]
    desk.act(Unarchive(ById(number)))
    assert [each.status for each in act(desk, one)] == ["already"]
    assert desk.item(number).state == State.UNREAD


def test_another_persons_acts_of_the_same_name_are_their_own(desk: Desk, bobs: Desk) -> None:
    mine, theirs = desk.save("http://example.com/").item.id, bobs.save("http://example.com/").item.id
    name = uuid4().hex
    act(desk, sent(Archive(ById(mine)), name))
    assert act(bobs, sent(Archive(ById(theirs)), name))[0].status == "done"


def test_tags_are_added_and_removed_together(desk: Desk) -> None:
    number = desk.save("http://example.com/", tags=("a", "b")).item.id
    actions = (AddTags(ById(number), ("c",)), RemoveTags(ById(number), ("a",)))
    both = SentAct(uuid=uuid4().hex, verb="tags", actions=actions, item=ById(number))
    heard = act(desk, both)[0]
    assert heard.item
    assert heard.item.tags == ("b", "c")
    desk.store.write(lambda tx: undoing.undo(tx, desk.user, heard.act))
    assert desk.item(number).tags == ("a", "b")


def test_acts_of_a_group_are_undone_together_and_others_alone(desk: Desk) -> None:
    numbers = [desk.save(f"http://example.com/{count}").item.id for count in range(4)]
    grouped = [sent(Archive(ById(number)), group="one") for number in numbers[:3]]
    heard = act(desk, *grouped, sent(Archive(ById(numbers[3]))))
    assert len({each.act for each in heard[:3]}) == 1
    assert heard[3].act not in (0, heard[0].act)
    desk.store.write(lambda tx: undoing.undo(tx, desk.user, heard[0].act))
    states = [desk.item(number).state for number in numbers]
    assert states == [State.UNREAD] * 3 + [State.ARCHIVED]


def test_an_item_answers_to_its_address_and_to_the_id_of_one_that_was_merged_into_it(desk: Desk) -> None:
    number = desk.save("http://example.com/").item.id
    other = desk.save("http://example.com/other").item.id
    desk.store.write(lambda tx: tx.run(
        "UPDATE items SET merged_into = :into, state = 2 WHERE user_id = :user AND id = :id",
        into=number, user=desk.user, id=other,
    ))  # fmt: skip
    by_alias, by_url = act(desk, sent(Archive(ById(other))), sent(Favourite(ByUrl("http://example.com/"))))
    assert [each.status for each in (by_alias, by_url)] == ["done", "done"]
    assert {each.item.id for each in (by_alias, by_url) if each.item} == {number}
    assert desk.item(number).state == State.ARCHIVED


def test_acts_are_forgotten_after_sixty_days_and_beyond_ten_thousand(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.save("http://example.com/").item.id
    act(desk, sent(Archive(ById(number))), sent(Favourite(ById(number))))
    clock.forward(seconds=MAX_MEMORY_MS // 1000 + 1)
    act(desk, sent(Unarchive(ById(number))))
    assert remembered(desk) == 1
    assert MAX_REMEMBERED == 10_000
    monkeypatch.setattr(acting_once, "MAX_REMEMBERED", 3)
    for _ in range(6):
        clock.forward(seconds=1)
        act(desk, sent(Favourite(ById(number))))
    assert remembered(desk) == 4
