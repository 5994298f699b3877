"""Pieces of a page that are ready: they go into it as they are, past its template, which would copy them four times."""

from __future__ import annotations

import re

from minijinja import Markup

#: No text that a template puts in has a "<" of its own.
_MARK = re.compile("<!-- piece ([0-9]+) -->")


class Pieces:
    """The pieces of one page after the other."""

    def __init__(self) -> None:
        self._ready: list[bytes] = []

    def put(self, html: str | bytes) -> Markup:
        """What stands for that HTML in the page that is made next; "" for nothing."""
        if not html:
            return Markup("")
        self._ready.append(html.encode() if isinstance(html, str) else html)
        return Markup(f"<!-- piece {len(self._ready) - 1} -->")

    def taken(self) -> list[bytes]:
        """All pieces since the last page, which is made now."""
        ready, self._ready = self._ready, []
        return ready


def joined(text: str, pieces: list[bytes]) -> bytes:
    """A page with its pieces, each where its mark stands."""
    parts = [part.encode() for part in _MARK.split(text)]
    parts[1::2] = [pieces[int(number)] for number in parts[1::2]]
    return b"".join(parts)
