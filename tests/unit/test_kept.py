"""What was used last is kept, as much of it as has room."""

from __future__ import annotations

from satchel.web.kept import Kept


def test_what_was_used_longest_ago_goes() -> None:
    kept = Kept[str](100, 100)
    for key in range(3):
        kept.keep(key, "made", 33)
    assert kept.get(0)
    kept.keep(3, "made", 33)
    assert [key for key in range(4) if kept.get(key)] == [0, 2, 3]


def test_what_is_kept_anew_takes_the_place_of_what_was_there() -> None:
    kept = Kept[str](100, 80)
    for made in ("first", "second", "third"):
        kept.keep(1, made, 50)
    kept.keep(2, "other", 50)
    assert (kept.get(1), kept.get(2)) == ("third", "other")


def test_what_is_too_large_is_not_kept() -> None:
    kept = Kept[str](100, 80)
    kept.keep(1, "small", 50)
    kept.keep(2, "large", 81)
    assert (kept.get(1), kept.get(2)) == ("small", None)
