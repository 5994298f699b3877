"""A backup or a restore that is killed at its n-th step on the disk.

Run as `python -m tests.faults.killed_at N (backup|restore) DATA FILE`. A step is anything that changes which files
there are, or has them written to the disk. What comes to its end before ends with status 0.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library.backups import making, restoring


class Killer:
    """Counts steps; the process is gone before the last of them."""

    def __init__(self, left: int) -> None:
        self._left = left

    def before(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self._left -= 1
            return step(*args, **named)

        return counted


if __name__ == "__main__":
    killer = Killer(int(sys.argv[1]))
    settings, file = Settings(data=Path(sys.argv[3])), Path(sys.argv[4])
    for name in ("rename", "replace", "link", "unlink", "mkdir", "rmdir", "fsync"):
        setattr(os, name, killer.before(getattr(os, name)))
    if sys.argv[2] == "backup":
        making.make(settings, file, Clock())
    else:
        restoring.restore(settings, file, Clock(), force=True)
