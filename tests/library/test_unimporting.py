"""Undoing an import: what it brought goes, and nothing else."""

from __future__ import annotations

import pytest

from satchel.base.errors import Conflict
from satchel.formats.imports.highlights import Highlight
from satchel.library import acting, filing
from satchel.model.actions import AddTags, Archive, ById, Favourite, Restore
from satchel.model.imports import ImportStatus, Outcome
from satchel.model.items import State
from satchel.store import folders, highlights
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk, claim, keep, owed

URL = "https://example.com/an-article"
DAY = 86_400_000


@pytest.fixture
def bringing(store: Store, alice: int) -> Bringing:
    return Bringing(store, alice)


def test_an_import_can_be_undone_as_a_whole(bringing: Bringing, desk: Desk, store: Store) -> None:
    mine = desk.save("https://example.com/mine", tags=("kept",)).item.id
    one = bringing.bring(
        *(row(f"https://example.com/{n}", tags=("a",), folder=("F",), favourite=n == 1) for n in range(250)),
        row("https://example.com/1", tags=("b",), note="Twice."),
    )
    one = bringing.undo(one)
    assert (one.status, one.undone, one.kept) == (ImportStatus.UNDONE, 251, 0)
    assert desk.ids(states=(State.UNREAD, State.ARCHIVED), limit=300) == [mine]
    assert (desk.counts, desk.tags) == ((1, 0), {"kept": 1})
    assert store.read(lambda tx: folders.of(tx, desk.user)) == []
    assert owed(store) == 1, "no page is fetched for what is gone"


def test_what_the_person_changed_since_stays(bringing: Bringing, desk: Desk, clock: FakeClock) -> None:
    urls = [f"https://example.com/{n}" for n in range(5)]
    one = bringing.bring(*(row(url) for url in urls))
    ids = [fate.item_id for fate in bringing.account(one)]
    clock.forward(hours=1)
    desk.do(Archive, ids[0])
    desk.do(Favourite, ids[1])
    desk.do(AddTags, ids[2], tags=("kept",))
    desk.save(urls[3])
    one = bringing.undo(one)
    assert (one.undone, one.kept) == (1, 4)
    assert set(desk.ids(states=(State.UNREAD, State.ARCHIVED))) == set(ids[:4])


def test_a_page_that_was_fetched_meanwhile_does_not_count_as_changed(
    bringing: Bringing, desk: Desk, clock: FakeClock, store: Store
) -> None:
    one = bringing.bring(row(URL))
    clock.forward(hours=1)
    keep(store, claim(store), URL)
    assert bringing.undo(one).undone == 1
    assert desk.counts == (0, 0)


def test_what_was_there_before_loses_what_it_got_and_nothing_else(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    before = desk.save(URL, tags=("mine",), description="My words.").item
    one = bringing.bring(
        row(
            URL,
            "Title",
            tags=("mine", "theirs"),
            favourite=True,
            note="More.",
            folder=("F",),
            highlights=(Highlight("Words."),),
        )
    )
    assert bringing.undo(one).undone == 1
    after = desk.item(before.id)
    assert (after.tags, after.description, after.favourite, after.given_title) == (
        ("mine",),
        "My words.",
        False,
        "",
    )
    assert (after.folder_id, after.added_at) == (None, before.added_at)
    assert store.read(lambda tx: highlights.of(tx, desk.user, [before.id])) == {}
    assert desk.tags == {"mine": 1}


def test_what_was_undone_comes_in_again(bringing: Bringing, desk: Desk) -> None:
    rows = (row(URL, "Title", saved_at=DAY, tags=("a",)), row("https://example.com/2"))
    bringing.undo(bringing.bring(*rows))
    again = bringing.bring(*rows)
    assert (again.new, again.joined, again.skipped) == (2, 0, 0)
    assert (desk.counts, desk.tags) == ((2, 0), {"a": 1})


def test_what_was_undone_lies_in_the_trash(bringing: Bringing, desk: Desk) -> None:
    one = bringing.bring(row(URL, tags=("a",)))
    item = bringing.account(one)[0].item_id
    bringing.undo(one)
    desk.store.write(lambda tx: acting.act(tx, desk.user, [Restore(ById(item))]))
    assert desk.item(item).tags == ("a",)


def test_a_folder_in_which_there_is_something_else_stays(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    mine = desk.save("https://example.com/mine").item.id
    one = bringing.bring(row(URL, folder=("F",)))
    (folder,) = store.read(lambda tx: folders.of(tx, desk.user))
    store.write(lambda tx: filing.put(tx, desk.user, mine, folder.id))
    bringing.undo(one)
    assert [each.name for each in store.read(lambda tx: folders.of(tx, desk.user))] == ["F"]
    assert desk.ids(folder=folder.id) == [mine]


def test_after_a_week_nothing_is_undone(bringing: Bringing, desk: Desk, clock: FakeClock) -> None:
    one = bringing.bring(row(URL))
    clock.forward(days=7, seconds=1)
    with pytest.raises(Conflict):
        bringing.undo(one)
    assert desk.counts == (1, 0)


def test_nothing_is_undone_twice(bringing: Bringing, desk: Desk) -> None:
    one = bringing.undo(bringing.bring(row(URL)))
    with pytest.raises(Conflict):
        bringing.undo(one)


def test_two_rows_whose_items_became_one_are_undone_together(
    bringing: Bringing, desk: Desk, store: Store, clock: FakeClock
) -> None:
    one = bringing.bring(row("https://example.com/an-article?a=1"), row("https://short.example/x1"))
    first, second = (fate.item_id for fate in bringing.account(one))
    clock.forward(hours=1)
    words = " ".join(f"word{n}" for n in range(120))
    keep(store, claim(store, first), "https://example.com/an-article?a=1", text=words, canonical="")
    keep(
        store, claim(store, second), "https://example.com/an-article?a=1", text=words, words=120,
        canonical="https://example.com/an-article?a=1",
    )  # fmt: skip
    fates = bringing.account(one)
    assert [fate.item_id for fate in fates] == [first, first], "the account leads to the one that is left"
    assert [fate.outcome for fate in fates] == [Outcome.NEW, Outcome.NEW]
    assert bringing.undo(one).kept == 0
    assert desk.counts == (0, 0)
