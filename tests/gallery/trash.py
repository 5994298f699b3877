"""Pictures of the trash, of what somebody did, of choosing, and of lists in other views and empty ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from satchel.library import acting, sweeping, undoing
from satchel.library.sweeping import Deed
from satchel.model.actions import Action, Archive, ById, Delete, Favourite
from satchel.store import items
from satchel.store.db import Tx
from tests.gallery import demo
from tests.wire.server import Wire


def act(wire: Wire, number: int, *acts: Action, verb: str) -> None:
    """As Alice does it on her pages."""
    wire.clock.forward(seconds=700)
    wire.library.store.write(partial(undoing.act, user=demo.USER, item_id=number, actions=acts, verb=verb))


def furnish(wire: Wire, ids: dict[str, int]) -> None:
    """Have Alice read, delete and change some."""

    def read(tx: Tx) -> None:
        for at, (word, share) in enumerate((("tides-in-the-doorpost", 310), ("refuse-early", 620)), 1):
            items.set_progress(tx, demo.USER, ids[word], share, tx.now - at * 9_000_000, tx.now)

    wire.library.store.write(read)
    for word in ("clocks", "markets", "friday-oven"):
        act(wire, ids[word], Delete(ById(ids[word])), verb="delete")
    act(wire, ids["toshokan"], Archive(ById(ids["toshokan"])), verb="archive")
    act(wire, ids["refuse-early"], Favourite(ById(ids["refuse-early"])), verb="favourite")
    wire.clock.forward(seconds=700)
    many = [ids[word] for word in ("a", "page")]
    wire.library.run_sync(sweeping.on_items, demo.USER, many, Deed("tags", ("to read", "long"), ()))


def many(wire: Wire) -> None:
    """A list that goes on for pages."""
    demo.crowd(wire, 12, 240)
    wire.library.store.write(lambda tx: acting.act(tx, demo.USER, []))


def main(folder: Path) -> None:
    """Take them all."""
    from tests.browser.chromium import running
    from tests.gallery.__main__ import DESK, PHONE, Camera, server

    folder.mkdir(parents=True, exist_ok=True)
    with server() as wire, running() as browser:
        for size, theme in ((DESK, "light"), (PHONE, "dark")):
            camera = Camera(browser, wire, size, theme, folder)
            for name in ("started", "trash", "recent"):
                camera.take(f"empty-{name}", f"/{name}")
            camera.close()
        ids = demo.furnish(wire)
        furnish(wire, ids)
        for size, theme in ((DESK, "light"), (PHONE, "light"), (DESK, "dark"), (PHONE, "dark")):
            camera = Camera(browser, wire, size, theme, folder)
            for name in ("started", "trash", "recent"):
                camera.take(name, f"/{name}")
            camera.take("trashed", f"/read/{ids['clocks']}")
            for view in ("compact", "cards"):
                camera.take(view, f"/?view={view}")
            camera.page.goto("/?select=1")
            for box in camera.page.locator(".articles input").all()[:2]:
                box.check()
            camera.take("select")
            camera.page.locator(".bar-of-acts summary").click()
            camera.take("select-tags")
            camera.page.goto("/?select=1")
            camera.page.locator(".articles input").first.check()
            camera.page.locator(".bar-of-acts button[value=favourite]").click()
            camera.take("selected-done")
            camera.page.goto("/trash?select=1")
            camera.take("trash-select")
            camera.close()
        many(wire)
        for size in (DESK, PHONE):
            camera = Camera(browser, wire, size, "light", folder)
            camera.take("select-page", "/?select=1")
            camera.take("select-all", "/?select=all")
            camera.take("random", "/?order=random")
            verb = "archive" if size == DESK else "unarchive"
            camera.page.goto("/?select=all" if size == DESK else "/archive?select=all")
            camera.page.locator(f".bar-of-acts button[value={verb}]").click()
            camera.take("select-all-done")
            camera.take("recent-many", "/recent")
            camera.close()


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]))
