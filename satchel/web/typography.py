"""How articles are set: as their person wants them, or as one browser does. Its cookie tells the first byte."""

from __future__ import annotations

import re
from typing import NamedTuple

from starlette.requests import Request

from satchel.web.themes import THEMES, worn

FACES = ("serif", "sans", "legible", "system", "mono")
SIZES = (15, 16, 17, 18, 19, 20, 22, 24, 27, 30, 34, 40)  #: pixels, where the browser's own letters have 16
#: What can be chosen of each, the usual first.
CHOICES = {
    "face": FACES,
    "size": tuple(map(str, sorted(SIZES, key=lambda size: size != 19))),
    "width": ("usual", "narrow", "wide", "full"),
    "lines": ("usual", "tight", "loose"),
    "align": ("start", "justify"),
    "flow": ("scroll", "pages"),
    "focus": ("off", "on"),
    "writing": ("rows", "columns"),
}
#: At the end of what a browser keeps for itself, whatever its person wants elsewhere.
OWN = "own"

COOKIE = "satchel-reading"
_SENT = re.compile(rb"(?:^|;)[ \t]*(?:__Host-)?satchel-reading=([a-z0-9.]{1,90})[ \t]*(?=;|$)")


class Typography(NamedTuple):
    """A choice of each."""

    face: str = FACES[0]
    size: int = 19
    width: str = "usual"
    lines: str = "usual"
    align: str = "start"
    flow: str = "scroll"
    focus: str = "off"
    writing: str = "rows"

    @property
    def written(self) -> str:
        """As cookies and the database have it."""
        return ".".join(map(str, self))


class Looks(NamedTuple):
    """How pages look: colours and letters."""

    theme: str
    letters: Typography
    own: bool = False  #: this browser's alone

    @property
    def cookie(self) -> str:
        """The letters as the browser keeps them."""
        return f"{self.letters.written}.{OWN}" if self.own else self.letters.written

    @property
    def kept(self) -> str:
        """Both as their person's choice is kept."""
        return f"{self.theme}.{self.letters.written}"


def of_form(form: dict[str, str], old: Typography) -> Typography:
    """What a form chooses; what it does not say, or says wrongly, stays as it was."""
    chosen = {name: form[name] for name, all_of in CHOICES.items() if form.get(name) in all_of}
    size = int(chosen.pop("size", old.size))
    return old._replace(size=size, **chosen)


def read(written: str) -> Typography:
    """What `Typography.written` was made of; the usual for what is none, or was written before there was a choice."""
    return of_form(dict(zip(CHOICES, written.split("."), strict=False)), Typography())


def read_kept(kept: str) -> Looks | None:
    """What `Looks.kept` was made of; None for what is none."""
    theme, _, letters = kept.partition(".")
    return Looks(theme, read(letters)) if theme in THEMES else None


def sent(request: Request) -> tuple[str, bool]:
    """What the request's browser keeps of letters, "" for nothing; and whether that is its own."""
    cookies = b";".join(value for name, value in request.scope["headers"] if name == b"cookie")
    found = _SENT.findall(cookies)
    if not found:
        return "", False
    letters = found[-1].decode()
    return letters.removesuffix(f".{OWN}"), letters.endswith(f".{OWN}")


def of_browser(request: Request) -> Looks:
    """How the request's browser has pages look."""
    letters, own = sent(request)
    return Looks(worn(), read(letters), own)


def looks(request: Request, kept: str) -> tuple[Looks, bool]:
    """How a page for the request looks, and whether its browser is to be told: it follows what its person chose last,
    on whichever device, unless it has a choice of its own.
    """
    browser, person = of_browser(request), read_kept(kept)
    if browser.own or person is None or browser == person:
        return browser, False
    return person, True
