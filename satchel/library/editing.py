"""Editing: a person says of an article what its page does not say, or says wrongly.

What they say is kept with their item, holds in lists, in the reader, in feeds and in apps, outlives further fetches,
and can be taken back one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from satchel.base.errors import Invalid
from satchel.base.text import clean, line
from satchel.library import edits, undoing
from satchel.library.change import Changeset
from satchel.library.tagging import MAX_TAGS, tag_names
from satchel.library.usecase import writes
from satchel.model.items import MAX_DESCRIPTION_CHARACTERS, MAX_TITLE_CHARACTERS, Facts, Item
from satchel.store import edits as edits_store
from satchel.store import items, tags
from satchel.store.db import Tx

MAX_AUTHORS = 50
MAX_AUTHOR_CHARACTERS = 200
MAX_LANGUAGE_CHARACTERS = 35
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = ("title", "authors", "published", "language")


class Wanted(NamedTuple):
    """What a form says of an article, as a person wrote it."""

    title: str
    authors: str  #: separated by commas, or a line each
    published: str  #: 2017-03-12, or "" for no day
    language: str
    tags: str  #: separated by commas
    note: str


class Edited(NamedTuple):
    """What became of an edit."""

    item: Item
    act: int = 0  #: the number by which `undoing.undo` takes it back; 0 where nothing was changed
    problems: Mapping[str, str] = MappingProxyType({})
    #: What is wrong with which field, in the order of the form; nothing was changed then.


def day(moment: int | None) -> str:
    """A moment (ms) as the day that forms show; "" for none."""
    if not moment:
        return ""
    found = _EPOCH + timedelta(milliseconds=moment)
    return f"{found.year:04}-{found.month:02}-{found.day:02}"


@writes
def edit(tx: Tx, user: int, item_id: int, wanted: Wanted, back: frozenset[str] = frozenset()) -> Edited:
    """Keep what a person says of an item. What is as the page has it is the page's; so are the fields in `back`.

    Raises `NotFound`.
    """
    tx.lock_user(user)
    item = undoing.living(tx, user, item_id)
    page = edits.bare(item)
    facts, problems = _facts(page, item, wanted, back)
    if problems:
        return Edited(item, problems=problems)
    note, names = clean(wanted.note.replace("\r\n", "\n")).strip(), tag_names(wanted.tags.split(","))
    is_new = facts != edits.mine(item) or note != item.description
    if not is_new and set(names) == set(item.tags):
        return Edited(item)
    head = items.head(tx, user, item.id)
    assert head is not None
    with Changeset(tx, user) as change:
        if is_new:
            tx.room()
            after = edits.worn(msgspec.structs.replace(page, description=note), facts)
            edits_store.keep(tx, user, after, change.stamp)
        tags.put(tx, user, head, names, change.stamp)
    done = undoing.keep(tx, user, item, "edit" if is_new else "tags")
    return Edited(undoing.living(tx, user, item.id), done.act)


def _facts(page: Item, item: Item, wanted: Wanted, back: frozenset[str]) -> tuple[Facts, dict[str, str]]:
    """What of the form is not as the page has it, and what is wrong with its fields."""
    found = page.article
    known = found.details.authors if found else ()
    title, names = line(wanted.title, MAX_TITLE_CHARACTERS + 1), _names(wanted.authors)
    published = _published(wanted.published, found.published_at if found else None, item)
    language = wanted.language.strip()
    said = {
        "title": (title, page.title),
        "authors": (edits.authors_of(names, known), known),
        "published": (published, (found.published_at or 0) if found else 0),
        "language": (language, found.language if found else ""),
    }
    mine = {name: now if now != its and name not in back else None for name, (now, its) in said.items()}
    problems = {
        name: problem.message
        for name, problem in _problems(wanted, item, title, names, published, language)
        if name not in back
    }
    facts = Facts(mine["title"], mine["authors"], mine["published"], mine["language"])  # type: ignore[arg-type]
    return facts, problems


def _problems(
    wanted: Wanted, item: Item, title: str, names: tuple[str, ...], published: int | None, language: str
) -> Iterator[tuple[str, Invalid]]:
    """What is wrong with which field, in the order of the form. The numbers in the sentences are those above."""
    if not title:
        yield "title", Invalid("An article needs a title.")
    if len(title) > MAX_TITLE_CHARACTERS:
        yield "title", Invalid("A title has at most 500 characters.")
    if len(names) > MAX_AUTHORS or any(len(name) > MAX_AUTHOR_CHARACTERS for name in names):
        yield "authors", Invalid("At most 50 names, each of at most 200 characters.")
    if published is None:
        yield "published", Invalid("Write the day as in 2017-03-12, or leave this empty.")
    if language and not _is_language(language):
        yield "language", Invalid("Write a short code, as en, pt-BR or ar.")
    if wanted.tags.count(",") >= MAX_TAGS:
        yield "tags", Invalid("An article has at most 1,000 tags.")
    # A note that came along with an import may be longer, and keeps nobody from changing something else.
    if len(wanted.note.replace("\r\n", "\n").strip()) > max(
        MAX_DESCRIPTION_CHARACTERS, len(item.description)
    ):
        yield "note", Invalid("A note has at most 5,000 characters.")


def _names(text: str) -> tuple[str, ...]:
    names = (line(name, MAX_AUTHOR_CHARACTERS + 1) for name in re.split(r"[,;،、\n]", text[:20_000]))
    return tuple(dict.fromkeys(name for name in names if name))


def _published(text: str, of_page: int | None, item: Item) -> int | None:
    """The day that was written, ms; 0 for none, None for what is no day. The hour that is known stays."""
    text = text.strip()
    for known in (of_page, item.article.published_at if item.article else None):
        if known and day(known) == text:
            return known
    if not text:
        return 0
    try:
        return (
            round(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000)
            if _DAY.fullmatch(text)
            else None
        )
    except ValueError:
        return None


def _is_language(text: str) -> bool:
    return len(text) <= MAX_LANGUAGE_CHARACTERS and _LANGUAGE.fullmatch(text) is not None
