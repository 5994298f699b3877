"""`python -m tests.gallery FOLDER` makes the pictures; `python -m tests.gallery --manual` those of the README,
and `python -m tests.gallery --mending FOLDER` only those of first steps, editing and tags, `--folders FOLDER` those
of folders."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library.passwords import Passwords
from satchel.store.migrate import migrate
from satchel.store.sqlite import SqliteStore
from tests.browser.chromium import Browser, running
from tests.clock import FakeClock
from tests.conftest import populate
from tests.gallery import demo, filing, mending
from tests.people import CHEAP, PASSWORDS
from tests.wire.server import Socket, Wire

DESK, PHONE, TABLET = (1280, 860), (390, 844), (768, 1024)
MANUAL = Path(__file__).parents[2] / "docs"


@contextmanager
def server() -> Iterator[Wire]:
    """A server with our three people."""
    hasher = Passwords(Clock(), CHEAP)
    people = {name: hasher.hash(password) for name, password in PASSWORDS.items()}
    hasher.close()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "satchel.db", FakeClock())
        migrate(store)
        populate(store, people)
        store.close()
        socket = Socket()
        wire = Wire(socket, Settings(data=Path(folder), password_memory=CHEAP), FakeClock())
        try:
            yield wire
        finally:
            wire.close()
            socket.close()


class Camera:
    """One window, in which Alice is signed in."""

    def __init__(
        self, browser: Browser, wire: Wire, size: tuple[int, int], theme: str, folder: Path,
        scripts: bool = False, language: str = "en",
    ) -> None:  # fmt: skip
        touch = size[0] < 600
        self._context = browser.new_context(
            base_url=f"http://127.0.0.1:{wire.port}", viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts, locale=language, color_scheme="dark" if theme == "dark" else "light", has_touch=touch, is_mobile=touch,
            device_scale_factor=2 if touch else 1,
        )  # fmt: skip
        self.page: Any = self._context.new_page()
        self.page.goto("/login")
        self.page.fill("#name", "alice")
        self.page.fill("#password", PASSWORDS["alice"])
        self.page.click("main button[type=submit]")
        self.page.goto("/settings/reading")
        self.page.check(f"input[name=theme][value={theme if theme not in ('light', 'dark') else 'auto'}]")
        self.page.click("main button[type=submit]")
        self._folder = folder
        self._end = f"{size[0]}-{theme}" + (f"-{language}" if language != "en" else "")

    def take(self, name: str, path: str = "", *, whole: bool = False, at: str = "") -> None:
        """A picture of a page, of all of it with `whole`; `at` is scrolled to before."""
        if path:
            self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        if at:
            self.page.locator(at).scroll_into_view_if_needed()
            self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=self._folder / f"{name}-{self._end}.png", full_page=whole)

    def close(self) -> None:
        """Close the window."""
        self._context.close()


def gallery(browser: Browser, wire: Wire, folder: Path) -> None:
    """All pages in all states."""
    empty = Camera(browser, wire, DESK, "light", folder)
    for name, path in (
        ("unread", "/"),
        ("favourites", "/favourites"),
        ("archive", "/archive"),
        ("tags", "/tags"),
        ("site", "/sites/none.example"),
    ):
        empty.take(f"empty-{name}", path)
    empty.close()
    ids = demo.furnish(wire)
    for size, theme in (
        (DESK, "light"),
        (PHONE, "light"),
        (DESK, "dark"),
        (PHONE, "dark"),
        (DESK, "sepia"),
        (TABLET, "light"),
    ):
        camera = Camera(browser, wire, size, theme, folder)
        _shoot(camera, ids)
        camera.close()
    mended(browser, wire, folder)
    demo.crowd(wire, 300, 120)
    for size in (DESK, PHONE):
        camera = Camera(browser, wire, size, "light", folder)
        camera.take("crowd", "/")
        camera.take("crowd-end", "/", at=".turn")
        camera.take("crowd-tags", "/tags")
        camera.take("crowd-reader-end", f"/read/{ids['tides-in-the-doorpost']}", at=".end")
        camera.take("crowd-edit", f"/read/{ids['tides-in-the-doorpost']}/edit")
        camera.close()


def filed(browser: Browser, wire: Wire, folder: Path) -> None:
    """Folders, with scripts and without."""
    ids = demo.furnish(wire)
    first = filing.furnish(wire, ids)
    item = next(iter(ids.values()))
    for size, theme, scripts in (
        (DESK, "light", True), (PHONE, "light", True), (DESK, "dark", True), (PHONE, "dark", False),
        (DESK, "light", False),
    ):  # fmt: skip
        camera = Camera(browser, wire, size, theme, folder, scripts)
        filing.shoot(camera, first, item, scripts)
        camera.close()


def mended(browser: Browser, wire: Wire, folder: Path) -> None:
    """Pages for putting an article right, and of many tags."""
    number = mending.furnish(wire)
    for size, theme in ((DESK, "light"), (PHONE, "light"), (DESK, "dark")):
        camera = Camera(browser, wire, size, theme, folder)
        mending.shoot(camera, number)
        camera.close()
        wire.clock.forward(seconds=600)


def _shoot(camera: Camera, ids: dict[str, int]) -> None:
    camera.take("list", "/")
    camera.take("list-whole", whole=True)
    camera.page.locator(".pick button").first.click()
    camera.take("list-orders")
    camera.page.goto("/")
    camera.page.locator(".articles button").first.click()
    camera.take("list-archived")
    camera.page.locator(".toast button").click()
    camera.take("list-undone")
    camera.take("favourites", "/favourites")
    camera.take("tag", "/tags/history")
    camera.take("tags", "/tags")
    for name, word in (
        ("read", "tides-in-the-doorpost"), ("read-code", "refuse-early"), ("read-ja", "toshokan"), ("read-ar", "clocks"), ("read-long-title", "a"),
        ("read-failed", "markets"), ("read-gone", "page"),
    ):  # fmt: skip
        camera.take(name, f"/read/{ids[word]}")
    camera.take("read-table", f"/read/{ids['refuse-early']}", at=".text table")
    camera.take("read-end", f"/read/{ids['tides-in-the-doorpost']}", at=".end")
    camera.take("read-whole", whole=True)
    camera.page.goto(f"/read/{ids['tides-in-the-doorpost']}")
    camera.page.locator("button[popovertarget=looks]").click()
    camera.take("read-looks")
    camera.page.goto(f"/read/{ids['tides-in-the-doorpost']}")
    camera.page.locator("button[popovertarget=more]").click()
    camera.take("read-more")
    camera.take("edit", f"/read/{ids['friday-oven']}/edit")


def manual(browser: Browser, wire: Wire) -> None:
    """The pictures of the README."""
    ids = demo.furnish(wire)
    article = f"/read/{ids['tides-in-the-doorpost']}"
    for name, path, size, theme in (
        ("list", "/", (1280, 800), "light"), ("reader", article, (1280, 800), "light"), ("phone", "/", PHONE, "dark"),
    ):  # fmt: skip
        camera = Camera(browser, wire, size, theme, Path(tempfile.gettempdir()), scripts=True)
        camera.page.goto(path)
        camera.page.wait_for_load_state("networkidle")
        camera.page.screenshot(path=MANUAL / f"{name}.png", scale="css")
        camera.close()


def main(arguments: list[str]) -> None:
    """Make what was asked for."""
    with server() as wire, running() as browser:
        if arguments == ["--manual"]:
            manual(browser, wire)
        elif arguments[:1] == ["--mending"]:
            folder = Path(arguments[1])
            folder.mkdir(parents=True, exist_ok=True)
            empty = Camera(browser, wire, DESK, "light", folder)
            empty.take("first-list", "/", whole=True)
            empty.take("first-article", "/read/1", whole=True)
            empty.close()
            mended(browser, wire, folder)
        elif arguments[:1] == ["--folders"]:
            folder = Path(arguments[1])
            folder.mkdir(parents=True, exist_ok=True)
            filed(browser, wire, folder)
        else:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            gallery(browser, wire, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
