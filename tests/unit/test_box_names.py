"""What the names of boxes tell, and that no name takes long to read."""

from __future__ import annotations

import time

import pytest

from satchel.pipeline.article.names import is_unlikely, weight_of

QUADRATIC = 2.0  #: seconds of CPU; these take .3, and took 3 to 5 where each letter looked at all others


@pytest.mark.parametrize(
    "name", ["site-footer", "article__sidebar", "content-disclosure", "post-related", "cookie-banner"]
)
def test_boxes_around_an_article_are_known_by_their_names(name: str) -> None:
    assert is_unlikely(name)


@pytest.mark.parametrize("name", ["article", "content-header", "article__body", "main", "entry-text"])
def test_boxes_of_an_article_are_not_taken_for_what_stands_around_it(name: str) -> None:
    assert not is_unlikely(name)


@pytest.mark.parametrize("piece", ["article-", "article__", "main-body_"])
def test_long_names_of_one_word_over_and_over_are_read_at_once(piece: str) -> None:
    begun = time.process_time()
    for number in range(50):  # of 20,000 letters: no longer name passes the guard
        name = f"{piece * (20_000 // len(piece))}{number}"
        is_unlikely(name)
        weight_of(name)
    assert time.process_time() - begun < QUADRATIC
