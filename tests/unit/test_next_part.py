"""Which links lead to the next part of the same article."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract

PROSE = "<p>The ferry leaves the old harbour at seven, when the fog still lies between the islands.</p>" * 12
HERE = "https://paper.example/2024/story"


def next_of(url: str, link: str) -> str:
    page = (
        "<html><head><title>The last ferry</title><meta property=og:type content=article></head>"
        f"<body><article><h1>The last ferry</h1>{PROSE}</article>{link}</body></html>"
    )
    return extract(page.encode(), url).next_page


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (HERE, f"{HERE}/2"),
        (HERE, f"{HERE}/page/2"),
        (HERE, f"{HERE}?page=2"),
        (f"{HERE}/2", f"{HERE}/3"),
        (f"{HERE}?page=2", f"{HERE}?page=3"),
        (f"{HERE}.html", f"{HERE}-2.html"),
        (f"{HERE}_9.html", f"{HERE}_10.html"),
        (f"{HERE}?id=7", f"{HERE}?id=7&page=2"),
    ],
)
def test_the_next_number_of_the_same_address_is_the_next_part(here: str, there: str) -> None:
    assert next_of(here, f'<link rel="next" href="{there}">') == there
    assert next_of(here, f'<a rel="nofollow next" href="{there}#top">On</a>') == there


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (HERE, "https://paper.example/2024/another-story"),
        (HERE, "https://other.example/2024/story/2"),
        (HERE, f"{HERE}/3"),
        (HERE, f"{HERE}/comment-page-2"),
        (HERE, f"{HERE}?comments=2"),
        (f"{HERE}/3", f"{HERE}/2"),
        ("https://paper.example/", "https://paper.example/page/2"),
        ("https://paper.example/page/2", "https://paper.example/page/3"),
        (f"{HERE}?id=7", f"{HERE}?id=8"),
        (HERE, "javascript:next(2)"),
    ],
)
def test_other_addresses_are_not(here: str, there: str) -> None:
    assert next_of(here, f'<link rel="next" href="{there}">') == ""


@pytest.mark.parametrize(
    "words", ["2", "Next page", "Weiter", "次のページ", "»", "Page 2 of 3", "Continue reading on page 2"]
)
@pytest.mark.parametrize("there", [f"{HERE}/2", f"{HERE}?page=2", f"{HERE}-2"])
def test_a_link_of_few_words_leads_to_the_next_part_in_any_language(words: str, there: str) -> None:
    assert next_of(HERE, f'<a href="{there}">{words}</a>') == there
    assert next_of(HERE, f'<p>Pages: 1 <a href="{there}">{words}</a> <a href="{HERE}/3">3</a></p>') == there


def test_a_link_that_bears_a_title_is_one_to_another_page() -> None:
    assert next_of(HERE, f'<a href="{HERE}-2">The last ferry</a>') == ""
    assert next_of(HERE, f'<a href="{HERE}-2">What the ferryman told us about the fog</a>') == ""


def test_pages_of_a_thread_or_of_what_declares_nothing_are_no_parts() -> None:
    link = f'<a href="{HERE}?page=2">2</a>'
    bare = f"<title>The last ferry</title><h1>The last ferry</h1>{PROSE}{link}"
    assert extract(bare.encode(), HERE).next_page == ""
    kind = '<script type="application/ld+json">{"@type":"DiscussionForumPosting"}</script>'
    assert next_of(HERE, kind + link) == ""


def test_a_list_of_articles_is_not_one_of_several_parts() -> None:
    items = "".join(
        f'<li><a href="/2024/{number}">What happened on day {number}</a></li>' for number in range(40)
    )
    page = f'<link rel="next" href="/news/page/2"><title>News</title><h1>News</h1><ul>{items}</ul>'
    assert extract(page.encode(), "https://paper.example/news").next_page == ""
