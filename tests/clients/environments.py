"""Environments for published client programs: made once, beside the project's own."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from tests.patience import HANG

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"


def environment(package: str) -> Path:
    """The Python of the environment in which `package` is installed, in its locked version.

    Tests that run side by side wait for the one that makes it.
    """
    folder = ROOT / f".venv-{package}"
    with (ROOT / f".venv-{package}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        _install(ROOT / "locks" / "clients" / f"{package}.txt", folder)
    return folder / "bin" / "python"


def _install(lock: Path, folder: Path) -> None:
    """Put what `lock` lists in an environment at `folder`, unless just that is there."""
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        # Our own pip serves them all: one for each would take longer than the programs themselves.
        venv.create(folder, with_pip=False, clear=True, symlinks=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--disable-pip-version-check"),
                *("install", "-q", "--require-hashes", "--no-deps", "-r", lock),
            ],
            check=True, timeout=600, stdout=sys.stderr,
        )  # fmt: skip
        stamp.write_text(lock.read_text())


def run(package: str, program: str, **facts: str) -> Any:
    """Run one of our small programs that use `package`; what it prints, read as JSON."""
    done = subprocess.run(
        [environment(package), PROGRAMS / program, json.dumps(facts)],
        capture_output=True, timeout=3 * HANG, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
