"""Any JSON in which something is called a link, wherever in it that stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from satchel.formats.imports import charsets, csv_header, json_objects, making
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.kind import JsonKind, Kind, Stream, each, first
from satchel.formats.imports.kinds.plain import MAX_LOOKED_AT_CHARACTERS, TITLES, of_names
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source

MAX_LOOKED_AT = 1_000  #: objects that are looked at for an address
MAX_DEPTH = 30  #: of what lies within an object
MAX_BELOW = 100_000  #: things within one object that are looked at
MAX_NAME_CHARACTERS = 200
MAX_WHOLE_BYTES = 32 * 1024 * 1024  #: of a file whose outermost objects are read as a whole

#: What is no link to the web, but one all the same: its row says so.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}:(?:/|[a-z])", re.IGNORECASE)
_VISITS = ("visit_count", "visitCount", "last_visit_time", "page_transition", "page_transition_qualifier")


class Where(NamedTuple):
    """Where the links of a file stand."""

    path: json_objects.Path  #: of the outermost array of which they are, or in which they lie
    key: str  #: of the first address, for people

    def takes(self, path: json_objects.Path) -> bool:
        """Whether objects stand there: in that array, or in one that is called the same in another branch."""
        return path == self.path or (len(self.path) > 2 and path[-2:] == self.path[-2:])


class _Inner(NamedTuple):
    value: Object
    key: str  #: of its address
    names: tuple[str, ...]  #: of what is around it, the outermost first
    path: json_objects.Path  #: that leads to it from the object in which it lies


def where(source: Source) -> Where | None:
    """Where the links of a file stand; None where there are none."""
    last: list[json_objects.Path] = [()]

    def is_in_array(path: json_objects.Path) -> bool:
        last[0] = path
        return path[-1:] == ("[]",)

    pieces = charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS)
    for number, found in enumerate(json_objects.objects(pieces, is_in_array, "url"), 1):
        inner = next(_links(found.value), None) if found.value is not None else None
        if inner is not None:
            # A large file may be one object within which everything stands: that is none to have in hand as a whole.
            below = inner.path if source.size > MAX_WHOLE_BYTES else ()
            return Where((*last[0], *below), inner.key)
        if number > MAX_LOOKED_AT:
            return None
    pieces = charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS)
    for found in json_objects.objects(pieces, lambda path: path == (), "url"):
        inner = next(_links(found.value), None) if found.value is not None else None
        if inner is not None:
            return Where((), inner.key)
    return None


def _links(value: Object) -> Iterator[_Inner]:
    """The object, if it has an address; else those in it that have, in their order."""
    left = [MAX_BELOW]
    any_key = next((key for key, given in value.items() if isinstance(given, str) and is_address(given)), "")
    if any_key and not _named_key(value):
        inner = next(_below(value, (), (), left), None)
        if inner is None:
            yield _Inner(value, any_key, (), ())
            return
        left = [MAX_BELOW]
    yield from _below(value, (), (), left)


def _below(value: Any, names: tuple[str, ...], path: json_objects.Path, left: list[int]) -> Iterator[_Inner]:
    left[0] -= 1
    if len(path) > MAX_DEPTH or left[0] < 0:
        return
    if isinstance(value, list):
        for each_of in value:
            yield from _below(each_of, names, (*path, "[]"), left)
    elif isinstance(value, dict):
        key = _named_key(value)
        if key:
            yield _Inner(value, key, names, path)
            return
        holds = any(isinstance(given, list) for given in value.values())
        name = text_of(
            first({csv_header.folded(each_of): given for each_of, given in value.items()}, *TITLES)
        )
        around = (*names, name[:MAX_NAME_CHARACTERS]) if holds and name.strip() else names
        for name, given in value.items():
            if isinstance(given, list | dict):
                yield from _below(given, around, (*path, name), left)


def _named_key(value: Object) -> str:
    """The key of an object under which an address stands, and that says so; "" for none."""
    is_leaf = not any(isinstance(given, list) and given for given in value.values())
    for key, given in value.items():
        if (
            isinstance(given, str)
            and csv_header.folded(key) in csv_header.ADDRESSES
            and (is_address(given) or (is_leaf and _SCHEME.match(given)))
        ):
            return key
    return ""


def _row(found: _Inner, place: Place, context: Context) -> Row | Skipped:
    known = {csv_header.folded(name): each_of for name, each_of in found.value.items()}
    fields = of_names(known, context)
    if not fields.get("folder"):
        fields["folder"] = found.names
    return making.row(place, text_of(found.value.get(found.key)), text_of(first(known, *TITLES)), **fields)


def _read(source: Source, context: Context) -> Stream:
    at = where(source)
    if at is None:
        return
    for found in json_objects.objects(charsets.pieces(source, context), at.takes, at.key):
        if found.value is None:
            reason = Reason.CUT_OFF if found.is_cut else Reason.DAMAGED
            yield making.skipped(context.place(found.line), reason, found.text)
            continue
        has_links = False
        for inner in _links(found.value):
            has_links = True
            yield _row(inner, context.place(found.line), context)
        if not has_links:
            yield _without(found.value, context.place(found.line), context)


def _without(value: Object, place: Place, context: Context) -> Row | Skipped:
    """What has no address that could be told: the row says why it cannot come in."""
    known = {csv_header.folded(name): each_of for name, each_of in value.items()}
    address = text_of(first(known, *csv_header.ADDRESSES))
    return making.row(place, address, text_of(first(known, *TITLES)), **of_names(known, context))


#: What a browser remembers of every page that it opened: nobody saved those.
HISTORY = Kind("history", "Browsing history", each(_read))
JSON = Kind("json", "List of links (JSON)", each(_read))
JSON_KINDS = (
    JsonKind(
        HISTORY,
        lambda path: path[-1:] == ("[]",),
        lambda value: "url" in value and any(key in value for key in _VISITS),
    ),
)
