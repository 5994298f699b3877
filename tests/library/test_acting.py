"""The twelve verbs, in order, each on its own."""

from __future__ import annotations

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    Readd,
    RemoveTags,
    RenameTag,
    ReplaceTags,
    Unfavourite,
)
from satchel.model.items import NewLink, State
from satchel.store.db import Store
from tests.circles import Held, let_go
from tests.clock import FakeClock
from tests.library.conftest import TWELVE, Desk, claim, count, keep, like, owed, pass_thirty_days

PAGE = "http://example.org/page"

ON_ITEMS = [verb for verb in TWELVE if verb not in (Add, RenameTag, DeleteTag)]


def test_each_verb_does_what_it_says(desk: Desk, clock: FakeClock) -> None:
    item = desk.save(PAGE, tags=("a",)).item.id
    clock.forward(seconds=5)
    assert desk.do(Archive, item).done
    assert (desk.item(item).state, desk.item(item).read_at) == (State.ARCHIVED, clock.now())
    readded = desk.do(Readd, item)
    assert readded.item == desk.item(item)
    assert (desk.item(item).state, desk.item(item).read_at) == (State.UNREAD, 0)
    assert desk.item(item).added_at == clock.now()
    assert desk.do(Favourite, item, at=clock.now() - 1000).done
    assert desk.item(item).favourite
    assert desk.item(item).favourited_at == clock.now() - 1000
    assert desk.do(Unfavourite, item).done
    assert (desk.item(item).favourite, desk.item(item).favourited_at) == (False, 0)
    assert desk.do(AddTags, item, tags=("C", "b", "c")).done
    assert desk.item(item).tags == ("a", "b", "c")
    assert desk.do(RemoveTags, item, tags=("A", "zz")).done
    assert desk.item(item).tags == ("b", "c")
    assert desk.do(ReplaceTags, item, tags=("x", "y")).done
    assert desk.item(item).tags == ("x", "y")
    assert desk.do(RenameTag, old="x", new="z").done
    assert desk.item(item).tags == ("y", "z")
    assert desk.do(DeleteTag, tag="y").done
    assert desk.item(item).tags == ("z",)
    assert desk.do(ClearTags, item).done
    assert desk.item(item).tags == ()
    assert desk.tags == {}
    assert desk.do(Delete, item).done
    assert desk.item(item).state == State.DELETED
    added = desk.do(Add, url=PAGE, title="T", tags=("q",))
    assert added.item is not None
    assert added.item.id == item
    assert added.item.tags == ("q",)


def test_adding_by_id_revives_and_says_the_tags_that_were_added(desk: Desk) -> None:
    item = desk.save(PAGE, tags=("a",)).item.id
    desk.do(Archive, item)
    outcome = desk.do(Readd, item, tags=("b",))
    assert outcome.item is not None
    assert outcome.item.tags == ("a", "b")
    assert outcome.item == desk.item(item)
    assert desk.counts == (1, 0)


