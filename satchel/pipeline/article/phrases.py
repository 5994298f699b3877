"""What furniture says: the short lines that sites put between the paragraphs of an article.

Each pattern reads a whole block of text, white space collapsed. They are phrases of many sites,
in the languages that the web is mostly written in.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import NamedTuple

from satchel.base.text import words_of

MAX_PHRASE_LETTERS = 240  #: letters of a block that is looked at; what is longer is prose

# A day is known by its shape: a number, a word of any language, a year.
_DAY = r"(?:\d\d?(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}\.?|[^\W\d_]{3,9}\.? \d\d?(?:st|nd|rd|th)?),? (?:de )?\d{4}"
_FIGURES = (
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{4} ?[年년] ?\d\d? ?[月월] ?\d\d? ?[日일]"
)
_DATE = rf"(?:{_DAY}|{_FIGURES})"
_CLOCK = r"(?:\d\d?[:.h]\d\d(?: ?[ap]\.?m\.?)?|\d\d? ?[ap]\.?m\.?)"
_LEAD = r"(?:[^\W\d_]{2,12}[.:]?,? ){0,2}"  # a day of the week, or "Release date"


class Phrase(NamedTuple):
    """What some furniture says, with a line that it takes and one that it leaves."""

    pattern: str
    takes: str
    leaves: str


#: Their rows by table, but for that of days, which is made of the parts above.
_ROWS = tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text("utf-8"))


def _table(name: str) -> tuple[Phrase, ...]:
    """The rows of a table in the file beside this one."""
    return tuple(Phrase("|".join(row["says"]), row["takes"], row["leaves"]) for row in _ROWS[name])


#: Lines that announce links to other pages.
LABELS = _table("labels")
#: Lines that are no part of any article, wherever they stand; labels are more of them.
NOISE = _table("noise")
#: Beginnings of lines that point elsewhere, if the rest of the line is a link; alone, they announce such links.
POINTERS = _table("pointers")
#: Beginnings of such lines that announce nothing.
CALLS = _table("calls")
#: Invitations to letters, accounts and channels, and to switch on what a page needs; anywhere in a line.
LETTERS = _table("letters")
#: Lines that say whose picture it is.
CREDITS = _table("credits")
#: Ends of captions, by which lines under pictures are known.
CAPTION_ENDS = _table("caption_ends")
#: Lines of writer, day, or how long the reading takes.
BYLINES = (
    *_table("bylines"),
    Phrase(
        rf"{_LEAD}(?:{_CLOCK}[ ,|·-]*)?(?:[\w. -]{{0,40}}[|·—–-] ?{_LEAD})?{_DATE}"
        rf"(?:[ ,|·•—–-]*(?:at |um |à |às |a las )?{_CLOCK}(?: ?\(?[A-Z]{{2,5}}\)?)?)?"
        r"(?:[ ,|·•—–-]*(?:by .{2,40}|\d+ (?:min|comment).{0,20}|updated.{0,60}))?",
        "Mittwoch, 12. März 2024, 9:30",
        "In May 2011 the wheel stopped.",
    ),
)


def _any(*tables: tuple[Phrase, ...], end: str = "") -> re.Pattern[str]:
    """A pattern for what one of the rows of these tables says."""
    rows = "|".join(one.pattern for table in tables for one in table)
    return re.compile(f"(?:{rows}){end}", re.I)


_POINTED = " ?(?:[:>|»→-]|$)"
# A colon, dots or an arrow may end such a line.
_LABEL, _ALONE, _POINTER = (
    _any(LABELS, end=r"\W*"),
    _any(POINTERS, end=_POINTED),
    _any(POINTERS, CALLS, end=_POINTED),
)
_LETTER, _CAPTION_END = _any(LETTERS), _any(CAPTION_ENDS, end=r"\W*$")
# One of these is in every invitation, and in every credit; asking for them is cheaper than the pattern.
_LETTER_HINTS = words_of(
    "cookies javascript newsletter inbox letterbox posteingang рассылк unsubscribe подпи receiv getting"
) | {"mailing list", "news alert", "you get this"}
_CREDIT_HINTS = words_of("( credit photo image picture foto bild getty shutterstock istock")
#: Questions to a line: is it no part of any article; of author, date, or reading time; on whose picture it is?
is_noise = _any(LABELS, NOISE, end=r"\W*").fullmatch
is_byline = _any(BYLINES, end=r"\W*").fullmatch
is_credit = _any(CREDITS).fullmatch


def ends_in_credit(text: str) -> bool:
    """True for a caption: it ends with whose picture it is."""
    end = text[-160:].lower()
    return any(map(end.__contains__, _CREDIT_HINTS)) and bool(_CAPTION_END.search(end))


def is_label(text: str) -> bool:
    """True for a line that announces links to other pages ("Related stories", "Don't miss")."""
    return len(text) < 60 and bool(_LABEL.fullmatch(text) or _ALONE.fullmatch(text))


def is_pointer(text: str) -> bool:
    """True for a line that begins as one that points to other pages ("Read more: ...")."""
    return bool(_POINTER.match(text) or _ALONE.match(text.lstrip("[(*»→▶•–— ")))


def is_invitation(text: str) -> bool:
    """True for an invitation to a newsletter, an account, a channel, or to switch on what a page needs."""
    small = text.lower()
    return any(map(small.__contains__, _LETTER_HINTS)) and bool(_LETTER.search(text))
