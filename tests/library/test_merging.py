"""Two items that turn out to be one page become one, and no id dangles."""

from __future__ import annotations

import pytest

from satchel.library import upkeep
from satchel.model.actions import (
    Action,
    Add,
    AddHighlight,
    AddTags,
    Archive,
    ById,
    Delete,
    DeleteTag,
    Favourite,
    Readd,
    RenameTag,
)
from satchel.model.highlights import NewHighlight
from satchel.model.items import State
from satchel.store import highlights
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import TWELVE, Desk, claim, count, keep, like, owed, pass_thirty_days

Kinds = tuple[type[Action], ...]

SHORT = "http://sho.rt/x"
FINAL = "http://example.org/final"


def _pair(desk: Desk, clock: FakeClock, first: str = FINAL, second: str = SHORT) -> tuple[int, int]:
    elder = desk.save(first, tags=("a", "both")).item.id
    clock.forward(seconds=10)
    younger = desk.save(second, tags=("b", "both")).item.id
    clock.forward(seconds=10)
    return elder, younger


@pytest.mark.parametrize("fetched", ["elder", "younger"])
def test_a_redirect_makes_two_items_one(desk: Desk, store: Store, clock: FakeClock, fetched: str) -> None:
    urls = (FINAL, SHORT) if fetched == "younger" else (SHORT, FINAL)
    elder, younger = _pair(desk, clock, *urls)
    added = desk.item(younger).added_at
    assert desk.fetch(FINAL, item=elder if fetched == "elder" else younger, title="One") == elder
    item = desk.item(elder)
    assert item.tags == ("a", "b", "both")
    assert item.title == "One"
    assert (item.fetch_status, item.fetch_reason) == (200, "")
    assert item.added_at == added
    assert desk.counts == (1, 0)
    assert desk.tags == {"a": 1, "b": 1, "both": 1}
    assert desk.ids() == [elder]
    assert desk.item(younger) == item
    assert desk.gone(0) == {younger}
    for url in urls:
        assert desk.save(url).item.id == elder
    assert upkeep.doubts(store) == []


@pytest.mark.parametrize(
    ("to_elder", "to_younger", "state"),
    [
        ((), (), State.UNREAD),
        ((Archive,), (), State.ARCHIVED),
        ((), (Archive,), State.ARCHIVED),
    ],
)
def test_the_newer_state_wins(
    desk: Desk, store: Store, clock: FakeClock, to_elder: Kinds, to_younger: Kinds, state: State
) -> None:  # fmt: skip
    elder, younger = _pair(desk, clock)
    job = claim(store, younger)
    for item, verbs in ((younger, to_younger), (elder, to_elder)):
        for verb in verbs:
            clock.forward(seconds=1)
            assert desk.do(verb, item).done
    assert keep(store, job, FINAL, title="One") == elder
    merged = desk.item(elder)
    assert merged.state == state
    assert merged.title == "One"
    assert desk.counts == (int(state == State.UNREAD), int(state == State.ARCHIVED))
    assert desk.find(total=True).total == 1
    assert upkeep.doubts(store) == []


@pytest.mark.parametrize("canonical", ["", FINAL])
def test_a_deleted_item_does_not_come_back_by_where_another_link_leads(
    desk: Desk, store: Store, clock: FakeClock, canonical: str
) -> None:
    elder, younger = _pair(desk, clock)
    desk.do(Delete, elder)
    assert desk.fetch(FINAL, item=younger, canonical=canonical, words=200) == younger
    item = desk.item(younger)
    assert (item.id, item.given_url, item.tags) == (younger, SHORT, ("b", "both"))
    assert desk.ids() == [younger]
    assert desk.item(elder).state == State.DELETED
    assert upkeep.doubts(store) == []


def test_a_link_to_what_was_led_to_by_a_deleted_one_is_an_item_of_its_own(desk: Desk) -> None:
    first = desk.save("http://example.org/s1").item.id
    desk.fetch("http://example.org/final", item=first)
    desk.do(Delete, first)
    second = desk.save("http://example.org/s3").item.id
    assert second != first
    assert desk.fetch("http://example.org/final", item=second) == second
    assert desk.item(second).given_url == "http://example.org/s3"


