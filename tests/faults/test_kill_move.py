"""`kill -9` in the middle of a move costs nothing: it goes on, the source is as it was, and no server starts before."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from satchel.base.errors import Unavailable
from satchel.store.migrate import migrate
from tests.patience import HANG
from tests.store.moves import Place, filled, move, place

__all__ = ["filled", "place"]
pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_a_move_that_is_killed_again_and_again_comes_to_its_end(
    filled: Place, place: Callable[[str], Place], kind: str
) -> None:
    there = place(kind)
    before = filled.contents()
    for number in (1, 4, 9):
        ended = subprocess.run(
            [sys.executable, "-m", "tests.faults.killed_move", str(number), filled.settings.data, there.to],
            capture_output=True, timeout=HANG, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        with closing(there.store()) as store, pytest.raises(Unavailable, match="not finished"):
            migrate(store)
    assert filled.contents() == before
    moved = move(filled, there)
    assert (moved.resumed, moved.again) == (True, False)
    assert there.contents() == before
