"""What the extraction child may not do, tried from inside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import HANG

pytestmark = pytest.mark.faults

PRELUDE = (
    "import sys, os, socket, subprocess, resource\n"
    "from satchel.pipeline.humble import be_humble\nbe_humble(512, max_files=32)\n"
)


def inside(tmp_path: Path, attempt: str) -> str:
    """What the last line of standard error says after an attempt made inside the walls; "" if it worked."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", PRELUDE + attempt],
        capture_output=True, text=True, timeout=HANG, check=False, cwd=tmp_path, env={"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    return (done.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "socket.create_connection(('127.0.0.1', 1))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "open('file', 'w')",
        "open('file', 'ab')",
        "os.open('file', os.O_CREAT | os.O_WRONLY)",
        "os.remove('file')",
        "os.mkdir('folder')",
        "os.kill(os.getppid(), 9)",
    ],
)
def test_reading_a_page_can_neither_connect_nor_write_nor_start_programs(
    tmp_path: Path, attempt: str
) -> None:
    assert "PermissionError" in inside(tmp_path, attempt)
    assert list(tmp_path.iterdir()) == []


def test_memory_is_bounded(tmp_path: Path) -> None:
    assert "MemoryError" in inside(tmp_path, "x = bytearray(600 << 20)")


def test_limits_cannot_be_raised_again(tmp_path: Path) -> None:
    raised = "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"
    done = inside(tmp_path, raised + "\nbytearray(600 << 20)")
    assert "Error" in done or _is_root()


def _is_root() -> bool:
    import os

    return os.geteuid() == 0


def test_files_can_still_be_read(tmp_path: Path) -> None:
    assert inside(tmp_path, "open('/etc/hostname').read()") == ""
