"""What the names of boxes tell, and that no name takes long to read."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from satchel.pipeline.article.names import is_unlikely, weight_of

MAX_KEPT_BYTES = (
    2_000_000  #: of the names of other pages; the last thousand take 1.3 million here, 4,096 took 5
)
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


def test_the_names_of_pages_read_before_take_little_memory() -> None:
    tracemalloc.start()
    for number in range(5_000):
        is_unlikely(f"{'box ' * 250}{number}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < MAX_KEPT_BYTES
