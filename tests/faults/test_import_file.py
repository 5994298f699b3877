"""The process that reads files of imports: what it may do, and what becomes of an import when it goes wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from satchel.base.errors import Unavailable
from satchel.formats.imports.refusing import RefusedFile
from satchel.jobs.import_files import file as import_file
from satchel.jobs.import_files.file import BrokenReader, ImportFile
from satchel.model.imports import Choices
from tests.library.bringing import pocket_csv
from tests.patience import HANG

pytestmark = pytest.mark.faults

NOW = 1_700_000_000_000
ROWS = [
    (f"Page {number}", f"https://hearth.example/{number}", 1_500_000_000, "", "unread")
    for number in range(50)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(pocket_csv(ROWS))
    return file


def go(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(HANG):
            await work()

    asyncio.run(bounded())


def instead(monkeypatch: pytest.MonkeyPatch, line: str, memory: int = 512, cpu: int = 60) -> None:
    """Have the process run a line of Python for each row that it reads."""
    program = (
        "import os, sys\nfrom satchel.jobs.import_files import child\nrows = child.Source.rows\n"
        f"def changed(*given, **more):\n    for row in rows(*given, **more):\n        {line}\n        yield row\n"
        "child.Source.rows = changed\nsys.exit(child.main())\n"
    )
    monkeypatch.setattr(import_file, "COMMAND", (sys.executable, "-B", "-c", program, f"{memory}", f"{cpu}"))


def test_rows_come_in_their_order_and_the_process_is_gone_at_the_end(path: Path) -> None:
    async def work() -> None:
        async with await ImportFile.open(path) as file:
            await file.begin(Choices(), NOW, 10)
            read = []
            while some := await file.rows(7):
                assert len(some) <= 7
                read += [row.title for row in some]
            assert read == [f"Page {number}" for number in range(10, 50)]
            pid = file.pid
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    go(work)


def test_whoever_gives_up_waiting_leaves_no_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(3600)")

    async def work() -> None:
        async with await ImportFile.open(path) as file:
            pid = file.pid
            asking = asyncio.create_task(file.count(NOW))
            await asyncio.sleep(0)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    go(work)


def test_one_that_is_killed_may_be_tried_again(path: Path) -> None:
    async def work() -> None:
        async with await ImportFile.open(path) as file:
            os.kill(file.pid, signal.SIGKILL)
            with pytest.raises(Unavailable):
                await file.count(NOW)

    go(work)


@pytest.mark.parametrize(
    ("line", "memory", "cpu", "sentence"),
    [
        ("x = bytearray(600 << 20)", 512, 60, "takes more memory"),
        ("while True: pass", 512, 1, "takes more time"),
    ],
)
def test_a_file_that_takes_too_much_is_refused_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, line: str, memory: int, cpu: int, sentence: str
) -> None:
    instead(monkeypatch, line, memory, cpu)

    async def work() -> None:
        async with await ImportFile.open(path) as file:
            with pytest.raises(RefusedFile, match=sentence):
                await file.count(NOW)

    go(work)


@pytest.mark.parametrize(
    "line",
    [
        "raise RuntimeError('a fault of ours')",
        "os._exit(1)",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
    ],
)
def test_a_fault_of_ours_is_told_as_one(path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    instead(monkeypatch, line)

    async def work() -> None:
        async with await ImportFile.open(path) as file:
            with pytest.raises(BrokenReader):
                await file.count(NOW)

    go(work)


def test_a_file_that_is_gone_is_told_as_that(tmp_path: Path) -> None:
    async def work() -> None:
        with pytest.raises(FileNotFoundError):
            await ImportFile.open(tmp_path / "nothing")

    go(work)


def test_a_server_does_not_even_know_how_files_are_read() -> None:
    readers = "[name for name in sys.modules if name.startswith('satchel.formats.imports.kinds')]"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, satchel.serving.server; print({readers})"],
        capture_output=True, text=True, check=True, timeout=HANG,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
