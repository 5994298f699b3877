"""A real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.patience import HANG

#: The same engine without the windows around it takes half the processor: a window for each test takes a second.
PROGRAMS = ("chromium-headless-shell", "chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have little of it
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
#: Playwright counts in ms. The first start of a browser on a cold disk is the slowest thing it does.
_START, _STEP = 3 * HANG * 1000, HANG * 1000


class Browser:
    """A browser that is running; each test has a context of its own, which nobody else sees."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium
        self._contexts: list[Any] = []

    def new_context(self, **options: Any) -> Any:
        """A context whose every step has time enough on a slow machine."""
        context = self._chromium.new_context(**options)
        context.set_default_timeout(_STEP)
        context.set_default_navigation_timeout(_STEP)
        self._contexts.append(context)
        return context

    def forget(self) -> None:
        """Close the contexts that a test has left."""
        while self._contexts:
            self._contexts.pop().close()


@contextmanager
def running(*flags: str) -> Iterator[Browser]:
    """A browser with those flags beside the usual ones; skips the test where there is none.

    The event loop of Playwright runs in this thread as long: nobody else can begin one here meanwhile.
    """
    sync_api = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags], timeout=_START)
        yield Browser(chromium)
        chromium.close()


def complaints_of(page: Any) -> list[str]:
    """What the browser complains of on `page` from now on; that it left the focus where it was is no complaint."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type in ("warning", "error") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard
