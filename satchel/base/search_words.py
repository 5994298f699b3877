"""The words of a text as searches compare them: one form for what is indexed and what is asked for.

Accents, case, width and what is not seen make no difference. A letter of a script that is written without spaces is a
word of its own, so that any run of them is found as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
#: Scripts that are written without spaces, or whose words take on endings without any. What lies beyond U+FFFF stands
#: apart, here and below: a set that has none of that is compiled to a table, all others are gone through one by one.
_SINGLE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u104a\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
_FAR_SINGLE = "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
_FAR = "(?=[\U00010000-\U0010ffff])"
#: What is longer is the same as its beginning.
MAX_WORD_CHARACTERS = 100
#: Of a longer phrase its beginning is searched for.
MAX_PHRASE_WORDS = 40
#: A word that no text has: between what does not belong together, so that no phrase is found across it.
BREAK = "\ue000"
#: Pictures that are written like letters.
_EMOJI, _FAR_EMOJI = BREAK + "\u2600-\u27bf", "\U0001f000-\U0001faff"
#: Blocks with marks that are part of words, beside those of scripts above.
_MARKED = (
    (0x0300, 0x0E00), (0x0F00, 0x1000), (0x135D, 0x1780), (0x17DD, 0x1D00), (0x1DC0, 0x1E00), (0x20D0, 0x2100),
    (0x2CEF, 0x2E00), (0xA66F, 0xAC00), (0xFB1E, 0xFB1F), (0x10A00, 0x12000), (0x16AF0, 0x17000), (0x1E000, 0x1E900),
)  # fmt: skip
_SINGLES = re.compile(f"(?:[{_SINGLE}{_EMOJI}]|{_FAR}[{_FAR_SINGLE}{_FAR_EMOJI}])+")
_PLAIN_WORD = re.compile(r"\w+")
#: Before what a text can be cut without a word becoming another one, and letters from one cut to the next. A search for
#: all words of a book would hold the interpreter, and so everybody, for seconds.
_CUT = re.compile("[\\s\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")
_FOLDED_CUT = re.compile(f"[\\s{_SINGLE}]")
_PIECE_CHARACTERS = 10_000


@cache
def _marks() -> tuple[str, str]:
    """All marks that stand on letters or beside them, as a set of characters has them: near ones, and those beyond."""
    codes = [
        code
        for first, behind in _MARKED
        for code in range(first, behind)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
    ]
    return "".join(chr(code) for code in codes if code < 0x10000), "".join(
        chr(code) for code in codes if code >= 0x10000
    )


@cache
def _word() -> re.Pattern[str]:
    near, far = _marks()
    return re.compile(f"(?:[\\w{near}{_SINGLE}{_EMOJI}]++|{_FAR}[{far}{_FAR_SINGLE}{_FAR_EMOJI}]++)+")


@cache
def _odd() -> re.Pattern[str]:
    """What a text has that is not words of letters and digits alone."""
    near, far = _marks()
    return re.compile(f"[{near}{_SINGLE}{_EMOJI}]|{_FAR}[{far}{_FAR_SINGLE}{_FAR_EMOJI}]")


def folded(text: str) -> str:
    """`text` as searches compare it. What words there are is for `words` to say."""
    if text.isascii():
        return text.lower()
    return _POINTS.sub("", fold(_UNSEEN.sub("", text)))


def words(text: str) -> list[str]:
    """The words of a text in their order, folded. Others run meanwhile, however long it is."""
    parts = _pieces(text, _CUT) if len(text) > _PIECE_CHARACTERS else (text,)
    return [
        word[:MAX_WORD_CHARACTERS]
        for part in parts
        for piece in _pieces(folded(part).replace("_", " "), _FOLDED_CUT)
        for word in _words(piece)
    ]


def _pieces(text: str, cut: re.Pattern[str]) -> Iterator[str]:
    """`text` in pieces, cut where no word is or, where none ends for long, anywhere."""
    at = 0
    while len(text) - at > 2 * _PIECE_CHARACTERS:
        found = cut.search(text, at + _PIECE_CHARACTERS, at + 2 * _PIECE_CHARACTERS)
        end = found.start() if found else at + 2 * _PIECE_CHARACTERS
        yield text[at:end]
        at = end
    yield text[at:]


def _words(found: str) -> list[str]:
    is_plain = found.isascii() or not _odd().search(found)
    return _PLAIN_WORD.findall(found) if is_plain else _word().findall(_SINGLES.sub(_apart, found))


def _apart(run: re.Match[str]) -> str:
    return f" {' '.join(run[0])} "


def phrases(text: str, *, is_one: bool) -> list[tuple[str, ...]]:
    """What a search for `text` looks for: it as one phrase, or each of its words, which may be phrases themselves."""
    pieces = [text] if is_one else text.split()
    return [each for piece in pieces if (each := tuple(words(piece)[:MAX_PHRASE_WORDS]))]


def is_single(word: str) -> bool:
    """Whether a word is a letter of a script that is written without spaces."""
    return len(word) == 1 and not word.isascii() and _SINGLES.match(word) is not None
