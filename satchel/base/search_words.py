"""The words of a text as searches compare them: one form for what is indexed and what is asked for.

Accents, case, width and what is not seen make no difference. A letter of a script that is written without spaces is a
word of its own, so that any run of them is found as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from satchel.base.text import fold

#: What stands in a word unseen: soft hyphens, joiners, marks of direction; the stretching stroke of Arabic.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
#: Vowel points of Hebrew and Arabic, which one writes or not.
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
#: Scripts that are written without spaces, or whose words take on endings without any.
_SINGLE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u104a\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: What is longer is the same as its beginning.
MAX_WORD_CHARACTERS = 100
#: A word that no text has: between what does not belong together, so that no phrase is found across it.
BREAK = "\ue000"
#: Pictures that are written like letters.
_EMOJI = BREAK + "\u2600-\u27bf\U0001f000-\U0001faff"
#: Blocks with marks that are part of words, beside those of scripts above.
_MARKED = (
    (0x0300, 0x0E00), (0x0F00, 0x1000), (0x135D, 0x1780), (0x17DD, 0x1D00), (0x1DC0, 0x1E00), (0x20D0, 0x2100),
    (0x2CEF, 0x2E00), (0xA66F, 0xAC00), (0xFB1E, 0xFB1F), (0x10A00, 0x12000), (0x16AF0, 0x17000), (0x1E000, 0x1E900),
)  # fmt: skip
_SINGLES = re.compile(f"[{_SINGLE}{_EMOJI}]")
_PLAIN_WORD = re.compile(r"\w+")


@cache
def _marks() -> str:
    """All marks that stand on letters or beside them, as a set of characters has them."""
    codes = [
        code
        for first, behind in _MARKED
        for code in range(first, behind)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
    ]
    return "".join(map(chr, codes))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"[\\w{_marks()}{_SINGLE}{_EMOJI}]+")


@cache
def _odd() -> re.Pattern[str]:
    """What a text has that is not words of letters and digits alone."""
    return re.compile(f"[{_marks()}{_SINGLE}{_EMOJI}]")


def folded(text: str) -> str:
    """`text` as searches compare it. What words there are is for `words` to say."""
    if text.isascii():
        return text.lower()
    return _POINTS.sub("", fold(_UNSEEN.sub("", text)))


def words(text: str) -> list[str]:
    """The words of a text in their order, folded."""
    found = folded(text).replace("_", " ")
    is_plain = found.isascii() or not _odd().search(found)
    its = _PLAIN_WORD.findall(found) if is_plain else _word().findall(_SINGLES.sub(r" \g<0> ", found))
    if max(map(len, its), default=0) > MAX_WORD_CHARACTERS:
        return [word[:MAX_WORD_CHARACTERS] for word in its]
    return its


def is_single(word: str) -> bool:
    """Whether a word is a letter of a script that is written without spaces."""
    return len(word) == 1 and not word.isascii() and _SINGLES.match(word) is not None
