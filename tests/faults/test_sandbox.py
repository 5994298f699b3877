"""The extraction child may hang, crash, swell or talk nonsense: the page fails, the next one is read."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop

from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.sandbox import Sandbox
from tests.patience import HANG, until_it

pytestmark = pytest.mark.faults

SENTENCE = "The ferry leaves the old harbour at seven, when the fog still lies between the islands. "
HTML = f"<html><head><title>The last ferry</title></head><body><p>{SENTENCE * 20}</p></body></html>".encode()


def page(body: bytes = HTML, url: str = "https://site.example/a") -> Page:
    return Page(url=url, status=200, media_type="text/html", charset="", body=body)


def run(*loops: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("loop", loops or ("asyncio", "uvloop"))


def go(loop: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run on a loop of either kind, and let warnings about forgotten processes show."""
    if loop == "uvloop":
        uvloop.run(work())
    else:
        asyncio.run(work())
    gc.collect()


def script(tmp_path: Path, body: str) -> tuple[str, ...]:
    """A child of our own making in the place of the real one."""
    file = tmp_path / "child.py"
    file.write_text(f"import os, sys, time, struct, signal\nread = sys.stdin.buffer.read\n{body}\n")
    return sys.executable, str(file)


def alive(pid: int) -> bool:
    """Whether it runs; one that only waits for a parent to take notice does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


async def gone(pid: int) -> None:
    await until_it(lambda: not alive(pid))


async def fails(sandbox: Sandbox, question: Page | None = None) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        await sandbox.extract(question or page())
    assert caught.value.reason is Reason.UNREADABLE
    return caught.value


@run()
def test_a_page_is_read_in_a_child_that_starts_on_need_and_is_used_again(loop: str) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            assert sandbox.pid is None
            article = await sandbox.extract(page())
            first = sandbox.pid
            assert article.title == "The last ferry"
            assert article.words == 320
            assert (await sandbox.extract(page())).title == "The last ferry"
            assert sandbox.pid == first
            assert first is not None
            assert first != os.getpid()
            assert os.getpriority(os.PRIO_PROCESS, first) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
            await sandbox.aclose()
            assert not alive(first)

    go(loop, work)


@run()
def test_many_callers_queue_and_all_get_their_own_article(loop: str) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            pages = [page(HTML.replace(b"last ferry", f"ferry {n}".encode())) for n in range(12)]
            articles = await asyncio.gather(*(sandbox.extract(one) for one in pages))
            assert [article.title for article in articles] == [f"The ferry {n}" for n in range(12)]

    go(loop, work)


@run()
def test_a_child_that_hangs_is_killed_by_the_clock_with_all_its_children(loop: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    command = script(
        tmp_path, f"child = os.fork()\nopen({str(note)!r}, 'a').write(f'{{os.getpid()}} ')\ntime.sleep(99)"
    )

    async def hang(seconds: float) -> None:
        async with Sandbox(wall_seconds=seconds, command=command) as sandbox:
            failure = await fails(sandbox)
            assert not failure.permanent, "it took no time of the processor: the machine is to blame"
            assert f"within {seconds:g} s" in failure.detail
            assert sandbox.pid is None

    async def work() -> None:
        # As long as this machine takes to start a child and its child.
        for seconds in (0.5, 2, 8, 32):
            await hang(seconds)
            if note.exists() and len(note.read_text().split()) >= 2:
                break
        for pid in note.read_text().split():
            await gone(int(pid))

    go(loop, work)


@run()
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("read(10)\nos.abort()", "SIGABRT"),
        ("read(10)\nsys.exit(7)", "status 7"),
        ("read(10)\nos.write(1, b'\\x00\\x00')", "status 0"),
        ("read(10)\nos.write(1, b'\\xff\\xff\\xff\\xff')\ntime.sleep(99)", "nonsense"),
        ("read(10)\nos.write(1, struct.pack('>I', 5) + b'hello')\ntime.sleep(99)", "nonsense"),
        ("read(10)\nos.write(1, struct.pack('>I', 0))\ntime.sleep(99)", "nonsense"),
    ],
)
def test_a_child_that_crashes_or_talks_nonsense_fails_that_page_only(
    loop: str, tmp_path: Path, body: str, said: str
) -> None:
    async def work() -> None:
        async with Sandbox(wall_seconds=HANG, command=script(tmp_path, body)) as sandbox:
            for _ in range(2):
                failure = await fails(sandbox)
                assert failure.permanent
                assert said in failure.detail

    go(loop, work)


@run()
def test_a_page_that_takes_too_much_memory_fails_and_the_next_is_read(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(memory_mb=90) as sandbox:
            failure = await fails(sandbox, page(b"<p>" + b"some words, " * 750_000))
            assert failure.permanent
            assert (await sandbox.extract(page())).title == "The last ferry"

    go(loop, work)


@run("asyncio")
def test_a_page_larger_than_any_frame_is_refused_before_it_is_sent(loop: str) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            assert "too large" in (await fails(sandbox, page(b"x" * 13_000_000))).detail

    go(loop, work)


@run()
def test_killing_the_child_from_outside_costs_no_page(loop: str) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            await sandbox.extract(page())
            for noticed in (False, True):
                assert sandbox.pid is not None
                child = sandbox._child
                assert child is not None
                os.kill(sandbox.pid, signal.SIGKILL)
                if noticed:
                    await asyncio.wait_for(child.process.wait(), HANG)
                assert (await sandbox.extract(page())).title == "The last ferry"

    go(loop, work)


@run()
def test_a_page_whose_second_child_is_killed_too_is_tried_another_time(loop: str, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    body = f"read(4)\nopen({str(deaths)!r}, 'a').write('x')\nos.kill(os.getpid(), signal.SIGKILL)"

    async def work() -> None:
        async with Sandbox(command=script(tmp_path, body)) as sandbox:
            failure = await fails(sandbox)
            assert (failure.permanent, "SIGKILL" in failure.detail) == (False, True)
            assert deaths.read_text() == "xx"

    go(loop, work)


@run()
def test_an_idle_child_leaves_and_a_new_one_comes(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(idle_seconds=0.01) as sandbox:
            await sandbox.extract(page())
            first = sandbox.pid
            assert first is not None
            await until_it(lambda: not alive(first))
            assert sandbox.pid is None
            await sandbox.extract(page())
            assert sandbox.pid != first

    go(loop, work)


@run("asyncio")
def test_a_child_is_replaced_after_its_share_of_pages(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(pages_per_child=2) as sandbox:
            await sandbox.extract(page())
            first = sandbox.pid
            await sandbox.extract(page())
            await sandbox.extract(page())
            assert sandbox.pid not in (None, first)

    go(loop, work)


@run()
def test_a_caller_that_gives_up_does_not_get_the_next_one_its_answer(loop: str, tmp_path: Path) -> None:
    at_work = tmp_path / "at work"
    command = script(
        tmp_path,
        "from satchel.pipeline import child\n"
        "if not os.path.exists(at_work := " + repr(str(at_work)) + "):\n"
        "    read(4)\n    open(at_work, 'w').close()\n    time.sleep(99)\n"
        "sys.argv[1:] = ['512', '60']\nchild.main()",
    )

    async def work() -> None:
        async with Sandbox(command=command, wall_seconds=HANG) as sandbox:
            first = asyncio.ensure_future(sandbox.extract(page()))
            second = asyncio.ensure_future(sandbox.extract(page()))
            await until_it(at_work.exists)
            first.cancel()
            assert (await second).title == "The last ferry"
            with pytest.raises(asyncio.CancelledError):
                await first

    go(loop, work)


@run("asyncio")
def test_a_child_that_cannot_start_is_a_passing_failure(loop: str) -> None:
    async def work() -> None:
        async with Sandbox(command=("/nonexistent/python",)) as sandbox:
            failure = await fails(sandbox)
            assert not failure.permanent
            assert "cannot be started" in failure.detail

    go(loop, work)


@run("asyncio")
def test_after_closing_nothing_is_read(loop: str) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            await sandbox.aclose()
            assert "closed" in (await fails(sandbox)).detail

    go(loop, work)


def test_the_child_leaves_when_its_parent_dies(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(
        "import asyncio, os, sys\n"
        "from satchel.pipeline.sandbox import Sandbox\nfrom satchel.model.pages import Page\n"
        "async def main():\n"
        "    sandbox = Sandbox()\n"
        "    await sandbox.extract(Page('https://a.example/', 200, 'text/html', '', b'<p>x'))\n"
        "    print(sandbox.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )

    async def work() -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(program), stdout=asyncio.subprocess.PIPE, env={"PYTHONPATH": str(Path.cwd())}
        )
        output, _ = await process.communicate()
        await until_it(lambda: not alive(int(output)))

    go("asyncio", work)
