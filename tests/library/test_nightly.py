"""The nightly backup: at its hour, once, and told when it fails."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from satchel.base.settings import Settings
from satchel.library.backups import making, nightly, status
from satchel.library.backups.nightly import Nightly, last
from tests.clock import FakeClock
from tests.patience import until

#: A day in the machine's own time, at eleven.
_NOON = datetime(2026, 11, 26, 11).astimezone()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(int(_NOON.timestamp() * 1000))


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data/satchel.db")
    return Settings(data=tmp_path / "data", backup_folder=tmp_path / "backups", backup_daily=3, backup_weekly=0,
                    backup_monthly=0)  # fmt: skip


@pytest.fixture
def night(settings: Settings, clock: FakeClock) -> Iterator[Nightly]:
    made = Nightly(settings, clock)
    yield made
    made.stop()


def _names(settings: Settings) -> list[str]:
    assert settings.backup_folder
    return sorted(path.name for path in settings.backup_folder.iterdir())


def test_one_is_made_each_night_and_the_oldest_go(
    settings: Settings, night: Nightly, clock: FakeClock
) -> None:
    assert last(settings, clock.now()).word == "none"
    assert night.look(), "there is none yet, and its hour was this morning"
    assert night.look() is None
    clock.forward(hours=15)  # two at night
    assert night.look() is None
    clock.forward(hours=1.5)
    assert night.look()
    for _ in range(3):
        clock.forward(days=1)
        assert night.look()
    assert len(_names(settings)) == 3
    assert last(settings, clock.now()).word == "made"


def test_what_people_put_there_stays(settings: Settings, night: Nightly, clock: FakeClock) -> None:
    assert settings.backup_folder
    settings.backup_folder.mkdir()
    mine = making.make(settings, settings.backup_folder, clock).file
    (settings.backup_folder / "notes.txt").write_text("mine")
    for _ in range(5):
        night.look()
        clock.forward(days=1)
    assert {mine.name, "notes.txt"} <= set(_names(settings))


def test_a_failure_is_logged_told_and_tried_again_in_an_hour(
    settings: Settings, night: Nightly, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    assert night.look()
    clock.forward(days=1)
    database = settings.data / "satchel.db"
    database.rename(settings.data / "elsewhere")
    with caplog.at_level(logging.INFO, "satchel.backup"):
        assert night.look() is None
        assert night.look() is None
    assert [record.getMessage() for record in caplog.records] == ["backup_failed"]
    told = last(settings, clock.now())
    assert told.word == "failed"
    assert "There is no database" in told.problem
    assert told.made_at, "the last good one is still known"
    (settings.data / "elsewhere").rename(database)
    clock.forward(hours=1)
    assert night.look()
    assert last(settings, clock.now())[2:] == ("made", "")


def test_a_folder_that_cannot_be_written_is_told(
    settings: Settings, night: Nightly, clock: FakeClock
) -> None:
    assert settings.backup_folder
    settings.backup_folder.write_text("a file")
    assert night.look() is None
    assert last(settings, clock.now()).word == "failed"


def test_two_days_without_one_are_told(settings: Settings, night: Nightly, clock: FakeClock) -> None:
    night.look()
    clock.forward(days=2, hours=1)
    told = last(settings, clock.now())
    assert (told.word, told.problem) == ("late", "The last nightly backup was made more than two days ago.")


def test_a_clock_that_was_ahead_keeps_no_backup_from_being_made(
    settings: Settings, night: Nightly, clock: FakeClock
) -> None:
    clock.set(days=400)
    assert night.look()
    clock.set(days=-400)
    assert night.look()


def test_a_server_that_stops_leaves_nothing_of_it(settings: Settings, night: Nightly) -> None:
    night.stop()
    assert night.look() is None
    assert _names(settings) == []
    assert status.read(settings.data).failed_at == 0


def test_where_no_folder_is_set_nothing_is_made(tmp_path: Path, clock: FakeClock) -> None:
    settings = Settings(data=tmp_path)
    made = Nightly(settings, clock)
    made.start()
    assert made.look() is None
    made.stop()
    assert last(settings, clock.now()) == (0, "", "", "")


def test_on_postgresql_what_to_use_instead_is_logged(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=tmp_path, backup_folder=tmp_path / "b", database_url="postgresql://db.invalid/x")
    with caplog.at_level(logging.INFO, "satchel.backup"):
        Nightly(settings, clock).start()
    assert [record.getMessage() for record in caplog.records] == ["no_nightly_backup"]
    assert "pg_dump" in last(settings, clock.now()).problem


def test_the_thread_makes_it_by_itself(
    settings: Settings, night: Nightly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "LOOKING", 0.01)
    night.start()
    assert settings.backup_folder
    until(lambda: settings.backup_folder and list(settings.backup_folder.glob("satchel-nightly-*")))


def test_the_hour_is_that_of_the_machine(settings: Settings, clock: FakeClock) -> None:
    for hour, due in ((2, False), (3, True), (12, True)):
        at = _NOON.replace(hour=hour) + timedelta(days=1)
        folder = settings.backup_folder
        assert folder
        shutil.rmtree(folder, ignore_errors=True)
        clock.time = int((_NOON.replace(hour=4)).timestamp() * 1000)
        assert Nightly(settings, clock).look()
        assert nightly.is_due(settings, int(at.timestamp() * 1000)) is due
