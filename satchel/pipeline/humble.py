"""What a process gives up that works on foreign bytes, for good: the network, other programs, memory, time."""

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
from typing import Any, BinaryIO

from satchel.pipeline.frames import HEADER, length_of

NICENESS = 10
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.kill", "ctypes.dlopen",
)  # fmt: skip
_CHANGING = (
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def protected_channels() -> tuple[BinaryIO, BinaryIO]:
    """Own handles on input and output; whatever a library prints goes to the log."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, answers


def read_frame(source: BinaryIO, limit: int) -> bytes | None:
    """The body of the next frame; None where the input has ended. Raises ValueError for more than `limit` bytes."""
    header = source.read(HEADER)
    if len(header) < HEADER:
        return None
    length = length_of(header)
    if length > limit:
        raise ValueError(f"a frame of {length} bytes")
    body = source.read(length)
    return body if len(body) == length else None


def be_humble(memory_mb: int, *, max_files: int, may_write: bool = False) -> None:
    """Give up what reading does not need: `max_files` are open at once, and none is written unless it `may_write`."""
    collect_rarely()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends the input
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    os.nice(NICENESS)
    memory = memory_mb << 20
    limits = [(resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, max_files)]
    if not may_write:
        limits.append((resource.RLIMIT_FSIZE, 0))
    for limit, value in limits:
        resource.setrlimit(limit, (value, value))
    sys.addaudithook(_refuse if may_write else _refuse_writing)


def allow(cpu_seconds: int) -> None:
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


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"reading does not need {event}")


def _refuse_writing(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError("reading does not need to write")
    elif event.startswith(_CHANGING):
        raise PermissionError(f"reading does not need {event}")
    else:
        _refuse(event, arguments)