def test_reviving_a_deleted_item_brings_its_article_back_and_finds_it_again(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    desk.fetch(title="Zebra")
    desk.do(Delete, item)
    assert desk.ids(text="zebra") == []
    assert owed(store) == 0
    assert desk.do(Readd, item).done
    assert owed(store) == 0
    assert desk.ids(text="zebra") == [item]
    assert desk.ids(text="example.org/page") == [item]


def test_reviving_what_was_deleted_before_its_page_had_come_fetches_it(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    desk.do(Delete, item)
    assert owed(store) == 0
    assert desk.do(Readd, item).done
    assert owed(store) == 1


def test_actions_run_in_their_order_and_one_that_fails_stops_nobody(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    outcomes = desk.act(
        Archive(ById(item)),
        Archive(ById(9999)),
        AddTags(ById(item), ()),
        Add(NewLink("javascript:alert(1)")),
        AddTags(ById(item), ("a",)),
        RenameTag("a", ""),
        DeleteTag(""),
        RenameTag("a", "b"),
        Delete(ById(item)),
        Delete(ById(item)),
        Readd(ById(item)),
    )
    assert [outcome.done for outcome in outcomes] == [
        True, False, False, False, True, False, False, True, True, False, True,
    ]  # fmt: skip
    kinds = [type(outcome.error) for outcome in outcomes if not outcome.done]
    assert kinds == [NotFound, Invalid, Invalid, Invalid, Invalid, NotFound]
    assert desk.item(item).tags == ("b",)
    assert desk.counts == (1, 0)


def test_an_act_that_fails_changes_nothing(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE, "T", ("a",)).item
    for verb in (AddTags, RemoveTags):
        assert not desk.do(verb, item.id, tags=(" ", "")).done
    assert not desk.do(Add, url="http://[::1", tags=("b",)).done
    assert not desk.do(RenameTag, old="a", new=" ").done
    assert desk.item(item.id) == item
    assert (count(store, "items"), desk.counts, desk.tags) == (1, (1, 0), {"a": 1})


@pytest.mark.parametrize("verb", ON_ITEMS, ids=lambda verb: verb.__name__)
def test_somebody_elses_item_is_like_a_missing_one(desk: Desk, bobs: Desk, verb: type[Action]) -> None:
    his = bobs.save(PAGE, tags=("his",)).item
    foreign = desk.act(like(verb, his.id, tags=("t",)))[0]
    missing = desk.act(like(verb, 987_654, tags=("t",)))[0]
    assert not foreign.done
    assert type(foreign.error) is type(missing.error) is NotFound
    assert str(foreign.error) == str(missing.error)
    assert bobs.item(his.id) == his


def test_somebody_elses_tags_stay_when_one_is_renamed_or_deleted(desk: Desk, bobs: Desk) -> None:
    his = bobs.save(PAGE, tags=("shared",)).item
    desk.save(PAGE, tags=("shared",))
    assert desk.do(RenameTag, old="shared", new="mine").done
    assert desk.do(DeleteTag, tag="mine").done
    assert bobs.item(his.id) == his
    assert (desk.tags, bobs.tags) == ({}, {"shared": 1})


@pytest.mark.parametrize("item", [0, -1, 2**53, 2**63, -(2**70), 10**30])
def test_an_impossible_id_is_a_missing_item(desk: Desk, item: int) -> None:
    outcome = desk.do(Archive, item)
    assert isinstance(outcome.error, NotFound)
    assert desk.get(item) is None


def test_an_item_is_named_by_any_of_its_addresses(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    desk.fetch("http://example.org/final", canonical="")
    for url in (PAGE, "https://www.example.org/page/?utm_source=feed", "example.org/final"):
        desk.do(Readd, item)
        assert desk.do(Archive, url=url).done
        assert desk.item(item).state == State.ARCHIVED
    assert isinstance(desk.do(Archive, url="http://example.org/else").error, NotFound)
    assert isinstance(desk.do(Archive, url="javascript:x").error, Invalid)


def test_where_several_links_were_led_names_none_of_them(desk: Desk) -> None:
    ids = [desk.save(f"http://example.org/news/{n}").item.id for n in range(2)]
    for item in ids:
        desk.fetch("http://example.org/notice", item=item)
    assert isinstance(desk.do(Delete, url="http://example.org/notice").error, NotFound)
    assert sorted(desk.ids()) == ids


def test_renaming_a_tag_to_one_that_is_there_makes_them_one(desk: Desk) -> None:
    both = desk.save("http://example.org/1", tags=("a", "b")).item.id
    one = desk.save("http://example.org/2", tags=("a",)).item.id
    none = desk.save("http://example.org/3", tags=("c",)).item
    assert desk.do(RenameTag, old=" A ", new="B").done
    assert desk.item(both).tags == desk.item(one).tags == ("b",)
    assert desk.item(none.id) == none
    assert desk.tags == {"b": 2, "c": 1}
    assert desk.do(RenameTag, old="b", new="b").done
    assert desk.do(RenameTag, old="nobody has it", new="d").done
    assert desk.tags == {"b": 2, "c": 1}


def test_what_is_shown_of_a_tag_names_it_whichever_way_it_was_written(desk: Desk) -> None:
    item = desk.save("http://example.org/1", tags=("e\u0301te\u0301", "old")).item.id
    assert desk.do(AddTags, item, tags=("\u00c9T\u00c9",)).done
    assert desk.do(RenameTag, old="old", new="rust, gone\nfar").done
    assert desk.item(item).tags == ("rust gone far", "\u00e9t\u00e9")
    assert desk.ids(tag="E\u0301te\u0301") == desk.ids(tag="rust,gone,far") == [item]
    assert desk.do(RemoveTags, item, tags=("rust gone far",)).done
    assert desk.do(DeleteTag, tag="e\u0301t\u00e9").done
    assert desk.tags == {}


def test_five_hundred_acts_in_one_batch_are_all_done(desk: Desk) -> None:
    items = [
        outcome.item.id
        for outcome in desk.act(*(Add(NewLink(f"http://example.org/{n}", tags=("t",))) for n in range(250)))
        if outcome.item
    ]
    acts = [(Archive if item % 2 else Favourite)(ById(item)) for item in items]
    outcomes = desk.act(*acts, *(ClearTags(ById(item)) for item in items))
    assert len(outcomes) == 500
    assert all(outcome.done for outcome in outcomes)
    assert desk.counts == (125, 125)
    assert desk.tags == {}


def test_an_article_goes_with_its_item_and_that_of_somebody_else_stays(
    desk: Desk, bobs: Desk, store: Store, clock: FakeClock
) -> None:
    hers = desk.save(PAGE).item.id
    his = bobs.save(PAGE).item.id
    for _ in range(2):
        keep(store, claim(store), PAGE)
    assert count(store, "bodies") == 2
    desk.do(Delete, hers)
    assert count(store, "bodies") == 2
    pass_thirty_days(store, clock)
    assert bobs.item(his).article is not None
    assert count(store, "bodies") == 1
    bobs.do(Delete, his)
    pass_thirty_days(store, clock)
    assert count(store, "bodies") == 0


def test_thirty_days_after_it_was_deleted_nothing_of_an_item_is_kept_but_its_address(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save(PAGE, "Whispered", tags=("whispered",), description="whispered").item.id
    desk.fetch(title="Whispered", text="whispered")
    younger = desk.save("http://sho.rt/x", "Whispered").item.id
    desk.fetch("http://example.org/page", item=younger, title="Whispered", text="whispered")
    desk.do(Delete, item)
    pass_thirty_days(store, clock)
    rows = store.read(lambda tx: tx.all("SELECT * FROM items"))
    assert len(rows) == 2
    assert "whispered" not in repr(rows).lower()


def test_what_failed_acts_held_is_let_go_at_once(desk: Desk) -> None:
    """A batch may have thousands of long titles, and each call another batch."""

    def fail(title: Held) -> None:
        bad, unreadable = (Add(NewLink(url, title=title)) for url in ("javascript:x", "http://a:b/"))
        assert not any(outcome.done for outcome in desk.act(bad, unreadable))

    assert let_go(fail)
