"""A database that cannot be written is no server that is ready."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from satchel.base.errors import Unavailable
from satchel.library import finding, saving
from satchel.model.items import NewLink, Query
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock


@pytest.fixture
def store(tmp_path: Path, sqlite_template: Path) -> SqliteStore:
    return SqliteStore(Path(shutil.copy(sqlite_template, tmp_path / "satchel.db")), FakeClock())


def _save(store: SqliteStore, url: str) -> int:
    return store.write(lambda tx: saving.save(tx, 1, NewLink(url))).item.id


def test_health_tells_what_a_save_came_upon_until_one_is_kept_again(store: SqliteStore) -> None:
    _save(store, "http://example.org/1")
    store.ping()
    writing = store._open[0]
    writing.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable):
        _save(store, "http://example.org/2")
    with pytest.raises(Unavailable, match="cannot be written"):
        store.ping()
    assert len(store.read(lambda tx: finding.find(tx, 1, Query(limit=9))).items) == 1
    writing.execute("PRAGMA query_only = OFF")
    assert _save(store, "http://example.org/2") == 2
    store.ping()
    store.close()


@pytest.mark.parametrize("barred", ["satchel.db", ""])
def test_health_tells_a_file_or_folder_that_must_not_be_written_before_anybody_saves(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, barred: str
) -> None:
    store.ping()
    may, at = os.access, store.file if barred else store.file.parent

    def access(path: Path, mode: int) -> bool:
        return not (path == at and mode & os.W_OK) and may(path, mode)

    monkeypatch.setattr(os, "access", access)
    with pytest.raises(Unavailable, match="cannot be written"):
        store.ping()
    store.close()
