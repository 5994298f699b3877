"""The real server as a process of its own, and what it costs: CPU and memory of its whole tree."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

PATIENCE = 20.0  #: seconds for the server to start or to stop


class Memory(NamedTuple):
    """MB of all processes of the server."""

    rss: float  #: what each holds, pages that they share counted for each
    pss: float  #: what they take together


class Server:
    """A running `satchel serve`."""

    def __init__(self, process: subprocess.Popen[str], port: int, first_answer: float) -> None:
        self.process = process
        self.port = port
        self.first_answer = first_answer  #: seconds from the start of the process to its first answer

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that its processes have taken; those that ended too."""
        ended = _words(self.process.pid)[15:17]
        tick = os.sysconf("SC_CLK_TCK")
        return sum(map(cpu_of, self.tree())) + sum(map(int, ended)) / tick

    def memory(self) -> Memory:
        """What it holds now."""
        rss = pss = 0
        for pid in self.tree():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            sizes = {
                line.split()[0]: int(line.split()[1]) for line in rollup.splitlines()[1:] if "kB" in line
            }
            rss += sizes["Rss:"]
            pss += sizes["Pss:"]
        return Memory(rss / 1024, pss / 1024)

    def tree(self) -> list[int]:
        """The ids of its processes."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    found += map(int, children.read_text().split())
                except OSError:
                    continue
        return found


@contextmanager
def running(data: Path, *words: str, profile: Path | None = None, **environment: str) -> Iterator[Server]:
    """A server on the data folder, for as long as the block runs.

    `words` go to its command line; `profile` is a file for where its CPU went.
    """
    command = [sys.executable, "-m", "satchel"]
    if profile is not None:
        command = [sys.executable, "-m", "bench.profiled", str(profile)]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", *words],
        env={"PATH": os.environ["PATH"], "SATCHEL_DATA": str(data), "SATCHEL_USER_LIMIT": "0",
             "SATCHEL_KEY_LIMIT": "0", "SATCHEL_LOG_LEVEL": "warning", **environment},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        port = _port(process)
        with urlopen(f"http://127.0.0.1:{port}/health") as answer:
            answer.read()
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[str]) -> int:
    """The port, from the line in which the server says its address."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    stdout = process.stdout
    assert stdout is not None

    def read() -> None:
        for line in stdout:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    line = lines.get(timeout=PATIENCE)
    if "http://" not in line:
        raise RuntimeError("The server did not start.")
    return int(line.split("http://", 1)[1].split()[0].rsplit(":", 1)[1])


def cpu_of(pid: int) -> float:
    """CPU seconds of one process. Linux tells them to the nanosecond under a clock made of its id."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _words(pid: int) -> list[str]:
    """The fields of /proc/PID/stat, with the name as one of them."""
    before, _, after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    return [*before.split("(", 1), *after.split()]
