"""White space is folded as ever, and each letter finds back to where it stood."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base import folded_text
from satchel.base.folded_text import FoldedText


@given(st.text("ab \n\t\xa0", max_size=40), st.integers(1, 9))
def test_a_text_is_folded_whatever_its_pieces_are(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folded_text, "MAX_PIECE_CHARACTERS", size)
        folded = FoldedText(text)
        assert folded.text == " ".join(text.split())
        back = [folded.place(at) for at, letter in enumerate(folded.text) if letter != " "]
    assert back == [at for at, letter in enumerate(text) if not letter.isspace()]


def test_a_long_text_is_folded_without_a_list_of_its_words() -> None:
    text = "a b " * 500_000
    tracemalloc.start()
    try:
        FoldedText(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * len(text)
