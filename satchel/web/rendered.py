"""Articles as the reader shows them: what is the same at each look is made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

from satchel.formats.reader_html import Part

#: Letters of HTML that are kept, of all people together: 2 to 4 MB.
MAX_CHARACTERS = 2_000_000
#: An article that is larger is not kept: it would drive out too many others.
MAX_ARTICLE_CHARACTERS = 400_000


class Rendered(NamedTuple):
    """An article as HTML of the page, and its headings."""

    html: str
    parts: list[Part]
    drawn: frozenset[int] = frozenset()  #: the numbers of the highlights that are drawn in it


class RenderedArticles:
    """The articles that were looked at last."""

    def __init__(self, most: int = MAX_CHARACTERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._characters = 0

    def get(self, key: Hashable) -> Rendered | None:
        """What was kept for `key`, which has all that it was made of; None for what is not here."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, rendered: Rendered) -> None:
        """Keep it; what was looked at longest ago goes for it."""
        if len(rendered.html) > MAX_ARTICLE_CHARACTERS or key in self._kept:
            return
        self._kept[key] = rendered
        self._characters += len(rendered.html)
        while self._characters > self._most:
            _, gone = self._kept.popitem(last=False)
            self._characters -= len(gone.html)
