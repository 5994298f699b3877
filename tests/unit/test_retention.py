"""Which nightly backups are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from satchel.library.backups import names
from satchel.library.backups.retention import Keep, kept

_NIGHT = datetime(2026, 11, 26, 3, tzinfo=UTC)
_KEEP = Keep(7, 4, 6)


def _after(nights: int, keep: Keep = _KEEP) -> list[datetime]:
    """What is left after so many nights, each of which thins out what was there."""
    there: set[datetime] = set()
    for night in range(nights):
        there.add(_NIGHT + timedelta(days=night))
        there = kept(there, keep)
    return sorted(there)


def test_the_last_seven_days_are_kept_whole() -> None:
    for nights in (7, 8, 100, 400):
        newest = _NIGHT + timedelta(days=nights - 1)
        assert _after(nights)[-7:] == [newest - timedelta(days=day) for day in reversed(range(7))]


def test_night_after_night_weeks_and_months_are_left_of_what_is_older() -> None:
    left = _after(400)
    assert len(left) == 17
    weeks = {(left[-1] - timedelta(weeks=week)).strftime("%G-%V") for week in range(5)}
    assert weeks <= {time.strftime("%G-%V") for time in left}
    assert len({time.strftime("%Y-%m") for time in left}) >= 7
    assert (left[-1] - left[0]).days > 180


def test_of_one_day_the_newest_is_kept() -> None:
    early, late = _NIGHT, _NIGHT + timedelta(hours=3)
    assert kept([early, late], Keep(7, 0, 0)) == {late}


def test_the_newest_always_stays() -> None:
    assert kept([_NIGHT], Keep(1, 0, 0)) == {_NIGHT}
    assert _after(30, Keep(1, 0, 0)) == [_NIGHT + timedelta(days=29)]


def test_only_files_with_the_name_of_a_nightly_backup_are_looked_at() -> None:
    now = int(_NIGHT.timestamp() * 1000)
    assert names.made_at(names.nightly(now)) == _NIGHT
    for other in (
        names.by_hand(now),
        "satchel-nightly-2026-13-01-000000.tar.zst",
        "notes.txt",
        names.nightly(now) + "x",
    ):
        assert names.made_at(other) is None
