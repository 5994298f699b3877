"""Titles as files have them, and what stands for one where there was none."""

from __future__ import annotations

import re
from html import unescape

from satchel.base.text import line

MAX_TITLE_CHARACTERS = 4_000

#: What programs write for no title; the last ten are one program's translations of it.
_NONE = frozenset(
    (
        "untitled", "no title found", "problem loading page", "no title", "(no title)", "[no title]",
        "sans titre", "ohne titel", "unbenannt", "sin título", "sin titulo", "bez názvu", "bez tytułu", "senza titolo",
        "без названия", "без назви", "بدون عنوان", "geen titel", "sem título", "brez naslova",
    )
)  # fmt: skip
#: What letters look like that were encoded twice.
_TWICE = re.compile("[ÂÃâÅÐÑðœ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def title(text: str, address: str, *, is_escaped: bool = False) -> str:
    """`text` as one line; "" where it is no title: the address, a beginning of it, or a word for none.

    `is_escaped`: some of its kind came out of HTML as they stood there; references are resolved unless markup
    would come of it.
    """
    if text == address:
        return ""
    if is_escaped and "&" in text:
        plain = unescape(text)
        text = text if "<" in plain else plain
    shown = once(line(text, MAX_TITLE_CHARACTERS))
    if shown.casefold() in _NONE or (shown.startswith(("http:", "https:")) and address.startswith(shown)):
        return ""
    return "" if shown == address else shown


def once(text: str) -> str:
    """`text` with letters that were encoded twice put right, where all of it can be."""
    if not _TWICE.search(text):
        return text
    try:
        plain = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
    return plain if len(plain) < len(text) else text
