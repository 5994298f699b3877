"""A file is taken while enough of the disk is left for everything else."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from satchel.library.uploads import Uploads
from tests.clock import FakeClock

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("size", "free", "has_room"),
    [(20, 1, False), (20, 3, True), (250, 21, True), (8_000, 5, True), (8_000, 3, False)],
)
def test_a_tenth_of_a_small_disk_stays_free_and_four_gigabytes_of_a_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, free: int, has_room: bool
) -> None:
    block = 4096
    disk = SimpleNamespace(f_blocks=size * GB // block, f_bavail=free * GB // block, f_frsize=block)
    monkeypatch.setattr(os, "statvfs", lambda path: disk)
    assert Uploads(tmp_path, FakeClock()).has_room() is has_room
