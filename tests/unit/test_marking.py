"""Places that a search marks are called as its passages call them."""

from __future__ import annotations

from satchel.base.passages import Sought
from satchel.library.marking import Wanted, mark

TEXT = "The oven of the village.\nA second oven, and an oven again."


def _names(html: str) -> list[str]:
    return mark(html, Wanted([Sought(("oven",))], TEXT), "Next place").names


def test_each_place_is_called_by_where_it_stands_in_the_text() -> None:
    assert _names("<p>The oven of the village.</p><p>A second oven, and an oven again.</p>") == [
        "at-4", "at-34", "at-47",
    ]  # fmt: skip


def test_places_that_the_text_has_not_take_no_name_from_those_that_it_has() -> None:
    more = "<p>The oven of the village.</p><p>Play the oven film</p><p>A second oven, and an oven again.</p>"
    assert _names(more) == ["at-4", "place-2", "at-34", "at-47"]
    assert _names("<p>A second oven, and an oven again.</p>") == ["at-34", "at-47"]
