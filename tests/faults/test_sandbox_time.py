"""Time in the extraction child: a page pays for what it takes of the processor, people take turns."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from satchel.pipeline.sandbox import Sandbox
from tests.faults.test_sandbox import HTML, fails, go, page, run, script
from tests.patience import HANG

pytestmark = pytest.mark.faults

SPIN = "from satchel.pipeline import child\nchild.allow(1)\nread(10)\nwhile True: pass"


@run()
def test_a_page_that_takes_too_much_of_the_processors_time_fails_for_good(loop: str, tmp_path: Path) -> None:
    async def work() -> None:
        async with Sandbox(cpu_seconds=1, wall_seconds=HANG, command=script(tmp_path, SPIN)) as sandbox:
            failure = await fails(sandbox)
            assert (failure.permanent, failure.detail) == (True, "took longer than 1 s")

    go(loop, work)


@run("asyncio")
def test_the_time_of_earlier_pages_is_not_held_against_the_next(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(cpu_seconds=1) as sandbox:
            before = None
            while before is None or _cpu(before) < 2:
                await sandbox.extract(page(HTML * 200))
                assert before in (None, sandbox.pid), "one child read them all"
                before = sandbox.pid

    go(loop, work)


def _cpu(pid: int) -> float:
    """Seconds of the processor that a process took so far."""
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


@run()
def test_a_child_that_was_stopped_for_a_while_costs_no_page(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(cpu_seconds=1, wall_seconds=HANG) as sandbox:
            await sandbox.extract(page())
            assert sandbox.pid is not None
            os.kill(sandbox.pid, signal.SIGSTOP)
            reading = asyncio.ensure_future(sandbox.extract(page()))
            await asyncio.sleep(1.5)  # longer than a page may take of the processor
            os.kill(sandbox.pid, signal.SIGCONT)
            assert (await reading).title == "The last ferry"

    go(loop, work)


@run("asyncio")
def test_the_page_of_somebody_else_waits_for_one_page_and_not_for_all(loop: str) -> None:
    async def work() -> None:
        read: list[int] = []

        async def extract(person: int) -> None:
            await sandbox.extract(page(), person)
            read.append(person)

        async with Sandbox() as sandbox:
            many = [asyncio.ensure_future(extract(1)) for _ in range(10)]
            await asyncio.sleep(0)
            await asyncio.gather(extract(2), *many)
        assert read.index(2) <= 1

    go(loop, work)
