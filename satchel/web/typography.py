"""How articles are set in one browser: its cookie tells, so that the first byte of a page is right."""

from __future__ import annotations

import re
from typing import NamedTuple

from starlette.requests import Request

FACES = ("serif", "sans", "legible", "system", "mono")
SIZES = (15, 16, 17, 18, 19, 20, 22, 24, 27, 30, 34, 40)  #: pixels, where the browser's own letters have 16
WIDTHS = ("narrow", "usual", "wide", "full")
LINES = ("tight", "usual", "loose")

COOKIE = "satchel-reading"
_SENT = re.compile(rb"(?:^|;)[ \t]*(?:__Host-)?satchel-reading=([a-z0-9.]{1,60})[ \t]*(?=;|$)")


class Typography(NamedTuple):
    """A choice of each."""

    face: str = FACES[0]
    size: int = 19
    width: str = "usual"
    lines: str = "usual"

    @property
    def written(self) -> str:
        """As the cookie has it."""
        return f"{self.face}.{self.size}.{self.width}.{self.lines}"

    @property
    def smaller(self) -> int:
        """The next smaller size; 0 where there is none."""
        at = SIZES.index(self.size)
        return SIZES[at - 1] if at else 0

    @property
    def larger(self) -> int:
        """The next larger size; 0 where there is none."""
        at = SIZES.index(self.size) + 1
        return SIZES[at] if at < len(SIZES) else 0


def of_form(form: dict[str, str], old: Typography) -> Typography:
    """What a form chooses; what it does not say, or says wrongly, stays as it was."""
    size = form.get("size", "")
    return Typography(
        form["face"] if form.get("face") in FACES else old.face,
        int(size) if size in map(str, SIZES) else old.size,
        form["width"] if form.get("width") in WIDTHS else old.width,
        form["lines"] if form.get("lines") in LINES else old.lines,
    )


def chosen(request: Request) -> Typography:
    """How the request's browser wants articles set."""
    sent = [value for name, value in request.scope["headers"] if name == b"cookie"]
    found = _SENT.findall(b";".join(sent))
    face, size, width, lines = (
        (found[-1].decode() if found else "").split(".")
        if found and found[-1].count(b".") == 3
        else ("", "", "", "")
    )
    return of_form({"face": face, "size": size, "width": width, "lines": lines}, Typography())
