"""The process that reads a file of an import: `python -m satchel.jobs.import_files.child MEMORY_MB CPU_SECONDS`.

It takes questions about one file as frames on standard input (`frames.py`) and answers on standard output, one
at a time, and leaves when the input ends. A question that takes more than CPU_SECONDS of the processor's time ends it
by SIGXCPU. It knows no database, no settings and no users, and may not open connections or start programs; what it
writes are scratch files beside the file, and that file again without the passwords that were in it.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from satchel.formats.imports.refusing import RefusedFile
from satchel.formats.imports.row import Read
from satchel.jobs.import_files.frames import (
    MAX_ANSWER,
    MAX_QUESTION,
    TOO_LARGE,
    Answer,
    AskShelf,
    AskText,
    Begin,
    Begun,
    Beside,
    Broken,
    Count,
    Counted,
    Gone,
    Next,
    Open,
    Opened,
    Question,
    Refused,
    Rows,
    See,
    Seen,
    read_question,
    write,
    write_row,
)
from satchel.jobs.import_files.given import GivenTexts
from satchel.jobs.import_files.source import Source
from satchel.library.incoming import Incoming, incoming
from satchel.library.looking import Counting
from satchel.model.imports import Choices
from satchel.pipeline.humble import allow, be_humble, protected_channels, read_frame

#: Files open at once: an archive may have 100 in it, each in a scratch file of its own.
MAX_FILES = 256
#: Rows that are counted before the person is asked whether they still want it.
MAX_COUNTED = 1_000
#: Bytes of rows and their texts that are read ahead, unless the first row alone has more.
MAX_BYTES = 4_000_000
#: Of text that take as long to be kept as a tag.
TAG_BYTES = 200


def main() -> int:
    """Answer until the input ends. Exit status 0 then, 3 after running out of memory."""
    questions, answers = protected_channels()
    be_humble(int(sys.argv[1]), max_files=MAX_FILES, may_write=True)
    reader = FileReader()
    while (body := read_frame(questions, MAX_QUESTION)) is not None:
        allow(int(sys.argv[2]))
        try:
            frame = write(answered(reader, read_question(body)))
            is_whole = len(frame) <= MAX_ANSWER
        except MemoryError:
            is_whole = False
        answers.write(frame if is_whole else write(Refused(TOO_LARGE)))
        answers.flush()
        if not is_whole:
            return 3
    return 0


def answered(reader: FileReader, question: Question) -> Answer:
    """The answer to a question. Raises MemoryError."""
    try:
        return reader.answer(question)
    except RefusedFile as refused:
        return Refused(refused.message, refused.holds_secrets)
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            return Gone(error.errno, error.strerror or "")
        return Broken(traceback.format_exc())


class FileReader:
    """One file, as far as it has been read."""

    def __init__(self) -> None:
        self._source: Source
        self._counting = Counting()
        self._read: Iterator[Read] | None = None
        self._coming: Iterator[Incoming] = iter(())
        self._texts: GivenTexts

    def answer(self, question: Question) -> Answer:
        """The answer to a question. Raises `RefusedFile`, OSError, and whatever a faulty reader raises."""
        match question:
            case Open():
                return self._open(question)
            case Count():
                return self._count(question.now)
            case See():
                source = self._source
                look = self._counting.look(
                    source.kind,
                    question.known,
                    question.deleted,
                    source.parts,
                    source.questions,
                    source.remarks,
                )
                return Seen(look)
            case AskShelf():
                return Beside(self._source.shelf())
            case Begin():
                return self._begin(question)
            case Next():
                return Rows(self._next(question.most))
            case AskText():
                return self._texts.text(question.row, question.text)

    def _open(self, question: Open) -> Opened:
        self._source = Source.open(Path(question.path))
        if question.is_ours:
            self._source.remove_secrets()
        return Opened()

    def _count(self, now: int) -> Counted:
        if self._read is None:
            self._read = self._source.rows(Choices(), now, bodies=False)
        counted = self._counting.count(islice(self._read, MAX_COUNTED))
        return Counted(self._counting.take_keys(), counted < MAX_COUNTED)

    def _begin(self, question: Begin) -> Begun:
        source, choices = self._source, question.choices
        self._texts = GivenTexts(source)
        self._coming = incoming(
            source.rows(choices, question.made_at), choices, question.made_at, question.after,
            is_newest_first=source.is_newest_first,
        )  # fmt: skip
        return Begun()

    def _next(self, most: int) -> list[bytes]:
        """The next rows, encoded: as many as make one transaction."""
        self._texts.clear()
        found: list[bytes] = []
        weight = 0
        for row in self._coming:
            found.append(write_row(self._texts.keep(row)))
            weight += len(found[-1]) + self._texts.weight(row.number)
            weight += TAG_BYTES * len(row.item.tags) if row.item else 0
            if len(found) >= most or weight >= MAX_BYTES:
                break
        return found


if __name__ == "__main__":
    sys.exit(main())
