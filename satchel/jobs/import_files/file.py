"""A file that is imported, read at arm's length: in a process of its own, which may hang, crash or swell."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from satchel.base.errors import Unavailable
from satchel.formats.imports.refusing import RefusedFile
from satchel.jobs.import_files.frames import (
    MAX_ANSWER,
    TOO_SLOW,
    Answer,
    AskShelf,
    AskText,
    Begin,
    Begun,
    Beside,
    Broken,
    Count,
    Counted,
    GivenText,
    Gone,
    Next,
    Open,
    Opened,
    Question,
    Refused,
    Rows,
    See,
    Seen,
    read_answer,
    read_row,
    write,
)
from satchel.library.incoming import Incoming
from satchel.model.imports import Choices, Look
from satchel.model.library_file import Shelf
from satchel.pipeline.child_process import ChildProcess

MEMORY_MB = 512
#: Of the processor's time, for one question: an archive of 8 GB is packed anew within it where it has passwords.
CPU_SECONDS = 600
COMMAND = (sys.executable, "-B", "-m", "satchel.jobs.import_files.child", f"{MEMORY_MB}", f"{CPU_SECONDS}")

A = TypeVar("A", bound=Answer)


class BrokenReader(Exception):
    """A reader of ours has a fault: the same file would meet it again."""


class ImportFile:
    """A file that is open, from beginning to end.

    Every call raises `RefusedFile` where there is nothing in it for us, OSError where the system does not let it be
    read, `BrokenReader` where we have a fault, and `Unavailable` where another try may help.
    """

    def __init__(self, child: ChildProcess) -> None:
        self._child = child

    @classmethod
    async def open(cls, path: Path, *, is_ours: bool = False) -> Self:
        """The file or the folder at `path`. Passwords in it are removed at once where it `is_ours`."""
        try:
            child = await ChildProcess.start(COMMAND, "the reading of an import")
        except OSError as error:
            raise Unavailable("The program that reads files cannot be started.") from error
        file = cls(child)
        try:
            await file._ask(Open(str(path), is_ours), Opened)
        except BaseException:
            await file.aclose()
            raise
        return file

    @property
    def pid(self) -> int:
        """The process id of the reader."""
        return self._child.process.pid

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the process, and wait until it is gone."""
        self._child.kill()
        await asyncio.shield(self._child.leave())

    async def count(self, now: int) -> Counted:
        """Count some rows; see `Count`."""
        return await self._ask(Count(now), Counted)

    async def look(self, known: int, deleted: int) -> Look:
        """What was counted; see `See`."""
        return (await self._ask(See(known, deleted), Seen)).look

    async def shelf(self) -> Shelf | None:
        """What it has beside its rows; None where it is of another program."""
        return (await self._ask(AskShelf(), Beside)).shelf

    async def begin(self, choices: Choices, made_at: int, after: int) -> None:
        """Have rows come as they are taken in; see `Begin`."""
        await self._ask(Begin(choices, made_at, after), Begun)

    async def rows(self, most: int) -> list[Incoming]:
        """The next rows, none at the end. Their texts can be had until the next ones come."""
        answer = await self._ask(Next(most), Rows)
        return await asyncio.to_thread(lambda: [read_row(each) for each in answer.rows])

    async def text(self, row: Incoming, number: int = 0) -> GivenText:
        """One text of a row of the last that came; see `GivenText`."""
        return await self._ask(AskText(row.number, number), GivenText)

    async def _ask(self, question: Question, kind: type[A]) -> A:
        answer = await self._exchange(question)
        match answer:
            case Refused():
                raise RefusedFile(answer.message, holds_secrets=answer.holds_secrets)
            case Gone():
                raise OSError(answer.errno, answer.strerror)
            case Broken():
                raise BrokenReader(answer.trace)
        if not isinstance(answer, kind):
            raise BrokenReader(f"{type(answer).__name__} is no answer to {type(question).__name__}")
        return answer

    async def _exchange(self, question: Question) -> Answer:
        child = self._child
        try:
            return await asyncio.to_thread(read_answer, await child.ask(write(question), MAX_ANSWER))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            why = await child.why()
            if why == "SIGXCPU":
                raise RefusedFile(TOO_SLOW) from error
            if why in ("SIGKILL", "SIGTERM"):
                raise Unavailable("The program that reads the file was ended from outside.") from error
            raise BrokenReader(f"it ended: {why}") from error
        except (msgspec.MsgspecError, ValueError) as error:
            raise BrokenReader(f"it talked nonsense: {error}") from error
