"""Looking after the database."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from typing import Annotated

import typer

from satchel import wiring
from satchel.base.clock import Clock
from satchel.base.errors import Damaged
from satchel.base.settings import Settings
from satchel.cli.opening import opened, quiet_settings
from satchel.cli.output import AsJson, columns, result
from satchel.cli.progress import bars, indexed
from satchel.library import indexing, signing, upkeep
from satchel.library.backups.nightly import last
from satchel.library.context import Library
from satchel.pipeline.fetching.self_test import self_test

#: Bytes; with less than that a server will soon refuse to save.
LITTLE_SPACE = 200_000_000
#: What to do about a damaged database.
REPAIR = (
    "Stop Satchel, keep a copy of its folder, and restore a backup with `satchel restore`; without one, "
    "`sqlite3 satchel.db .recover` saves what can be read. docs/setup.md has the steps."
)


def migrate(
    partitions: Annotated[
        int | None,
        typer.Option(
            min=2, max=1024, show_default=False, help="Partitions, for an empty PostgreSQL database."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Update the database for this version of Satchel."""
    applied: list[str] = []
    store = wiring.open_store(quiet_settings(), Clock(), migrated=applied.append, partitions=partitions or 0)
    try:
        version = upkeep.version(store)
    finally:
        store.close()
    did = f"Applied {', '.join(applied)}." if applied else "Nothing to do."
    result(as_json, {"applied": applied, "version": version}, f"{did} The database is of version {version}.")


def reindex(as_json: AsJson = False) -> None:
    """Build the search index and the counts again from what is stored."""
    with opened() as (_, library):
        people = library.run_sync(upkeep.all_users)
        items = upkeep.tally(library.store)["items"]
        _reindex_all(library, people, items, quiet=as_json)
        indexing.renew(library.store)
        indexed(library, people, quiet=as_json, items=items)
    result(as_json, {"users": len(people), "items": items}, f"Indexed {items} items of {len(people)} people.")


def _reindex_all(library: Library, people: list[int], items: int, *, quiet: bool) -> None:
    with bars(quiet=quiet) as progress:
        bar = progress.add_task("Indexing", total=max(items, 1))
        for person in people:
            after: int | None = 0
            while after is not None:
                after = library.run_sync(upkeep.reindex, person, after)
                progress.advance(bar, upkeep.BATCH)


def check(as_json: AsJson = False) -> None:
    """Check the server's data, and say what is wrong."""
    settings = quiet_settings()
    facts: dict[str, object] = {}
    try:
        with opened() as (_, library):
            facts["database"] = library.store.kind
            problems = upkeep.damage(library.store)
            damaged = bool(problems)
            if not damaged:
                problems = upkeep.doubts(library.store) + upkeep.doubts_about_search(library.store)
                facts["version"] = upkeep.version(library.store)
                facts.update(upkeep.tally(library.store))
                lost = library.run_sync(signing.unreadable, library.seal)
                if lost:
                    problems.append(
                        f"The secrets of these apps were sealed with another key: {', '.join(lost)}. Bring back "
                        "secret.key from a backup."
                    )
    except Damaged as error:
        problems, damaged = [error.message], True
    if damaged:
        problems.append(REPAIR)
    backup = last(settings, Clock().now())
    if settings.database_url:
        facts["last_backup"] = "Satchel does not know: pg_dump makes them (docs/backup.md)"
    else:
        facts["last_backup"] = f"{_utc(backup.made_at)}, {backup.file}" if backup.made_at else "never"
    if backup.problem:
        problems.append(backup.problem)
    free = shutil.disk_usage(settings.data).free if settings.data.exists() else None
    if free is not None:
        facts["free_bytes"] = free
        if free < LITTLE_SPACE:
            problems.append(f"Only {free // 1_000_000} MB are free where {settings.data} is.")
    problems += asyncio.run(_guard(settings))
    rows = [(name.replace("_", " "), str(value)) for name, value in facts.items()]
    said = "\n".join(problems) if problems else "All is well."
    result(as_json, {"ok": not problems, "problems": problems, **facts}, f"{columns(rows)}\n\n{said}")
    if problems:
        raise typer.Exit(1)


def _utc(time: int) -> str:
    return datetime.fromtimestamp(time // 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


async def _guard(settings: Settings) -> list[str]:
    """What is wrong with the guard against private addresses."""
    fetcher = wiring.make_fetcher(settings)
    try:
        await self_test(fetcher)
    except RuntimeError as error:
        return [str(error)]
    finally:
        await fetcher.aclose()
    return []
