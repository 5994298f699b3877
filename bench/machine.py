"""How fast this machine is just now, so that figures of two runs can be set side by side."""

from __future__ import annotations

import os
import time
from pathlib import Path


def calibration() -> float:
    """CPU ms of a fixed loop of plain Python: texts, dicts, numbers."""
    begun = time.process_time()
    found: dict[str, int] = {}
    for number in range(120_000):
        word = f"word{number % 5000}"
        found[word] = found.get(word, 0) + len(word.upper())
    return (time.process_time() - begun) * 1000


def sync(folder: Path, times: int = 50) -> float:
    """ms that the disk takes to make 4 KB durable."""
    file = os.open(folder / "sync", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        begun = time.perf_counter()
        for count in range(times):
            os.pwrite(file, b"x" * 4096, count * 4096)
            os.fdatasync(file)
        return (time.perf_counter() - begun) * 1000 / times
    finally:
        os.close(file)
