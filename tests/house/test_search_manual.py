"""docs/search.md: every example in it is read as it stands there, and does not end as plain words."""

from __future__ import annotations

import re

import pytest

from satchel.library.search.fields import IS, SORTS
from satchel.library.search.parser import parse
from satchel.library.search.tree import Name
from tests.house.sources import ROOT

MANUAL = (ROOT / "docs" / "search.md").read_text("utf-8")
#: In the tables: what is written, with the bare names of fields left out.
EXAMPLES = sorted(
    {
        code
        for line in MANUAL.splitlines()
        if line.startswith("| ") and "---" not in line
        for code in re.findall(r"`([^`]+)`", line)
        if not re.fullmatch(r"\w+:|#|OR|\w", code)
    }
)


@pytest.mark.parametrize("query", EXAMPLES)
def test_each_example_is_read_without_a_note(query: str) -> None:
    found = parse(query)
    assert found.node is not None
    assert found.notes == ()


def test_every_field_and_every_word_is_told() -> None:
    assert [name for name in Name if f"`{name}:`" not in MANUAL] == []
    assert [word for word in IS.values() if f"`{word}`" not in MANUAL and f"is:{word}" not in MANUAL] == []
    assert [
        word for word in SORTS.values() if f"`{word}`" not in MANUAL and f"sort:{word}" not in MANUAL
    ] == []
