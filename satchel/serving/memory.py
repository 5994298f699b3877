"""Keeping a process that stays small from growing for good."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_MMAP_THRESHOLD = -3
_LARGE = 1_048_576  #: bytes


def give_large_pieces_back() -> None:
    """Have the C library return pieces of a megabyte and more to the system when they are free.

    glibc raises its own limit to the largest piece it has seen, so that after one password
    (19 MB each) or one large page the process would keep that much. Elsewhere this does nothing.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_free_pieces_back() -> None:
    """Return what is free between the pieces in use; a few milliseconds, so for quiet moments.

    After many large answers at once the process would otherwise stay as large as it was then.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def collect_rarely() -> None:
    """Look for circular garbage less often, and never among what is there now.

    Requests leave next to none, and looking for it takes a twentieth of the time that one costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
