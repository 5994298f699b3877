"""What changed between two texts is told in their own words, whatever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from satchel.formats.changes import MAX_PARAGRAPHS, Change, Piece, changes, paragraphs

_TEXTS = st.lists(
    st.sampled_from(["one two three", "four", "five six", "one two four", "", "x " * 9]), max_size=12
).map("\n".join)


def test_nothing_is_told_of_equal_texts() -> None:
    assert changes("One.\n\nTwo.", "One.\nTwo.") == []


def test_a_rewritten_paragraph_is_told_word_by_word() -> None:
    found = changes(
        "Before.\nThe tide comes in autumn.\nAfter.", "Before.\nThe tide comes in spring.\nAfter."
    )
    assert found[1] == Change(
        "both", (Piece("same", "The tide comes in"), Piece("old", " autumn."), Piece("new", " spring."))
    )


def test_equal_paragraphs_far_away_are_counted() -> None:
    text = "\n".join(f"Paragraph {number}." for number in range(50))
    assert [each.kind for each in changes(text, f"{text}\nNew.")] == ["more", "same", "new"]


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_put_together_from_what_is_told(old: str, new: str) -> None:
    found = changes(old, new)
    for kind, text in (("old", old), ("new", new)):
        told = [
            "".join(piece.text for piece in each.pieces if piece.kind in ("same", kind)) for each in found
        ]
        shown = [one.strip() for one in told if one.strip()]
        wanted = paragraphs(text) if found else []
        assert len([each for each in wanted if each not in shown]) <= sum(each.number for each in found)


def test_what_lies_behind_the_bound_is_told_as_replaced_without_being_compared() -> None:
    old, new = (
        [f"{which} {number} of ten words or so" for number in range(MAX_PARAGRAPHS + 1)]
        for which in ("Old", "New")
    )
    found = changes("\n".join(old), "\n".join(new))
    assert [each.kind for each in found] == ["both"] * MAX_PARAGRAPHS + ["old", "new"]
