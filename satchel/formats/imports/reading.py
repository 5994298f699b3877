"""The rows of a file that was recognised, as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from satchel.formats.imports import archives
from satchel.formats.imports.context import Context
from satchel.formats.imports.recognising import Found, Part
from satchel.formats.imports.row import Place, Read, Remark
from satchel.formats.imports.sources import Source, whole
from satchel.model.library_file import Shelf

MAX_FILE_BYTES = 11_000_000  #: of a member that is an article: as much as is read of a page


def read(
    found: Found, *, now: int, parts: Sequence[Part] | None = None, choices: Mapping[str, str] | None = None,
    bodies: bool = True,
) -> Iterator[Read]:  # fmt: skip
    """What is in the file, in its order, which is the same each time: rows, skipped rows, and remarks between them.

    Each row of the file comes out either as a `Row` or as a `Skipped`. `now` (ms) tells times from nonsense;
    `parts` are some of `found.parts`, else all that are usual; `choices` has values of the `Choice`s of their kinds by
    name. Without `bodies` texts that lie in files of their own may be missing. Memory stays the same however large the
    file is. Raises `RefusedFile` where an archive turns out to be
    made to do harm, `OSError` where the file has gone.
    """
    with closing(archives.open_archive(Path(found.path))) as archive:
        sources = archive.sources()
        said = 0
        for part in parts if parts is not None else [each for each in found.parts if each.is_usual]:
            for fact in part.of_kind().facts:
                yield Remark(Place("", 0, 0), fact)
            context = Context(now, choices or {}, bodies=bodies)
            its = {name: sources[name] for name in part.members} if part.members else sources
            for each in part.of_kind().read(its, context):
                yield from context.take_remarks()
                yield each
            yield from context.take_remarks()
        for remark in archive.remarks()[said:]:
            yield Remark(Place("", 0, 0), remark)


def shelf(found: Found) -> Shelf | None:
    """What the file has beside its rows: folders, searches and settings. None where it knows of no such things."""
    tells = found.parts[0].of_kind().shelf
    if tells is None:
        return None
    with closing(archives.open_archive(Path(found.path))) as archive:
        sources = archive.sources()
        return tells({name: sources[name] for name in found.parts[0].members})


def open_member(found: Found, name: str) -> bytes | None:
    """The bytes of a member that a row names as its file; None if it is not there, or larger than `MAX_FILE_BYTES`."""
    with closing(archives.open_archive(Path(found.path))) as archive:
        source: Source | None = archive.sources().get(name)
        return None if source is None else whole(source, MAX_FILE_BYTES)
