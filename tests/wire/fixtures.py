"""The `wire` fixture: real HTTP, a real database, a fake internet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from satchel.base.settings import Settings
from tests.clock import FakeClock
from tests.people import CHEAP
from tests.wire.server import Socket, Wire


@pytest.fixture(scope="session")
def wire_socket() -> Iterator[Socket]:
    socket = Socket()
    yield socket
    socket.close()


@pytest.fixture
def wire_settings(database: dict[str, Any]) -> Settings:
    """Override to change what the server is told at its start."""
    return Settings(
        data=Path(database["data"]),
        database_url=database["database_url"],
        password_memory=CHEAP,
        sample_article="no",
    )


@pytest.fixture
def wire(wire_socket: Socket, wire_settings: Settings, clock: FakeClock) -> Iterator[Wire]:
    bench = Wire(wire_socket, wire_settings, clock)
    yield bench
    bench.close()
