from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.text import bounded, count_words, excerpt_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("One, two; three.", 3),
        ("it's a mother-in-law’s 3.5 km", 5),
        ("Привет, мир", 2),
        ("渡し船は朝", 5),
        ("Python を学ぶ", 4),
        ("안녕하세요 세계", 2),
        ("مرحبا بالعالم", 2),
        ("— … — !!!", 0),
        ("naïve café", 2),
    ],
)
def test_words_are_counted_as_their_script_counts_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_an_excerpt_ends_with_a_sentence() -> None:
    text = "The ferry leaves at seven. " * 20
    excerpt = excerpt_of(text, 100)
    assert excerpt.endswith(".")
    assert len(excerpt) <= 100


def test_an_excerpt_of_one_long_sentence_is_cut_between_words() -> None:
    excerpt = excerpt_of("word " * 200, 50)
    assert excerpt.endswith("word…")
    assert len(excerpt) <= 51


@given(st.text(max_size=2_000), st.integers(min_value=20, max_value=300))
def test_an_excerpt_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(excerpt_of(text, limit)) <= limit + 1


@given(st.text(max_size=500), st.integers(min_value=0, max_value=300))
def test_text_is_bounded_in_bytes_at_whole_letters(text: str, limit: int) -> None:
    cut = bounded(text, limit)
    assert len(cut.encode()) <= max(limit, 0) or text == cut
    assert text.startswith(cut)
