"""Two servers and two workers on one PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Program, Site
from tests.faults.crowd import PASSWORD, post
from tests.patience import HANG, until

pytestmark = [pytest.mark.faults, pytest.mark.postgres]

SIMPLE = {"username": "alice", "password": f"{PASSWORD} alice"}


@contextmanager
def _worker(environ: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "satchel", "worker"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=folder, env={**os.environ, **environ},
    )  # fmt: skip
    assert process.stdout
    try:
        assert process.stdout.readline().startswith("Working for ")
        yield process
    finally:
        process.kill()
        process.wait(HANG)
        process.stdout.close()


def test_two_servers_and_two_workers_do_each_job_once(
    database: dict[str, object],
    serve: Callable[..., Program],
    satchel: Command,
    site: Site,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    if not database["database_url"]:
        pytest.skip("one server owns a SQLite file")
    environ["SATCHEL_DATABASE_URL"] = str(database["database_url"])
    monkeypatch.setenv("SATCHEL_DATABASE_URL", str(database["database_url"]))
    servers = [serve("--no-worker") for _ in range(2)]
    with _worker(environ, tmp_path) as one, _worker(environ, tmp_path) as two:
        for number in range(20):
            url = f"{site.url}/{number}"
            for server in servers:
                reply = post(server.port, "/api/add", {**SIMPLE, "url": url})
                assert reply.status == 201
                assert reply.headers["x-instapaper-title"] == '"A quiet story"', "the other process woke us"
        assert site.asked == 20

        two.send_signal(signal.SIGSTOP)
        one.terminate()
        assert one.wait(HANG) == 0
        two.send_signal(signal.SIGCONT)
        post(servers[0].port, "/api/add", {**SIMPLE, "url": f"{site.url}/last"})
        until(lambda: site.asked == 21)
    assert [server.end() for server in servers] == [0, 0]
    facts = satchel("check", "--json").json
    assert (facts["ok"], facts["items"]) == (True, 21)
