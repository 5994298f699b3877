"""`kill -9` at any step of a restore leaves the old data folder or the new one, and of a backup nothing."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library import saving
from satchel.library.backups import making, placing, restoring
from satchel.model.items import NewLink
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command
from tests.patience import HANG

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
MAX_STEPS = 300
OLD, NEW = ["https://example.com/old"], ["https://example.com/new"]
KEYS = {OLD[0]: "22" * 32, NEW[0]: "11" * 32}


def _killed_at(step: int, *words: object) -> bool:
    """Do what is killed before that step; whether it was."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_at", str(step), *map(str, words)],
        capture_output=True, timeout=HANG, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def _urls(data: Path) -> list[str]:
    store = SqliteStore(data / "satchel.db", Clock())
    try:
        assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
        return [row[0] for row in store.read(lambda tx: tx.all("SELECT given_url FROM items ORDER BY id"))]
    finally:
        store.close()


def _filled(data: Path, template: Path, urls: list[str]) -> Settings:
    data.mkdir()
    shutil.copy(template, data / "satchel.db")
    store = SqliteStore(data / "satchel.db", Clock())
    for url in urls:
        store.write(partial(saving.save, user=1, link=NewLink(url)))
    store.close()
    (data / "secret.key").write_text(KEYS[urls[0]])
    return Settings(data=data)


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(sqlite_template: Path, tmp_path: Path) -> None:
    backup, data = tmp_path / "new.tar.zst", tmp_path / "data"
    making.make(_filled(tmp_path / "new", sqlite_template, NEW), backup, Clock())
    _filled(tmp_path / "old", sqlite_template, OLD)
    found: list[list[str]] = []
    for step in range(MAX_STEPS):
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(tmp_path / "old", data)
        killed = _killed_at(step, "restore", data, backup)
        # So does every command and every server, before it looks at the database.
        placing.finish(data)
        found.append(_urls(data))
        assert found[-1] in (OLD, NEW)
        assert (data / "secret.key").read_text() == KEYS[found[-1][0]]
        assert not (data / "restored").exists()
        if not killed:
            break
        restoring.restore(Settings(data=data), backup, Clock(), force=True)
        assert not (data / "restoring").exists()
    else:
        pytest.fail("it never came to its end")
    # Both happened, and from some step on it is always the new one.
    turn = found.index(NEW)
    assert 0 < turn < len(found) - 1
    assert found == [OLD] * turn + [NEW] * (len(found) - turn)


def test_any_command_ends_what_a_killed_restore_began(
    satchel: Command, sqlite_template: Path, tmp_path: Path
) -> None:
    data = tmp_path / "satchel-data"
    _filled(data, sqlite_template, OLD)
    _filled(tmp_path / "new", sqlite_template, NEW)
    (tmp_path / "new").rename(data / "restoring")
    placing.ready(data, "before", {"satchel.db", "secret.key"}, "rules")
    said = satchel("search", "site:example.com", "--user", "alice", "--json")
    assert [item["url"] for item in said.json["items"]] == NEW
    assert _urls(data / "before") == OLD


def test_a_backup_that_is_killed_leaves_nothing_that_the_next_one_does_not_clear_away(
    sqlite_template: Path, tmp_path: Path
) -> None:
    settings = _filled(tmp_path / "data", sqlite_template, NEW)
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "kept.tar.zst"
    for step in range(MAX_STEPS):
        killed = _killed_at(step, "backup", settings.data, file)
        if not killed:
            break
        if file.exists():
            file.rename(tmp_path / "whole.tar.zst")
            restoring.restore(Settings(data=tmp_path / f"from{step}"), tmp_path / "whole.tar.zst", Clock())
            assert _urls(tmp_path / f"from{step}") == NEW
    assert [path.name for path in folder.iterdir()] == ["kept.tar.zst"]
