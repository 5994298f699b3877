"""Importing: what a file brings, what it joins, and the account of every row."""

from __future__ import annotations

import pytest

from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.row import Reason as RowReason
from satchel.model.actions import Archive, Delete, Favourite
from satchel.model.highlights import Colour
from satchel.model.imports import Archived, Choices, Folders, Outcome, Why
from satchel.model.items import Item, Order, State
from satchel.store import folders, highlights, user_counters
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.bringing import Bringing, adds_up, row, skipped
from tests.library.conftest import Desk

URL = "https://example.com/an-article"
DAY = 86_400_000


@pytest.fixture
def bringing(store: Store, alice: int) -> Bringing:
    return Bringing(store, alice)


def _only(desk: Desk) -> Item:
    found = desk.find(states=(State.UNREAD, State.ARCHIVED)).items
    assert len(found) == 1
    assert isinstance(found[0], Item)
    return found[0]


def _highlights(store: Store, user: int, item: int) -> list[str]:
    return [one.quote for one in store.read(lambda tx: highlights.of(tx, user, [item])).get(item, [])]


def test_a_row_becomes_what_it_was_elsewhere(bringing: Bringing, desk: Desk) -> None:
    one = bringing.bring(
        row(
            URL,
            "An article",
            saved_at=1_500_000_000_000,
            state=State.ARCHIVED,
            read_at=1_500_000_500_000,
            favourite=True,
            favourited_at=1_500_000_100_000,
            tags=("Winter", "sea"),
            note="From Ann.",
            progress=400,
        )
    )
    item = _only(desk)
    assert (one.rows, one.new, one.joined, one.skipped) == (1, 1, 0, 0)
    assert (item.given_url, item.given_title, item.description) == (URL, "An article", "From Ann.")
    assert (item.added_at, item.state, item.read_at) == (1_500_000_000_000, State.ARCHIVED, 1_500_000_500_000)
    assert (item.favourite, item.favourited_at, item.tags) == (True, 1_500_000_100_000, ("sea", "winter"))
    assert (item.progress, item.progress_at) == (400, 1_500_000_500_000)
    assert (item.furthest, item.finished_at) == (400, 0)
    assert desk.counts == (0, 1)
    assert desk.tags == {"sea": 1, "winter": 1}


