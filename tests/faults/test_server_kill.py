"""`kill -9` of a whole server while people save through all its doors."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.library import upkeep
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Program, Site
from tests.faults.crowd import Crowd, add_by_pocket, listed
from tests.patience import until

pytestmark = pytest.mark.faults

KILLS = 4


def _child(program: Program) -> int | None:
    """The process that reads pages, if there is one just now."""
    pid = program.process.pid
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(found[0]) if found else None


def test_no_save_that_was_acknowledged_is_lost_when_the_server_is_killed(
    serve: Callable[..., Program], crowd: Crowd, keys: dict[str, str], tmp_path: Path
) -> None:
    program = serve(SATCHEL_ADD_WAIT="0.05")
    crowd.begin(program.port)
    for number in range(KILLS):
        told = len(crowd.saved)
        until(lambda told=told: len(crowd.saved) > told + 5)
        time.sleep(0.03 * number)  # not for something to happen, but to be killed in the middle of it
        program.end(signal.SIGKILL)
        program = serve(SATCHEL_ADD_WAIT="0.05")
        crowd.port = program.port
    told = len(crowd.saved)
    until(lambda: len(crowd.saved) > told + 5)
    crowd.leave()
    assert crowd.refused == []
    kept = listed(program, keys)
    assert len(kept) == len(set(kept))
    assert set(crowd.saved) <= set(kept)
    assert program.end() == 0
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock(), owner=True)
    try:
        assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
        assert upkeep.doubts(store) == []
    finally:
        store.close()


def test_a_page_whose_reader_was_killed_is_read_by_the_next_one(
    serve: Callable[..., Program], site: Site, keys: dict[str, str]
) -> None:
    program = serve()
    first = add_by_pocket(program.port, keys, f"{site.url}/first").json()
    child = until(lambda: _child(program))
    os.kill(child, signal.SIGKILL)
    second = add_by_pocket(program.port, keys, f"{site.url}/second").json()
    assert first["item"]["title"] == second["item"]["title"] == "A quiet story"
    assert _child(program) not in (None, child)
