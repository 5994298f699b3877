"""Whether what a failed call held is let go at once.

What lies in a circle waits until somebody looks for circles, which the server does seldom: bodies of many
megabytes would pile up meanwhile.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

from tests.patience import until


class Held(str):
    """A text of which one can tell whether it is still there."""


def let_go(call: Callable[[Held], object]) -> bool:
    """Whether the text that is given to `call` goes with it, without a look for circles.

    Another thread may have it in hand for a moment longer. Raises `AssertionError` when it stays.
    """
    gc.collect()
    gc.disable()
    try:
        text = Held("held")
        seen = weakref.ref(text)
        call(text)
        del text
        return bool(until(lambda: seen() is None))
    finally:
        gc.enable()