@pytest.mark.parametrize("what", ["tags", "highlights"])
def test_two_that_together_have_more_than_an_item_may_have_stay_two(
    desk: Desk, store: Store, clock: FakeClock, what: str
) -> None:
    pair = _pair(desk, clock)
    for side, number in zip("xy", pair, strict=True):
        if what == "tags":
            desk.do(AddTags, number, tags=tuple(f"{side}{n}" for n in range(501)))
        else:
            quotes = [NewHighlight(f"{side} {n}", f"{side}{n}") for n in range(501)]
            desk.act(*(AddHighlight(ById(number), quote) for quote in quotes))
    before = [(desk.item(number).tags, _marked(desk, number)) for number in pair]
    assert desk.fetch(FINAL, item=pair[1]) == pair[1]
    assert sorted(desk.ids()) == sorted(pair)
    assert [(desk.item(number).tags, _marked(desk, number)) for number in pair] == before
    assert upkeep.doubts(store) == []


def _marked(desk: Desk, number: int) -> int:
    return desk.store.read(lambda tx: highlights.count(tx, desk.user, number, 0))


def test_a_favourite_stays_one_and_titles_fill_each_other(desk: Desk, clock: FakeClock) -> None:
    elder = desk.save(FINAL).item.id
    desk.do(Favourite, elder)
    clock.forward(seconds=1)
    younger = desk.save(SHORT, "Given", description="Why").item.id
    desk.fetch(FINAL, item=younger, title="")
    item = desk.item(elder)
    assert item.favourite
    assert item.favourited_at > 0
    assert (item.title, item.description) == ("Given", "Why")
    assert desk.ids(text="given") == [elder]


@pytest.mark.parametrize("verb", [verb for verb in TWELVE if verb not in (RenameTag, DeleteTag)])
def test_every_verb_reaches_the_item_by_the_id_of_its_alias(
    desk: Desk, clock: FakeClock, verb: type[Action]
) -> None:
    elder, younger = _pair(desk, clock)
    desk.fetch(FINAL, item=younger)
    outcome = desk.act(like(Readd if verb is Add else verb, younger, tags=("t",)))[0]
    assert outcome.done, outcome.error
    assert desk.item(elder).changed_at > clock.now() - 1
    if outcome.item:
        assert outcome.item.id == elder
    assert desk.counts in ((1, 0), (0, 1), (0, 0))
    assert desk.find(total=True).total == sum(desk.counts)


def test_three_items_in_a_chain_end_in_the_eldest(desk: Desk, store: Store, clock: FakeClock) -> None:
    ids = [desk.save(f"http://{name}.example/page", tags=(name,)).item.id for name in "abc"]
    jobs = [claim(store, item) for item in ids]
    assert keep(store, jobs[2], "http://b.example/page") == ids[1]
    assert keep(store, jobs[1], "http://a.example/page") == ids[0]
    assert desk.item(ids[0]).tags == ("a", "b", "c")
    assert {desk.item(item).id for item in ids} == {ids[0]}
    assert desk.gone(0) == set(ids[1:])
    assert desk.counts == (1, 0)
    for name in "abc":
        assert desk.save(f"http://{name}.example/page").item.id == ids[0]
    assert desk.do(Delete, ids[2]).done
    assert desk.counts == (0, 0)
    pass_thirty_days(store, clock)
    assert count(store, "bodies") == 0


def test_a_redirect_and_a_canonical_link_may_merge_three_at_once(desk: Desk, store: Store) -> None:
    canonical = "http://example.org/news/a-title-of-some-length"
    final = "http://m.example.org/a-title-of-some-length?from=feed"
    ids = [desk.save(url).item.id for url in (canonical, final, SHORT)]
    assert desk.fetch(final, item=ids[2], canonical=canonical) == ids[0]
    assert desk.ids() == ids[:1]
    assert desk.counts == (1, 0)
    assert upkeep.doubts(store) == []


