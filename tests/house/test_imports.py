"""Imports run downhill; the contracts stand in pyproject.toml."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.house.sources import ROOT

_LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache", "--no-logo"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 6 kept, 0 broken." in done.stdout
