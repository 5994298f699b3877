"""Bookmark files in the form that Netscape began and everybody writes, in all its dialects."""

from __future__ import annotations

import re

from satchel.formats.imports import addresses, making, tags, times
from satchel.formats.imports.context import Context
from satchel.formats.imports.html_tokens import resolved
from satchel.formats.imports.kind import Choice, HtmlKind, Kind, Stream, each, read_links
from satchel.formats.imports.links import Heading, Link
from satchel.formats.imports.making import Fields
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State

ARCHIVE_TAG = "linkding:bookmarks.archived"
KEPT_READ = Choice(
    "read",
    "Links that are not marked as to be read",
    (
        ("as-usual", "Where that program has them"),
        ("unread", "To the unread list"),
        ("archived", "To the archive"),
    ),
)

#: Folders that are the places of a browser or the states of a program.
_ROOTS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
_NO_FOLDERS = {"raindrop": ("Unsorted", "Speed Dial"), "readeck": ("Favorite", "Archived", "Uncategorized")}
_NOTES = re.compile(r"\[linkding-notes\](.*?)(?:\[/linkding-notes\]|\Z)", re.DOTALL)


def _link(link: Link, place: Place, context: Context, dialect: str) -> Row | Skipped:
    if link.address.startswith(("?", "/shaare/")):
        fields = _fields(link, context, dialect, "")
        fields["text"] = link.description
        return making.row(place, "", link.title, **fields)
    return making.row(place, link.address, link.title, **_fields(link, context, dialect, link.description))


def _fields(link: Link, context: Context, dialect: str, description: str) -> Fields:
    given = link.attributes
    named = _tags(given.get("tags", given.get("labels", "")))
    fields = Fields(
        saved_at=times.moment(given.get("add_date", ""), context.now),
        folder=[each.text for each in link.folders if _is_folder(each, dialect)],
        tags=[tag for tag in named if tag != ARCHIVE_TAG],
        state=_state(link, context, dialect, named),
        favourite=given.get("data-important") == "true" or _is_in(link, dialect, "Favorite"),
        cover=_cover(given.get("data-cover") or given.get("cover", "")),
    )
    _describe(fields, description or resolved(given.get("description", "")), dialect)
    return fields


def _tags(text: str) -> list[str]:
    if "," not in text and " " in text.strip():
        # Old files part tags by blanks; a single tag of several words cannot be told from them.
        return [resolved(text)]
    return tags.escaped(text)


def _state(link: Link, context: Context, dialect: str, named: list[str]) -> State:
    given = link.attributes
    if ARCHIVE_TAG in named or _is_in(link, dialect, "Archived"):
        return State.ARCHIVED
    to_read = given.get("toread", "")
    if to_read in ("1", "yes", "true"):
        return State.UNREAD
    if not to_read or (link.folders and _is_reading_list(link.folders[-1])):
        return State.UNREAD
    chosen = context.choices.get("read", "")
    if chosen in ("unread", "archived"):
        return State.ARCHIVED if chosen == "archived" else State.UNREAD
    return State.UNREAD if dialect == "linkding" else State.ARCHIVED


def _describe(fields: Fields, description: str, dialect: str) -> None:
    """What stands below a link: words of the page for some programs, of the person for the others."""
    if not description:
        return
    notes = _NOTES.search(description)
    if notes:
        fields["note"] = notes[1].strip()
        description = (description[: notes.start()] + description[notes.end() :]).strip()
    if dialect in ("raindrop", "linkding"):
        fields["excerpt"] = description
    else:
        fields["note"] = description


def _is_folder(heading: Heading, dialect: str) -> bool:
    if (
        heading.level == 1
        or any(heading.attributes.get(root) == "true" for root in _ROOTS)
        or _is_reading_list(heading)
    ):
        return False
    if heading.text == "Unlabeled" and heading.attributes.keys() <= {"add_date"}:
        return False  # where Google's bookmarks had those without a label
    return heading.text not in _NO_FOLDERS.get(dialect, ())


def _is_reading_list(heading: Heading) -> bool:
    return heading.attributes.get("id") == "com.apple.ReadingList"


def _is_in(link: Link, dialect: str, name: str) -> bool:
    return dialect == "readeck" and any(each.text == name for each in link.folders)


def _cover(text: str) -> str:
    cover = resolved(text)
    return cover if addresses.is_address(cover) else ""


def _kind(name: str, title: str, dialect: str = "") -> Kind:
    def read(source: Source, context: Context) -> Stream:
        return read_links(source, context, lambda link, place, context: _link(link, place, context, dialect))

    choices = (KEPT_READ,) if dialect in ("linkding", "pinboard", "readeck") else ()
    return Kind(name, title, each(read), choices=choices)


def _titled(word: str) -> re.Pattern[str]:
    return re.compile(rf"<(title|h1)[^>]{{0,200}}>[^<]{{0,300}}{word}")


_TITLES = {name: _titled(name) for name in ("raindrop", "readeck", "pinboard", "shaarli", "delicious")}
_SAFARI = re.compile(r"com\.apple\.readinglist|<h3 folded>")

PLAIN = _kind("bookmarks-html", "Bookmarks (HTML)")
#: Links of any page, which is no list of bookmarks.
PAGE = _kind("html", "Links on a page")
HTML_KINDS = (
    HtmlKind(
        _kind("linkding-html", "linkding", "linkding"), lambda head: "\n\r<dt>" in head or ARCHIVE_TAG in head
    ),
    HtmlKind(
        _kind("raindrop-html", "Raindrop", "raindrop"), lambda head: bool(_TITLES["raindrop"].search(head))
    ),
    HtmlKind(_kind("readeck-html", "Readeck", "readeck"), lambda head: bool(_TITLES["readeck"].search(head))),
    HtmlKind(
        _kind("pinboard-html", "Pinboard", "pinboard"), lambda head: bool(_TITLES["pinboard"].search(head))
    ),
    HtmlKind(_kind("shaarli-html", "Shaarli", "shaarli"), lambda head: bool(_TITLES["shaarli"].search(head))),
    HtmlKind(_kind("delicious-html", "Delicious"), lambda head: bool(_TITLES["delicious"].search(head))),
    HtmlKind(_kind("safari-html", "Safari", "safari"), lambda head: bool(_SAFARI.search(head))),
    HtmlKind(PLAIN, lambda head: "netscape-bookmark-file-1" in head or ("<dl" in head and "<dt" in head)),
)
