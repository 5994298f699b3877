"""A monitor hears of nightly backups, and of nothing else about them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from satchel.library.backups import status
from tests.web.conftest import Visitor


@pytest.mark.parametrize(("failed_at", "said"), [(0, "none"), (1, "failed")])
def test_health_tells_how_it_stands_with_backups_and_stays_well(
    visiting: Callable[..., Visitor], tmp_path: Path, failed_at: int, said: str
) -> None:
    status.write(tmp_path, status.Status(failed_at=failed_at, error="The disk is full."))
    reply = visiting(data=tmp_path, backup_folder=tmp_path / "backups").ask("GET", "/health")
    assert (reply.status, json.loads(reply.body)) == (200, {"status": "ready", "backup": said})
