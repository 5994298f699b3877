"""SIGTERM while people save: everybody who was heard is answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from tests.cli.conftest import Program
from tests.faults.crowd import Crowd, add_by_instapaper, add_by_pocket, listed, send_by_open_pocket
from tests.patience import HANG, until

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


def test_who_is_cut_short_hears_so_in_the_words_of_the_protocol_and_nothing_is_kept(
    serve: Callable[..., Program], keys: dict[str, str], tmp_path: Path
) -> None:
    program = serve()
    before = uses(program.process.pid)
    other = apsw.Connection(str(tmp_path / "satchel-data" / "satchel.db"))
    other.set_busy_timeout(int(HANG * 1000))  # the server writes a little at its start
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(3) as callers:
        adding = callers.submit(add_by_pocket, program.port, keys, "http://a.example.com/")
        sending = callers.submit(send_by_open_pocket, program.port, keys, "http://b.example.com/")
        posting = callers.submit(add_by_instapaper, program.port, keys, "http://c.example.com/")
        until(lambda: uses(program.process.pid) >= before + 3)
        assert program.end() == 0
        reply = adding.result(HANG)
        assert (reply.status, reply.headers["x-error-code"]) == (503, "199")
        assert int(reply.headers["retry-after"]) > 0
        reply = sending.result(HANG)
        assert (reply.status, reply.json()["error"]["code"]) == (503, 503)
        reply = posting.result(HANG)
        assert (reply.status, reply.body, "retry-after" in reply.headers) == (503, b"503", True)
    other.execute("ROLLBACK")
    other.close()
    assert listed(serve("--no-worker"), keys) == []


def uses(pid: int) -> int:
    """How many callers a server has just now."""
    sockets = {link.name for link in Path(f"/proc/{pid}/fd").iterdir() if _target(link).startswith("socket:")}
    return len(sockets)


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
