"""The parts of a search in plain words, as its chips say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from minijinja import Markup

from satchel.library.search.amounts import is_age
from satchel.library.search.tree import (
    And,
    Compared,
    Field,
    Name,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Value,
    Word,
)
from satchel.web import search_amounts
from satchel.web.words import marked
from satchel.web.words import say as _

_TEXTS: dict[Name, Callable[[Markup], Markup]] = {
    Name.TITLE: lambda it: _("%(words)s in the title", words=it),
    Name.TEXT: lambda it: _("%(words)s in the text", words=it),
    Name.AUTHOR: lambda it: _("by %(words)s", words=it),
    Name.NOTE: lambda it: _("%(words)s in a note", words=it),
    Name.HIGHLIGHT: lambda it: _("%(words)s in a highlight", words=it),
    Name.ABOUT: lambda it: _("%(words)s in the description", words=it),
    Name.URL: lambda it: _("%(words)s in the address", words=it),
}
_IS = {
    "unread": marked("unread"),
    "archived": marked("archived"),
    "favourite": marked("favourite"),
    "started": marked("begun, not finished"),
    "finished": marked("read to the end"),
    "unfinished": marked("not read to the end"),
    "highlighted": marked("with highlights"),
    "noted": marked("with a note"),
    "tagged": marked("with a tag"),
    "untagged": marked("without tags"),
    "failed": marked("could not be fetched"),
    "gone": marked("gone from the web"),
    "article": marked("article"),
    "video": marked("with a video"),
    "image": marked("picture"),
    "pdf": marked("PDF"),
    "private": marked("without an address"),
    "new": marked("unread, not begun"),
    "deleted": marked("deleted"),
}
_IN = {
    "unread": marked("in Unread"),
    "archive": marked("in the archive"),
    "all": marked("everywhere"),
    "highlights": marked("in highlights"),
    "trash": marked("in the trash"),
}
_SORT = {
    "newest": marked("newest first"),
    "oldest": marked("oldest first"),
    "best": marked("best first"),
    "shortest": marked("shortest first"),
    "longest": marked("longest first"),
    "title": marked("by title"),
    "site": marked("by site"),
    "read": marked("last read first"),
    "random": marked("in random order"),
}
_COLOURS = {
    "yellow": marked("with a yellow highlight"),
    "green": marked("with a green highlight"),
    "blue": marked("with a blue highlight"),
    "pink": marked("with a pink highlight"),
    "violet": marked("with a violet highlight"),
}
_CHOICES = {Name.IS: _IS, Name.IN: _IN, Name.SORT: _SORT, Name.COLOUR: _COLOURS}


def words(node: Node) -> Markup:
    """What a part of a query asks for, in words."""
    match node:
        case Word() | Phrase():
            return _quoted(node)
        case Field(name, values):
            return _joined([_field(name, value) for value in values], either=True)
        case Not(Word() | Phrase() as part):
            return _("without %(words)s", words=_quoted(part))
        case Not(Field(name=Name.TAG, values=(Word(text="none"),))):
            return _("with a tag")
        case Not(And() | Or() as part):
            return _("not (%(words)s)", words=words(part))
        case Not(part):
            return _("not %(words)s", words=words(part))
        case And(parts):
            return _joined([words(part) for part in parts], either=False)
        case Or(parts):
            return _joined([words(part) for part in parts], either=True)


def _joined(parts: Sequence[Markup], *, either: bool) -> Markup:
    said = parts[0]
    for part in parts[1:]:
        if either:
            said = _("%(one)s or %(other)s", one=said, other=part)
        else:
            said = _("%(one)s and %(other)s", one=said, other=part)
    return said


def _quoted(node: Word | Phrase) -> Markup:
    if isinstance(node, Word) and node.begins:
        return _("<q><bdi>%(word)s</bdi>…</q>", word=node.text)
    return _("<q><bdi>%(word)s</bdi></q>", word=node.text)


def _field(name: Name, value: Value) -> Markup:
    if isinstance(value, Range | Compared):
        return search_amounts.words(name, value, is_age)
    if name in _CHOICES:
        return _(_CHOICES[name][value.text])
    if name in _TEXTS:
        return _TEXTS[name](_quoted(value))
    if name is Name.SITE:
        return _("from <bdi>%(site)s</bdi>", site=value.text)
    if name is Name.LANG:
        return _("in the language <bdi>%(language)s</bdi>", language=value.text)
    is_none = isinstance(value, Word) and value.text.lower() == "none"
    if name is Name.FOLDER:
        if is_none:
            return _("in no folder")
        return _("in the folder <bdi>%(name)s</bdi>", name=value.text)
    if is_none:
        return _("without tags")
    if isinstance(value, Word) and value.begins:
        return _("tags that begin with <bdi>%(tag)s</bdi>", tag=value.text)
    return _("tag <bdi>%(tag)s</bdi>", tag=value.text)
