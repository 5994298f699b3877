"""Icons: a page carries the outlines of those that it shows, once each, and no other file is asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from minijinja import Markup

_FOLDER = resources.files("satchel.web") / "icons"
_OUTLINE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_SHOWN = re.compile(r'<use href="#icon-([a-z-]+)"')

#: They point onward or back, and do so the other way round where people write from right to left.
_POINTING = ("arrow-left", "chevron-right", "log-out")


@cache
def _outline(name: str) -> str:
    """What is drawn for that icon. Raises `FileNotFoundError`."""
    found = _OUTLINE.search((_FOLDER / f"{name}.svg").read_text("utf-8"))
    assert found
    return re.sub(r"\s*\n\s*", "", found[1]).replace(" />", "/>")


def icon(name: str) -> Markup:
    """The icon of that name, of the size of the letters around it; whoever hears the page does not hear of it."""
    _outline(name)
    turns = " turns" if name in _POINTING else ""
    return Markup(f'<svg class="icon{turns}" aria-hidden="true"><use href="#icon-{name}"/></svg>')


def outlines(page: str) -> str:
    """The outlines of all icons that are on `page`; "" for none."""
    names = sorted(set(_SHOWN.findall(page)))
    drawn = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 24 24">{_outline(name)}</symbol>' for name in names
    )
    return f"<svg hidden>{drawn}</svg>" if drawn else ""
