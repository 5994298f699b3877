"""The server under cProfile, all its threads: `python -m bench.profiled FILE serve …`.

It is only here, so that the product carries no switch for it. The figures are wall time of each
thread; what stands in a wait (`acquire`, `run`, `get`) took none of the CPU.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import threading
from pathlib import Path

from satchel.cli.main import run


def main(file: Path, words: list[str]) -> int:
    """Run `satchel` with those words; the profiles of all threads go into `file`."""
    profiles: list[cProfile.Profile] = []

    def begin(*_: object) -> None:
        profiles.append(cProfile.Profile())
        profiles[-1].enable()

    threading.setprofile(begin)
    own = cProfile.Profile()
    try:
        return own.runcall(run, words)
    finally:
        with file.open("w") as out:
            stats = pstats.Stats(own, *(each for each in profiles if each.getstats()), stream=out)
            stats.sort_stats("tottime").print_stats(60)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
