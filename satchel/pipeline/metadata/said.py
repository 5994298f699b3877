"""What the words beside a day say of it."""

from __future__ import annotations

import re
from enum import Enum

from satchel.pipeline.metadata.labels import begins_with_label
from satchel.pipeline.metadata.wording import any_of

MAX_LABEL = 6  #: words before a day; more are a sentence that mentions one
MAX_EASTERN = 12  #: letters of a label in a script without gaps

_PUBLISHED = re.compile(any_of("publishing"), re.I)
_CHANGED = re.compile(any_of("changing"), re.I)
# Words that stand before or beside the word for "published", or in its place.
_PLAIN = re.compile(any_of("plain"), re.I)
_BY = re.compile(r"(?:\w+\s+)?(?:by|von|par|por|di|af|av|door)\b", re.I)
_TIMED = re.compile(r"\s*[,·-]?\s*\d{1,2}:\d{2}")
_BEGINS_APART = re.compile(r"\s*[|·•・–—/]")
#: In the scripts of India and Siam the signs of vowels are no letters to `\w`.
_WORD = re.compile("(?:[^\\W\\d_]|[\u0900-\u0e4e])+")
_VOWELS = re.compile("[\u064b-\u0652]")  #: marks that Arabic may write over its letters
_APART = re.compile(r"[|·•–—/,>»\]]\s*$")
_CLOCK = re.compile(
    r"\d{1,2}(?:時|시|点|點)(?:\s?\d{1,2}[分분])?(?!\S*更新)|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?|[+-]\d{2}:?\d{2}"
    rf"|\b{any_of('clock')}\b\.?",
    re.I,
)
_DAY_NAME = re.compile(rf"^\W*(?:[^\W\d_]{{2,12}}\.?,|{any_of('day name')}[^\W\d_]{{0,9}}\.?)\s*$", re.I)
_DAY_BEHIND = re.compile(r"^\W*,\s*[^\W\d_]{2,12}\W*$")  #: Hungarians name the day behind its date


class Said(Enum):
    """What is said of a day."""

    PUBLISHED = "published"
    CHANGED = "changed"
    NOTHING = "nothing"  #: it stands alone
    ANOTHER = "another"  #: the day of something else, or in the middle of a sentence


def said_of(before: str, after: str = "") -> Said:
    """What the words before a day say of it, and those behind it where there are none before."""
    before = _CLOCK.sub(" ", _VOWELS.sub("", before))
    words = _WORD.findall(before)
    if _PUBLISHED.search(before):
        return Said.PUBLISHED if _is_label(before, words) else Said.ANOTHER
    if _CHANGED.search(before):
        return Said.CHANGED
    behind = _CLOCK.sub(" ", after).lstrip(" \t\n,.;:()|·–—-")[:40]
    if not words or all(_PLAIN.fullmatch(word) for word in words):
        first = " ".join(_WORD.findall(behind)[:2])
        if _CHANGED.search(first):
            return Said.CHANGED
        if _PUBLISHED.search(first):
            return Said.PUBLISHED
        if words and _is_sentence(before, after):
            return Said.ANOTHER
        return Said.PUBLISHED if words else Said.NOTHING
    return Said.ANOTHER


def is_apart(before: str) -> bool:
    """True for words that something parts from what follows: the name of a writer or of a rubric."""
    return bool(_APART.search(before))


def ends_apart(before: str) -> bool:
    """True for words that a bar or a dot in the middle of the line parts from the day behind them."""
    return before.rstrip().endswith(("|", "·", "•", "・"))


def begins_apart(after: str) -> bool:
    """True for words that something parts from the day before them: a rubric, the minutes of reading, a writer."""
    rest = _CLOCK.sub(" ", after)
    return bool(_BEGINS_APART.match(rest) or _TIMED.match(after)) or begins_with_label(rest)


def is_day_name(before: str) -> bool:
    """True for a single word and nothing else, as the name of a day before its date."""
    return bool(_DAY_NAME.match(before))


def is_byline(before: str) -> bool:
    """True for words that name a writer: "By Ann Bee on"."""
    return bool(_BY.match(before.strip())) or begins_with_label(before)


def is_date_alone(before: str, after: str) -> bool:
    """True for a line that has no words besides its day, the name of the day and the time."""
    rest = _DAY_BEHIND.sub("", _CLOCK.sub(" ", after).lstrip("日일"))
    return not _WORD.search(rest) and (not _WORD.search(before) or is_day_name(before))


def _is_sentence(before: str, after: str) -> bool:
    """True for "On" and "the river rose above the second step.": the words around a day go on behind it."""
    rest = after.strip()
    if before.rstrip().endswith((":", "：")) or not rest.lstrip(", ")[:1].isalpha() or is_byline(rest):
        return False
    return rest.endswith((".", "!", "?", "…", "。")) or len(_WORD.findall(rest)) > MAX_LABEL


def _is_label(before: str, words: list[str]) -> bool:
    """True for "Published", "First published on", "Posted by Ann Bee"; a sentence mentions what else was published."""
    if not words:
        return False
    if ord(words[0][0]) > 0x2E80:
        return len(before.strip()) <= MAX_EASTERN
    first = bool(_PUBLISHED.search(words[0]) or _PLAIN.fullmatch(words[0]))
    return first and (len(words) <= MAX_LABEL or is_byline(before))
