"""Parts of pages that are made once, and pieces that go past their templates."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.settings import Settings
from satchel.web import kept_parts
from satchel.web.kept_parts import Form, gap
from satchel.web.pieces import Pieces, joined
from satchel.web.templating import Templates, is_long


def test_no_more_parts_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "MAX_KEPT_PARTS", 2)
    look = Templates(Settings())
    for number in range(5):
        found = look.kept.get("part_row", number, partial(dict, rows=number))
        assert found.html == str(number).encode()
    assert len(look.kept) == 2


def test_gaps_are_for_texts_that_were_not_there_when_the_part_was_made() -> None:
    found = Templates(Settings()).kept.get("part_row", "gap", lambda: {"rows": gap("name")})
    assert Form(found, {}).filled({"name": "50 %"}) == "50 %"
    assert Form(found, {"name": "%(name)s"}).filled({}) == "%(name)s"


def test_pieces_stand_where_their_marks_are() -> None:
    pieces = Pieces()
    first, second = pieces.put("<p>one</p>"), pieces.put(b"<!-- piece 0 -->")
    assert joined(f"a{second}b{first}c", pieces.taken()) == b"a<!-- piece 0 -->b<p>one</p>c"
    assert pieces.taken() == []
    assert pieces.put("") == ""


@pytest.mark.parametrize(
    ("value", "long"),
    [
        ([1] * 40, False),
        ([1] * 101, True),
        ([{"letter": "a", "tags": [{"below": [1] * 60}]}, {"letter": "b", "tags": [1] * 60}], True),
        ("x" * 10_000, False),
        ("<" * 1_000_000, True),
    ],
    ids=["short", "entries", "nested", "text", "long text"],
)  # fmt: skip
def test_how_long_a_page_takes_is_told_by_what_it_shows(value: object, long: bool) -> None:
    assert is_long([value]) is long
