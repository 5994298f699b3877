"""Karakeep, Linkwarden, linkding and Readeck: lists of programs that people host themselves."""

from __future__ import annotations

from satchel.formats.imports import charsets, json_objects, making, tables, tags, titles
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import Object, is_true, text_of
from satchel.formats.imports.kind import (
    CsvKind,
    JsonKind,
    Kind,
    Sources,
    Stream,
    at,
    csv,
    first,
    has,
    json,
    read_objects,
)  # fmt: skip
from satchel.formats.imports.kinds.bookmarks import ARCHIVE_TAG, KEPT_READ
from satchel.formats.imports.making import Fields
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.saying import say
from satchel.model.states import State

MAX_FOLDERS = 20_000
_DEFAULTS = ("Unorganized", "Imports")  #: collections of Linkwarden that nobody made


def folder_paths(named: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    """The path of each folder, by its id, out of names and ids of parents; a circle ends where it closes."""
    found = {}
    for each in named:
        path: list[str] = []
        seen: set[str] = set()
        at_ = each
        while at_ in named and at_ not in seen and len(path) < 32:
            seen.add(at_)
            path.insert(0, named[at_][0])
            at_ = named[at_][1]
        found[each] = path
    return found


def _named(sources: Sources, context: Context, path: json_objects.Path) -> dict[str, tuple[str, str]]:
    """Names and parents of the folders at `path`, by id."""
    quiet = Context(context.now, {})
    found: dict[str, tuple[str, str]] = {}

    def closed(where: json_objects.Path, value: Object) -> None:
        if where == path and "id" in value and len(found) < MAX_FOLDERS:
            found[text_of(value["id"])] = (text_of(value.get("name")), text_of(value.get("parentId")))
            if text_of(value.get("type")) == "smart":
                context.remark(
                    say(
                        "The smart list %(name)s holds nothing itself and was left out.",
                        name=text_of(value.get("name"))[:100],
                    )
                )

    for source in sources.values():
        for _ in json_objects.objects(charsets.pieces(source, quiet), lambda where: False, "id", closed):
            pass
    return found


def _karakeep(sources: Sources, context: Context) -> Stream:
    paths = folder_paths(_named(sources, context, ("lists", "[]")))

    def make(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
        lists = [text_of(each) for each in json_objects.listed(value.get("lists"))]
        return karakeep_row(value, place, context, paths, lists)

    for name, source in sources.items():
        context.member = name
        yield from read_objects(source, context, _KARAKEEP_PATH, make, "content")


def karakeep_row(
    value: Object, place: Place, context: Context, paths: dict[str, list[str]], lists: list[str]
) -> Row | Skipped:
    """A bookmark of Karakeep, in its export or its dump; the first of `lists` is its folder, the others are tags."""
    content = value.get("content")
    title = text_of(value.get("title")) or text_of(content.get("title") if isinstance(content, dict) else "")
    if not isinstance(content, dict) or content.get("type") == "asset":
        return making.skipped(place, Reason.ASSET, "", title)
    its = [paths[each] for each in lists if each in paths]
    fields = Fields(
        saved_at=context.time(value.get("createdAt")),
        state=State.ARCHIVED if is_true(value.get("archived")) else State.UNREAD,
        favourite=is_true(value.get("favourited")),
        tags=[*tags.named(value.get("tags")), *(path[-1] for path in its[1:])],
        folder=its[0] if its else (),
        note=text_of(value.get("note")),
        excerpt=text_of(first(value, "summary") or content.get("description")),
        html=text_of(content.get("htmlContent")),
        text=text_of(content.get("text")),
        cover=text_of(content.get("imageUrl")),
        site=text_of(content.get("publisher")),
        authors=[text_of(content.get("author"))],
    )
    return making.row(place, text_of(content.get("url")), title, **fields)


def _linkwarden(sources: Sources, context: Context) -> Stream:
    paths = folder_paths(_named(sources, context, ("collections", "[]")))
    pinned: set[str] = set()
    quiet = Context(context.now, {})
    for source in sources.values():
        for found in json_objects.objects(charsets.pieces(source, quiet), at(("pinnedLinks", "[]")), "id"):
            if found.value is not None:
                pinned.add(text_of(found.value.get("id")))

    def make(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
        folder = paths.get(
            text_of(value.get("collectionId") or (parents[-1].get("id") if parents else "")), []
        )
        return _linkwarden_row(value, place, context, folder, text_of(value.get("id")) in pinned)

    for name, source in sources.items():
        context.member = name
        yield from read_objects(source, context, _LINKWARDEN_PATH, make, "url")


def _linkwarden_row(
    value: Object, place: Place, context: Context, folder: list[str], pinned: bool
) -> Row | Skipped:
    title = titles.title(text_of(value.get("name")), "", is_escaped=True)
    if not value.get("url"):
        return making.skipped(place, Reason.ASSET, "", title)
    return making.row(
        place, text_of(value.get("url")), title,
        saved_at=context.time(value.get("importDate")) or context.time(value.get("createdAt")),
        favourite=pinned,
        tags=tags.named(value.get("tags")),
        folder=() if folder and folder[-1] in _DEFAULTS and len(folder) == 1 else folder,
        note=text_of(value.get("description")),
        text=text_of(value.get("textContent")),
    )  # fmt: skip


def _linkding(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    kept_read = context.choices.get("read") == "archived" and not is_true(value.get("unread"))
    named = tags.named(value.get("tag_names"))
    archived = is_true(value.get("is_archived")) or ARCHIVE_TAG in named or kept_read
    return making.row(
        place, text_of(value.get("url")), text_of(first(value, "title", "website_title")),
        saved_at=context.time(value.get("date_added")),
        state=State.ARCHIVED if archived else State.UNREAD,
        tags=[tag for tag in named if tag != ARCHIVE_TAG],
        note=text_of(value.get("notes")),
        excerpt=text_of(first(value, "description", "website_description")),
    )  # fmt: skip


def _readeck(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    state = cells.get("state", cells.get("folder", "")).strip().lower()
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("created", "")),
        state=State.ARCHIVED if is_true(cells.get("isarchived")) or state == "archive" else State.UNREAD,
        favourite=is_true(cells.get("ismarked")),
        tags=tags.listed(cells.get("labels", "")),
    )  # fmt: skip


_KARAKEEP_PATH = at(("bookmarks", "[]"))
_LINKWARDEN_PATH = at(("collections", "[]", "links", "[]"))
_LINKDING_PATH = at(("[]",), ("results", "[]"), ("[]", "results", "[]"))
_NO_MARKS = ("The export of this program holds no highlights.",)

KARAKEEP = Kind(
    "karakeep-json", "Karakeep", _karakeep, facts=("Karakeep exports neither favourites nor highlights.",)
)
LINKWARDEN = Kind("linkwarden-json", "Linkwarden", _linkwarden, facts=_NO_MARKS)
LINKDING = Kind(
    "linkding-json", "linkding", json(_LINKDING_PATH, _linkding), newest_first=True, choices=(KEPT_READ,)
)
READECK = Kind("readeck-csv", "Readeck", csv(_readeck))

CSV_KINDS = (CsvKind(READECK, frozenset(("url", "title", "created", "labels"))),)
JSON_KINDS = (
    JsonKind(KARAKEEP, _KARAKEEP_PATH, has("createdAt", "content")),
    JsonKind(LINKWARDEN, _LINKWARDEN_PATH, has("url", "name")),
    JsonKind(LINKDING, _LINKDING_PATH, has("url", "tag_names", "is_archived")),
)
