"""`python -m bench.moving [ITEMS]`: what a backup, a restore and a move cost, as whole commands.

Seconds by the clock of the wall and of the processor, and the most memory that the command had. To PostgreSQL only
where that is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench import bulk
from satchel.base.clock import Clock
from satchel.store.migrate import migrate
from satchel.store.sqlite import SqliteStore
from tests import postgres

ITEMS = 50_000
HEAD = ("command", "seconds", "CPU s", "peak MB")


def main() -> int:
    """Measure and print; 1 when a command failed."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as name, postgres.running() as url:
        folder = Path(name)
        (folder / "data").mkdir()
        with closing(SqliteStore(folder / "data" / "satchel.db", Clock())) as store:
            migrate(store)
            bulk.fill(store, items)
        print(f"{items:,} items, {(folder / 'data' / 'satchel.db').stat().st_size / 1e6:,.0f} MB")
        print("{:<32}{:>10}{:>10}{:>10}".format(*HEAD))
        good = _line("backup", folder, "data", "", "backup", "kept.tar.zst")
        good &= _line("restore", folder, "restored", "", "restore", "kept.tar.zst")
        if url:
            with postgres.database(url, "moved") as moved, postgres.database(url, "parted") as parted:
                good &= _line("move to PostgreSQL", folder, "data", "", "move", "--to", moved)
                good &= _line(
                    "move to partitions", folder, "data", "", "move", "--to", parted, "--partitions", "16"
                )
                good &= _line("move back to SQLite", folder, "data", moved, "move", "--to", "sqlite:back")
    return 0 if good else 1


def _line(what: str, folder: Path, data: str, url: str, *words: str) -> bool:
    """Run one command and print its figures; whether it worked."""
    environ = {**os.environ, "SATCHEL_DATA": data, "SATCHEL_DATABASE_URL": url}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "satchel", *words, "--json"],
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
    print(f"{what:<32}{seconds:>10.1f}{cpu:>10.1f}{used.ru_maxrss / 1024:>10.0f}", flush=True)
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