def test_what_was_read_to_its_end_elsewhere_is_finished_here(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(row(URL, state=State.ARCHIVED, read_at=1_500_000_500_000, progress=1000))
    item = _only(desk)
    assert (item.furthest, item.finished_at) == (1000, 1_500_000_500_000)


def test_no_more_comes_in_than_a_list_may_have(bringing: Bringing, desk: Desk, store: Store) -> None:
    desk.save("https://example.com/there")
    store.write(lambda tx: user_counters.set_limits(tx, desk.user, 3, 0))
    one = bringing.bring(
        *(row(f"https://example.com/{number}") for number in range(5)), row("https://example.com/there")
    )
    assert (one.rows, one.new, one.joined, one.skipped) == (6, 2, 1, 3)
    assert {fate.why for fate in bringing.account(one, Outcome.SKIPPED)} == {Why.LIST_FULL}
    assert desk.counts == (3, 0)


def test_every_row_is_in_the_account_exactly_once(bringing: Bringing) -> None:
    rows = [
        row(f"https://example.com/{n % 7}", number=n) if n % 5 else skipped(f"row {n}") for n in range(23)
    ]
    one = bringing.bring(*rows, batch=4)
    fates = bringing.account(one)
    assert adds_up(one, fates)
    assert (one.rows, one.new, one.skipped) == (23, 7, 5)
    assert [fate.title for fate in fates if fate.outcome is Outcome.SKIPPED] == [
        f"row {n}" for n in (0, 5, 10, 15, 20)
    ]
    assert {fate.why for fate in fates if fate.outcome is Outcome.SKIPPED} == {str(RowReason.NOT_A_LINK)}


def test_the_same_address_twice_in_a_file_is_one_item(bringing: Bringing, desk: Desk) -> None:
    one = bringing.bring(
        row(URL, "Later", saved_at=2_000_000_000, tags=("a",), state=State.ARCHIVED),
        row("https://example.com/else"),
        row(f"{URL}?utm_source=mail", saved_at=1_000_000_000, tags=("b",), favourite=True),
    )
    item = next(
        item for item in desk.find(limit=10).items if isinstance(item, Item) and item.given_url == URL
    )
    assert (item.added_at, item.tags, item.favourite) == (1_000_000_000, ("a", "b"), True)
    assert item.state == State.UNREAD, "it is archived only once of two times"
    assert (one.new, one.joined) == (2, 1)
    last = bringing.account(one)[2]
    assert (last.same_as, last.why, last.item_id) == (1, Why.SAME_ROW, item.id)
    assert desk.counts == (2, 0)


@pytest.mark.parametrize("batch", [1, 200])
def test_the_same_rows_come_out_alike_in_one_batch_or_in_many(
    bringing: Bringing, desk: Desk, batch: int
) -> None:
    one = bringing.bring(
        row(URL, saved_at=3 * DAY, tags=("a",), note="One."), row(URL, saved_at=DAY, tags=("b",), note="Two."),
        row(URL, saved_at=2 * DAY, title="Title"), batch=batch,
    )  # fmt: skip
    item = _only(desk)
    assert (item.added_at, item.tags, item.description) == (DAY, ("a", "b"), "One.\n\nTwo.")
    assert item.given_title == "Title"
    assert [fate.same_as for fate in bringing.account(one)] == [0, 1, 1]
    assert desk.tags == {"a": 1, "b": 1}


def test_what_is_there_already_only_gets_what_it_lacks(
    bringing: Bringing, desk: Desk, clock: FakeClock
) -> None:
    saved = desk.save(URL, "My title", ("mine",), description="My words.")
    one = bringing.bring(
        row(
            URL,
            "Theirs",
            saved_at=DAY,
            state=State.ARCHIVED,
            favourite=True,
            tags=("mine", "theirs"),
            note="More.",
        )
    )
    item = desk.item(saved.item.id)
    assert (item.given_title, item.tags, item.favourite) == ("My title", ("mine", "theirs"), True)
    assert item.description == "My words.\n\nMore."
    assert (item.state, item.added_at) == (State.UNREAD, saved.item.added_at), "these are newer here"
    fate = bringing.account(one)[0]
    assert (one.joined, fate.added.tags, fate.added.note) == (1, ("theirs",), "More.")
    assert desk.counts == (1, 0)


def test_importing_a_file_again_changes_nothing(bringing: Bringing, desk: Desk, clock: FakeClock) -> None:
    rows = (
        row(URL, "A", saved_at=DAY, tags=("a", "b"), favourite=True, note="Words."),
        row("https://example.com/2"),
    )
    bringing.bring(*rows)
    first = [item for item in desk.find().items if isinstance(item, Item)]
    number = next(item.id for item in first if item.given_url == URL)
    desk.do(Archive, number)
    desk.store.write(lambda tx: tx.run("UPDATE items SET tags = 'b' WHERE id = :id", id=number))
    before = desk.find(states=(State.UNREAD, State.ARCHIVED)).items
    clock.forward(hours=1)
    again = bringing.bring(*rows)
    assert (again.new, again.joined) == (0, 2)
    assert desk.find(states=(State.UNREAD, State.ARCHIVED)).items == before
    assert [fate.why for fate in bringing.account(again)] == [Why.SEEN, Why.SEEN]


def test_what_somebody_deleted_here_stays_deleted(bringing: Bringing, desk: Desk) -> None:
    saved = desk.save(URL)
    desk.do(Delete, saved.item.id)
    one = bringing.bring(row(URL, saved_at=DAY))
    assert (one.new, one.skipped) == (0, 1)
    assert bringing.account(one)[0].why == Why.DELETED_HERE
    assert desk.counts == (0, 0)


def test_what_somebody_deleted_here_comes_back_if_they_say_so(bringing: Bringing, desk: Desk) -> None:
    saved = desk.save(URL)
    desk.do(Delete, saved.item.id)
    one = bringing.bring(row(URL, "Title", saved_at=DAY, tags=("a",)), choices=Choices(revive=True))
    item = desk.item(saved.item.id)
    assert (one.new, item.state, item.added_at, item.tags) == (1, State.UNREAD, DAY, ("a",))
    assert (desk.counts, desk.tags) == ((1, 0), {"a": 1})


def test_what_was_saved_elsewhere_after_it_was_deleted_here_comes_back(
    bringing: Bringing, desk: Desk, clock: FakeClock
) -> None:
    saved = desk.save(URL)
    desk.do(Delete, saved.item.id)
    later = clock.now() + DAY
    clock.forward(days=2)
    assert bringing.bring(row(URL, saved_at=later)).new == 1


def test_folders_are_found_or_made_and_hold_what_is_unread(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    one = bringing.bring(
        row("https://example.com/1", folder=("Work", "Later")),
        row("https://example.com/2", folder=("Work", "Later")),
        row("https://example.com/3", folder=("Work", "Later"), state=State.ARCHIVED),
    )
    (folder,) = store.read(lambda tx: folders.of(tx, desk.user))
    assert (folder.name, one.folders) == ("Work / Later", (folder.id,))
    assert len(desk.ids(folder=folder.id)) == 2
    assert desk.tags == {"work / later": 1}, "what is archived is in no folder, but nothing is lost"


def test_folders_can_become_tags(bringing: Bringing, desk: Desk, store: Store) -> None:
    bringing.bring(row(URL, folder=("Work",)), choices=Choices(folders=Folders.TAGS))
    assert _only(desk).tags == ("work",)
    assert store.read(lambda tx: folders.of(tx, desk.user)) == []


def test_everything_can_get_a_tag_and_go_to_the_archive(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(
        row(URL), row("https://example.com/2", tags=("a",)),
        choices=Choices(tags=("from pocket",), archived=Archived.ALL),
    )  # fmt: skip
    assert desk.tags == {"from pocket": 2, "a": 1}
    assert desk.counts == (0, 2)


def test_highlights_come_along_and_none_comes_twice(bringing: Bringing, desk: Desk, store: Store) -> None:
    marks = (
        Highlight("Some words.", "Mine.", Colour.GREEN, ("idea",), 5_000),
        Highlight("Others."),
    )
    one = bringing.bring(row(URL, saved_at=DAY, highlights=marks))
    item = _only(desk)
    found = store.read(lambda tx: highlights.of(tx, desk.user, [item.id]))[item.id]
    assert [(mark.quote, mark.colour) for mark in found] == [
        ("Some words.", Colour.GREEN),
        ("Others.", Colour.PLAIN),
    ]
    assert (found[0].note, found[0].made_at, found[1].made_at) == ("Mine.\n\n#idea", 5_000, DAY)
    assert one.highlights == 2
    again = bringing.bring(row(URL, saved_at=2 * DAY, highlights=(*marks, Highlight("A third."))))
    assert again.highlights == 1
    assert len(_highlights(store, desk.user, item.id)) == 3


def test_what_has_no_time_keeps_the_order_of_the_file(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(*(row(f"https://example.com/{n}") for n in range(5)))
    found = [item.given_url[-1] for item in desk.find(order=Order.NEWEST).items if isinstance(item, Item)]
    assert found == list("01234")


def test_people_see_and_change_nothing_of_others(
    bringing: Bringing, store: Store, bobs: Desk, desk: Desk
) -> None:
    bobs.save(URL, tags=("bobs",))
    one = bringing.bring(row(URL, tags=("mine",)))
    assert (one.new, bobs.tags, desk.tags) == (1, {"bobs": 1}, {"mine": 1})
    assert Bringing(store, bobs.user).account(one) == []


def test_a_look_counts_what_would_happen_and_writes_nothing(bringing: Bringing, desk: Desk) -> None:
    desk.save(URL)
    gone = desk.save("https://example.com/gone").item.id
    desk.do(Delete, gone)
    look = bringing.look(
        row(URL, tags=("a",), state=State.ARCHIVED, saved_at=DAY), row("https://example.com/gone", folder=("F",)),
        row("https://example.com/new", favourite=True, note="n", highlights=(Highlight("q"),), saved_at=2 * DAY),
        row("https://example.com/new"), skipped("nothing"),
    )  # fmt: skip
    assert (look.rows, look.known, look.deleted, look.repeated, look.skipped) == (5, 1, 1, 1, 1)
    assert (look.archived, look.favourites, look.tags, look.folders, look.notes, look.highlights) == (
        1,
        1,
        1,
        1,
        1,
        1,
    )
    assert (look.oldest, look.newest) == (DAY, 2 * DAY)
    assert [shown.address for shown in look.first][:2] == [URL, "https://example.com/gone"]
    assert look.skips[0].title == "nothing"
    assert desk.counts == (1, 0)


def test_a_favourite_that_was_one_before_is_none_of_the_import(bringing: Bringing, desk: Desk) -> None:
    saved = desk.save(URL)
    desk.do(Favourite, saved.item.id)
    one = bringing.bring(row(URL, favourite=True))
    assert not bringing.account(one)[0].added
