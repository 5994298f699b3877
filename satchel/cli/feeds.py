"""`satchel user feed`: the secret addresses under which a person's list is read as RSS."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.base.feeds import paths
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import accounts, feeds


def feed(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose list.")],
    new: Annotated[
        bool, typer.Option("--new", help="Make new addresses; those from before end with it.")
    ] = False,
    close: Annotated[bool, typer.Option("--close", help="Let nobody read the feeds any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open a person's list as RSS feeds, under secret addresses."""
    if new and close:
        raise typer.BadParameter("say either --new or --close")
    with opened() as (settings, library):
        if close:
            library.store.write(lambda tx: feeds.close(tx, accounts.named(tx, name).id))
            library.security.note("feeds.closed", name=name)
            result(as_json, {"open": False}, f"The feeds of {name} are closed.")
            return
        person, secret = library.store.write(lambda tx: feeds.open_for(tx, name, anew=new))
        library.security.note("feeds.opened", name=person)
    server = settings.public_url or "http://127.0.0.1:8080"
    found = {kind: server + path for kind, path in paths(person, secret).items()}
    said = f"{columns(list(found.items()))}\n(shown this one time)"
    if not settings.public_url:
        said += f"\nIf people reach this server elsewhere than at {server}, name that in SATCHEL_PUBLIC_URL."
    result(as_json, {"open": True, **found}, said)
