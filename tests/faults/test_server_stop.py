"""SIGTERM while people save: everybody who was heard is answered."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.cli.conftest import Program, until
from tests.faults.crowd import Crowd, listed

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
    assert crowd.broken == []
    assert crowd.refused == []
    again = serve("--no-worker")
    assert set(crowd.saved) <= set(listed(again, keys))
