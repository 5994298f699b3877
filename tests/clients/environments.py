"""Environments for published client programs: made once, beside the project's own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"


def environment(package: str) -> Path:
    """The Python of the environment in which `package` is installed, in its locked version."""
    lock = ROOT / "locks" / "clients" / f"{package}.txt"
    folder = ROOT / f".venv-{package}"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        venv.create(folder, with_pip=True, clear=True, symlinks=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", lock],
            check=True, timeout=300, stdout=sys.stderr,
        )  # fmt: skip
        stamp.write_text(lock.read_text())
    return python


def run(package: str, program: str, **facts: str) -> Any:
    """Run one of our small programs that use `package`; what it prints, read as JSON."""
    done = subprocess.run(
        [environment(package), PROGRAMS / program, json.dumps(facts)],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
