"""Text as people compare it: cleaned, clipped, folded."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal

#: Control characters but tab, newline and carriage return; NUL cannot be stored by PostgreSQL.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: What turns the direction of the words around it, unseen.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: What copying brings along before and behind a word: white space, and what is not seen at all there.
_AROUND = string.whitespace + (
    "\x1c\x1d\x1e\x1f\x85\xa0\xad\u061c\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
)
_SPACES = re.compile(r"\s+")
#: Characters that are looked at for each that is wanted. A request can bring millions, and cleaning all takes seconds.
_ROOM = 20
MAX_TAG_CHARACTERS = 100  #: characters
_MARKS = re.compile("[\u0300-\u036f]")
#: Marks on one letter that count. Putting n of them in their order takes time with the square of n, and the
#: interpreter with it; no language has more (UAX 15 calls texts with at most these "stream-safe").
_MAX_MARKS = 30
_FEW_CHARACTERS = 300  #: so short a text may be marks alone


def clean(text: str) -> str:
    """`text` without what cannot be stored or shown: control characters and lone surrogates."""
    return text if text.isprintable() else _CONTROLS.sub("", text)


def line(text: str, limit: int) -> str:
    """`text` as one trimmed line of at most `limit` characters.

    It is made of the beginning alone: of far more white space than words, the words behind it are lost.
    """
    if len(text) <= limit and text.isprintable() and "  " not in text:
        return text.strip()  # as most are: with nothing in it that would have to go
    return _SPACES.sub(" ", clean(text.lstrip()[: _ROOM * limit])).strip()[:limit].rstrip()


def tag_form(text: str, limit: int = MAX_TAG_CHARACTERS) -> str:
    """`text` as a tag: one line, lower-case, composed, without commas, at most `limit` characters; "" for nothing.

    Commas stand between tags wherever several are named, so that no tag can have one. Composed: what
    looks alike because an accent came as a character of its own is one tag, and what is not seen before and
    behind a word is none of it. No more is made alike: "m²" and "m2" are two.
    """
    # Lower case before the cut: it can be longer, and the form of a tag is to be its form again.
    lower = clean(text.lstrip(_AROUND)[: _ROOM * limit]).replace(",", " ").lower()
    return line(composed(lower.strip(_AROUND)), limit).strip(_AROUND)


def plain_name(text: str, limit: int) -> str:
    """`text` as a line by which others know something: it leaves the words around it alone, and is seen.

    Empty where nothing in it could be seen.
    """
    shown = line(_TURNS.sub("", text), limit)
    return shown if any(unicodedata.category(each)[0] in "LNPS" for each in shown) else ""


@cache
def _too_many_marks() -> re.Pattern[str]:
    """Marks behind the first ones on a letter."""
    codes = [
        chr(code)
        for code in range(0x300, 0x1F000)
        if unicodedata.combining(unicodedata.normalize("NFKD", chr(code))[0])
    ]
    # The marks that are near are compiled to a table; those beyond are few, and looked at where one can be.
    near, far = (
        re.escape("".join(each for each in codes if (each > "\uffff") is is_far)) for is_far in (False, True)
    )
    mark = f"(?:[{near}]|(?=[\U00010000-\U0001efff])[{far}])"
    return re.compile(f"({mark}{{{_MAX_MARKS}}}){mark}+")


def composed(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """`text` in a form of Unicode, of more than 30 marks on one letter with the first ones.

    So it takes time that grows with its length, whatever it is.
    """
    if len(text) > _FEW_CHARACTERS:
        text = _too_many_marks().sub(r"\1", text)
    return unicodedata.normalize(form, text)


def fold(text: str) -> str:
    """`text` as it is compared: without regard to case, accents of Latin letters, or width.

    Only U+0300 to U+036F are dropped, so that the vowel signs of Thai and Indic scripts stay.
    """
    if text.isascii():
        return text.lower()
    # Opened before and after: letters such as the mathematical ones have no case until they are opened.
    opened = unicodedata.normalize("NFKD", composed(text, "NFKD").casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", opened))


def name_key(name: str) -> str:
    """The form in which user names are compared: case and Unicode form do not matter, accents do."""
    return unicodedata.normalize("NFKC", composed(clean(name).strip(), "NFKC").casefold())


def sort_key(text: str) -> bytes:
    """Bytes that sort `text` alike on every database, whatever its locale (at most 64 bytes)."""
    return fold(text).strip().encode()[:64]


def lines_of(package: str | None, name: str) -> list[str]:
    """The lines of a table that lies beside the modules of a package, without its comments."""
    text = resources.files(package or "").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def words_of(*lines: str) -> frozenset[str]:
    """The words of these lines, for sets that are written as one reads them."""
    return frozenset(" ".join(lines).split())
