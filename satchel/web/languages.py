"""The languages of our pages, and which one a browser wants: its cookie tells, or else its Accept-Language."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from satchel.web.quality import weight

#: What a header may name; browsers send fewer than ten.
MAX_WANTED = 20
MAX_HEADER_BYTES = 1000  #: that are read of it


class Language(NamedTuple):
    """A language that pages can be in."""

    code: str  #: BCP 47
    name: str  #: in its own words
    direction: str = "ltr"


#: The sentences as they stand in the templates.
ENGLISH = Language("en", "English")
#: The languages into which they are translated; the words of each are in translations/CODE.po.
TRANSLATED: tuple[Language, ...] = (
    Language("de", "Deutsch"),
    Language("fr", "Français"),
    Language("es", "Español"),
    Language("it", "Italiano"),
    Language("nl", "Nederlands"),
    Language("pt-BR", "Português (Brasil)"),
    Language("pl", "Polski"),
    Language("uk", "Українська"),
    Language("ja", "日本語"),
    Language("zh-Hans", "简体中文"),
    Language("ar", "العربية", "rtl"),
)

_COOKIE = re.compile(rb"(?:^|;)[ \t]*(?:__Host-)?satchel-language=([A-Za-z0-9-]{2,20})[ \t]*(?=;|$)")
_SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg", "zh-my")
_language: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def offered() -> tuple[Language, ...]:
    """All languages, by their names."""
    return tuple(sorted((ENGLISH, *TRANSLATED), key=lambda language: language.name.casefold()))


def wear(scope: Scope) -> None:
    """Pages that are made in this context speak as the request's browser wants."""
    header = _header(scope, b"accept-language")[:MAX_HEADER_BYTES]
    _language.set(_chosen(scope) or wanted(header.decode("latin-1")))


def worn() -> Language:
    """The language of the page that is being made."""
    return _language.get()


def named(code: str) -> Language | None:
    """The language of that code, if we have it; as we have one kind of each, "de-AT" is "de" and "pt" is "pt-BR"."""
    code = code.lower()
    first = code.partition("-")[0]
    # Chinese alone is written in two ways, and who reads one may not read the other.
    if first == "zh" and not code.startswith(_SIMPLIFIED):
        return None
    return next(
        (each for each in (ENGLISH, *TRANSLATED) if each.code.lower().partition("-")[0] == first), None
    )


@lru_cache(256)  # of 1 KB each: there are few languages, and as few ways to name them
def wanted(accepted: str) -> Language:
    """The language that an Accept-Language header likes best among ours; English where it names none of them."""
    liked: list[tuple[float, Language]] = []
    for part in accepted[:MAX_HEADER_BYTES].split(",")[:MAX_WANTED]:
        code, _, parameter = part.partition(";")
        language, liking = named(code.strip()), weight(parameter)
        if language and liking > 0:
            liked.append((liking, language))
    return max(liked, key=lambda each: each[0])[1] if liked else ENGLISH


def _chosen(scope: Scope) -> Language | None:
    found = _COOKIE.findall(_header(scope, b"cookie", b";"))
    return named(found[-1].decode()) if found else None


def _header(scope: Scope, wanted: bytes, between: bytes = b",") -> bytes:
    return between.join(value for name, value in scope["headers"] if name == wanted)
