"""What the tests of lists with a script share: links, what is shown of them, and acts that are held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from satchel.library import finding, saving
from satchel.model.items import Item, NewLink
from tests.patience import HANG
from tests.wire.server import Wire


def fill(wire: Wire, number: int, tags: tuple[str, ...] = ()) -> None:
    """So many links, "Page 000" the oldest, whose pages are not there."""
    for count in range(number):
        wire.clock.forward(seconds=1)
        wire.library.run_sync(
            saving.save, 1, NewLink(f"https://none.example/{count}", f"Page {count:03}", tags)
        )
    wire.settle()


def item(wire: Wire, number: int) -> Item:
    found = wire.library.store.read(lambda tx: finding.get(tx, 1, number))
    assert found
    return found


def titles(page: Any) -> list[str]:
    """The rows that are shown, from the top."""
    found: list[str] = page.locator(".articles > li:not([inert]) h2").all_inner_texts()
    return found


def focused(page: Any) -> str:
    """What has the focus, by its name."""
    name: str = page.evaluate(
        "() => (({ id, ariaLabel, textContent }) => id || ariaLabel || textContent.trim())(document.activeElement)"
    )
    return name


def eventually(page: Any, happened: Callable[[], bool]) -> None:
    """Wait for something outside the page, which goes on meanwhile: its requests pass through this thread."""
    for _ in range(int(HANG * 50)):
        if happened():
            return
        page.wait_for_timeout(20)
    raise AssertionError("that never happened")


class Held:
    """Acts that are on their way: the server hears of none until they are let go, or they fail."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._open = False
        self.routes: list[Any] = []
        page.route("**/acts", lambda route: self._came(route))

    def _came(self, route: Any) -> None:
        if self._open:
            route.continue_()
        else:
            self.routes.append(route)

    def arrived(self, number: int = 1) -> None:
        """Wait until so many are on their way."""
        while len(self.routes) < number:
            self._page.wait_for_timeout(10)

    def let_go(self) -> None:
        """Send them on, and those that follow at once."""
        self._open = True
        for route in self.routes:
            route.continue_()

    def fail(self) -> None:
        """The network has gone."""
        for route in self.routes:
            route.abort()
        self.routes.clear()
