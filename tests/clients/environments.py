"""Environments for published client programs: made once, beside the project's own."""

from __future__ import annotations

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
    """The Python of the environment in which `package` is installed, in its locked version."""
    lock = ROOT / "locks" / "clients" / f"{package}.txt"
    folder = ROOT / f".venv-{package}"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        # Our own pip serves them all: one for each would take longer than the programs themselves.
        venv.create(folder, with_pip=False, clear=True, symlinks=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"),
                *("install", "-q", "--require-hashes", "--no-deps", "-r", lock),
            ],
            check=True, timeout=600, stdout=sys.stderr,
        )  # fmt: skip
        stamp.write_text(lock.read_text())
    return python


def run(package: str, program: str, **facts: str) -> Any:
    """Run one of our small programs that use `package`; what it prints, read as JSON."""
    done = subprocess.run(
        [environment(package), PROGRAMS / program, json.dumps(facts)],
        capture_output=True, timeout=3 * HANG, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
