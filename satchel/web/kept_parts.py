"""Parts of pages that are made once: whole, or with gaps for what differs from one to the next."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

from minijinja import Markup

from satchel.web import languages
from satchel.web.icons import Icons

#: Of one to ten kilobytes each: the rows of a list come in some dozens of looks, each in the languages that are read.
MAX_KEPT_PARTS = 500
_GAP = re.compile("\0([a-z_0-9]+)\0")
#: For those who read the template.
_INDENT = re.compile(r"\n\s+")


def gap(name: str) -> Markup:
    """Where a text of that name goes in a part that is kept."""
    return Markup(f"\0{name}\0")


class KeptPart(NamedTuple):
    """A part as it was made."""

    html: bytes
    icons: frozenset[str]
    gapped: str  #: the same, of which `Form` makes what can be filled in


class KeptRow(NamedTuple):
    """A row of a list as it was made."""

    html: str
    icons: frozenset[str]


class Form:
    """A part to be filled in many times, in which the gaps that `texts` names are filled for good. Texts are HTML."""

    def __init__(self, part: KeptPart, texts: Mapping[str, str]) -> None:
        text = _GAP.sub(lambda found: texts.get(found[1], found[0]), part.gapped)
        self._pieces = _GAP.split(text)
        self._names = self._pieces[1::2]

    def filled(self, texts: Mapping[str, str]) -> str:
        """The part with those texts. Raises `KeyError` where there is none for a gap."""
        pieces = self._pieces.copy()
        pieces[1::2] = [texts[name] for name in self._names]
        return "".join(pieces)


class KeptParts:
    """The parts that were made last. `render` makes one of a template's name and its values."""

    def __init__(self, render: Callable[[str, Mapping[str, object]], str], icons: Icons) -> None:
        self._render = render
        self._icons = icons
        self._kept: dict[Hashable, KeptPart] = {}
        self._door = threading.Lock()  #: long pages are made in a thread, while others are made beside it

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, template: str, key: Hashable, values: Callable[[], Mapping[str, object]]) -> KeptPart:
        """What `template` makes of `values`, which `key` tells from others; for the page that is made next."""
        key = template, languages.worn().code, key
        found = self._kept.get(key)
        if found is None:
            found = self._made(template, values())
            with self._door:
                if len(self._kept) >= MAX_KEPT_PARTS:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = found
        self.ask(found.icons)
        return found

    def ask(self, icons: frozenset[str]) -> None:
        """The page that is made next has something with these icons, which was made before."""
        self._icons.ask(icons)

    def _made(self, template: str, values: Mapping[str, object]) -> KeptPart:
        before = self._icons.asked()
        self._icons.outlines()
        html = _INDENT.sub("\n", self._render(template, values)).strip()
        icons = self._icons.asked()
        self._icons.outlines()
        self._icons.ask(before)
        return KeptPart(html.encode(), icons, html)
