"""Text as people compare it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base.text import MAX_TAG_CHARACTERS, clean, composed, fold, line, name_key, sort_key, tag_form

anything = st.text(alphabet=st.characters(), max_size=80)


@given(anything)
def test_cleaned_text_can_be_stored_anywhere(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@given(anything, st.integers(1, 40))
def test_a_line_is_one_trimmed_line_within_its_limit(text: str, limit: int) -> None:
    found = line(text, limit)
    assert len(found) <= limit
    assert found == found.strip()
    assert len(found.splitlines()) <= 1
    assert line(found, limit) == found


def test_a_line_is_made_of_the_beginning_of_a_text_however_much_follows() -> None:
    assert line("\n" * 100_000 + "two \n " + " " * 100 + "words", 40) == "two words"
    assert line("a" + " " * 1_000_000 + "b", 40) == "a"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ä", "a"), ("É", "e"), ("STRASSE", "straße"), ("Ｗ", "w"), ("İ", "i"), ("ﬁ", "fi"), ("Å", "a\u030a")],
)
def test_case_accents_and_width_fold_away(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ไม่", "ไม"), ("कि", "क"), ("が", "か"), ("a", "b")])
def test_what_makes_another_word_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bob", " bOB "), ("Straße", "STRASSE"), ("Ａ", "a"), ("é", "E\u0301"), ("a\x00b", "ab")],
)
def test_names_are_compared_without_regard_to_case_and_form(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_with_other_accents_are_other_names() -> None:
    assert name_key("josé") != name_key("jose")


@given(anything.map(clean), anything.map(clean))
def test_sort_keys_are_short_and_follow_the_folded_text(one: str, other: str) -> None:
    assert len(sort_key(one)) <= 64
    if fold(one).strip() == fold(other).strip():
        assert sort_key(one) == sort_key(other)


def test_sort_keys_put_words_as_people_expect() -> None:
    words = ["zoo", "Émile", "apple", "Banana", "éclair"]
    assert sorted(words, key=sort_key) == ["apple", "Banana", "éclair", "Émile", "zoo"]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("e\u0301te\u0301", "été"),
        ("E\x00\u0301T\u00c9", "été"),
        ("\u1112\u1161\u11ab", "한"),
        ("A\u030angstrom", "ångstrom"),
        ("\u212bngstrom", "ångstrom"),
        ("rust, gone", "rust gone"),
        (",,a,,b,", "a b"),
        ("two\nlines\u2028three", "two lines three"),
        (" , ", ""),
        ("e\u0301" * MAX_TAG_CHARACTERS, "é" * MAX_TAG_CHARACTERS),
        ("\u200ftea\u200e", "tea"),
        ("\ufefftea \u200b", "tea"),
        ("\u2067tea\u2069", "tea"),
        ("\u200b", ""),
        ("a\u200db", "a\u200db"),
    ],
)
def test_a_tag_has_one_form(text: str, tag: str) -> None:
    assert tag_form(text) == tag


@pytest.mark.parametrize(("one", "other"), [("m²", "m2"), ("ﬁsh", "fish"), ("Ｗ", "w"), ("é", "e")])
def test_tags_that_look_different_are_two(one: str, other: str) -> None:
    assert tag_form(one) != tag_form(other)


@given(anything)
def test_the_form_of_a_tag_is_its_form_again(text: str) -> None:
    tag = tag_form(text)
    assert tag_form(tag) == tag
    assert not {",", "\n"} & set(tag)
    assert len(tag) <= MAX_TAG_CHARACTERS


def test_marks_without_end_on_one_letter_cost_no_more_than_other_letters() -> None:
    """Putting as many in their order, as Unicode asks for, takes the interpreter minutes."""
    text = "a" + "\u0301\u0323" * 300_000 + " b"
    assert fold(text) == "a b"
    assert fold("ก" + "\u0e38\u0e48" * 300_000) == fold("ก" + "\u0e38\u0e48" * 15)
    assert len(composed("ａ" + "\U0001d165\U0001d16d" * 100_000, "NFKC")) == 31
