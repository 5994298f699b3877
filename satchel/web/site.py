"""What the pages for people share."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.settings import Settings
from satchel.library.context import Library
from satchel.web.render import Look

#: With no-referrer a browser would not say where a form came from either.
OWN_REFERRER = {"Referrer-Policy": "same-origin"}


class Site(NamedTuple):
    """Passed to each group of pages."""

    library: Library
    settings: Settings
    look: Look

    def path(self, path: str) -> str:
        """A path of ours, below the one that people reach us at."""
        return self.look.base + path
