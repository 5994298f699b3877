"""`satchel user limit` and `admin`: how much people may have, and who looks after the server."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.library import accounts, leaving, people
from satchel.model.people import Person

MEGABYTE = 1_000_000

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose account.")]


def limit(
    name: Name,
    articles: Annotated[
        int | None, typer.Option(min=0, help="How many articles the person may have; 0 for no limit.")
    ] = None,
    megabytes: Annotated[
        int | None, typer.Option(min=0, help="How many megabytes of text; 0 for no limit.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show or set how much a person may have. What is there stays."""
    size = None if megabytes is None else megabytes * MEGABYTE
    with opened() as (_, library):
        person = library.run_sync(people.limit_named, name, articles, size)
        if articles is not None or megabytes is not None:
            library.security.note(
                "account.limited", name=person.user.name, items=person.max_items, bytes=person.max_bytes
            )
    facts = {
        "id": person.user.id, "name": person.user.name, "articles": person.items, "bytes": person.size,
        "max_articles": person.max_items, "max_bytes": person.max_bytes,
    }  # fmt: skip
    result(as_json, facts, _said(person))


def admin(
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="No longer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a person an administrator, or no longer one."""
    with opened() as (_, library):
        known = library.run_sync(accounts.named, name)
        user = library.run_sync(leaving.set_admin, known.id, not off)
        library.security.note("account.admin", name=user.name, admin=not off)
    said = "is no longer an administrator" if off else "is an administrator now"
    result(as_json, {"id": user.id, "name": user.name, "is_admin": not off}, f"{user.name} {said}.")


def _said(person: Person) -> str:
    size = f"{person.size / MEGABYTE:.1f}"
    most = f" of {person.max_items}" if person.max_items else ""
    largest = f" of {person.max_bytes // MEGABYTE}" if person.max_bytes else ""
    return f"{person.user.name} has {person.items}{most} articles and {size}{largest} megabytes of text."
