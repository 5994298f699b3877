"""Taking a library along from a shell: one person's, or everybody's."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from satchel.base.drafts import drafts, put
from satchel.base.errors import Invalid
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.cli.progress import bars
from satchel.formats.exports.registry import FORMATS
from satchel.formats.exports.writing import Format
from satchel.library import accounts, exporting, leaving
from satchel.library.context import Library
from satchel.model.items import Query
from satchel.web import list_address

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT = "-"
_UNSAFE = re.compile(r"[^\w.@+-]+|^\.")
MAX_NAME_CHARACTERS = 100


def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where it goes; - for standard output.")
    ] = None,
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose library.")] = "",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"The form of the file: {', '.join(FORMATS)}.")
    ] = "satchel",
    listed: Annotated[
        str, typer.Option("--list", metavar="LIST", help="Only a list: archive, favourites, or its address.")
    ] = "",
    query: Annotated[str, typer.Option(metavar="WORDS", help="Only what this search finds.")] = "",
    all_of: Annotated[
        Path | None, typer.Option("--all", metavar="DIR", help="All people, a file each, into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a library into a file, to have it elsewhere, or here again.

    Without --format nothing is lost: `satchel import` brings all of it back.
    """
    wanted = _query(listed, query)
    if form not in FORMATS:
        raise Invalid(f"There is no format {form}. There are {', '.join(FORMATS)}.")
    if (file is None) == (all_of is None) or (all_of is None) == (not user):
        raise Invalid("Name a FILE and --user NAME, or --all DIR.")
    with opened() as (_, library):
        if all_of is not None:
            _everybody(library, all_of, FORMATS[form], wanted, as_json)
            return
        assert file is not None
        person = library.run_sync(accounts.named, user)
        facts = asyncio.run(_export(library, person.id, file, FORMATS[form], wanted, as_json))
    if str(file) != STDOUT:
        result(as_json, facts, f"{facts['items']} articles of {person.name} are in {file}.")


def _query(listed: str, words: str) -> Query | None:
    """The list that is wanted; None for all. Raises `Invalid`."""
    if words:
        if listed:
            raise Invalid("Name a list or a search, not both.")
        return Query(search=words)
    if not listed:
        return None
    path = listed if listed.startswith("/") else "/" if listed == "unread" else f"/{listed}"
    found = list_address.read_address(path)
    if found is None:
        raise Invalid(f"There is no list {listed}.")
    return found.query


def _everybody(library: Library, folder: Path, form: Format, query: Query | None, as_json: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written: list[dict[str, object]] = []
    for person, _ in library.run_sync(leaving.everyone):
        name = _UNSAFE.sub("-", person.name)[:MAX_NAME_CHARACTERS]
        # People whose names look alike in files are told apart by their numbers.
        path = folder / f"satchel-{person.id}-{name}{form.suffix}"
        facts = asyncio.run(_export(library, person.id, path, form, query, as_json))
        written.append({"user": person.name, **facts})
    result(as_json, {"files": written}, f"{len(written)} libraries are in {folder}.")


async def _export(
    library: Library, user: int, file: Path, form: Format, query: Query | None, quiet: bool
) -> dict[str, object]:
    """Write one file; what is to be said of it."""
    items, size, digest = 0, 0, hashlib.sha256()
    with bars(quiet=quiet or str(file) == STDOUT) as progress, _opened(file) as write:
        bar = progress.add_task("Exporting", total=None)

        def heard(done: int, total: int) -> None:
            nonlocal items
            items = done
            progress.update(bar, completed=done, total=total)

        async for piece in exporting.stream(library, user, form, query, heard):
            digest.update(piece)
            size += len(piece)
            await asyncio.to_thread(write, piece)
    return {
        "file": str(file), "format": form.name, "items": items, "bytes": size, "sha256": digest.hexdigest()
    }  # fmt: skip


@contextmanager
def _opened(file: Path) -> Iterator[Callable[[bytes], object]]:
    """A way to write a file that is there when all of it is, or not at all; or to standard output."""
    if str(file) == STDOUT:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    with drafts(file.parent) as draft:
        part = draft / "exported"
        part.touch(mode=0o600)
        with part.open("wb") as written:
            yield written.write
        put(part, file, force=True)
