"""A move that is killed after its n-th batch. Run as `python -m tests.faults.killed_move N DATA TO`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library.moving import between, copying

if __name__ == "__main__":
    left = int(sys.argv[1])
    copying.MAX_BATCH_ROWS = 2

    def count(what: str, done: int, total: int) -> None:
        """Die when the time has come."""
        global left
        left -= what == "Moving"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    between.move(Settings(data=Path(sys.argv[2])), sys.argv[3], Clock(), 0, count)
