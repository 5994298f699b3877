"""What a file says of a page gives way to what the page says, and what the person wrote does not."""

from __future__ import annotations

import pytest

from satchel.library import imports
from satchel.library.hearsay import gives_way
from satchel.model.imports import Import
from satchel.model.items import Item, State
from satchel.model.jobs import JobKind
from satchel.model.pages import FetchFailed, Reason
from satchel.store import jobs
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk, claim, fail

URL = "https://example.com/a-page"


@pytest.fixture
def bringing(store: Store, alice: int) -> Bringing:
    return Bringing(store, alice)


def _only(desk: Desk) -> Item:
    (item,) = desk.find(states=(State.UNREAD, State.ARCHIVED)).items
    assert isinstance(item, Item)
    return item


def test_words_about_the_page_are_shown_until_it_has_been_read(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(row(URL, excerpt="What the page is about."))
    assert _only(desk).description == "What the page is about."
    desk.fetch(item=_only(desk).id, title="The page", text="Words of the page.", words=4)
    assert _only(desk).description == ""


def test_they_stay_where_the_page_is_gone(bringing: Bringing, desk: Desk, store: Store) -> None:
    bringing.bring(row(URL, excerpt="What the page is about."))
    fail(store, claim(store), FetchFailed(Reason.STATUS, status=404, permanent=True))
    assert _only(desk).description == "What the page is about."


def test_a_note_stays_whatever_is_found(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(row(URL, note="Mine.", excerpt="What the page is about."))
    desk.fetch(item=_only(desk).id, title="The page", text="Words.", words=1)
    assert _only(desk).description == "Mine."


def test_a_note_that_only_says_what_the_page_says_goes(bringing: Bringing, desk: Desk) -> None:
    bringing.bring(row(URL, note="What the page\nis about."))
    desk.fetch(
        item=_only(desk).id, title="The page", text="Words.", words=1, excerpt="What the page is about."
    )
    assert _only(desk).description == ""


@pytest.mark.parametrize(
    ("given", "found", "way"),
    [
        ("How to build an oven in …", "Stone by stone", True),
        ("https://example.com/a-page", "The page", True),
        ("How to build an oven in a week", "How to build an oven in a weekend, and why", True),
        ("How to build an oven in a week", "Another page", False),
        ("Home", "Home of the oven", False),
        ("My own name for it", "The page", False),
        ("The page …", "", False),
    ],
)
def test_a_title_that_was_cut_gives_way(
    bringing: Bringing, desk: Desk, given: str, found: str, way: bool
) -> None:
    assert gives_way(given, found) is way
    bringing.bring(row(URL, given))
    desk.fetch(item=_only(desk).id, title=found, text="Words.", words=1)
    assert _only(desk).given_title == ("" if way else given)


def test_an_import_is_undone_also_where_its_words_about_pages_are_gone(
    bringing: Bringing, desk: Desk
) -> None:
    one = bringing.bring(row(URL, excerpt="What the page is about."))
    desk.fetch(item=_only(desk).id, title="The page", text="Words.", words=1)
    undone = bringing.undo(one)
    assert (undone.undone, undone.kept, desk.ids()) == (1, 0, [])


def test_words_about_a_page_that_was_there_are_taken_off_also_when_they_are_gone(
    bringing: Bringing, desk: Desk
) -> None:
    item = desk.save(URL).item.id
    one = bringing.bring(row(URL, excerpt="What the page is about.", tags=("new",)))
    desk.fetch(item=item, title="The page", text="Words.", words=1)
    assert desk.item(item).description == ""
    undone = bringing.undo(one)
    assert (undone.undone, undone.kept, desk.item(item).tags) == (1, 0, ())


def _forget(bringing: Bringing, one: Import) -> bool:
    while bringing.store.write(lambda tx: imports.forget(tx, bringing.user, one.id)):
        pass
    return not bringing.store.read(lambda tx: imports.is_there(tx, bringing.user, one.id))


def test_an_account_is_kept_for_two_years(
    bringing: Bringing, desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_REMOVED", 2)
    one = bringing.bring(*(row(f"{URL}/{n}") for n in range(5)))
    assert not _forget(bringing, one)
    clock.forward(days=729)
    assert not _forget(bringing, one)
    clock.forward(days=2)
    begun = bringing.store.write(lambda tx: imports.begin(tx, bringing.user, "x", "", "", 0))
    assert bringing.store.read(lambda tx: jobs.owed(tx, bringing.user, JobKind.IMPORT, one.id))
    assert _forget(bringing, one)
    assert not _forget(bringing, begun)
    assert len(desk.ids()) == 5, "what came in stays"


def test_of_many_imports_the_newest_are_kept(bringing: Bringing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAX_IMPORTS", 3)
    brought = [bringing.bring(row(f"{URL}/{n}")) for n in range(4)]
    assert [_forget(bringing, one) for one in brought] == [True, True, False, False]
