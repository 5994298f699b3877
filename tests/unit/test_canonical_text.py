"""The canonical text of articles: what places and highlights count in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.formats import canonical_text

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "canonical.json").read_text())


@pytest.mark.parametrize("each", SHARED, ids=[each["why"] for each in SHARED])
def test_texts_are_what_the_reader_makes_of_them_too(each: dict[str, str]) -> None:
    assert canonical_text.of(each["html"]) == each["text"]


@pytest.mark.parametrize("each", SHARED, ids=[each["why"] for each in SHARED])
def test_every_letter_is_found_in_the_html_again(each: dict[str, str]) -> None:
    html, text = each["html"], each["text"]
    for at, letter in enumerate(text):
        if letter != " ":
            index = canonical_text.index_of(html, at)
            assert canonical_text.of(html[index:]).startswith(letter), (at, letter)
            assert len(canonical_text.of(html[:index])) in (at, at - 1)
    assert canonical_text.of(html[canonical_text.index_of(html, len(text) + 5) :]) == ""


@given(
    st.lists(
        st.sampled_from(
            ["a", "bc", " ", "\n", "\xad", "&amp;", "<p>", "</p>", "<i>", "</i>", "<br>", "\U0001f600"]
        )
    )
)
def test_what_is_marked_at_a_letter_parts_the_text_there(parts: list[str]) -> None:
    html = "".join(parts)
    text = canonical_text.of(html)
    for at in range(len(text)):
        index = canonical_text.index_of(html, at)
        before = canonical_text.of(html[:index])
        assert text.startswith(before)
        assert at - 1 <= len(before) <= at
