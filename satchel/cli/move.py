"""From SQLite to PostgreSQL and back."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.base.clock import Clock
from satchel.cli.backup import shown
from satchel.cli.opening import demand_folder, quiet_settings
from satchel.cli.output import AsJson, result
from satchel.library.moving import between


def move(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="URL",
            help="Where to: postgresql://user@host/database, or sqlite: and a data folder.",
        ),
    ],
    partitions: Annotated[
        int | None,
        typer.Option(
            min=2, max=1024, show_default=False, help="Partitions, for an empty PostgreSQL database."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Move everything to another database. No server may run."""
    settings = quiet_settings()
    if not settings.database_url:
        demand_folder(settings)
    clock = Clock()
    began = clock.monotonic()
    with shown(quiet=as_json) as progress:
        done = between.move(settings, to, clock, partitions or 0, progress)
    seconds = (clock.monotonic() - began) / 1000
    moved = done.moved
    said = f"{moved.rows} rows of {moved.tables} tables are in {done.to}, {seconds:.1f} s. All were compared."
    if moved.again:
        said += " The source had changed since the move was begun, so it was begun again."
    said += f"\n{done.source} is as it was. From now on: {done.setting}"
    facts = {
        "to": done.to, "rows": moved.rows, "tables": moved.tables, "resumed": moved.resumed, "again": moved.again,
        "seconds": round(seconds, 3),
    }  # fmt: skip
    result(as_json, facts, said)
