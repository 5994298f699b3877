"""The measure by which rules of extraction are kept: what it says of an answer beside the truth."""

from __future__ import annotations

from typing import Any

import pytest

from bench.extraction_scores import is_same_day, score

ANSWER: dict[str, Any] = {
    "text": "The ferry left the harbour at seven in the morning.",
    "title": "The last ferry",
    "authors": ["Nora Lind"],
    "date": "2024-03-05",
}


def test_an_answer_as_the_truth_has_all_marks() -> None:
    truth = {**ANSWER, "date": "2024-03-05T08:00:00Z"}
    assert score(ANSWER, truth) == {"text": 1, "title": 1, "authors": 1, "days": 1}


def test_a_writer_where_the_page_has_none_is_told() -> None:
    truth = {"title": "The last ferry", "authors": []}
    assert score(ANSWER, truth)["nobody"] == 0
    assert score({**ANSWER, "authors": []}, truth)["nobody"] == 1


def test_strings_that_must_and_must_not_be_there_count_alike() -> None:
    truth = {"with": ["left the harbour"], "without": ["Buy a boat", "at seven"]}
    assert score(ANSWER, truth)["strings"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("told", "same"), [("2024-03-05", True), ("2024-03-04", True), ("2024-03-07", False), (None, False)]
)
def test_a_day_is_right_give_or_take_one_for_the_zone(told: str | None, same: bool) -> None:
    assert is_same_day(told, "2024-03-05") is same
