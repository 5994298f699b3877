"""What browsers keep themselves: backups of Firefox, the bookmarks of Chrome and its kin, Safari's property list."""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from satchel.formats.imports import charsets, json_objects, lz4, making, tags, times
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import MAX_WHOLE_WEIGHT, Object, decode, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import Kind, Stream, WholeKind, each
from satchel.formats.imports.refusing import refuse
from satchel.formats.imports.row import Reason, Row, Skipped
from satchel.formats.imports.sources import Source, whole

MAX_TREE_CHARACTERS = 64 * 1024 * 1024
MAX_TREE_DEPTH = 200
MAX_NODES = 2_000_000

#: Below it old backups have a folder for each tag, with copies of what has it.
_TAGS_ROOT = "tagsFolder"
_READING_LIST = "com.apple.ReadingList"


class _Leaf(NamedTuple):
    value: Object
    folder: tuple[str, ...]


def _walk(root: Object, kind: Any) -> Iterator[_Leaf]:
    """The leaves of a tree in its order; `kind` gives the children of a node, None for a leaf, and names of folders."""
    waiting: list[tuple[Object, tuple[str, ...]]] = [(root, ())]
    nodes = 0
    while waiting:
        node, folder = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES:
            refuse("There is more in the file than is read at once.")
        below = kind.children(node)
        if below is None:
            yield _Leaf(node, folder)
        elif len(folder) < MAX_TREE_DEPTH:
            name = kind.folder(node)
            inner = folder if name is None else (*folder, name)
            waiting += [(child, inner) for child in reversed(below) if isinstance(child, dict)]


class _Firefox:
    """Children and names in a backup of Firefox."""

    @staticmethod
    def children(node: Object) -> list[Any] | None:
        return listed(node["children"]) if "children" in node else None if "uri" in node else []

    @staticmethod
    def folder(node: Object) -> str | None:
        if node.get("root") == _TAGS_ROOT:
            return _TAGS_ROOT
        return None if "root" in node else text_of(node.get("title"))


class _Chrome:
    """Children and names in a bookmarks file of Chrome."""

    @staticmethod
    def children(node: Object) -> list[Any] | None:
        return listed(node["children"]) if "children" in node else None if "url" in node else []

    @staticmethod
    def folder(node: Object) -> str | None:
        return None if node.get("is_root") else text_of(node.get("name"))


class _Safari:
    """Children and names in Safari's list."""

    @staticmethod
    def children(node: Object) -> list[Any] | None:
        return listed(node["Children"]) if "Children" in node else None if "URLString" in node else []

    @staticmethod
    def folder(node: Object) -> str | None:
        title = text_of(node.get("Title"))
        return None if title in ("", "BookmarksBar", "BookmarksMenu", _READING_LIST) else title


def _tree(source: Source, context: Context) -> Object | None:
    """All of a JSON file; None if it is damaged or too large to be held."""
    pieces, size = [], 0
    for piece in charsets.pieces(source, context):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_TREE_CHARACTERS:
            return None
    return decode("".join(pieces), MAX_WHOLE_WEIGHT)


def _broken(
    source: Source, context: Context, key: str, make: Callable[[_Leaf, Context], Row | Skipped]
) -> Stream:
    """The leaves of a file that is damaged, without their folders."""
    context.remark("The file is damaged or very large: what is in it was read, but its folders could not be.")
    quiet = Context(context.now, {})
    for value in json_objects.leaves(charsets.pieces(source, quiet), key):
        if value is None:
            yield making.skipped(context.place(), Reason.CUT_OFF)
        else:
            yield make(_Leaf(value, ()), context)


def _firefox(source: Source, context: Context) -> Stream:
    tree = _tree(source, context)
    if tree is None:
        yield from _broken(source, context, "uri", _of_firefox)
        return
    if "windows" in tree:
        yield from _session(tree, context)
        return
    for leaf in _walk(tree, _Firefox):
        if leaf.value.get("typeCode") != 3:
            yield _of_firefox(leaf, context)


def _session(tree: Object, context: Context) -> Stream:
    """The tabs of a session, each with the page that it shows."""
    for window in listed(tree.get("windows")):
        for tab in listed(window.get("tabs")) if isinstance(window, dict) else ():
            entries = (
                [each for each in listed(tab.get("entries")) if isinstance(each, dict)]
                if isinstance(tab, dict)
                else []
            )
            if not entries:
                continue
            shown = tab.get("index")
            at = shown - 1 if isinstance(shown, int) and 0 < shown <= len(entries) else -1
            yield making.row(
                context.place(), text_of(entries[at].get("url")), text_of(entries[at].get("title")),
                saved_at=context.time(tab.get("lastAccessed")),
            )  # fmt: skip


