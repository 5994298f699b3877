"""Backups: made, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from satchel.base.clock import Clock
from satchel.base.data_folder import SECRET_KEY
from satchel.base.sealing import Seal
from satchel.base.settings import Settings
from satchel.cli.opening import demand_folder, opened, quiet_settings
from satchel.cli.output import AsJson, result
from satchel.cli.progress import bars
from satchel.library import signing
from satchel.library.backups import making, restoring

#: What people call things, and the tables that have them.
_SHOWN = {"accounts": "users", "items": "items", "highlights": "highlights"}


def backup(
    target: Annotated[
        Path,
        typer.Argument(metavar="DIR|FILE", help="A folder, where it gets a name with the time, or a file."),
    ],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="With the pictures that the server keeps.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a backup, while the server runs or not."""
    settings = quiet_settings()
    if not settings.database_url:
        demand_folder(settings)
    with shown(quiet=as_json) as progress:
        made = making.make(
            settings, target, Clock(), force=force, pictures=pictures, progress=progress
        )  # fmt: skip
    facts = {
        "file": str(made.file),
        "bytes": made.size,
        "seconds": round(made.seconds, 3),
        "version": made.schema,
    }
    result(
        as_json,
        {**facts, **_counted(made.counts)},
        f"{made.file}: {_in_words(made.counts)}, {made.size / 1e6:.1f} MB, {made.seconds:.1f} s.\n"
        "It is as secret as the server itself: it has the keys and all that people saved.",
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    force: Annotated[
        bool,
        typer.Option("--force", help="In the place of what is in the data folder; that is kept beside it."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup into the data folder. The server must not run."""
    settings = quiet_settings()
    with shown(quiet=as_json) as progress:
        restored = restoring.restore(settings, file, Clock(), force=force, progress=progress)
    lost = _lost(settings)
    made = datetime.fromtimestamp(restored.made_at // 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    said = f"{settings.data} is as it was on {made}: {_in_words(restored.counts)}."
    if restored.applied:
        said += f" It was brought up to this Satchel by {', '.join(restored.applied)}."
    if restored.before:
        said += f"\nWhat was there before is in {restored.before}. Delete it when all is well."
    if lost:
        said += f"\nThe secrets of these apps were sealed with another key than SATCHEL_SECRET_KEY: {', '.join(lost)}."
    facts = {
        "data": str(settings.data), "made_at": restored.made_at, "version": restored.schema,
        "applied": restored.applied, "before": restored.before and str(restored.before), "unreadable": lost,
    }  # fmt: skip
    result(as_json, {**facts, **_counted(restored.counts)}, said)


def _lost(settings: Settings) -> list[str]:
    """Apps whose secrets cannot be read: the setting names another key than the backup has."""
    with opened() as (_, library):
        seal = Seal(settings.data / SECRET_KEY, settings.secret_key)
        return library.run_sync(signing.unreadable, seal)


def _counted(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts.get(table, 0) for name, table in _SHOWN.items()}


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(
        f"{count} {name if count != 1 else name.removesuffix('s')}"
        for name, count in _counted(counts).items()
    )


@contextmanager
def shown(*, quiet: bool) -> Iterator[making.Progress]:
    """A bar for each part of long work, on standard error where that is a terminal."""
    with bars(quiet=quiet) as progress:
        current = progress.add_task("", total=None)
        said = ""

        def show(what: str, done: int, total: int) -> None:
            nonlocal said
            if what != said:
                said = what
                progress.reset(current, description=what)
            progress.update(current, completed=done, total=total or None)

        yield show
