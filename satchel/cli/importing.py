"""Bringing a library along from a shell."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Annotated

import typer

from satchel import wiring
from satchel.base.settings import Settings
from satchel.cli import import_words
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.cli.progress import bars
from satchel.formats.imports.refusing import RefusedFile
from satchel.jobs import importing
from satchel.library import accounts, imports, indexing
from satchel.library.context import Library
from satchel.model.imports import Archived, Choices, Folders, Import, Look


def import_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="What another program exported."),
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
    as_json: AsJson = False,
) -> None:
    """Bring links along that another program exported.

    The kind of the file is found out. An import that was broken off goes on where it was when the command is given
    again.
    """
    choices = Choices(tuple(filter(None, tags.split(","))), archived, folders, revive)
    with opened() as (settings, library):
        person = library.run_sync(accounts.named, user)
        try:
            look, one = asyncio.run(_import(settings, library, person.id, file, choices, dry_run, as_json))
        except RefusedFile as refused:
            raise refused.as_error() from refused
        if one is not None:
            indexing.note(library.store, person.id)
    if one is None:
        result(as_json, import_words.as_facts(look), import_words.look(look))
    else:
        result(as_json, import_words.done_facts(one), import_words.done(one))


async def _import(
    settings: Settings, library: Library, user: int, file: Path, choices: Choices, dry_run: bool, quiet: bool
) -> tuple[Look, Import | None]:
    look = await importing.look_at(library, user, file)
    if dry_run:
        return look, None
    digest, size = await asyncio.to_thread(_digest, file)
    one = await library.run(imports.resumed, user, file.name, digest, size, look, choices)
    sandbox = wiring.make_sandbox(settings)
    with bars(quiet=quiet) as progress:
        bar = progress.add_task("Importing", total=look.rows)

        def heard(now: Import) -> None:
            progress.update(bar, completed=now.rows)

        try:
            return look, await importing.take_in(library, user, one, file, sandbox, heard=heard)
        finally:
            await sandbox.aclose()


def _digest(file: Path) -> tuple[str, int]:
    """SHA-256 of a file, in hex, and its size."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
