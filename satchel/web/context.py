"""What the pages for people share."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.settings import Settings
from satchel.library.context import Library
from satchel.web.templating import Templates

#: With no-referrer a browser would not say where a form came from either.
OWN_REFERRER = {"Referrer-Policy": "same-origin"}
#: For pages that a browser may go back to, and asks for again. Those with passwords and secrets are kept nowhere.
REVISITED = {**OWN_REFERRER, "Cache-Control": "private, no-cache"}


class WebContext(NamedTuple):
    """Passed to each group of pages."""

    library: Library
    settings: Settings
    look: Templates

    def path(self, path: str) -> str:
        """A path of ours, below the one that people reach us at."""
        return self.look.base + path
