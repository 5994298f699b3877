"""Words as searches compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base import search_words
from satchel.base.search_words import BREAK, MAX_WORD_CHARACTERS, is_single, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wi-Fi, don’t!", "wi fi don t"), ("CAFÉ cafe\u0301", "cafe cafe"), ("Straße", "strasse"),
        ("ＡＢＣ １２", "abc 12"), ("co\u00adop zero\u200bwidth", "coop zerowidth"),
        ("snake_case x_1", "snake case x 1"),
        ("東京都 Tower駅", "東 京 都 tower 駅"), ("カタカナ ｶﾞ", "カ タ カ ナ ガ"), ("서울에서", "서 울 에 서"),
        ("ไทย", "ไ ท ย"), ("हिन्दी में", "हिन्दी में"), ("மொழி", "மொழி"), ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"), ("Ёлка", "елка"),
        ("ΑΘΗΝΑΣ", "αθηνασ"), ("İstanbul ﬁne", "istanbul fine"), ("party🎉time", "party 🎉 time"),
        ("3.14 % $", "3 14"), ("", ""),
    ],
)  # fmt: skip
def test_what_makes_no_difference_is_left_out(text: str, found: str) -> None:
    assert words(text) == found.split()


@given(st.text())
def test_words_stay_what_they_are_when_they_are_put_together_again(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once
    assert all(word and " " not in word and '"' not in word and "'" not in word for word in once)


def test_words_without_end_are_cut() -> None:
    assert words("a" * 5000 + " b") == ["a" * MAX_WORD_CHARACTERS, "b"]


def test_letters_of_scripts_without_spaces_are_told_from_others() -> None:
    assert [is_single(word) for word in ("京", "ท", "서", "a", "й", "の", "ab", BREAK)] == [
        True, True, True, False, False, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir gehen über die Brücke, 12 mal. ",
        "我们在河边走了很久，看见很多人。",
        "สวัสดีชาวโลก ",
        "над водой ё́лка ",
        "한국어를 배웁니다 ",
    ],
)
def test_a_book_has_the_words_of_its_sentences(sentence: str) -> None:
    assert words(sentence * 3000) == words(sentence) * 3000


@pytest.mark.parametrize(
    "text", ["永" * 300_000, "a" + "\u0301" * 300_000, "x" * 300_000, "ก" * 300_000, "word " * 90_000]
)
def test_no_search_for_words_holds_up_others_for_long(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, real = [], search_words._words

    def counted(piece: str) -> list[str]:
        seen.append(len(piece))
        return real(piece)

    monkeypatch.setattr(search_words, "_words", counted)
    words(text)
    assert max(seen) <= 50_000
