"""Lines of furniture are known by what they say, and sentences are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from satchel.pipeline.article.phrases import (
    BYLINES,
    CALLS,
    CAPTION_ENDS,
    CREDITS,
    LABELS,
    LETTERS,
    NOISE,
    POINTERS,
    Phrase,
    ends_in_credit,
    is_byline,
    is_credit,
    is_invitation,
    is_label,
    is_noise,
    is_pointer,
)

TABLES: dict[str, tuple[tuple[Phrase, ...], Callable[[str], object]]] = {
    "labels": (LABELS, is_label),
    "noise": (NOISE, is_noise),
    "pointers": (POINTERS, is_pointer),
    "calls": (CALLS, is_pointer),
    "letters": (LETTERS, is_invitation),
    "bylines": (BYLINES, is_byline),
    "credits": (CREDITS, is_credit),
    "ends of captions": (CAPTION_ENDS, ends_in_credit),
}


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, (rows, _) in TABLES.items() for row in rows], ids=str
)
def test_each_row_takes_its_own_example_and_leaves_the_other(name: str, row: Phrase) -> None:
    rows, takes = TABLES[name]
    assert takes(row.takes)
    assert not takes(row.leaves)
    others = [one.pattern for one in rows if one is not row]
    assert not any(re.search(rf"^(?:{one})\W*$", row.takes, re.I) for one in others), "held by this row alone"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Advertisement:",
        "Editors’ Recommendations:",
        "Read more",
        "Image 3 of 8",
        "Share this article",
        "Weiterlesen",
        "Facebook Twitter",
        "Swipe right to see more",
        "0 out of 0",
        "Next slide",
        "Video Player is loading.",
        "广告",
    ],
)
def test_a_line_that_no_article_says_is_noise(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        "Most of the bread was gone.",
        "Watch the film first.",
        "Close to the quay",
        "Swipe the card and wait.",
        "4 out of 5",
        "…",
    ],
)
def test_a_sentence_is_no_noise(line: str) -> None:
    assert not is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Ida Brandt",
        "Published: 12 March 2024, 9:30 am",
        "Updated 5:27 am CST, Wednesday, November 20, 2019",
        "4 min read",
        "12. März 2024",
        "2 hours ago",
    ],
)
def test_author_date_and_reading_time_are_a_byline(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line", ["In May 2011 the wheel stopped.", "By noon the flour was gone. Nobody minded."]
)
def test_a_sentence_with_a_date_is_no_byline(line: str) -> None:
    assert not is_byline(line)


def test_pointers_invitations_contacts_and_credits_are_told_apart() -> None:
    assert is_pointer("Read more: The axle that came by barge")
    assert is_pointer("Lesen Sie auch: Die Mühle")
    assert is_pointer("[Related: The axle that came by barge]")
    assert not is_pointer("Reading the tide is an art")
    assert is_invitation("Sign up for our newsletter, delivered on Fridays")
    assert is_invitation("This site uses cookies to remember your bread.")
    assert not is_invitation("She signed the ledger every morning.")
    assert is_credit("Photo: Ida Brandt")
    assert not is_credit("A photo of the mill hung there")
    assert ends_in_credit("The mill at low tide (Photo: Ida Brandt)")
    assert not ends_in_credit("She took a photo of the mill.")
