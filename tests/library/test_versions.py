"""Texts that an item had, what its person says of it, and what becomes of both when items merge or go."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from satchel.base.errors import NotFound
from satchel.library import editing, hiding, reading, refetching, upkeep, versions, welcoming
from satchel.library.editing import Wanted
from satchel.model.actions import ById, Delete
from satchel.model.articles import Article, Author
from satchel.model.items import Item, Order
from satchel.store import versions as bodies
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, count

PAGE = "http://example.org/final"
OVEN = " ".join(f"The oven at the end of lane {number} is lit on Fridays." for number in range(12))
SHORT = "http://sho.rt/x"


def say(desk: Desk, number: int, **said: str) -> Item:
    item = desk.item(number)
    found = item.article
    given = {
        "title": item.title, "authors": ", ".join(each.name for each in found.details.authors) if found else "",
        "published": editing.day(found.published_at if found else None), "language": found.language if found else "",
        "tags": ",".join(item.tags), "note": item.description,
    }  # fmt: skip
    done = desk.store.write(partial(_edit, user=desk.user, number=number, wanted=Wanted(**{**given, **said})))
    assert not done.problems
    return desk.item(number)


def _edit(tx, user: int, number: int, wanted: Wanted) -> editing.Edited:  # type: ignore[no-untyped-def]
    return editing.edit(tx, user, number, wanted)


def again(desk: Desk, clock: FakeClock, number: int, *, force: bool = False, **article: Any) -> Item:
    clock.forward(seconds=100)
    desk.store.write(lambda tx: refetching.refetch(tx, desk.user, number, force=force))
    desk.fetch(item=number, **article)
    return desk.item(number)


def numbers(desk: Desk, number: int) -> list[int]:
    return [each.number for each in desk.store.read(lambda tx: versions.shown(tx, desk.user, number))[1]]


def test_each_changed_text_is_a_version_with_its_own_words_and_title(desk: Desk, clock: FakeClock) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, title="One", text=OVEN, words=12)
    again(desk, clock, number, title="One", text=f"{OVEN} And more.", words=14)
    item, found = desk.store.read(lambda tx: versions.shown(tx, desk.user, number))
    assert [each.head.words for each in found if each.head] == [14, 12]
    assert item.article
    assert item.article.words == 14
    older = found[1].number
    before = found[0].number
    assert desk.store.write(lambda tx: versions.choose(tx, desk.user, number, older)).act
    now = desk.item(number)
    assert now.article
    assert (now.article.version, now.article.words) == (older, 12)
    pair = desk.store.read(lambda tx: versions.compared(tx, desk.user, number, older, before))
    assert pair.texts == (OVEN, f"{OVEN} And more.")


def test_the_same_text_is_no_other_version(desk: Desk, clock: FakeClock) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, text=OVEN)
    again(desk, clock, number, text=OVEN, html="<p>Other links.</p>")
    assert len(numbers(desk, number)) == 1
    assert desk.store.read(lambda tx: reading.html(tx, desk.user, number)) == "<p>Other links.</p>"


def test_a_chosen_version_stays_until_a_fetch_is_forced(desk: Desk, clock: FakeClock) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, text=OVEN)
    mine = Article(html="<p>My words.</p>", text="My words.", words=2)
    desk.store.write(lambda tx: versions.paste(tx, desk.user, number, mine))
    item = again(desk, clock, number, text=f"{OVEN} More.")
    assert desk.store.read(lambda tx: reading.html(tx, desk.user, number)) == "<p>My words.</p>"
    assert item.fetch_reason == ""
    assert len(numbers(desk, number)) == 3
    again(desk, clock, number, text=f"{OVEN} More.")
    assert len(numbers(desk, number)) == 3
    again(desk, clock, number, text=f"{OVEN} Even more.", force=True)
    assert desk.store.read(lambda tx: reading.html(tx, desk.user, number)) == "<p>Words.</p>"


def test_five_versions_are_kept(desk: Desk, clock: FakeClock) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, text=OVEN)
    for more in range(8):
        again(desk, clock, number, text=OVEN + " More." * (more + 1))
    assert len(numbers(desk, number)) == versions.MAX_VERSIONS == count(desk.store, "bodies")
    desk.act(Delete(ById(number)))
    assert count(desk.store, "bodies") in (0, versions.MAX_VERSIONS)  # gone, or in the trash with the item


def test_nobody_reads_or_chooses_the_versions_of_others(desk: Desk, mallory: int) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, text=OVEN)
    its = numbers(desk, number)[0]
    with pytest.raises(NotFound):
        desk.store.read(lambda tx: versions.shown(tx, mallory, number))
    with pytest.raises(NotFound):
        desk.store.write(lambda tx: versions.choose(tx, mallory, number, its))


def test_what_is_said_orders_lists_and_stays_through_versions(desk: Desk, clock: FakeClock) -> None:
    first, second = desk.save(PAGE).item.id, desk.save("http://example.org/two").item.id
    desk.fetch(item=first, title="Apples", text=OVEN, authors=(Author("A", "http://a.example/"),))
    desk.fetch(item=second, title="Bread", text=OVEN)
    say(desk, first, title="Zebras", authors="A, B")
    assert desk.ids(order=Order.TITLE) == [second, first]
    item = again(desk, clock, first, title="Apples and pears", text=f"{OVEN} More.")
    assert item.title == "Zebras"
    assert item.article
    assert item.article.details.authors == (Author("A", "http://a.example/"), Author("B"))
    older = numbers(desk, first)[1]
    desk.store.write(lambda tx: versions.choose(tx, desk.user, first, older))
    assert desk.item(first).title == "Zebras"
    assert say(desk, first, title="Apples").title == "Apples"
    assert desk.item(first).edits
    assert desk.item(first).edits.mine.title is None  # type: ignore[union-attr]


@pytest.mark.parametrize("fetched", ["elder", "younger"])
@pytest.mark.parametrize("edited", ["elder", "younger", "both"])
def test_what_was_said_of_either_holds_when_two_become_one(
    desk: Desk, clock: FakeClock, edited: str, fetched: str
) -> None:
    urls = (PAGE, SHORT) if fetched == "younger" else (SHORT, PAGE)
    elder = desk.save(urls[0]).item.id
    clock.forward(seconds=10)
    younger = desk.save(urls[1]).item.id
    if edited in ("elder", "both"):
        say(desk, elder, title="Of the elder")
    if edited in ("younger", "both"):
        say(desk, younger, title="Of the younger", language="fr")
    assert desk.fetch(PAGE, item=elder if fetched == "elder" else younger, title="Found", text=OVEN) == elder
    one = desk.item(elder)
    assert one.title == ("Of the younger" if edited == "younger" else "Of the elder")
    assert one.article
    assert one.article.language == ("" if edited == "elder" else "fr")
    assert one.edits
    assert one.edits.page.title == "Found"
    assert desk.ids(order=Order.TITLE) == [elder]


def test_no_text_is_lost_when_two_with_several_versions_become_one(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    elder, younger = desk.save(SHORT).item.id, desk.save(PAGE).item.id
    desk.fetch(item=elder, text=OVEN)
    desk.fetch(item=younger, text=f"{OVEN} Then.")
    again(desk, clock, younger, text=f"{OVEN} Now.")
    mine = Article(html="<p>My words.</p>", text=f"{OVEN} And mine.", words=2)
    desk.store.write(lambda tx: versions.paste(tx, desk.user, younger, mine))
    clock.forward(seconds=100)
    desk.store.write(lambda tx: refetching.refetch(tx, desk.user, elder))
    assert desk.fetch(PAGE, item=elder, canonical=PAGE, text=f"{OVEN} Now.", words=200) == elder
    item, found = desk.store.read(lambda tx: versions.shown(tx, desk.user, younger))
    assert item.id == elder
    texts = {
        body[1]
        for each in found
        if (body := desk.store.read(lambda tx, each=each: bodies.body(tx, desk.user, elder, each.number)))  # type: ignore[misc]
    }
    assert texts == {OVEN, f"{OVEN} Then.", f"{OVEN} Now.", f"{OVEN} And mine."}
    assert len(found) == 4
    assert desk.item(younger).id == elder
    assert all(each.head for each in found)
    assert desk.store.read(lambda tx: reading.html(tx, desk.user, elder)) == "<p>My words.</p>"
    assert upkeep.doubts(store) == []


def test_what_one_hides_on_a_site_is_ones_own(desk: Desk, mallory: int) -> None:
    number = desk.save(PAGE).item.id
    html = "<p>Words.</p><p>Subscribe now.</p>"
    desk.fetch(item=number, html=html, text="Words.\n\nSubscribe now.")
    choice = desk.store.read(lambda tx: hiding.choice(tx, desk.user, number))
    assert choice.item.article
    version = choice.item.article.version
    assert desk.store.write(lambda tx: hiding.hide(tx, desk.user, number, version, frozenset([1])))[:2] == (
        1,
        0,
    )
    item = desk.item(number)
    assert desk.store.read(lambda tx: reading.for_apps(tx, desk.user, item)) == "<p>Words.</p>"
    assert desk.store.read(lambda tx: hiding.sites(tx, mallory)).some == []
    assert desk.store.write(lambda tx: hiding.hide(tx, desk.user, number, version, frozenset()))[:2] == (0, 1)
    assert desk.store.read(lambda tx: hiding.sites(tx, desk.user)).some == []


def test_the_sample_comes_once_and_to_who_has_nothing(desk: Desk, store: Store) -> None:
    url = "http://127.0.0.1:8080/help"
    assert store.write(lambda tx: welcoming.greet(tx, desk.user, url))
    assert not store.write(lambda tx: welcoming.greet(tx, desk.user, url))
    (number,) = desk.ids()
    item = desk.item(number)
    assert item.title == welcoming.TITLE
    assert desk.counts == (1, 0)
    assert count(store, "jobs") == 0
    assert "Save first" in store.read(lambda tx: reading.html(tx, desk.user, number))
