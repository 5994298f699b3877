"""Highlights: a person's marks on an article, with their place in it where that is known."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting, anchoring, highlighting
from satchel.model.actions import AddHighlight, ById, Delete, RemoveHighlight
from satchel.model.highlights import Colour, Highlight, NewHighlight
from satchel.store import highlights
from tests.clock import FakeClock
from tests.library.conftest import Desk

PAGE = "http://example.org/page"
TEXT = "The mill stood by the river.\n\nIts wheel  had not turned\nfor years, and the river ran past it to the sea."


def _marks(desk: Desk, *items: int) -> list[Highlight]:
    found = desk.store.read(lambda tx: highlights.of(tx, desk.user, items))
    return [mark for marks in found.values() for mark in marks]


def _mark(desk: Desk, item: int, quote: str, name: str = "", **more: Any) -> Highlight:
    made = NewHighlight(quote, name, **more)
    outcome = desk.do(AddHighlight, item, highlight=made)
    assert outcome.done, outcome.error
    return max(_marks(desk, item), key=lambda mark: mark.changed_at)


@pytest.fixture
def item(desk: Desk) -> int:
    """An item of whose article the text is known."""
    number = desk.save(PAGE).item.id
    desk.fetch(text=TEXT)
    return number


def test_a_passage_is_found_in_the_text_whatever_white_space_is_between_its_words(
    desk: Desk, item: int
) -> None:
    mark = _mark(desk, item, "Its wheel had not\nturned for years")
    assert mark.quote == "Its wheel had not\nturned for years"
    assert mark.start is not None
    assert mark.end is not None
    assert TEXT[mark.start : mark.end] == "Its wheel  had not turned\nfor years"
    assert mark.prefix == "The mill stood by the river.\n\n"
    assert mark.suffix == TEXT[mark.end : mark.end + 32] == ", and the river ran past it to t"


@pytest.mark.parametrize("quote", ["the river", "not in it at all", "THE MILL"])
def test_a_passage_that_stands_nowhere_or_more_than_once_has_no_place(
    desk: Desk, item: int, quote: str
) -> None:
    mark = _mark(desk, item, quote)
    assert (mark.start, mark.end, mark.prefix, mark.suffix) == (None, None, "", "")


def test_a_passage_of_a_page_that_is_yet_to_be_fetched_has_no_place(desk: Desk) -> None:
    mark = _mark(desk, desk.save(PAGE).item.id, "The mill")
    assert (mark.quote, mark.start) == ("The mill", None)


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("a b", "a b", (0, 3)), ("  x\n", "x", (2, 3)), ("one two", "ne tw", (1, 6)), ("日本語の本", "語の", (2, 4)),
        ("a\u00a0b c", "b  c", (2, 5)), ("ab", "  ", None), ("", "a", None), ("aaa", "aa", None), ("𝒜 b", "b", (2, 3)),
        ("one two", " two", (4, 7)),
    ],
)  # fmt: skip
def test_places_are_counted_in_the_text_as_it_is_kept(
    text: str, quote: str, found: tuple[int, int] | None
) -> None:
    anchor = anchoring.find(text, quote)
    assert (anchor and (anchor.start, anchor.end)) == found


@pytest.mark.parametrize(
    ("text", "quote", "occurrence", "found"),
    [
        ("a b a  b", "a b", 0, (0, 3)), ("a b a  b", "a b", 1, (4, 8)), ("a b b", "a b", 1, (0, 3)),
        ("aaaa", "aa", 1, (2, 4)), ("", "a", 0, None), ("a " * 30_000, "a", 20_000, (40_000, 40_001)),
        ("x" * 9, "x", 8, (8, 9)), ("b", "a", 2**62, None),
    ],
)  # fmt: skip
def test_a_passage_is_found_at_the_occurrence_that_its_program_names(
    text: str, quote: str, occurrence: int, found: tuple[int, int] | None
) -> None:
    anchor = anchoring.find(text, quote, occurrence)
    assert (anchor and (anchor.start, anchor.end)) == found


def test_an_occurrence_is_found_also_when_the_article_comes_later(desk: Desk) -> None:
    number = desk.save(PAGE).item.id
    mark = _mark(desk, number, "the river", occurrence=1)
    assert mark.start is None
    desk.fetch(text=TEXT)
    (mark,) = _marks(desk, number)
    assert mark.start == TEXT.rindex("the river")


def test_note_and_colour_stay_when_a_client_that_knows_neither_sends_its_mark_again(
    desk: Desk, item: int
) -> None:
    first = _mark(desk, item, "The mill", "n", note="Mine", colour=Colour.GREEN)
    assert (first.note, first.colour) == ("Mine", Colour.GREEN)
    again = _mark(desk, item, "The mill stood", "n")
    assert (again.id, again.quote, again.note, again.colour) == (
        first.id,
        "The mill stood",
        "Mine",
        Colour.GREEN,
    )
    assert again.changed_at > first.changed_at
    assert _mark(desk, item, "The mill", "n", note="", colour=Colour.PLAIN).note == ""


def test_marks_without_a_name_are_all_kept_and_go_by_their_ids(desk: Desk, bobs: Desk, item: int) -> None:
    one, two = _mark(desk, item, "The mill"), _mark(desk, item, "The mill")
    assert one.id != two.id
    assert [mark.name for mark in _marks(desk, item)] == [str(one.id), str(two.id)]
    assert not bobs.do(RemoveHighlight, name=one.name).done
    assert desk.do(RemoveHighlight, name=one.name).done
    assert [mark.id for mark in _marks(desk, item)] == [two.id]
    assert _mark(desk, item, "The wheel", two.name).id == two.id


def test_the_number_of_a_highlight_is_never_given_again(desk: Desk, item: int) -> None:
    last = _mark(desk, item, "The mill")
    assert desk.do(RemoveHighlight, name=last.name).done
    assert _mark(desk, item, "The mill").id == last.id + 1


def test_everybody_counts_their_own(desk: Desk, bobs: Desk, item: int) -> None:
    hers = _mark(desk, item, "The mill", "same")
    his = bobs.save(PAGE).item.id
    assert _mark(bobs, his, "The mill", "same").id == hers.id == 2, "the first of each is an item"
    bobs.do(Delete, his)
    assert [mark.id for mark in _marks(desk, item)] == [2]


@pytest.mark.parametrize(
    "made",
    [NewHighlight(" "), NewHighlight("q" * 20_001), NewHighlight("q", note="n" * 20_001), NewHighlight("q", "n" * 201)],
    ids=["nothing", "quote", "note", "name"],
)  # fmt: skip
def test_what_marks_nothing_or_too_much_is_refused(desk: Desk, item: int, made: NewHighlight) -> None:
    assert not desk.do(AddHighlight, item, highlight=made).done
    assert _marks(desk, item) == []


def test_looking_through_long_articles_is_work_that_goes_in_steps(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "MAX_STEP_WORK", 50)
    number = desk.save(PAGE).item.id
    desk.fetch(text="word " * (25 * highlighting.LETTERS // 5))
    acts = [AddHighlight(ById(number), NewHighlight("no such words", str(n))) for n in range(8)]
    ended = desk.store.write(lambda tx: acting.step(tx, desk.user, acts, 0))
    assert ended.next == 2
