"""The search language: whatever people write is read in some way, and can be written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.library.search import parser, tree
from satchel.library.search.parser import MAX_DEPTH, MAX_TERMS, MAX_WRITTEN_CHARACTERS, Said, parse
from satchel.library.search.tree import And, Compared, Field, Name, Node, Not, Or, Phrase, Range, Word
from satchel.library.search.writing import write


def again(node: Node | None) -> Node | None:
    """What comes of a tree that was written and read."""
    return parse(write(node), MAX_WRITTEN_CHARACTERS).node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("roman concrete", And((Word("roman"), Word("concrete")))),
        ('"roman concrete"', Phrase("roman concrete")),
        ("„die Brücke“", Phrase("die Brücke")),
        ("«le pont»", Phrase("le pont")),
        ("“the bridge”", Phrase("the bridge")),
        ("concret*", Word("concret", begins=True)),
        ("a or b", Or((Word("a"), Word("b")))),
        ("a OR b | c", Or((Word("a"), Word("b"), Word("c")))),
        ("a Or b", And((Word("a"), Word("Or"), Word("b")))),
        ("a and b + c", And((Word("a"), Word("b"), Word("c")))),
        ("a b or c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b or c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("-a", Not(Word("a"))),
        ("!a", Not(Word("a"))),
        ("not a", Not(Word("a"))),
        ("- a", Word("a")),
        ("not not a", Word("a")),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ('"a or b"', Phrase("a or b")),
        ("well-known", Word("well-known")),
        ("(a b) c", And((Word("a"), Word("b"), Word("c")))),
        ("#history", Field(Name.TAG, (Word("history"),))),
        ('#"to read"', Field(Name.TAG, (Phrase("to read"),))),
        ('tag:"to read"', Field(Name.TAG, (Phrase("to read"),))),
        ("Label:x", Field(Name.TAG, (Word("x"),))),
        ("domain:lwn.net", Field(Name.SITE, (Word("lwn.net"),))),
        ("is:starred", Field(Name.IS, (Word("favourite"),))),
        ("IS:Fav", Field(Name.IS, (Word("favourite"),))),
        ("is:read", Field(Name.IS, (Word("finished"),))),
        ("has:highlights", Field(Name.IS, (Word("highlighted"),))),
        ('author:(borges, "le guin")', Field(Name.AUTHOR, (Word("borges"), Phrase("le guin")))),
        ("author:(borges, le guin)", Field(Name.AUTHOR, (Word("borges"), Phrase("le guin")))),
        ("length:<10m", Field(Name.LENGTH, (Compared("<", "10m"),))),
        ("length:2000w..", Field(Name.LENGTH, (Range("2000w", ""),))),
        ("length:10", Field(Name.LENGTH, (Range("10m", "10m"),))),
        ("progress:1..99", Field(Name.PROGRESS, (Range("1", "99"),))),
        ("saved:2024-11..2025-02", Field(Name.SAVED, (Range("2024-11", "2025-02"),))),
        ("saved:..2019", Field(Name.SAVED, (Range("", "2019"),))),
        ("saved:=2019", Field(Name.SAVED, (Range("2019", "2019"),))),
        ("after:2024", Field(Name.SAVED, (Range("2024", ""),))),
        ("before:2024", Field(Name.SAVED, (Compared("<", "2024"),))),
        ("before:1y", Field(Name.SAVED, (Range("", "1y"),))),
        ("age:<6m", Field(Name.SAVED, (Compared("<", "6m"),))),
        ("highlights:>=3", Field(Name.HIGHLIGHTS, (Compared(">=", "3"),))),
        ("url:/2019/", Field(Name.URL, (Word("/2019/"),))),
        ("https://lwn.net/a", Word("https://lwn.net/a")),
        ("at 12:30", And((Word("at"), Word("12:30")))),
        ("foo(bar)", Phrase("foo(bar)")),
        ("", None),
        ("  ( ) -- ++ \" \" *", None),
        ("or", Word("or")),
        ("a or", Word("a")),
        ("sort:title a or b", And((Or((Word("a"), Word("b"))), Field(Name.SORT, (Word("title"),))))),
        ("-sort:title a", Word("a")),
        ("東京 駅", And((Word("東京"), Word("駅")))),
    ],
)  # fmt: skip
def test_a_query_is_read_as_people_mean_it(text: str, node: Node | None) -> None:
    assert parse(text) == parser.Parsed(node)
    assert again(node) == node


@pytest.mark.parametrize(
    ("text", "node", "said", "words"),
    [
        ("foo:bar", And((Word("foo"), Word("bar"))), Said.UNKNOWN, "foo bar"),
        ("saved:2024-13", And((Word("saved"), Word("2024-13"))), Said.VALUE, "saved 2024-13"),
        ("saved:2023-02-29", And((Word("saved"), Word("2023-02-29"))), Said.VALUE, "saved 2023-02-29"),
        ("is:purple", And((Word("is"), Word("purple"))), Said.VALUE, "is purple"),
        ("length:soon", And((Word("length"), Word("soon"))), Said.VALUE, "length soon"),
        ('x "a b', And((Word("x"), Word("a"), Word("b"))), Said.QUOTE, "a b"),
        ("«a b", And((Word("a"), Word("b"))), Said.QUOTE, "a b"),
        ("a " * 600, And((Word("a"),) * MAX_TERMS), Said.LONG, ""),
        ("a " * 41, And((Word("a"),) * MAX_TERMS), Said.MANY, ""),
        ("(" * (MAX_DEPTH + 3) + "a", Word("a"), Said.DEEP, ""),
    ],
)
def test_what_cannot_be_read_is_searched_as_words_and_said(
    text: str, node: Node, said: Said, words: str
) -> None:
    found = parse(text)
    assert found.node == node
    assert (found.notes[0].said, found.notes[0].words) == (said, words)
    assert again(node) == node


_SIGNS = st.sampled_from(
    [*"()|-!+#*:\"„“”«»,<>=./ \t\n", " or ", " and ", " not ", "is:", "tag:", "saved:", "title:", "foo:", "2024",
     "..", "3d", "東京", "a", "b", "é", "\x00", "\ud800", "​", "✓"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_SIGNS, max_size=60).map("".join)))
def test_any_text_is_read_and_what_is_written_of_it_reads_the_same(text: str) -> None:
    node = parse(text).node
    assert again(node) == node
    assert write(again(node)) == write(node)


_words = st.from_regex(r"[a-zé東]{1,6}(-[a-z]{1,3})?", fullmatch=True).filter(
    lambda word: word not in ("and", "or", "not")
)
_terms = st.one_of(
    st.builds(Word, _words, st.booleans()),
    st.builds(Phrase, st.lists(_words, min_size=1, max_size=3).map(" ".join)),
    st.builds(lambda word: Field(Name.TAG, (Word(word),)), _words),
    st.builds(lambda word: Field(Name.TITLE, (Phrase(word), Word(word))), _words),
    st.sampled_from([
        Field(Name.SAVED, (Range("2024", ""),)), Field(Name.LENGTH, (Compared(">=", "10m"),)),
        Field(Name.IS, (Word("unread"), Word("new"))),
    ]),
)  # fmt: skip


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda each: tree.all_of(each) or each[0]),
        some.map(lambda each: tree.any_of(each) or each[0]),
        parts.map(tree.negated),
    )


@given(st.recursive(_terms, _joined, max_leaves=12))
def test_every_tree_can_be_written_and_read(node: Node) -> None:
    assert again(node) == node


@pytest.mark.parametrize(
    "sign", ["(", '"', "«", "-", "!", "#", "a:", "|", "(a or ", "tag:(", "not ", "a*", ","]
)
def test_a_query_of_nothing_but_one_sign_is_read_in_steps_that_do_not_multiply(sign: str) -> None:
    """Counted, not timed: each letter is looked at a few times at most, however they are repeated."""
    text = (sign * 1000)[:1000]
    found = parse(text)
    assert again(found.node) == found.node


def test_long_phrases_count_for_several_words() -> None:
    many = parse(" or ".join("永" * length for length in range(30, 50)))
    assert any(note.said is Said.MANY for note in many.notes)
    assert not parse(" or ".join("永遠の今" for _ in range(40))).notes
