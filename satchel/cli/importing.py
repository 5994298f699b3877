"""Bringing a library along from a shell."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from satchel import wiring
from satchel.base.data_folder import UPLOADS
from satchel.base.errors import Invalid
from satchel.base.settings import Settings
from satchel.cli import import_words
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.cli.progress import bars
from satchel.formats.imports.refusing import RefusedFile
from satchel.jobs import importing
from satchel.library import accounts, imports, indexing
from satchel.library.context import Library
from satchel.library.uploads import own_names
from satchel.model.imports import Archived, Choices, Folders, Import, Look


def import_file(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", exists=True, help="What another program exported; several come in together."
        ),
    ],
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose list it goes to.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what is in the file; write nothing.")
    ] = False,
    tags: Annotated[str, typer.Option(help="Tags for everything, separated by commas.")] = "",
    archived: Annotated[
        Archived, typer.Option(help="Keep what is archived in the file archived, or put all in one place.")
    ] = Archived.KEEP,
    folders: Annotated[Folders, typer.Option(help="What becomes of folders.")] = Folders.FOLDERS,
    revive: Annotated[
        bool, typer.Option("--revive", help="Bring back what was deleted here and is in the file.")
    ] = False,
    copies: Annotated[
        bool,
        typer.Option(
            "--archive-copies",
            help="Look for copies of pages that are gone in the Internet Archive, which hears of them then.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring links along that another program exported.

    The kind of each file is found out. An import that was broken off goes on where it was when the command is given
    again.
    """
    choices = Choices(tuple(filter(None, tags.split(","))), archived, folders, revive, copies)
    with opened() as (settings, library):
        person = library.run_sync(accounts.named, user)
        try:
            with _together(files, settings.data) as brought:
                look, one = asyncio.run(
                    _import(settings, library, person.id, brought, choices, dry_run, as_json)
                )
        except RefusedFile as refused:
            raise refused.as_error() from refused
        if one is not None:
            indexing.note(library.store, person.id)
    if one is None:
        result(as_json, import_words.as_facts(look), import_words.look(look))
    else:
        result(as_json, import_words.done_facts(one), import_words.done(one))


class _Brought(NamedTuple):
    """What is imported, and what it is called."""

    path: Path
    name: str
    files: list[Path]


@contextmanager
def _together(files: list[Path], folder: Path) -> Iterator[_Brought]:
    """The file, or a folder in which several are, for as long as they are read."""
    if len(files) == 1:
        yield _Brought(files[0], files[0].name, files)
        return
    if folder.is_dir():
        (folder / UPLOADS).mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder / UPLOADS if folder.is_dir() else None) as scratch:
        for name, file in zip(own_names(file.name for file in files), files, strict=True):
            if file.is_dir():
                raise Invalid("Of several only files can be imported, no folders.", field="file")
            try:
                os.link(file.resolve(), Path(scratch, name))
            except OSError:  # it lies on another disk
                shutil.copyfile(file, Path(scratch, name))
        yield _Brought(Path(scratch), f"{files[0].name} + {len(files) - 1}", files)


async def _import(
    settings: Settings,
    library: Library,
    user: int,
    brought: _Brought,
    choices: Choices,
    dry_run: bool,
    quiet: bool,
) -> tuple[Look, Import | None]:
    file = brought.path
    look = await importing.look_at(library, user, file)
    if dry_run:
        return look, None
    digest, size = await asyncio.to_thread(_digest, brought.files)
    one = await library.run(imports.resumed, user, brought.name, digest, size, look, choices)
    sandbox = wiring.make_sandbox(settings)
    with bars(quiet=quiet) as progress:
        bar = progress.add_task("Importing", total=look.rows)

        def heard(now: Import) -> None:
            progress.update(bar, completed=now.rows)

        try:
            return look, await importing.take_in(library, user, one, file, sandbox, heard=heard)
        finally:
            await sandbox.aclose()


def _digest(files: list[Path]) -> tuple[str, int]:
    """SHA-256 of a file, or of those of several, in hex; and the size of all."""
    digests, size = [], 0
    for each in files:
        for file in sorted(each.rglob("*")) if each.is_dir() else [each]:
            if file.is_file():
                with file.open("rb") as stream:
                    digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
                    size += stream.tell()
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(), size
