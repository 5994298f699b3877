"""Articles in several parts are fetched part by part and kept as one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from satchel.jobs.following import whole
from satchel.model.articles import Article, Author, Image, Presence
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.multipart.join import MAX_PARTS, join

START = "https://paper.example/story"


class Site:
    """Answers with the article at each address; an exception is raised, None never comes."""

    def __init__(
        self, parts: dict[str, Article | FetchFailed | None], moved: dict[str, str] | None = None
    ) -> None:
        self.parts = parts
        self.moved = moved or {}
        self.fetched: list[str] = []

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        self.fetched.append(url)
        found = self.parts.get(url, FetchFailed(Reason.STATUS, status=404, permanent=True))
        if found is None:
            await asyncio.Event().wait()
        if isinstance(found, FetchFailed):
            raise found
        return Page(self.moved.get(url, url), 200, "text/html", "", url.encode())

    async def extract(self, page: Page, person: int = 0) -> Article:
        found = self.parts[page.body.decode()]
        assert isinstance(found, Article)
        return found


def part(number: int, next_page: str = "", **more: Any) -> Article:
    said: dict[str, Any] = {
        "title": "The story",
        "html": f"<p>Part {number}.</p>",
        "text": f"Part {number}.",
        "words": 2,
    }
    return Article(next_page=next_page, **{**said, **more})


def read(site: Site, first: Article, patience: float = 5.0, start: str = START) -> Article:
    page = Page(start, 200, "text/html", "", b"")
    return asyncio.run(whole(page, first, site, site, patience))


def test_three_parts_become_one_article() -> None:
    two = Image("https://paper.example/two.png")
    site = Site({f"{START}/2": part(2, f"{START}/3", images=(two,)), f"{START}/3": part(3, images=(two,))})
    article = read(site, part(1, f"{START}/2"))
    assert article.title == "The story"
    assert article.html == "<p>Part 1.</p><hr><p>Part 2.</p><hr><p>Part 3.</p>"
    assert article.text == "Part 1.\n\nPart 2.\n\nPart 3."
    assert (article.words, article.images, article.has_image) == (6, (two,), Presence.CONTAINS)
    assert article.log[-1] == "3 parts joined"
    assert article.next_page == ""


def test_an_article_of_one_part_asks_for_nothing() -> None:
    site = Site({})
    first = part(1)
    assert read(site, first) is first
    assert site.fetched == []


def test_no_more_than_ten_parts_are_fetched() -> None:
    site = Site({f"{START}/{number}": part(number, f"{START}/{number + 1}") for number in range(2, 40)})
    assert read(site, part(1, f"{START}/2")).words == 2 * MAX_PARTS
    assert len(site.fetched) == MAX_PARTS - 1


@pytest.mark.parametrize(
    "elsewhere",
    ["https://other.example/story/2", "http://127.0.0.1/2", "javascript:alert(1)", "https://example/story/2"],
)
def test_a_part_on_another_site_is_not_fetched(elsewhere: str) -> None:
    site = Site({elsewhere: part(2)})
    assert read(site, part(1, elsewhere)).html == "<p>Part 1.</p>"
    assert site.fetched == []


def test_parts_in_a_circle_are_each_fetched_once() -> None:
    site = Site({f"{START}/2": part(2, START), START: part(1, f"{START}/2")})
    assert read(site, part(1, f"{START}/2")).words == 4
    assert site.fetched == [f"{START}/2"]


@pytest.mark.parametrize("where", ["https://other.example/story/2", START, "https://paper.example/"])
def test_a_part_that_leads_elsewhere_ends_the_article(where: str) -> None:
    site = Site({f"{START}/2": part(2)}, moved={f"{START}/2": where})
    assert read(site, part(1, f"{START}/2")).html == "<p>Part 1.</p>"


ADA, EVE = (Author("Ada Brook"),), (Author("Eve Reed"),)
DAY = 1_700_000_000_000


@pytest.mark.parametrize(
    ("first", "second", "first_url", "second_url"),
    [
        ({}, {"title": "The story – page 2 of 5"}, START, f"{START}/2"),
        ({}, {"title": "The story (2)"}, START, f"{START}?page=2"),
        ({}, {"title": "The story | Seite 2 von 3"}, START, f"{START}?seite=2"),
        ({"title": "The story (1/3)"}, {"title": "The story (2/3)"}, START, f"{START}/page/2"),
        ({"title": "The story 1 of 3"}, {"title": "The story 2 of 3"}, START, f"{START}-2"),
        ({}, {"title": "THE STORY"}, f"{START}.html", f"{START}-2.html"),
        ({}, {"title": ""}, START, f"{START}/2"),
        ({}, {"canonical": START}, START, f"{START}/2"),
        ({}, {"canonical": f"{START}/2"}, START, f"{START}/2"),
        ({"authors": ADA}, {"authors": (*EVE, *ADA)}, START, f"{START}/2"),
        ({"published_at": DAY}, {"published_at": DAY}, f"{START}/2", f"{START}/3"),
        ({}, {}, f"{START}?page=2", f"{START}?page=3"),
    ],
)
def test_a_part_has_the_title_of_the_first_with_its_number_at_most(
    first: dict[str, Any], second: dict[str, Any], first_url: str, second_url: str
) -> None:
    site = Site({second_url: part(2, **second)})
    assert read(site, part(1, second_url, **first), start=first_url).words == 4


@pytest.mark.parametrize(
    ("first", "second", "first_url", "second_url"),
    [
        ({"title": "The ash tree"}, {"title": "A birch at noon"}, "/posts/41", "/posts/42"),
        ({"title": "Chapter 1"}, {"title": "Chapter 2"}, "/book/1", "/book/2"),
        ({"title": "Chapter 1"}, {"title": "Chapter 2"}, "/book", "/book/2"),
        ({"title": "Issue 12"}, {"title": "Issue 13"}, "/issue/12/", "/issue/13/"),
        ({"title": "The 1st of May"}, {"title": "The 2nd of May"}, "/2024/05/01", "/2024/05/02"),
        ({"title": "A comic"}, {"title": "A comic"}, "/comic/7", "/comic/8"),
        ({"title": "A comic", "published_at": DAY}, {"title": "A comic"}, "/comic/7", "/comic/8"),
        ({"title": "A blog"}, {"title": "A blog"}, "/?p=41", "/?p=42"),
        ({"title": "A walk"}, {"title": "A walk 2"}, "/a-walk", "/a-walk-2"),
        ({"title": "A walk"}, {"title": "A walk, part 2"}, "/a-walk", "/a-walk-2"),
        ({"title": "Weir 1"}, {"title": "Weir 12"}, "/weir", "/weir/2"),
        ({"title": "A thread"}, {"title": "Another thread"}, "/t?page=1", "/t?page=2"),
        ({"title": "Installing"}, {"title": "Installing on a boat 2"}, "/guide", "/guide/2"),
        ({"published_at": DAY}, {"published_at": DAY + 86_400_000}, "/story", "/story/2"),
        ({"authors": ADA}, {"authors": EVE}, "/story", "/story/2"),
        ({}, {"canonical": "https://paper.example/another-story"}, "/story", "/story/2"),
    ],
)
def test_another_article_whose_number_is_one_higher_is_no_part(
    first: dict[str, Any], second: dict[str, Any], first_url: str, second_url: str
) -> None:
    start, there = f"https://paper.example{first_url}", f"https://paper.example{second_url}"
    site = Site({there: part(2, **second)})
    assert read(site, part(1, there, **first), start=start).words == 2


def test_a_part_that_says_what_was_said_before_ends_the_article() -> None:
    site = Site({f"{START}/2": part(1, f"{START}/3"), f"{START}/3": part(3)})
    assert read(site, part(1, f"{START}/2")).words == 2


def test_a_part_that_cannot_be_had_leaves_those_before_it() -> None:
    site = Site({f"{START}/2": part(2, f"{START}/3"), f"{START}/3": FetchFailed(Reason.TIMEOUT)})
    assert read(site, part(1, f"{START}/2")).words == 4


def test_parts_that_take_too_long_are_not_waited_for() -> None:
    site = Site({f"{START}/2": part(2, f"{START}/3"), f"{START}/3": None})
    assert read(site, part(1, f"{START}/2"), patience=0.05).words == 4


def test_what_is_joined_is_no_larger_than_a_page_may_be() -> None:
    large = Article(html="<p>" + "x" * 1_500_000 + "</p>", text="x", words=1)
    assert join([large, large]) is large
