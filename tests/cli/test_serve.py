"""`satchel serve` as a program: it starts, says where it is, and ends as it is told."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from satchel.store.migrate import steps
from tests.cli.conftest import Command, Program, Site
from tests.patience import HANG, until

pytestmark = pytest.mark.slow

Serve = Callable[..., Program]


def _ask(
    program: Program,
    method: str,
    path: str,
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=HANG)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, path, urlencode(form) if form else None, {**kind, **(headers or {})})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_the_link_that_it_prints_makes_the_first_account_and_its_token_saves(
    serve: Serve, site: Site, satchel: Command
) -> None:
    program = serve()
    assert program.process.stdout
    line = program.process.stdout.readline()
    found = re.match(rf"Make the first account: {program.address}(/setup\?token=(\w+))\n", line)
    assert found
    assert _ask(program, "GET", found[1])[0] == 200
    form = {"token": found[2], "name": "alice", "password": "correct horse", "again": "correct horse"}
    status, page = _ask(program, "POST", "/setup", form)
    assert status == 201
    key, token = re.findall(r'<code id="(?:key|token)" class="whole">([0-9a-f-]+)</code>', page)
    keys = {"consumer_key": key, "access_token": token}
    status, body = _ask(program, "POST", "/v3/add", {**keys, "url": f"{site.url}/story"})
    assert (status, json.loads(body)["item"]["title"]) == (200, "A quiet story")
    simple = {"username": "alice", "password": "correct horse", "url": f"{site.url}/story"}
    assert _ask(program, "POST", "/api/add", simple) == (201, "201")
    assert program.end() == 0
    assert "Make the first account" not in "".join(serve().lines)


def test_asked_for_everything_the_log_has_a_line_for_each_request_and_no_secret(
    serve: Serve, satchel: Command, tmp_path: Path, alice: None
) -> None:
    addresses = satchel("user", "feed", "alice", "--json").json
    feed = addresses["unread"].partition("8080")[2]
    program = serve(SATCHEL_LOG_LEVEL="debug")
    assert _ask(program, "GET", feed)[0] == 200
    simple = {"username": "alice", "password": "correct horse"}
    assert _ask(program, "GET", f"/api/authenticate?{urlencode(simple)}") == (200, "200")
    assert _ask(program, "POST", "/nothing")[0] == 404
    assert program.end() == 0
    log = (tmp_path / "log").read_text()
    lines = [line.split(" debug answered ")[1] for line in log.splitlines() if " answered " in line]
    assert [re.sub(r"request=[0-9a-f]{12} | seconds=[0-9.e-]+", "", line) for line in lines] == [
        "method=GET path=/users/alice/…/feed/unread status=200 client=127.0.0.1",
        "method=GET path=/api/authenticate status=200 client=127.0.0.1",
        "method=POST path=/nothing status=404 client=127.0.0.1",
    ]
    assert feed.split("/")[3] not in log
    assert "correct" not in log


def test_as_it_comes_the_log_tells_nothing_of_requests_and_nothing_of_the_web_server(
    serve: Serve, tmp_path: Path
) -> None:
    program = serve()
    assert _ask(program, "GET", "/health")[0] == 200
    assert program.end() == 0
    told = [line.split()[2] for line in (tmp_path / "log").read_text().splitlines()]
    assert told == ["migrated"] * len(steps("sqlite")) + ["stopping"]


def test_a_command_beside_a_running_server_saves_on_the_same_database(
    serve: Serve, site: Site, satchel: Command
) -> None:
    program = serve()
    assert satchel("user", "add", "alice", "--no-password").status == 0
    found = satchel("save", f"{site.url}/story", "--user", "alice", "--json").json
    assert found["page"]["title"] == "A quiet story"
    status, _ = _ask(program, "POST", "/api/add", {"username": "alice", "url": f"{site.url}/story"})
    assert status == 201
    assert site.asked == 1


def test_a_second_server_on_the_same_folder_is_refused(serve: Serve, satchel: Command) -> None:
    program = serve()
    said = satchel("serve", "--port", "0")
    assert (said.status, said.out) == (1, "")
    assert "Another Satchel server is already running" in said.err
    assert _ask(program, "GET", "/health")[0] == 200


def test_a_port_that_is_taken_is_one_sentence(satchel: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = satchel("serve", "--port", str(taken.getsockname()[1]))
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert "is in use already" in said.err


def test_a_host_that_is_not_there_is_one_sentence(satchel: Command) -> None:
    said = satchel("serve", "--host", "satchel.invalid", "--port", "0")
    assert (said.status, said.err) == (1, "There is no address satchel.invalid to listen on.\n")


def test_told_to_stop_it_answers_what_is_under_way_and_ends_well(
    serve: Serve, site: Site, satchel: Command, tmp_path: Path
) -> None:
    satchel("user", "add", "alice", "--no-password")
    program = serve()
    site.gate.clear()
    answers: list[tuple[int, str]] = []
    form = {"username": "alice", "url": f"{site.url}/slow"}
    asking = threading.Thread(target=lambda: answers.append(_ask(program, "POST", "/api/add", form)))
    asking.start()
    until(lambda: site.asked)
    program.process.send_signal(signal.SIGTERM)
    until(lambda: " info stopping" in (tmp_path / "log").read_text())
    site.gate.set()
    asking.join(HANG)
    assert answers == [(201, "201")]
    assert program.process.wait(HANG) == 0
    assert "trace" not in (tmp_path / "log").read_text()


@pytest.mark.faults
def test_told_twice_it_ends_at_once(serve: Serve, site: Site, satchel: Command, tmp_path: Path) -> None:
    satchel("user", "add", "alice", "--no-password")
    program = serve()
    site.gate.clear()
    form = {"username": "alice", "url": f"{site.url}/slow"}
    with socket.create_connection(("127.0.0.1", program.port)) as asking:
        body = urlencode(form).encode()
        asking.sendall(
            b"POST /api/add HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        until(lambda: site.asked)
        program.process.send_signal(signal.SIGTERM)
        until(lambda: " info stopping" in (tmp_path / "log").read_text())
        assert program.end() == 128 + signal.SIGTERM


@pytest.mark.faults
def test_killed_in_the_middle_it_loses_no_save_and_fetches_again(
    serve: Serve, site: Site, satchel: Command
) -> None:
    satchel("user", "add", "alice", "--no-password")
    program = serve(SATCHEL_ADD_WAIT="0")
    site.gate.clear()
    assert _ask(program, "POST", "/api/add", {"username": "alice", "url": f"{site.url}/a"})[0] == 201
    until(lambda: site.asked)
    program.end(signal.SIGKILL)
    site.gate.set()
    serve()
    until(lambda: site.asked == 2)
    found = satchel("save", f"{site.url}/a", "--user", "alice", "--json").json
    assert (found["is_new"], found["fetched"], found["page"]["title"]) == (False, True, "A quiet story")


def test_without_a_worker_links_are_kept_and_nothing_is_fetched(
    serve: Serve, site: Site, satchel: Command
) -> None:
    satchel("user", "add", "alice", "--no-password")
    program = serve("--no-worker", SATCHEL_ADD_WAIT="0.05")
    assert _ask(program, "POST", "/api/add", {"username": "alice", "url": f"{site.url}/a"})[0] == 201
    assert site.asked == 0
    assert program.end() == 0


def test_only_a_trusted_proxy_can_say_that_a_request_came_over_https(serve: Serve) -> None:
    said = {"X-Forwarded-Proto": "https"}
    public = {"SATCHEL_PUBLIC_URL": "https://read.example.org"}
    for trusted, status in (("127.0.0.1/32", 200), ("127.0.0.2", 403)):
        program = serve(**public, SATCHEL_TRUSTED_PROXIES=trusted)
        assert program.process.stdout
        link = program.process.stdout.readline().split("https://read.example.org")[1].strip()
        assert _ask(program, "GET", link, headers=said)[0] == status
        assert program.end(signal.SIGINT) == 0


def test_a_server_keeps_what_only_commands_need_out_of_its_memory(environ: dict[str, str]) -> None:
    script = (
        "import sys, satchel.cli.main, satchel.serving.server;"
        "large = ('typer', 'rich', 'lxml', 'markdown_it', 'pygments', 'webauthn', 'authlib', 'click',"
        " 'multiprocessing', 'uvicorn.main', 'tomllib', 'difflib', 'tarfile');"
        "print([name for name in large if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=HANG, env=os.environ
    )
    assert found.stdout == "[]\n", found.stderr


def test_a_thread_of_a_server_that_works_gives_way_to_the_others_within_a_millisecond(
    environ: dict[str, str],
) -> None:
    script = (
        "import sys; from satchel.serving import server;"
        "server._demand_speed = lambda: sys.exit(sys.getswitchinterval() > 0.001);"
        "server.serve('127.0.0.1', 0)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=HANG, env=os.environ)
    assert found.returncode == 0, found.stderr


def test_a_server_packs_no_file_for_browsers_before_one_asks(environ: dict[str, str]) -> None:
    script = (
        "from satchel.web.static_files import load;"
        "print([name for name, file in load().files.items() if {'body', 'packed'} & set(vars(file))])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=HANG, env=os.environ
    )
    assert found.stdout == "[]\n", found.stderr


@pytest.mark.postgres
def test_server_and_worker_in_two_processes_share_the_work(
    postgres_ready: str | None,
    serve: Serve,
    site: Site,
    satchel: Command,
    environ: dict[str, str],
    tmp_path: Path,
) -> None:
    if postgres_ready is None:
        pytest.skip("PostgreSQL is not installed")
    environ["SATCHEL_DATABASE_URL"] = postgres_ready
    program = serve("--no-worker")
    worker = subprocess.Popen(
        [sys.executable, "-m", "satchel", "worker"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **environ}, cwd=tmp_path,
    )  # fmt: skip
    try:
        assert worker.stdout
        assert worker.stdout.readline().startswith("Working for postgresql://")
        form = {"username": "alice", "password": "correct horse alice", "url": f"{site.url}/shared"}
        status, _ = _ask(program, "POST", "/api/add", form)
        assert status == 201
        assert site.asked == 1
        worker.terminate()
        assert worker.wait(HANG) == 0
    finally:
        worker.kill()
        assert worker.stdout
        worker.stdout.close()
    assert program.end() == 0
