"""Full exports: Readeck's zip and Karakeep's dump."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import msgspec

from satchel.formats.imports import charsets, json_objects, making, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight, colour
from satchel.formats.imports.json_decode import MAX_WHOLE_WEIGHT, Object, decode, is_true, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import ArchiveKind, Kind, Sources, Stream, read_objects
from satchel.formats.imports.kinds.selfhosted import folder_paths, karakeep_row
from satchel.formats.imports.making import MAX_BODY_CHARACTERS
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import whole
from satchel.model.states import State

MAX_INFO_BYTES = 8 * 1024 * 1024
MAX_MEMBERSHIP_BYTES = 64 * 1024 * 1024

_INFO = re.compile(r"(?:^|/)bookmarks/([^/]+)/info\.json$")
_ARTICLE_FILES = ("article", "html")


def _readeck(sources: Sources, context: Context) -> Stream:
    for name, source in sources.items():
        if not _INFO.search(name):
            continue
        context.member = name
        data = whole(source, MAX_INFO_BYTES)
        value = decode(charsets.head_text(data)) if data is not None else None
        if value is None:
            yield making.skipped(context.place(), Reason.DAMAGED, name)
        else:
            yield _of_readeck(value, context.place(), context, sources, name.removesuffix("info.json"))


def _of_readeck(
    value: Object, place: Place, context: Context, sources: Sources, folder: str
) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("InitialURL")) or text_of(value.get("URL")), text_of(value.get("Title")),
        saved_at=context.time(value.get("Created")),
        state=State.ARCHIVED if is_true(value.get("IsArchived")) else State.UNREAD,
        favourite=is_true(value.get("IsMarked")),
        tags=tags.named(value.get("Labels")),
        excerpt=text_of(value.get("Description")),
        progress=progress(value.get("ReadProgress"), percent=True),
        highlights=[_mark(each, context) for each in listed(value.get("Annotations")) if isinstance(each, dict)],
        html=_article(value.get("Files"), sources, folder),
        authors=[text_of(each) for each in listed(value.get("Authors"))],
        published_at=context.time(value.get("Published")),
        site=text_of(value.get("SiteName")),
        language=text_of(value.get("Lang")),
        words=words if isinstance(words := value.get("WordCount"), int) else 0,
    )  # fmt: skip


def _mark(value: Object, context: Context) -> Highlight:
    place = {key: each for key, each in value.items() if key.endswith(("_selector", "_offset"))}
    return Highlight(
        text_of(value.get("text")),
        text_of(value.get("note")),
        colour(value.get("color")),
        made_at=context.time(value.get("created")),
        selectors=msgspec.json.encode(place).decode() if place else "",
    )


def _article(files: Any, sources: Sources, folder: str) -> str:
    named = files if isinstance(files, dict) else {}
    for key in _ARTICLE_FILES:
        file = named.get(key)
        name = text_of(file.get("name")) if isinstance(file, dict) else ""
        source = sources.get(f"{folder}container/{name}") if name else None
        if source is not None:
            data = whole(source, MAX_BODY_CHARACTERS)
            return charsets.head_text(data) if data is not None else ""
    return ""


def _takes_readeck(names: Collection[str]) -> list[str]:
    has_data = any(name.rpartition("/")[2] == "data.json" for name in names)
    if not has_data or not any(map(_INFO.search, names)):
        return []
    return [name for name in names if "bookmarks/" in name or name.rpartition("/")[2] == "data.json"]


def _karakeep(sources: Sources, context: Context) -> Stream:
    root = next(name for name in sources if name.endswith("bookmarks/index.jsonl")).removesuffix(
        "bookmarks/index.jsonl"
    )
    quiet = Context(context.now, {})
    named: dict[str, tuple[str, str]] = {}
    index = sources.get(f"{root}lists/index.json")
    if index is not None:
        for found in json_objects.objects(
            charsets.pieces(index, quiet), lambda path: path[-1:] == ("[]",), "id"
        ):
            if found.value is not None:
                named[text_of(found.value.get("id"))] = (
                    text_of(found.value.get("name")),
                    text_of(found.value.get("parentId")),
                )
    lists = _membership(sources, f"{root}lists/membership.json")
    paths = folder_paths(named)

    def make(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
        return karakeep_row(value, place, context, paths, lists.get(text_of(value.get("id")), []))

    context.member = f"{root}bookmarks/index.jsonl"
    yield from read_objects(sources[context.member], context, lambda path: path == (), make, "createdAt")


def _membership(sources: Sources, name: str) -> dict[str, list[str]]:
    """The lists of each bookmark, by id."""
    source = sources.get(name)
    data = whole(source, MAX_MEMBERSHIP_BYTES) if source is not None else None
    found: dict[str, list[str]] = {}
    listing = decode(charsets.head_text(data), MAX_WHOLE_WEIGHT) if data is not None else None
    for each, members in (listing or {}).items():
        for bookmark in listed(members):
            found.setdefault(text_of(bookmark), []).append(each)
    return found


def _takes_karakeep(names: Collection[str]) -> list[str]:
    root = next((name for name in names if name.endswith("bookmarks/index.jsonl")), None)
    if root is None or not any(name.endswith("manifest.json") for name in names):
        return []
    return list(names)  # users, prompts and webhooks too: they are not looked into


READECK = Kind("readeck-zip", "Readeck", _readeck)
KARAKEEP = Kind("karakeep-dump", "Karakeep", _karakeep, facts=("Karakeep's dump holds no highlights.",))

ARCHIVE_KINDS = (ArchiveKind(READECK, _takes_readeck), ArchiveKind(KARAKEEP, _takes_karakeep))