@pytest.mark.parametrize(
    "canonical",
    [
        "http://example.org/",
        "http://other.example/news/a-title-of-some-length",
        "http://example.org/news/another-title-of-length",
        "http://notexample.org/a-title-of-some-length",
        "javascript:alert(1)",
        "not a link",
    ],
)
def test_a_canonical_link_that_is_not_plausible_is_not_believed(desk: Desk, canonical: str) -> None:
    item = desk.save("http://example.org/news/a-title-of-some-length?id=7").item.id
    other = desk.save(canonical).item.id if canonical.startswith("http") else item
    desk.fetch(item=item, canonical=canonical)
    assert desk.item(item).id == item
    assert desk.item(other).id == other


def test_a_canonical_link_without_the_query_that_names_the_page_is_not_believed(desk: Desk) -> None:
    ids = [desk.save(url).item.id for url in ("http://example.org/show", "http://example.org/show?id=7")]
    desk.fetch(item=ids[1], canonical="http://example.org/show")
    assert sorted(desk.ids()) == ids


def test_a_declared_address_does_not_merge_pages_with_different_titles(desk: Desk, store: Store) -> None:
    canonical = "http://example.org/a-title-of-some-length"
    ids = [desk.save(url).item.id for url in (canonical, canonical + "?page=2")]
    jobs = [claim(store, item) for item in ids]
    keep(store, jobs[0], canonical, title="Part one")
    keep(store, jobs[1], canonical + "?page=2", title="Part two", canonical=canonical)
    assert sorted(desk.ids()) == ids


@pytest.mark.parametrize(
    "wall",
    [
        "http://example.org/",
        "http://example.org/?utm_source=gone",
        "http://example.org/en/",
        "http://example.org/index.html",
        "http://www.example.org/home",
        "http://example.org/login?next=/final",
        "http://example.org/users/sign_in",
        "http://login.example.org/welcome",
        "http://consent.example.org/v2/collect",
        "http://example.org/404",
        "http://example.org/errors/not-found.html",
    ],
)
def test_a_wall_or_front_page_after_a_redirect_never_merges(desk: Desk, store: Store, wall: str) -> None:
    front = desk.save(wall).item.id
    pages = [desk.save(f"http://example.org/articles/{n}").item.id for n in range(2)]
    for item in pages:
        desk.fetch(wall, item=item, title="Sign in")
    assert sorted(desk.ids()) == [front, *pages]
    assert desk.counts == (3, 0)


def test_people_are_never_merged_with_one_another(desk: Desk, bobs: Desk) -> None:
    hers, his = desk.save(FINAL).item.id, bobs.save(SHORT).item.id
    bobs.fetch(FINAL, item=his)
    assert desk.ids() == [hers]
    assert bobs.ids() == [his]
    assert (desk.counts, bobs.counts) == ((1, 0), (1, 0))


def test_a_merge_leaves_no_article_that_nobody_shows_and_no_job_that_nobody_needs(
    desk: Desk, store: Store
) -> None:
    elder = desk.save(FINAL).item.id
    desk.fetch(title="First")
    younger = desk.save(SHORT).item.id
    desk.fetch(FINAL, item=younger, title="Second")
    assert desk.item(elder).title == "First"
    assert (count(store, "bodies"), owed(store)) == (1, 0)


def test_a_late_fetch_of_an_item_that_was_merged_away_changes_nothing(desk: Desk, store: Store) -> None:
    ids = [desk.save(url).item.id for url in (SHORT, FINAL)]
    jobs = [claim(store, item) for item in ids]
    assert keep(store, jobs[0], FINAL) == ids[0]
    before = desk.item(ids[0])
    assert keep(store, jobs[1], FINAL, title="Late") is None
    assert desk.item(ids[0]) == before


def test_a_batch_may_name_both_ids(desk: Desk, clock: FakeClock) -> None:
    elder, younger = _pair(desk, clock)
    desk.fetch(FINAL, item=younger)
    outcomes = desk.act(*(Archive(ById(item)) for item in (elder, younger)))
    assert [outcome.done for outcome in outcomes] == [True, True]
    assert desk.counts == (0, 1)
