"""Extraction at arm's length: a child process that may hang, crash or swell, and is replaced when it does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec

from satchel.base.clock import Clock
from satchel.base.fair_lock import FairLock
from satchel.model.articles import Article
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.child_process import ChildProcess
from satchel.pipeline.frames import (
    HEADER,
    MAX_ANSWER,
    MAX_QUESTION,
    CleanHtml,
    Failed,
    Question,
    Read,
    ReadHtml,
    ReadPage,
    read_answer,
    write_question,
)
from satchel.pipeline.resident import resident

#: Bytes with which a child may wait for its next page: it has 32 MB to begin with, and a page can make it 500.
MAX_WAITING_BYTES = 96 << 20


class Sandbox:
    """Extracts pages in one child process, one page at a time.

    The child starts when there is a page and leaves after `idle_seconds` without one. A page
    that takes more than `cpu_seconds` or more than `memory_mb`, or that crashes the child,
    fails alone and for good: the next page gets a new child. One that the machine had no time
    for within `wall_seconds` may be tried again. After `pages_per_child` pages, or one that
    left it large, the child is replaced, so that leaks stay small. Belongs to one event loop.
    """

    def __init__(
        self,
        *,
        cpu_seconds: int = 15,
        wall_seconds: float = 60.0,
        memory_mb: int = 512,
        idle_seconds: float = 30.0,
        pages_per_child: int = 300,
        rules: Path | None = None,
        command: Sequence[str] = (),
        clock: Clock | None = None,
        is_shared: bool = False,
    ) -> None:
        """`rules` is a folder with site rules, looked at for each page; `command` replaces the child's command line.

        Where it `is_shared` by people, whose page took long rests as long, so that others' pages come in between.
        """
        self._clock = clock or Clock()
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._idle_seconds = idle_seconds
        self._pages_per_child = pages_per_child
        self._command = tuple(command) or (
            sys.executable, "-B", "-m", "satchel.pipeline.child", str(memory_mb), str(cpu_seconds),
            *((str(rules),) if rules is not None else ()),
        )  # fmt: skip
        self._lock = FairLock(max_rest=wall_seconds if is_shared else 0.0)
        self._child: ChildProcess | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the child; None while there is none."""
        return self._child.process.pid if self._child else None

    def resting(self) -> set[int]:
        """The people whose pages have to wait now, since others have their time."""
        return {person for person in self._lock.resting() if isinstance(person, int)}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def extract(self, page: Page, person: int = 0) -> Article:
        """The article in a page. Callers queue; the people among them take turns by the time that their pages took.

        Raises FetchFailed(UNREADABLE), permanent when the page itself is to blame, and
        temporary when the machine is: no child could be started, it had no time, or somebody killed it.
        """
        question = ReadPage(msgspec.structs.replace(page, read_at=self._clock.now()))
        return (await self._in_turn(question, page.url, person)).article

    async def read_html(self, html: str, url: str, person: int = 0) -> Article:
        """The article in HTML that `person` handed in as the text of the page at `url` ("" for none): clean, with text.

        Of a whole page that is its article, else all of it. Queues and raises as `extract`.
        """
        # Half a letter is no text, and would not reach the child.
        html = html.encode("utf-8", "ignore").decode()
        return (await self._in_turn(ReadHtml(html, url, self._clock.now()), url, person)).article

    async def clean_html(self, html: str, person: int = 0) -> Article:
        """HTML that says to be clean, behind the last gate; with a text if that changed it. Raises as `extract`."""
        return (await self._in_turn(CleanHtml(html), "", person)).article

    async def _in_turn(self, question: Question, url: str, person: int) -> Read:
        async with self._lock.turn(person):
            if self._closed:
                raise FetchFailed(Reason.UNREADABLE, "extraction has been closed", url=url)
            self._stay()
            try:
                return await self._try(question, url)
            except _Killed:
                # Somebody else ended the child, perhaps for want of memory elsewhere.
                return await self._try(question, url)

    async def aclose(self) -> None:
        """End the child and wait until it is gone. No page can be extracted afterwards."""
        self._closed = True
        self._lock.end_rests()
        async with self._lock.turn(0):
            self._stay()
            self._dismiss(kill=False)
        if self._leaving:
            await asyncio.gather(*self._leaving, return_exceptions=True)

    async def _try(self, question: Question, url: str) -> Read:
        child = self._child or await self._start(url)
        try:
            answer = await self._ask(child, question, url)
        except BaseException:
            # Also when the caller gave up: an answer may be under way that nobody waits for.
            self._dismiss(kill=True)
            raise
        if child.answered >= self._pages_per_child or resident(child.process.pid) > MAX_WAITING_BYTES:
            self._dismiss(kill=False)
        else:
            self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._leave_if_idle)
        return answer

    async def _start(self, url: str) -> ChildProcess:
        try:
            self._child = await ChildProcess.start(self._command, "extraction")
        except OSError as error:
            raise FetchFailed(
                Reason.UNREADABLE, f"the extraction process cannot be started: {error}", url=url
            ) from error
        return self._child

    async def _ask(self, child: ChildProcess, question: Question, url: str) -> Read:
        frame = write_question(question)
        if len(frame) - HEADER > MAX_QUESTION:
            raise FetchFailed(Reason.UNREADABLE, "the page is too large", url=url, permanent=True)
        try:
            async with asyncio.timeout(self._wall_seconds):
                answer = read_answer(await child.ask(frame, MAX_ANSWER))
        except TimeoutError:
            # What the page costs is bounded by the child itself, in CPU time: it was not given that much.
            why = f"the machine was too busy to read it within {self._wall_seconds:g} s"
            raise _unreadable(url, why, permanent=False) from None
        except (asyncio.IncompleteReadError, ConnectionError, BrokenPipeError):
            why = await child.why()
            if why in ("SIGKILL", "SIGTERM"):
                raise _unreadable(
                    url, f"the extraction process was ended: {why}", _Killed, permanent=False
                ) from None
            if why == "SIGXCPU":
                raise _unreadable(url, f"took longer than {self._cpu_seconds} s") from None
            raise _unreadable(url, f"the extraction process ended: {why}") from None
        except (msgspec.MsgspecError, ValueError) as error:
            raise _unreadable(url, f"the extraction process talked nonsense: {error}") from None
        if isinstance(answer, Failed):
            raise _unreadable(url, answer.error)
        return answer

    def _stay(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _leave_if_idle(self) -> None:
        if not self._lock.locked():
            self._dismiss(kill=False)

    def _dismiss(self, *, kill: bool) -> None:
        """Let the child go, at once or by ending its input; a task waits for its end."""
        child, self._child = self._child, None
        if child is None:
            return
        if kill:
            child.kill()
        task = asyncio.get_running_loop().create_task(child.leave())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)


class _Killed(FetchFailed):
    """The child was ended from outside while it had the page."""


def _unreadable(
    url: str, why: str, kind: type[FetchFailed] = FetchFailed, *, permanent: bool = True
) -> FetchFailed:
    return kind(Reason.UNREADABLE, why, url=url, permanent=permanent)