def _of_firefox(leaf: _Leaf, context: Context) -> Row | Skipped:
    value = leaf.value
    address, place = text_of(value.get("uri")), context.place()
    if address.startswith("place:"):
        return making.skipped(place, Reason.OTHER_SCHEME, address, text_of(value.get("title")))
    notes = [
        text_of(anno.get("value"))
        for anno in listed(value.get("annos"))
        if isinstance(anno, dict) and anno.get("name") == "bookmarkProperties/description"
    ]
    of_tag = leaf.folder[:1] == (_TAGS_ROOT,)
    return making.row(
        place, address, text_of(value.get("title")),
        saved_at=context.time(value.get("dateAdded")),
        tags=leaf.folder[1:2] if of_tag else tags.named(value.get("tags")),
        folder=() if of_tag else leaf.folder,
        note="\n".join(notes),
    )  # fmt: skip


def _packed(source: Source, context: Context) -> Stream:
    yield from _firefox(lz4.Unpacked(source), context)


def _chrome(source: Source, context: Context) -> Stream:
    tree = _tree(source, context)
    if tree is None:
        yield from _broken(source, context, "url", _of_chrome)
        return
    roots = tree.get("roots")
    parts = roots.values() if isinstance(roots, dict) else ()
    nodes = [{**root, "is_root": True} for root in parts if isinstance(root, dict)]
    for leaf in _walk({"children": nodes, "is_root": True}, _Chrome):
        yield _of_chrome(leaf, context)


def _of_chrome(leaf: _Leaf, context: Context) -> Row | Skipped:
    return making.row(
        context.place(), text_of(leaf.value.get("url")), text_of(leaf.value.get("name")),
        saved_at=times.since_1601(leaf.value.get("date_added"), context.now),
        folder=leaf.folder,
    )  # fmt: skip


def _safari(source: Source, context: Context) -> Stream:
    data = whole(source, MAX_TREE_CHARACTERS)
    if data is None:
        refuse("The list is larger than is read at once.")
    try:
        tree = plistlib.loads(data)
    except Exception:  # of a dozen kinds, by what is damaged
        refuse("The list is damaged and cannot be read.")
    for leaf in _walk(tree if isinstance(tree, dict) else {}, _Safari):
        yield _of_safari(leaf, context)


def _of_safari(leaf: _Leaf, context: Context) -> Row | Skipped:
    value = leaf.value
    names, later = value.get("URIDictionary"), value.get("ReadingList")
    names, later = names if isinstance(names, dict) else {}, later if isinstance(later, dict) else {}
    added = later.get("DateAdded")
    return making.row(
        context.place(), text_of(value.get("URLString")), text_of(names.get("title")),
        saved_at=context.time(added.isoformat() + "Z") if isinstance(added, datetime) else 0,
        folder=leaf.folder,
        excerpt=text_of(later.get("PreviewText")),
    )  # fmt: skip


FIREFOX = Kind("firefox-json", "Firefox", each(_firefox))
SESSION = Kind("firefox-session", "Firefox (open tabs)", each(_firefox))
PACKED = Kind("firefox-jsonlz4", "Firefox", each(_packed))
CHROME = Kind("chrome-json", "Chrome or its kin", each(_chrome))
SAFARI = Kind("safari-plist", "Safari", each(_safari))

BINARY_KINDS = (
    WholeKind(PACKED, lambda first: first.startswith(lz4.MARK), "its first letters"),
    WholeKind(
        SAFARI,
        lambda first: first.startswith(b"bplist00") or (b"<plist" in first[:500] and b"WebBookmark" in first),
        "its first letters",
    ),
)
WHOLE_JSON_KINDS = (
    WholeKind(
        SESSION,
        lambda text: '"windows"' in text[:4_000] and '"tabs"' in text and '"entries"' in text,
        "the names of what is in it",
    ),
    WholeKind(
        FIREFOX,
        lambda text: (
            "text/x-moz-place" in text or ('"children"' in text and '"guid"' in text and '"typeCode"' in text)
        ),
        "the names of what is in it",
    ),
    WholeKind(
        CHROME, lambda text: '"roots"' in text and '"bookmark_bar"' in text, "the names of what is in it"
    ),
)
