"""Icons: a page carries the outlines of those that it shows, once each, and no other file is asked for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from minijinja import Markup

from satchel.web import sheet

_FOLDER = resources.files("satchel.web") / "icons"
_OUTLINE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
#: They point onward or back, and do so the other way round where people write from right to left.
_POINTING = ("arrow-left", "arrow-right", "chevron-right", "log-out")


class Icons:
    """The icons of the page that is made in this context."""

    def icon(self, name: str) -> Markup:
        """The icon of that name, of the size of the letters around it; whoever hears the page does not hear of it."""
        sheet.at_hand().icons.add(name)
        return _use(name)

    def asked(self) -> frozenset[str]:
        """The names of all icons that were asked for since the last page."""
        return frozenset(sheet.at_hand().icons)

    def ask(self, names: frozenset[str]) -> None:
        """The page that is made has these icons, too."""
        sheet.at_hand().icons |= names

    def outlines(self) -> str:
        """The outlines of all icons that were asked for since the last page; "" for none."""
        shown = sheet.at_hand().icons
        names = frozenset(shown)
        shown.clear()
        return _outlines(names)


@lru_cache(64)  # of 10 KB each: so many kinds of pages
def _outlines(names: frozenset[str]) -> str:
    drawn = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 24 24">{_outline(name)}</symbol>' for name in sorted(names)
    )
    return f"<svg hidden>{drawn}</svg>" if drawn else ""


@cache
def _outline(name: str) -> str:
    """What is drawn for that icon. Raises `FileNotFoundError`."""
    found = _OUTLINE.search((_FOLDER / f"{name}.svg").read_text("utf-8"))
    assert found
    return re.sub(r"\s*\n\s*", "", found[1]).replace(" />", "/>")


@cache
def _use(name: str) -> Markup:
    _outline(name)
    turns = " turns" if name in _POINTING else ""
    return Markup(f'<svg class="icon{turns}" aria-hidden="true"><use href="#icon-{name}"/></svg>')
