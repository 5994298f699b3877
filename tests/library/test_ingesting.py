"""What a fetch came to is kept, or changes nothing."""

from __future__ import annotations

import pytest

from satchel.library import ingesting
from satchel.model.actions import Delete
from satchel.model.articles import Article, Author, Image, Video
from satchel.model.items import ArticleExtras, State
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.store import articles
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import EVERYTHING, LEASE, Desk, claim, count, fail, keep, owed, pass_thirty_days

PAGE = "http://example.org/page"
TIMEOUT = FetchFailed(Reason.TIMEOUT, "30 s")


def test_an_article_is_kept_with_all_its_parts(desk: Desk, store: Store, clock: FakeClock) -> None:
    item = desk.save(PAGE).item.id
    clock.forward(seconds=3)
    authors, images = (Author("A. Uthor"),), (Image("http://example.org/i.png", 3, 4, "alt"),)
    videos = (Video("http://example.org/v"),)
    desk.fetch(
        PAGE, title="T", excerpt="E", site="S", language="en", authors=authors, images=images, videos=videos,
        words=12, published_at=1_000, encoding="utf-8", html="<p>ä</p>", text="ä",
    )  # fmt: skip
    kept = desk.item(item)
    assert (kept.fetch_status, kept.fetch_reason, kept.fetched_at) == (200, "", clock.now())
    found = kept.article
    assert found is not None
    assert (found.title, found.excerpt, found.site, found.language) == ("T", "E", "S", "en")
    assert (found.words, found.published_at, found.url, found.size) == (12, 1000, PAGE, 13)
    assert found.details == ArticleExtras(authors, images, videos)
    assert store.read(lambda tx: articles.body(tx, desk.user, item)) == ("<p>ä</p>", "ä")
    assert owed(store) == 0
    assert desk.ids(since=clock.now()) == [item]


def test_only_the_owner_of_an_item_reads_its_body(desk: Desk, bobs: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    desk.fetch()
    assert store.read(lambda tx: articles.body(tx, bobs.user, item)) is None


def test_what_cannot_be_stored_is_dropped_from_the_article_not_the_article(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    bad = "a\x00b\ud800c"
    desk.fetch(
        PAGE, title=bad, html=bad, text=bad, excerpt=bad, site=bad, language=bad, lead_image=bad,
        authors=(Author(bad),), canonical=bad,
    )  # fmt: skip
    found = desk.item(item).article
    assert found is not None
    assert found.title == found.excerpt == found.details.authors[0].name == "abc"


def test_the_same_page_of_two_people_is_each_ones_own(
    desk: Desk, bobs: Desk, store: Store, clock: FakeClock
) -> None:
    hers, his = desk.save(PAGE).item.id, bobs.save(PAGE).item.id
    keep(store, claim(store, hers), PAGE, title="Same")
    keep(store, claim(store, his), PAGE, title="Same")
    assert desk.item(hers).title == bobs.item(his).title == "Same"
    bobs.do(Delete, his)
    pass_thirty_days(store, clock)
    bobs.save(PAGE)
    keep(store, claim(store), PAGE, title="Said something else the next time")
    assert bobs.item(his).title == "Said something else the next time"
    assert desk.item(hers).title == "Same"
    assert count(store, "bodies") == 2


def test_an_item_that_was_deleted_meanwhile_stays_deleted(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    job = claim(store)
    desk.do(Delete, item)
    assert keep(store, job, PAGE) is None
    assert not fail(store, job, TIMEOUT)
    assert desk.item(item).state == State.DELETED
    assert (owed(store), count(store, "bodies")) == (0, 0)


def test_a_fetch_from_before_the_deletion_does_not_serve_the_save_after_it(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    late = claim(store)
    desk.do(Delete, item)
    desk.save(PAGE)
    assert keep(store, late, PAGE, title="Late") is None
    assert desk.item(item).article is None
    assert owed(store) == 1
    desk.fetch(title="Fresh")
    assert desk.item(item).title == "Fresh"


def test_a_lost_lease_changes_nothing(desk: Desk, store: Store, clock: FakeClock) -> None:
    item = desk.save(PAGE).item.id
    late = claim(store, worker="late")
    clock.forward(seconds=LEASE / 1000 + 1)
    heir = claim(store, worker="heir")
    before = desk.item(item)
    assert keep(store, late, PAGE) is None
    assert not fail(store, late, TIMEOUT)
    assert desk.item(item) == before
    assert count(store, "bodies") == 0
    assert keep(store, heir, PAGE) == item


def test_nobody_wants_a_page_whose_item_is_gone(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    job = claim(store)
    assert store.write(lambda tx: ingesting.wanted(tx, job)) == (PAGE, False, False)
    store.write(lambda tx: tx.run("UPDATE items SET state = 2 WHERE user_id = 1 AND id = :id", id=item))
    assert store.write(lambda tx: ingesting.wanted(tx, job)) is None
    assert owed(store) == 0


def test_a_failure_is_told_with_its_reason_and_tried_again_when_that_may_help(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save(PAGE).item.id
    failure = FetchFailed(Reason.STATUS, "503", status=503)
    assert fail(store, claim(store), failure, clock.now() + 60_000)
    kept = desk.item(item)
    assert (kept.fetch_status, kept.fetch_reason, kept.article) == (503, "status", None)
    assert owed(store) == 1
    clock.forward(seconds=61)
    assert fail(store, claim(store), FetchFailed(Reason.STATUS, status=404, permanent=True))
    assert desk.item(item).fetch_status == 404
    assert owed(store) == 0
    assert desk.ids() == [item]
    assert desk.save(PAGE).fetching
    assert owed(store) == 1


def test_a_failure_keeps_an_older_article(desk: Desk, store: Store) -> None:
    elder = desk.save(PAGE).item.id
    desk.save("http://sho.rt/x")
    waiting = claim(store, elder)
    desk.fetch(
        PAGE, title="Good", canonical=""
    )  # the other one: redirects to the elder and gives it an article
    assert desk.item(elder).title == "Good"
    page = Page(PAGE, 200, "text/html", "", b"")
    unreadable = FetchFailed(Reason.UNREADABLE, permanent=True)
    assert store.write(lambda tx: ingesting.keep(tx, waiting, page, Article(), unreadable)) == elder
    assert desk.item(elder).title == "Good"
    assert desk.item(elder).fetch_reason == "unreadable"
    assert (count(store, "bodies"), owed(store)) == (1, 0)


def test_a_page_whose_text_cannot_be_made_out_is_kept_as_a_page(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE, "Given").item.id
    page = Page(PAGE, 200, "text/html", "", b"12")
    unreadable = FetchFailed(Reason.UNREADABLE, permanent=True)
    job = claim(store)
    assert store.write(lambda tx: ingesting.keep(tx, job, page, Article(), unreadable)) == item
    kept = desk.item(item)
    assert kept.article is not None
    assert (kept.title, kept.fetch_reason, kept.article.size) == ("Given", "unreadable", 2)


@pytest.mark.parametrize("ending", ["kept", "failed"])
def test_each_end_of_a_fetch_is_a_change_that_sync_shows(desk: Desk, store: Store, ending: str) -> None:
    item = desk.save(PAGE).item.id
    since = desk.find().synced_to
    job = claim(store)
    if ending == "kept":
        keep(store, job, PAGE)
    else:
        fail(store, job, TIMEOUT)
    assert desk.ids(since=since, states=EVERYTHING) == [item]
