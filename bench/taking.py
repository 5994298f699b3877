"""`python -m bench.taking [ITEMS]`: what it costs to take a library along, and to bring one, as whole commands.

Seconds by the clock of the wall and of the processor, the most memory that the command had, and the size of the file.
The adds are those of a server beside it: how long each takes while an import goes on, and without one.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

import uvloop

from bench import bulk
from bench.client import drive
from bench.loads import loads
from bench.seed import fill
from bench.server import running
from satchel.base.clock import Clock
from satchel.store.migrate import migrate
from satchel.store.sqlite import SqliteStore
from tests.library.bringing import pocket_csv

ITEMS = 50_000
ROWS_A_PART = 10_000
HEAD = ("command", "seconds", "CPU s", "peak MB", "file MB")
FORMATS = ("satchel", "netscape", "pocket-zip", "instapaper-csv", "json", "markdown")
WORDS = (
    "river", "market", "winter", "engine", "garden", "letter", "signal", "harbour", "window", "copper", "forest",
    "silver", "minute",
)  # fmt: skip


def main() -> int:
    """Measure and print; 1 when a command failed."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as name:
        folder = Path(name)
        name_of = _library(folder / "full", items)
        _empty(folder / "empty")
        _pocket(folder / "pocket.zip", items)
        print(f"{items:,} items, {(folder / 'full' / 'satchel.db').stat().st_size / 1e6:,.0f} MB")
        print("{:<32}{:>10}{:>10}{:>10}{:>10}".format(*HEAD))
        good = True
        for form in FORMATS:
            words = ("export", f"out.{form}", "--user", name_of, "--format", form)
            good &= _line(f"export {form}", folder, "full", words, f"out.{form}")
        shutil.copytree(folder / "empty", folder / "again")
        bring = ("import", "pocket.zip", "--user", "zoe")
        good &= _line("look at Pocket's zip", folder, "empty", (*bring, "--dry-run"), "pocket.zip")
        good &= _line("import Pocket's zip", folder, "empty", bring, "pocket.zip")
        good &= _line(
            "import our own", folder, "again", ("import", "out.satchel", "--user", "zoe"), "out.satchel"
        )
        _adds(folder)
    return 0 if good else 1


def _library(folder: Path, items: int) -> str:
    folder.mkdir()
    with closing(SqliteStore(folder / "satchel.db", Clock())) as store:
        migrate(store)
        bulk.fill(store, items)
        row = store.read(lambda tx: tx.one("SELECT name FROM users WHERE id = 1"))
    assert row is not None
    return str(row[0])


def _empty(folder: Path) -> None:
    _run(folder.parent, folder.name, ("user", "add", "zoe", "--no-password"))


def _pocket(file: Path, rows: int) -> None:
    """A zip as Pocket wrote it at its end, of made-up links to hosts that are nowhere."""
    made = [
        (
            " ".join(WORDS[(n * step) % len(WORDS)] for step in (1, 3, 5, 7, 11)).capitalize(),
            f"http://10.{n % 250}.0.1/{n}/{WORDS[n % len(WORDS)]}",
            1_400_000_000 + n * 1_000,
            "|".join(WORDS[: n % 4]),
            "archive" if n % 3 == 0 else "unread",
        )
        for n in range(rows)
    ]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, first in enumerate(range(0, rows, ROWS_A_PART)):
            archive.writestr(f"part_{part:06}.csv", pocket_csv(made[first : first + ROWS_A_PART]))


def _run(folder: Path, data: str, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "SATCHEL_DATA": data, "SATCHEL_DATABASE_URL": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "satchel", *words, "--json"], cwd=folder, env=environ, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    if words[0] == "user":
        process.wait()
    return process


def _line(what: str, folder: Path, data: str, words: tuple[str, ...], file: str) -> bool:
    """Run one command and print its figures; whether it worked."""
    began = time.perf_counter()
    process = _run(folder, data, words)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
    path = folder / file
    size = path.stat().st_size / 1e6 if path.exists() else 0.0
    print(f"{what:<32}{seconds:>10.1f}{cpu:>10.1f}{used.ru_maxrss / 1024:>10.0f}{size:>10.0f}", flush=True)
    return process.returncode == 0


def _adds(folder: Path) -> None:
    """How long an add takes beside an import, and without one."""
    shelf = fill(folder / "adds", 100)
    load = next(load for load in loads(shelf, start=10**6) if "new" in load.name)
    with (
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        running(shelf.data, "--no-worker", SATCHEL_ADD_WAIT="0") as server,
    ):
        alone = runner.run(drive(server.port, load.requests(), load.check, 1, 3.0))
        _run(folder, str(shelf.data), ("user", "add", "zoe", "--no-password"))
        process = _run(folder, str(shelf.data), ("import", "pocket.zip", "--user", "zoe"))
        time.sleep(1.5)
        beside = runner.run(drive(server.port, load.requests(), load.check, 1, 3.0))
        process.kill()
        process.wait()
    print(f"an add alone: {alone.ms(50):.1f} ms in the middle; beside an import: {beside.ms(50):.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
