"""`satchel user feed`: the secret addresses under which a person's list is read as RSS."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import feeds


def feed(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose list.")],
    new: Annotated[
        bool, typer.Option("--new", help="Make new addresses; the old ones stop working.")
    ] = False,
    close: Annotated[bool, typer.Option("--close", help="Turn the feeds off.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make secret addresses for a person's list as RSS feeds."""
    if new and close:
        raise typer.BadParameter("say either --new or --close")
    with opened() as (settings, library):
        if close:
            library.run_sync(feeds.close_for, name)
            library.security.note("feeds.closed", name=name)
            result(as_json, {"open": False}, f"The feeds of {name} are turned off.")
            return
        person, secret = library.run_sync(feeds.open_for, name, anew=new)
        library.security.note("feeds.opened", name=person)
    server = settings.public_url or "http://127.0.0.1:8080"
    found = {kind: server + path for kind, path in feeds.paths(person, secret).items()}
    said = f"{columns(list(found.items()))}\n(shown only once)"
    if not settings.public_url:
        said += f"\nIf people use another address than {server}, set SATCHEL_PUBLIC_URL to it."
    result(as_json, {"open": True, **found}, said)
