"""Passages that show what was looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base.passages import (
    MAX_PASSAGE_CHARACTERS,
    MAX_PASSAGE_WORDS,
    MAX_PASSAGES,
    Sought,
    passages,
    places,
)
from satchel.base.search_words import words

LONG = " ".join(f"word{number}" for number in range(200)) + "."


def sought(*texts: str) -> list[Sought]:
    return [Sought(tuple(words(text.rstrip("*"))), text.endswith("*")) for text in texts]


def shown(text: str, *texts: str) -> list[tuple[str, list[str]]]:
    return [
        (text[each.start : each.end], [text[hit.start : hit.end] for hit in each.hits])
        for each in passages(text, sought(*texts))
    ]


def test_sentences_are_whole_and_short_ones_go_together() -> None:
    text = "Before it. The owl flies at dusk. It sees all! " + LONG
    assert shown(text, "owl") == [("The owl flies at dusk. It sees all!", ["owl"])]


def test_of_a_long_sentence_there_is_as_much_as_fits_around_the_hit() -> None:
    (found,) = passages(LONG, sought("word100"))
    text = LONG[found.start : found.end]
    assert {"word95", "word100", "word105"} <= set(text.split())
    assert len(text.split()) <= MAX_PASSAGE_WORDS
    assert (found.goes_before, found.goes_on) == (True, True)
    (first,) = passages(LONG, sought("word0"))
    assert (first.start, first.goes_before, first.goes_on) == (0, False, True)


def test_passages_that_have_different_words_are_preferred() -> None:
    text = "An owl.\nAn owl again.\nAn owl once more.\nOwls and one mouse.\nNothing."
    assert [hits for _, hits in shown(text, "owl", "mouse")] == [["owl"], ["owl"], ["mouse"]]


@pytest.mark.parametrize(
    ("text", "asked", "hits"),
    [
        ("Die Straße ist groß, Herr Maß.", "mass", ["Maß"]), ("Die Straße ist groß.", "strasse", ["Straße"]),
        ("cafe\u0301 con leche", "café", ["cafe\u0301"]), ("Ein co\u00adop und mehr", "coop", ["co\u00adop"]),
        ("東京駅は1914年に開業した。駅の歴史。", "駅の", ["駅の"]),
        ("New\u00a0York, new york", "new york", ["New\u00a0York", "new york"]),
        ("concrete concretes", "concret*", ["concrete", "concretes"]), ("unconcrete", "concrete", []),
        ("Die ﬁnale Antwort", "antwort", ["Antwort"]), ("Việt Nam ơi Tiếng Việt", "tieng viet", ["Tiếng Việt"]),
        ("मुझे किताब दो", "किताब", ["किताब"]), ("wi-fi and wi fi", "wi-fi", ["wi-fi", "wi fi"]),
    ],
)  # fmt: skip
def test_hits_are_where_they_stand_in_the_text_itself(text: str, asked: str, hits: list[str]) -> None:
    assert [hit for _, found in shown(text, asked) for hit in found] == hits
    assert [text[start:end] for start, end in places(text, sought(asked))] == hits


@given(
    st.text(alphabet="ab é\u0301ß\u00ad東ﬁ.\n-İ", max_size=80),
    st.sampled_from(["a", "ab", "e", "ss", "東", "fi", "i", "a b"]),
)
def test_whatever_the_text_places_lie_in_it_and_in_order(text: str, asked: str) -> None:
    found = passages(text, sought(asked))
    assert len(found) <= MAX_PASSAGES
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.end - each.start <= MAX_PASSAGE_CHARACTERS
        assert each.hits
        for hit in each.hits:
            assert each.start <= hit.start < hit.end <= each.end


def test_a_word_without_end_is_cut() -> None:
    text = "a" * 10_000 + " owl " + "東" * 10_000
    assert [hits for _, hits in shown(text, "owl")] == [["owl"]]
    (found,) = passages(text, sought("owl"))
    assert found.end - found.start <= MAX_PASSAGE_CHARACTERS
