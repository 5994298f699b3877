"""Pictures of folders: beside the lists, their own pages, and moving articles there."""

from __future__ import annotations

from typing import Any

from satchel.library import filing, undoing
from satchel.model.actions import ById, MoveTo
from tests.wire.server import Wire

USER = 1


def furnish(wire: Wire, ids: dict[str, int]) -> int:
    """Make folders, with articles in the first; the number of that."""
    made = [
        wire.library.run_sync(filing.create, USER, name).id
        for name in ("Weekend reads", "Cooking", "Für später, wenn der große Garten fertig ist", "مقالات")
    ]
    for item in list(ids.values())[:3]:
        act = [MoveTo(ById(item), made[0])]
        wire.library.run_sync(undoing.act, USER, item, act, "move")
    return made[0]


def shoot(camera: Any, folder: int, item: int, scripts: bool) -> None:
    """All pages with folders on them."""
    kind = "" if scripts else "plain-"
    camera.take(f"folders-{kind}unread", "/")
    camera.take(f"folders-{kind}folder", f"/folder/{folder}")
    camera.take(f"folders-{kind}empty", f"/folder/{folder + 1}")
    camera.take(f"folders-{kind}all", "/folders")
    camera.take(f"folders-{kind}rename", f"/folders?edit={folder}#f{folder}")
    camera.take(f"folders-{kind}move", f"/read/{item}/move?from=/")
    camera.take(f"folders-{kind}reader-end", f"/read/{item}", at=".end")
    if not scripts:
        camera.take(f"folders-{kind}select", "/?select=1", at=".bar-of-acts")
        return
    camera.page.goto("/")
    camera.page.locator(".articles > li").first.hover()
    camera.page.locator('.articles > li .acts a[href*="/edit"]').first.click()
    camera.page.wait_for_selector(".row-menu:popover-open")
    camera.take("folders-row-menu")
    camera.page.locator(".row-menu [data-does=move]").click()
    camera.page.wait_for_selector("dialog[open]")
    camera.take("folders-dialog")
