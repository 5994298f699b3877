"""A search in its one form says the same as the tree that it was made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from satchel.model.text_query import AllOf, AnyOf, NoneOf, Term, TextQuery, wanted_terms
from satchel.store.text_expression import But, Every, Expression, Node, Phrase, Some, expression

LETTERS = "abc"
trees = st.recursive(
    st.sampled_from(LETTERS).map(Term),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AnyOf(tuple(some))),
        inner.map(NoneOf),
    ),
    max_leaves=8,
)


def says(query: TextQuery, has: set[str]) -> bool:
    match query:
        case Term(word):
            return word in has
        case AllOf(queries):
            return all(says(each, has) for each in queries)
        case AnyOf(queries):
            return any(says(each, has) for each in queries)
        case NoneOf(inner):
            return not says(inner, has)


def finds(node: Node, has: set[str]) -> bool:
    match node:
        case Phrase(words, _, _):
            return words[0] in has
        case Every(nodes):
            return all(finds(each, has) for each in nodes)
        case Some(nodes):
            return any(finds(each, has) for each in nodes)
        case But(wanted, without):
            return finds(wanted, has) and not finds(without, has)


@given(trees)
def test_it_says_the_same_of_everything(query: TextQuery) -> None:
    found = expression(query)
    assert found is not None
    for number in range(8):
        has = {letter for place, letter in enumerate(LETTERS) if number >> place & 1}
        assert (finds(found.node, has) != found.is_negated) == says(query, has)


def test_words_side_by_side_become_one_question() -> None:
    found = expression(AllOf((Term("roman concrete"), Term("wi-fi"), AllOf((Term("x"), Term("roman"))))))
    phrases = [Phrase((word,), "", False) for word in ("roman", "concrete")]
    assert found == Expression(Every((*phrases, Phrase(("wi", "fi"), "", False), Phrase(("x",), "", False))))


def test_what_has_no_word_asks_for_nothing() -> None:
    assert expression(AllOf((Term("&"), Term("…")))) is None
    assert expression(NoneOf(Term("!"))) is None
    assert expression(AnyOf((Term("&"), Term("a")))) == expression(Term("a"))


def test_a_prefix_is_of_the_last_word() -> None:
    found = expression(Term("new yo", is_prefix=True))
    assert found == Expression(Every((Phrase(("new",), "", False), Phrase(("yo",), "", True))))
    assert expression(Term("y", is_prefix=True)) == expression(Term("y")), (
        "half of the index would be looked at"
    )


def test_terms_that_what_is_found_must_not_have_are_not_wanted() -> None:
    query = AllOf((Term("a"), NoneOf(Term("b")), AnyOf((Term("c"), NoneOf(Term("d"))))))
    assert [term.words for term in wanted_terms(query)] == ["a", "c"]


def test_of_long_phrases_the_beginning_is_looked_for() -> None:
    """The index has a list of places for each word, and a text may have 600,000 places for one."""
    found = expression(Term("永" * 990))
    assert found is not None
    assert isinstance(found.node, Phrase)
    assert len(found.node.words) == 40
