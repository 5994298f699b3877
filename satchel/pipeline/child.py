"""The process that reads foreign pages: `python -m satchel.pipeline.child MEMORY_MB CPU_SECONDS [RULES]`.

It takes questions about pages as frames on standard input (`pipeline/frames.py`) and answers on standard output,
one at a time, and leaves when the input ends. One that takes more than CPU_SECONDS of the
processor's time ends it by SIGXCPU. RULES is a folder with site rules of the owner's. It knows
no database, no settings and no users; it may not open connections, write files or start programs.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import math
import os
import resource
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import Any, BinaryIO

from satchel.model.articles import Article
from satchel.pipeline.extract import extract, extract_html
from satchel.pipeline.frames import (
    HEADER,
    MAX_ANSWER,
    MAX_QUESTION,
    Answer,
    CleanHtml,
    Failed,
    Question,
    Read,
    ReadPage,
    length_of,
    read_question,
    write_answer,
)
from satchel.pipeline.given import cleaned
from satchel.pipeline.rules.book import RuleBook, Rules

NICENESS = 10
MAX_FILES = 32  #: open at once: three pipes, and the data files of slow imports
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "os.kill", "ctypes.dlopen",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> int:
    """Answer pages until the input ends. Exit status 0 then, 3 after running out of memory, 2 on nonsense."""
    pages, answers = _protected_channels()
    _humble(int(sys.argv[1]) if len(sys.argv) > 1 else 512)
    cpu_seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    book = RuleBook(Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    rules = None
    while True:
        body = _read_frame(pages)
        if body is None:
            return 0
        if rules is not (rules := book.current()):
            print(*rules.problems, sep="\n", end="", file=sys.stderr, flush=True)
        _allow(cpu_seconds)
        answer = _answer(read_question(body), rules)
        del body
        frame = write_answer(answer)
        if len(frame) > MAX_ANSWER:
            frame = write_answer(Failed("the article is too large"))
        answers.write(frame)
        answers.flush()
        if isinstance(answer, Failed):
            return 3  # what ran out of memory once is not to be trusted with the next page


def _answer(question: Question, rules: Rules) -> Answer:
    try:
        return Read(_read(question, rules))
    except MemoryError:
        return Failed("the page takes too much memory")
    except RecursionError:
        return Failed("the page is nested too deeply")


def _read(question: Question, rules: Rules) -> Article:
    if isinstance(question, CleanHtml):
        return cleaned(question.html)
    if isinstance(question, ReadPage):
        page = question.page
        return extract(
            page.body,
            page.url,
            media_type=page.media_type,
            charset=page.charset,
            rules=rules,
            refresh=page.refresh,
            filename=page.filename,
            now=page.read_at,
            whole=page.whole,
            explain=page.explain,
        )
    return extract_html(question.html, question.url, rules=rules, now=question.now)


def _protected_channels() -> tuple[BinaryIO, BinaryIO]:
    """Own handles on input and output; whatever a library prints goes to the log."""
    pages = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return pages, answers


def _humble(memory_mb: int) -> None:
    """Give up what reading pages does not need, for good."""
    collect_rarely()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends the input
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    os.nice(NICENESS)
    memory = memory_mb << 20
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MAX_FILES),
    ):
        resource.setrlimit(limit, (value, value))
    sys.addaudithook(_refuse)


def _allow(cpu_seconds: int) -> None:
    """Have the system end this process when it takes so many seconds more of the processor's time.

    Of that time and not of the clock's: a machine that is busy, asleep or stopped is not the page's fault.
    """
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(time.process_time() + cpu_seconds)
    if most == resource.RLIM_INFINITY or until <= most:
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def collect_rarely() -> None:
    """Look for circles of dead objects seldom: trees hold none, and looking takes a tenth of the time of a page."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2]
        if not isinstance(flags, int) or not flags & _WRITING:
            return
    elif not event.startswith(_FORBIDDEN):
        return
    raise PermissionError(f"reading a page does not need {event}")


def _read_frame(source: BinaryIO) -> bytes | None:
    header = source.read(HEADER)
    if len(header) < HEADER:
        return None
    length = length_of(header)
    if length > MAX_QUESTION:
        raise ValueError("a frame longer than any page")
    body = source.read(length)
    return body if len(body) == length else None


if __name__ == "__main__":
    sys.exit(main())
