"""`python -m bench [--quick] [--only NAME] [--json FILE] [--profile FILE]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import uvloop

from bench import machine, pages, table
from bench.bare import Tape
from bench.client import Run, drive
from bench.loads import Load, loads
from bench.seed import Shelf, fill
from bench.server import Memory, Server, running
from bench.signed import signed_loads
from bench.table import Line

CONNECTIONS = (1, 8, 32)
ROUNDS = 3  #: of which the cheapest counts: whatever else this machine did, it did least then
WRITERS = 64


class Size(NamedTuple):
    """How much is done."""

    items: int
    seconds: float  #: of one round of a load
    bare: float  #: seconds of one round of a bare loop
    pages: float  #: seconds of fetching


FULL = Size(items=10_000, seconds=0.5, bare=0.15, pages=4.0)
QUICK = Size(items=2_000, seconds=0.12, bare=0.03, pages=1.0)


def main() -> int:
    """Measure, print, and tell by the exit status whether all answers were right."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="What a request costs, as a table.")
    parser.add_argument("--quick", action="store_true", help="fewer items and shorter runs: a first look")
    parser.add_argument("--only", default="", metavar="NAME", help="only operations with NAME in their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help="profile the server; its figures are void then"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder:
        facts = _measured(Path(folder), QUICK if asked.quick else FULL, asked.only, asked.profile)
    if asked.json:
        asked.json.write_text(json.dumps(facts, indent=2) + "\n")
    for answer in facts["wrong_answers"][:3]:
        print(f"\nA wrong answer: {answer}", file=sys.stderr)
    return 1 if facts["wrong_answers"] else 0


def _measured(folder: Path, size: Size, only: str, profile: Path | None) -> dict[str, Any]:
    begun = time.perf_counter()
    facts: dict[str, Any] = {"calibration_ms": [machine.calibration()], "sync_ms": machine.sync(folder)}
    shelf = fill(folder / "data", size.items)
    shutil.copytree(shelf.data, folder / "bare")
    chosen = [load for load in (*loads(shelf), *signed_loads(shelf)) if only in load.name]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tape = Tape(folder / "bare" / "satchel.db")
        with running(shelf.data, "--no-worker", profile=profile, SATCHEL_ADD_WAIT="0") as server:
            measured = runner.run(_lines(server, tape, chosen, size))
            writers = runner.run(_writers(server, shelf, size)) if not only else Run()
            loaded = server.memory()
        tape.close()
        if not only:
            facts |= _house(runner, folder, size)
            facts |= {"loaded_mb": loaded._asdict(), "writers": len(writers.times)}
    facts["calibration_ms"].append(machine.calibration())
    facts["lines"] = [line.facts() for line in measured]
    facts.setdefault("wrong_answers", []).extend(
        [*writers.wrong, *(wrong for line in measured for wrong in line.run.wrong)]
    )
    _show(facts, measured, writers, time.perf_counter() - begun)
    return facts


async def _lines(server: Server, tape: Tape, chosen: list[Load], size: Size) -> list[Line]:
    """Each load at each number of connections."""
    lines = []
    for load in chosen:
        requests = load.requests()
        await drive(server.port, requests, load.check, 8, size.seconds / 2)
        lines += [await _line(server, tape, load, requests, connections, size) for connections in CONNECTIONS]
    return lines


async def _line(
    server: Server, tape: Tape, load: Load, requests: Iterator[bytes], connections: int, size: Size
) -> Line:
    """The server and the bare loop by turns, so that both have the same minutes of the machine."""
    rounds, bare, wrong = [], [], []
    for _ in range(ROUNDS):
        run = await drive(server.port, requests, load.check, connections, size.seconds, server.cpu)
        rounds.append(run)
        wrong += run.wrong
        bare.append(tape.measure(load, connections, size.bare))
    cheapest = min(rounds, key=lambda run: run.cost)
    cheapest.wrong = wrong
    return Line(load.name, connections, cheapest, min(bare))


async def _writers(server: Server, shelf: Shelf, size: Size) -> Run:
    """Sixty-four writers at once: every one must be served."""
    load = next(load for load in loads(shelf, start=10**6) if "new" in load.name)
    return await drive(server.port, load.requests(), load.check, WRITERS, size.seconds * ROUNDS)


def _house(runner: asyncio.Runner, folder: Path, size: Size) -> dict[str, Any]:
    """Start, memory and pages: what a server costs beside its requests."""
    facts: dict[str, Any] = {}
    # On a shelf of its own: on the other one thousands of pages wait that are nowhere.
    shelf = fill(folder / "pages", 100)
    with running(shelf.data, SATCHEL_ADD_WAIT="10", SATCHEL_FETCH_ALLOW_NETWORKS="127.0.0.0/8") as server:
        facts["first_answer_s"] = server.first_answer
        time.sleep(0.5)
        facts["idle_mb"] = server.memory()._asdict()
        found = runner.run(pages.fetched(server, shelf, size.pages))
        facts["fetched"] = {
            "pages_per_second": found.run.per_second, "cpu_ms": found.run.cost * 1000,
            "p50_ms": found.run.ms(50), "p99_ms": found.run.ms(99),
        }  # fmt: skip
        facts["wrong_answers"] = found.run.wrong
        facts["fetching_mb"] = found.memory._asdict()
    small = [name for name in pages.sources() if name != "long"]
    facts["extraction"] = {
        "small": pages.extraction(small, 3 * size.bare)._asdict(),
        "long": pages.extraction(["long"], 3 * size.bare)._asdict(),
    }
    return facts


def _show(facts: dict[str, Any], measured: list[Line], writers: Run, seconds: float) -> None:
    print(table.lines([table.HEAD, *(line.cells() for line in measured)]))
    print()
    if "idle_mb" in facts:
        print(table.lines(_house_rows(facts, writers)))
        print()
    first, last = facts["calibration_ms"]
    print(
        f"calibration loop {first:.1f} ms CPU before, {last:.1f} after; 4 KB made durable in {facts['sync_ms']:.2f} ms;"
        f" {len(facts['wrong_answers'])} wrong answers; {seconds:.0f} s"
    )


def _house_rows(facts: dict[str, Any], writers: Run) -> list[tuple[str, ...]]:
    def memory(name: str) -> str:
        return "{:.1f} MB RSS, {:.1f} PSS".format(*Memory(**facts[name]))

    found, read = facts["fetched"], facts["extraction"]
    return [
        (
            f"{WRITERS} writers",
            f"{len(writers.wrong)} errors in {len(writers.times)} adds, {writers.per_second:,.0f}/s",
        ),
        ("memory, idle", memory("idle_mb")),
        ("memory, after these requests", memory("loaded_mb")),
        ("memory, while pages are fetched and read", memory("fetching_mb")),
        ("from start to first answer", f"{facts['first_answer_s']:.2f} s"),
        ("add of a page, fetched and read", f"{found['cpu_ms']:.1f} ms CPU, {found['pages_per_second']:.0f}/s"),
        *(
            (f"extraction, pages of {each['kilobytes']:.0f} KB", f"{each['ms']:.1f} ms CPU")
            for each in (read["small"], read["long"])
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
