"""SIGTERM while people save: everybody who was heard is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from tests.cli.conftest import Program, until
from tests.faults.crowd import Crowd, listed, post

pytestmark = pytest.mark.faults


def test_told_to_stop_under_load_it_answers_everybody_and_ends_well(
    serve: Callable[..., Program], crowd: Crowd, keys: dict[str, str]
) -> None:
    program = serve()
    crowd.begin(program.port)
    until(lambda: len(crowd.saved) > 20)
    began = time.monotonic()
    assert program.end() == 0
    assert time.monotonic() - began < 10
    crowd.leave()
    assert crowd.cut == []
    assert crowd.refused == []
    again = serve("--no-worker")
    assert set(crowd.saved) <= set(listed(again, keys))


def test_told_to_stop_it_still_hears_who_has_just_come(
    serve: Callable[..., Program], keys: dict[str, str]
) -> None:
    program = serve("--no-worker")
    with socket.create_connection(("127.0.0.1", program.port), 10) as caller:
        assert post(program.port, "/v3/get", keys).status == 200
        program.process.terminate()
        until(lambda: _refuses(program.port))
        caller.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert caller.recv(4096).startswith(b"HTTP/1.1 200 ")
    assert program.process.wait(10) == 0


def _refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 10).close()
    except ConnectionError:
        return True
    return False
