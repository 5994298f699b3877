"""Suggesting: which of a person's own tags would fit a page.

Two things speak for a tag: that the person gave it to other pages of the same site, and that the
page names it. No tag is made up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from satchel.base import urls
from satchel.base.errors import NotFound
from satchel.base.text import fold
from satchel.library import finding, reading
from satchel.library.usecase import reads
from satchel.model.items import Item, State
from satchel.store import articles, tags
from satchel.store.db import ReadTx

MAX_SUGGESTIONS = 10  #: suggestions
#: The last so many of the site's items, and so many characters of the text, are looked at.
SITE_ITEMS = 300
TEXT = 100_000
#: Of so many tags it is counted how often the person uses them, each up to so many items.
MAX_COUNTED = 100
MAX_USES = 1000

#: How much each speaks for a tag: all of the site's items having it, its standing in the title, in the text.
_SITE, _TITLE, _TEXT = 1.0, 0.8, 0.4

_WORD = re.compile(r"\w+")


class Suggestion(NamedTuple):
    """A tag and how well it fits: above 0, at most 2.2."""

    tag: str
    score: float


@reads
def suggest(tx: ReadTx, user: int, item_id: int, url: str, title: str = "") -> list[Suggestion]:
    """Tags for the item of that id, else for the item or the page at that address, the best first.

    0 for an id and "" for an address stand for none. Raises `NotFound` for an item that is not there, `Invalid`.
    """
    item = finding.get(tx, user, item_id) if item_id else None
    if item is not None and item.state != State.DELETED:
        return for_item(tx, user, item)
    if item_id and not url:
        raise NotFound("There is no such item.")
    try:
        return for_item(tx, user, reading.at(tx, user, url))
    except NotFound:
        return for_address(tx, user, url, title)


class Completed(NamedTuple):
    """What a field for tags shows."""

    tags: tuple[str, ...]  #: of the item
    offered: list[str]


@reads
def completed(tx: ReadTx, user: int, typed: str, item_id: int, most: int) -> Completed:
    """The tags of an item, and at most so many of the person's that go on as typed; with nothing typed, that fit it.

    Those that begin so come first, then those in which a word or a level does. 0 stands for no item.
    """
    item = finding.get(tx, user, item_id) if item_id else None
    item = None if item is None or item.state == State.DELETED else item
    has, wanted = item.tags if item else (), fold(typed).strip()
    if not wanted:
        return Completed(has, [each.tag for each in for_item(tx, user, item)[:most]] if item else [])
    begins, inside = [], []
    for tag in tags.listed(tx, user):
        folded = fold(tag)
        if folded.startswith(wanted):
            begins.append(tag)
        elif any(f"{mark}{wanted}" in folded for mark in " /-_"):
            inside.append(tag)
    return Completed(has, [*begins, *inside][:most])


def for_item(tx: ReadTx, user: int, item: Item) -> list[Suggestion]:
    """Tags for an item, the best first; those that it has are not among them."""
    url = item.article.url if item.article else item.given_url
    body = articles.body(tx, user, item.id)
    title = f"{item.title} {item.given_title} {_slug(item.given_url)}"
    return _suggest(tx, user, urls.host_of(url), title, body[1] if body else "", item)


def for_address(tx: ReadTx, user: int, url: str, title: str = "") -> list[Suggestion]:
    """Tags for a page that the person has not saved, as far as its address tells. Raises `Invalid`."""
    address = urls.read(url)
    return _suggest(tx, user, address.host, f"{title} {_slug(address.url)}", "", None)


def _suggest(tx: ReadTx, user: int, host: str, title: str, text: str, item: Item | None) -> list[Suggestion]:
    scores: defaultdict[str, float] = defaultdict(float)
    of_site = tags.of_host(tx, user, host, SITE_ITEMS, item.id if item else 0)
    for its_tags in of_site:
        for tag in its_tags:
            scores[tag] += _SITE / len(of_site)
    named = [(_Words(title), _TITLE), (_Words(text[:TEXT]), _TEXT)]
    for tag in tags.listed(tx, user):
        folded = fold(tag)
        for words, weight in named:
            if words.name(folded):
                scores[tag] += weight
    has = item.tags if item else ()
    fitting = sorted(
        (Suggestion(tag, score) for tag, score in scores.items() if tag not in has),
        key=lambda each: (-each.score, each.tag),
    )
    # Of those that fit alike, what the person uses more; counted only where it may matter.
    close = [each for each in fitting if each.score >= fitting[:MAX_SUGGESTIONS][-1].score][:MAX_COUNTED]
    uses = {each.tag: tags.weight(tx, user, each.tag, MAX_USES) for each in close}
    return sorted(close, key=lambda each: (-each.score, -uses[each.tag], each.tag))[:MAX_SUGGESTIONS]


class _Words:
    """A text in which tags are looked for."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(fold(text))
        self._words = frozenset(words)
        self._line = f" {' '.join(words)} "
        self._letters = "".join(words)

    def name(self, tag: str) -> bool:
        """Whether the text names the tag: its words in their order, each a word of the text too."""
        words = _WORD.findall(tag)
        if not words:
            return False
        if any(_is_unspaced(word) for word in words):
            return "".join(words) in self._letters
        return self._words.issuperset(words) and (len(words) == 1 or f" {' '.join(words)} " in self._line)


def _is_unspaced(word: str) -> bool:
    """Whether it is in a script that puts no spaces between words."""
    return any("\u2e80" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0eff" for letter in word)


def _slug(url: str) -> str:
    """The words in an address, its host aside."""
    return re.sub(r"[\W_]+", " ", url.partition("://")[2].partition("/")[2])
