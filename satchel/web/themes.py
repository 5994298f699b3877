"""How pages look in one browser: its cookie tells the theme, so that the first byte of a page has it."""

from __future__ import annotations

import re
from contextvars import ContextVar

from starlette.types import Scope

#: "auto" is light or dark as the system is; "paper" is black on white, for screens of electronic ink.
THEMES = ("auto", "light", "sepia", "dark", "black", "paper")

_COOKIE = re.compile(rb"(?:^|;)[ \t]*(?:__Host-)?satchel-theme=(%b)[ \t]*(?=;|$)" % "|".join(THEMES).encode())
_theme: ContextVar[str] = ContextVar("theme", default=THEMES[0])


def wear(scope: Scope) -> None:
    """Pages that are made in this context look as the request's browser wants."""
    found = _COOKIE.findall(b";".join(value for name, value in scope["headers"] if name == b"cookie"))
    _theme.set(found[-1].decode() if found else THEMES[0])


def put_on(theme: str) -> None:
    """The page that is being made looks so instead."""
    _theme.set(theme)


def worn() -> str:
    """The theme of the page that is being made."""
    return _theme.get()
