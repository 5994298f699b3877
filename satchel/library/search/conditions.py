"""What the fields of a query ask of an item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from satchel.base import hosts
from satchel.base.text import fold, tag_form
from satchel.library.search import spans
from satchel.library.search.tree import Compared, Field, Name, Phrase, Range, Value, Word
from satchel.model.conditions import (
    AddressHas,
    AllFit,
    Between,
    Condition,
    Flag,
    HasTag,
    Highlighted,
    InFolder,
    InLanguage,
    InState,
    Is,
    Measure,
    NotFits,
    OfSite,
    OneFits,
    SiteNamed,
)
from satchel.model.highlights import Colour
from satchel.model.items import State

#: Of so many tags that begin alike, the items are found.
MAX_TAGS_BELOW = 200
NO_TAG = "none"  #: or no folder

_MEASURES = {
    Name.LENGTH: Measure.WORDS, Name.PROGRESS: Measure.PROGRESS, Name.SAVED: Measure.SAVED, Name.READ: Measure.READ,
    Name.ARCHIVED: Measure.ARCHIVED, Name.PUBLISHED: Measure.PUBLISHED, Name.CHANGED: Measure.CHANGED,
}  # fmt: skip
_IS: dict[str, Condition] = {
    "unread": InState(State.UNREAD),
    "archived": InState(State.ARCHIVED),
    "deleted": InState(State.DELETED),
    "unfinished": NotFits(Is(Flag.FINISHED)),
    "untagged": NotFits(Is(Flag.TAGGED)),
    "highlighted": Highlighted(),
    "noted": OneFits((Is(Flag.DESCRIBED), Highlighted(noted=True))),
    **{str(flag): Is(flag) for flag in Flag if flag is not Flag.DESCRIBED},
}


class Context(NamedTuple):
    """What the meaning of a field depends on."""

    now: int  #: ms
    tags: Callable[[], list[str]]  #: the person's own


def joined(parts: Sequence[Condition]) -> Condition | None:
    """All of them; None of none."""
    return AllFit(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def of(field: Field, context: Context) -> Condition:
    """What a field asks for: one of its values."""
    if field.name is Name.TAG:
        return _tagged(field.values, context)
    found = [_value(field.name, value, context) for value in field.values]
    return OneFits(tuple(found)) if len(found) > 1 else found[0]


def _tagged(values: tuple[Value, ...], context: Context) -> Condition:
    names: dict[str, None] = {}
    untagged = False
    for value in values:
        if isinstance(value, Word | Phrase):
            untagged |= value.text.lower() == NO_TAG and isinstance(value, Word)
            if value.text.lower() != NO_TAG or isinstance(value, Phrase):
                names |= dict.fromkeys(tags_of(value, context.tags()))
    tagged = [HasTag(tuple(names))] if names else []
    found: list[Condition] = [*tagged, NotFits(Is(Flag.TAGGED))] if untagged else [*tagged]
    return OneFits(tuple(found)) if len(found) > 1 else found[0]


def tags_of(value: Word | Phrase, tags: list[str]) -> list[str]:
    """The person's tags that a value means, however they are accented; the value itself where there is none."""
    form = tag_form(value.text) or value.text.lower()
    folded = fold(form)
    if isinstance(value, Word) and value.begins:
        # A tag's form has no space at its end, and "a/" is the beginning of what lies below "a".
        folded = fold(value.text.lower())
        found = [tag for tag in tags if fold(tag).startswith(folded)][:MAX_TAGS_BELOW]
    else:
        found = [tag for tag in tags if fold(tag) == folded]
    return found or [form]


def _value(name: Name, value: Value, context: Context) -> Condition:
    if isinstance(value, Range | Compared):
        return _measured(name, value, context.now)
    text = value.text
    match name:
        case Name.FOLDER:
            is_none = isinstance(value, Word) and not value.begins and text.lower() == NO_TAG
            return InFolder("" if is_none else text, isinstance(value, Word) and value.begins)
        case Name.SITE:
            return site(text)
        case Name.URL:
            return AddressHas(text.lower())
        case Name.LANG:
            return InLanguage(text.lower().replace("_", "-"))
        case Name.COLOUR:
            return Highlighted(colour=int(Colour[text.upper()]))
        case Name.IN:
            return _scope(text)
        case _:
            return _IS[text]


def _scope(name: str) -> Condition:
    """A scope that stands somewhere within a query."""
    if name == "highlights":
        return Highlighted()
    if name == "all":
        return OneFits((InState(State.UNREAD), InState(State.ARCHIVED)))
    return _IS["unread" if name == "unread" else "archived"]


def site(text: str) -> Condition:
    """A host and below it, or a part of a name."""
    host = text.lower().partition("://")[2] or text.lower()
    host = host.partition("/")[0].removeprefix("www.")
    if "." not in host:
        return SiteNamed(host.strip("*") or text.lower())
    bare = host.strip("*.")
    try:
        return OfSite(hosts.read(bare))
    except ValueError:
        return SiteNamed(bare or host)


def _measured(name: Name, value: Range | Compared, now: int) -> Condition:
    least, beyond = spans.span(name, value, now)
    if name is Name.HIGHLIGHTS:
        return Highlighted(least=least or 0, most=None if beyond is None else beyond - 1)
    if name is Name.HIGHLIGHTED:
        return Highlighted(since=least, before=beyond)
    if name is Name.LENGTH and least is None:
        least = 1  # what has no text is of no length
    return Between(_MEASURES[name], least, beyond)
