"""SIGTERM while people save: everybody who was heard is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Program
from tests.faults.crowd import Crowd, listed
from tests.patience import until

pytestmark = pytest.mark.faults


def test_told_to_stop_under_load_it_answers_everybody_and_ends_well(
    serve: Callable[..., Program], crowd: Crowd, keys: dict[str, str]
) -> None:
    program = serve()
    crowd.begin(program.port)
    until(lambda: len(crowd.saved) > 20)
    assert program.end() == 0
    crowd.leave()
    assert crowd.cut == []
    assert crowd.refused == []
    again = serve("--no-worker")
    assert set(crowd.saved) <= set(listed(again, keys))
