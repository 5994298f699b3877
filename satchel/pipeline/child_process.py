"""A process of ours that works on foreign bytes, and the pipes to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import satchel
from satchel.pipeline.frames import HEADER, length_of

MAX_LOG = 4_000  #: bytes of what a child says on standard error that are logged

_log = logging.getLogger(__name__)


class ChildProcess:
    """One running process and its three pipes. Belongs to one event loop."""

    def __init__(self, process: asyncio.subprocess.Process, task: str) -> None:
        """`task` is what it is for, in the words of the log."""
        self.process = process
        self.answered = 0  #: questions
        self._task = task
        self._said = bytearray()
        self._listener = asyncio.get_running_loop().create_task(self._listen())

    @classmethod
    async def start(cls, command: Sequence[str], task: str) -> Self:
        """A new one, which knows nothing of our settings and secrets. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_bare_environment(),
            start_new_session=True,
        )
        return cls(process, task)

    async def ask(self, frame: bytes, limit: int) -> bytes:
        """Send one question, wait for the answer: the body of a frame of at most `limit` bytes.

        Raises `asyncio.IncompleteReadError` or ConnectionError where the process ends, ValueError for a longer answer.
        """
        source, sink = self.process.stdout, self.process.stdin
        assert source is not None
        assert sink is not None
        if sink.is_closing():
            # It died while it had nothing to do; uvloop has no kind of its own for writing to it.
            raise BrokenPipeError
        sink.write(frame)
        await sink.drain()
        length = length_of(await source.readexactly(HEADER))
        if length > limit:
            raise ValueError(f"an answer of {length} bytes")
        body = await source.readexactly(length)
        self.answered += 1
        return body

    async def why(self) -> str:
        """How the process ended, in a few words. Ends it if it has not."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2.0):
                await self.process.wait()
        self.kill()
        status = await self.process.wait()
        if status >= 0:
            return f"status {status}"
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"

    def kill(self) -> None:
        """End the process and all it may have started, now."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def leave(self) -> None:
        """End the input, give the process two seconds to leave, then make it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(2.0):
                await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()
        await self._listener
        if self._said:
            _log.warning("%s said: %s", self._task, self._said.decode("utf-8", "replace").strip())

    async def _listen(self) -> None:
        """Read what it says on standard error, so that it never blocks there; keep the beginning."""
        source = self.process.stderr
        assert source is not None
        while chunk := await source.read(4096):
            self._said += chunk[: max(0, MAX_LOG - len(self._said))]


def _bare_environment() -> dict[str, str]:
    """What the child may know: where our code is. No settings, no secrets."""
    return {
        "PYTHONPATH": str(Path(satchel.__file__).resolve().parent.parent),
        "PYTHONNOUSERSITE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "2",
    }
