"""The command line as people use it: in this process where that says the same, as a program where it must."""

from __future__ import annotations

import http.server
import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from satchel.base import log
from satchel.cli import main
from tests.patience import HANG

PAGE = (
    "<!doctype html><html lang=en><head><title>A quiet story</title>"
    "<meta property=og:site_name content='The Evening Paper'><meta name=author content='Ada Brook'>"
    "<meta property=article:published_time content=2024-03-05T08:00:00Z></head><body><article>"
    "<h1>A quiet story</h1>" + "<p>It rained for a week, and nobody in the village minded at all.</p>" * 40
) + "</article></body></html>"
HOST = "127.0.0.9"  #: the network that tests allow to be fetched


@dataclass
class Said:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


Command = Callable[..., Said]


class Typed:
    """Standard input that is no terminal."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A folder of our own to start commands in, and cheap passwords."""
    for name in [name for name in os.environ if name.startswith("SATCHEL_")]:
        monkeypatch.delenv(name)
    ours = {
        "SATCHEL_PASSWORD_MEMORY": "8",
        "SATCHEL_FETCH_ALLOW_NETWORKS": f"{HOST}/32",
        "SATCHEL_ADD_WAIT": "60",  # as long as it takes on a slow machine
        "COLUMNS": "100",
    }
    for name, value in ours.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "getaddrinfo", _find)
    yield ours
    # A command that serves logs to the standard error of its test, which is gone afterwards.
    root = logging.getLogger()
    for handler in [each for each in root.handlers if type(each).__module__ == log.__name__]:
        root.removeHandler(handler)


_getaddrinfo = socket.getaddrinfo


def _find(host: Any, *more: Any, **named: Any) -> Any:
    """The system's names, but for those that do not exist: without a network it would look for them for long."""
    if isinstance(host, str) and host.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _getaddrinfo(host, *more, **named)


@pytest.fixture
def satchel(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs one command line in this process."""

    def run(*words: str) -> Said:
        status = main.run(words)
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return run


@pytest.fixture
def alice(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account of that name."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", Typed(b"correct horse\n"))
        assert satchel("user", "add", "alice", "--password-stdin").status == 0


@dataclass
class Program:
    """A `satchel serve` that runs."""

    process: subprocess.Popen[str]
    address: str = ""
    setup: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(HANG)


@pytest.fixture
def serve(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts servers on free ports, and sees to it that none is left."""
    running: list[Program] = []

    def start(*words: str, **more: str) -> Program:
        with open(tmp_path / "log", "a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "satchel", "serve", "--port", "0", *words],
                stdout=subprocess.PIPE, stderr=log, text=True, cwd=tmp_path,
                env={**os.environ, **environ, **more},
            )  # fmt: skip
        program = Program(process)
        running.append(program)
        assert process.stdout
        while not program.address:
            line = process.stdout.readline()
            assert line, (tmp_path / "log").read_text()
            program.lines.append(line)
            if found := re.match(r"Satchel is at (http://\S+)", line):
                program.address = found[1]
        return program

    yield start
    for program in running:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait(HANG)
        assert program.process.stdout
        program.process.stdout.close()


class Site:
    """A small web site on loopback; `gate` holds its answers back while it is shut."""

    def __init__(self) -> None:
        self.asked = 0
        self.gate = threading.Event()
        self.gate.set()
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                site.gate.wait(HANG)
                body = PAGE.encode()
                self.send_response(404 if "gone" in self.path else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(HANG)


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()
