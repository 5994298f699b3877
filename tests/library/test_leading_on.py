"""Pages that are only a redirection: what they lead to is kept, or they themselves when that is not there."""

from __future__ import annotations

import asyncio

from satchel.library.context import Library
from satchel.model.articles import Article
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.store.db import Store
from tests.library.conftest import Desk, owed
from tests.library.workers import runner_for, running

GIVEN = "http://short.example/x"
MIDDLE = "http://middle.example/y"
GOAL = "http://paper.example/story"


class Site:
    """Pages by address, with what extraction says of each; remembers who asked after whom."""

    def __init__(self, pages: dict[str, Article | FetchFailed], *, is_cut: bool = False) -> None:
        self.pages = pages
        self.is_cut = is_cut
        self.fetched: list[tuple[str, str]] = []

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        self.fetched.append((url, after.url if after else ""))
        found = self.pages[url]
        if isinstance(found, FetchFailed):
            raise found
        redirects = (*after.redirects, after.url) if after else ()
        return Page(url, 200, "text/html", "", url.encode(), redirects, is_cut=self.is_cut)

    async def extract(self, page: Page, person: int = 0) -> Article:
        found = self.pages[page.url]
        assert isinstance(found, Article)
        return found


def story(title: str, refresh: str = "") -> Article:
    return Article(title=title, html="<p>Words.</p>", text="Words.", words=1, refresh=refresh)


def work(library: Library, store: Store, site: Site) -> None:
    due = library.clock.now()

    def nothing_is_due() -> bool:
        sql = "SELECT 1 FROM jobs WHERE run_at <= :due OR worker <> ''"
        return store.read(lambda tx: tx.one(sql, due=due)) is None

    asyncio.run(running(runner_for(library, site, site), until=nothing_is_due))


def test_the_page_at_the_end_is_kept_with_its_address(library: Library, desk: Desk, store: Store) -> None:
    item = desk.save(GIVEN).item.id
    # An article that declares its own address: a short link to it is that article.
    goal = Article(title="The story", text="word " * 120, words=120, is_article=True, canonical=GOAL)
    site = Site({GIVEN: story("On", MIDDLE), MIDDLE: story("And on", GOAL), GOAL: goal})
    work(library, store, site)
    assert desk.item(item).title == "The story"
    assert site.fetched == [(GIVEN, ""), (MIDDLE, GIVEN), (GOAL, MIDDLE)]
    assert desk.save(GOAL).item.id == item


def test_a_page_that_leads_nowhere_for_good_is_kept_itself(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(GIVEN).item.id
    work(library, store, Site({GIVEN: story("On", GOAL), GOAL: FetchFailed(Reason.REFUSED, permanent=True)}))
    assert desk.item(item).title == "On"
    assert owed(store) == 0


def test_a_goal_that_is_away_for_a_moment_is_tried_again(library: Library, desk: Desk, store: Store) -> None:
    item = desk.save(GIVEN).item.id
    site = Site({GIVEN: story("On", GOAL), GOAL: FetchFailed(Reason.TIMEOUT)})
    work(library, store, site)
    assert desk.item(item).fetch_reason == "timeout"
    assert owed(store) == 1


def test_a_page_that_broke_off_before_its_first_word_is_tried_again(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(GIVEN).item.id
    work(library, store, Site({GIVEN: Article(title="Head")}, is_cut=True))
    assert desk.item(item).fetch_reason == "broken"
    assert owed(store) == 1


def test_what_came_of_a_page_that_broke_off_is_kept(library: Library, desk: Desk, store: Store) -> None:
    item = desk.save(GIVEN).item.id
    work(library, store, Site({GIVEN: story("Half")}, is_cut=True))
    assert desk.item(item).title == "Half"
    assert owed(store) == 0
