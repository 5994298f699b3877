"""Names of exported files."""

from __future__ import annotations

from satchel.formats.exports import file_names
from satchel.formats.exports.file_names import FileNames


def test_equal_titles_are_numbered() -> None:
    names = FileNames()
    assert [names.of(each) for each in ("News", "news", "News (2)", "News", "Old", "NEWS")] == [
        "News", "news (2)", "News (2) (2)", "News (3)", "Old", "NEWS (4)",
    ]  # fmt: skip


def test_many_equal_titles_cost_no_more_than_others() -> None:
    """Looking for a free number from 2 on each time takes hours for 50,000 entries of one title."""
    asked = 0

    class Counted(dict[str, int]):
        def __contains__(self, key: object) -> bool:
            nonlocal asked
            asked += 1
            return super().__contains__(key)

    names = FileNames()
    names._taken = Counted()
    assert len({names.of("Home") for _ in range(2000)}) == 2000
    assert asked <= 3 * 2000
    assert file_names.safe("Home") == "Home"
