"""The fields of the language: their other names, and what may stand behind each."""

from __future__ import annotations

from collections.abc import Callable

from satchel.library.search import amounts
from satchel.library.search.tokens import has_letters
from satchel.library.search.tree import Compared, Field, Name, Phrase, Range, Value, Word

#: Names that people know from elsewhere.
ALIASES = {
    "label": Name.TAG, "tags": Name.TAG, "domain": Name.SITE, "host": Name.SITE, "language": Name.LANG,
    "has": Name.IS, "order": Name.SORT, "color": Name.COLOUR, "notes": Name.NOTE, "by": Name.AUTHOR,
    "authors": Name.AUTHOR, "description": Name.ABOUT, "after": Name.SAVED, "before": Name.SAVED, "age": Name.SAVED,
    "added": Name.SAVED,
}  # fmt: skip
_NAMES = {**ALIASES, **{str(name): name for name in Name}}
#: What `is:` may be, by all its names.
IS = {
    "unread": "unread", "archived": "archived", "archive": "archived", "favourite": "favourite",
    "favorite": "favourite", "fav": "favourite", "starred": "favourite", "liked": "favourite", "started": "started",
    "finished": "finished", "read": "finished", "unfinished": "unfinished", "highlighted": "highlighted",
    "highlight": "highlighted", "highlights": "highlighted", "noted": "noted", "note": "noted", "notes": "noted",
    "tagged": "tagged", "tags": "tagged", "untagged": "untagged", "failed": "failed", "gone": "gone",
    "article": "article", "video": "video", "film": "video", "image": "image", "picture": "image", "pdf": "pdf",
    "private": "private", "new": "new",
}  # fmt: skip
#: What `in:` may be.
SCOPES = {
    "unread": "unread", "archive": "archive", "archived": "archive", "all": "all", "everything": "all",
    "highlights": "highlights",
}  # fmt: skip
SORTS = {
    "newest": "newest", "new": "newest", "oldest": "oldest", "old": "oldest", "best": "best", "relevance": "best",
    "shortest": "shortest", "short": "shortest", "longest": "longest", "long": "longest", "title": "title",
    "site": "site", "read": "read", "random": "random",
}  # fmt: skip
COLOURS = {
    "yellow": "yellow", "green": "green", "blue": "blue", "pink": "pink", "violet": "violet", "purple": "violet",
}  # fmt: skip
_CHOICES = {Name.IS: IS, Name.IN: SCOPES, Name.SORT: SORTS, Name.COLOUR: COLOURS}
#: The parts of an article in which words are looked for.
TEXTS = (Name.TITLE, Name.TEXT, Name.AUTHOR, Name.NOTE, Name.HIGHLIGHT, Name.ABOUT)
#: The fields of times, and what else is measured, each with the one form of an amount.
TIMES = (Name.SAVED, Name.READ, Name.ARCHIVED, Name.PUBLISHED, Name.HIGHLIGHTED, Name.CHANGED)
_AMOUNTS: dict[Name, Callable[[str], str | None]] = {
    **dict.fromkeys(TIMES, amounts.day),
    Name.LENGTH: amounts.length,
    Name.PROGRESS: amounts.number,
    Name.HIGHLIGHTS: amounts.number,
}
_SIGNS = ("<=", ">=", "<", ">", "=")


def named(name: str) -> Name | None:
    """The field of that name or alias; None for a word that is none."""
    return _NAMES.get(name.lower())


def make(written: str, name: Name, values: list[Word | Phrase]) -> Field | None:
    """The field as it is meant; None where one of its values makes no sense.

    `written` is the name as it was written: "before:2024" is "saved:<2024".
    """
    found = [_value(written.lower(), name, value) for value in values]
    kept = [value for value in found if value is not None]
    return Field(name, tuple(dict.fromkeys(kept))) if kept and len(kept) == len(found) else None


def is_measured(name: Name) -> bool:
    """Whether amounts stand behind it, and no words."""
    return name in _AMOUNTS


def _value(written: str, name: Name, value: Word | Phrase) -> Value | None:
    if name in _CHOICES:
        word = _CHOICES[name].get(value.text.lower())
        return Word(word) if word else None
    if name in _AMOUNTS:
        form = _AMOUNTS[name]
        if written in ("after", "before"):
            return _side(written, value.text, form)
        return _measure(value.text, form)
    if name in TEXTS and not has_letters(value.text):
        return None
    return value


def _side(written: str, text: str, form: Callable[[str], str | None]) -> Value | None:
    """After or before a day, or so long ago."""
    amount = form(text)
    if amount is None:
        return None
    if written == "after":
        return Range(amount, "")
    return Range("", amount) if amounts.is_age(amount) else Compared("<", amount)


def _measure(text: str, form: Callable[[str], str | None]) -> Value | None:
    for sign in _SIGNS:
        if text.startswith(sign):
            amount = form(text.removeprefix(sign).strip())
            if amount is None:
                return None
            return Range(amount, amount) if sign == "=" else Compared(sign, amount)
    if ".." in text:
        least, _, most = text.partition("..")
        ends = [form(end) if end else "" for end in (least, most.lstrip("."))]
        if None in ends or ends == ["", ""]:
            return None
        return Range(ends[0] or "", ends[1] or "")
    amount = form(text)
    return None if amount is None else Range(amount, amount)
