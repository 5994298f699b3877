"""Pieces of a page that are ready: they go into it as they are, past its template, which would copy them four times."""

from __future__ import annotations

import re

from minijinja import Markup

from satchel.web import sheet

#: No text that a template puts in has a "<" of its own.
_MARK = re.compile("<!-- piece ([0-9]+) -->")


class Pieces:
    """The pieces of the page that is made in this context."""

    def put(self, html: str | bytes) -> Markup:
        """What stands for that HTML in the page that is made next; "" for nothing."""
        if not html:
            return Markup("")
        ready = sheet.at_hand().pieces
        ready.append(html.encode() if isinstance(html, str) else html)
        return Markup(f"<!-- piece {len(ready) - 1} -->")

    def taken(self) -> list[bytes]:
        """All pieces since the last page, which is made now."""
        its = sheet.at_hand()
        ready, its.pieces = its.pieces, []
        return ready


def joined(text: str, pieces: list[bytes]) -> bytes:
    """A page with its pieces, each where its mark stands."""
    parts = [part.encode() for part in _MARK.split(text)]
    parts[1::2] = [pieces[int(number)] for number in parts[1::2]]
    return b"".join(parts)
