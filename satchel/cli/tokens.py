"""Tokens: letting an app act for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import access, connections

app = typer.Typer(help="Access tokens.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Access tokens."""


@app.command()
def add(
    user: Annotated[str, typer.Argument(metavar="USER", help="Whose list the app may use.")],
    consumer_key: Annotated[
        str, typer.Option("--app", metavar="CONSUMER_KEY", help="The app's consumer key.")
    ] = "",
    name: Annotated[
        str,
        typer.Option("--name", metavar="NAME", help="Instead: what to call a program of the person's own."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make a token, so that an app can use a person's list."""
    if bool(consumer_key) == bool(name):
        raise typer.BadParameter("Give either --app or --name.")
    with opened() as (_, library):
        if name:
            token = library.run_sync(connections.issue_token, user, name)
        else:
            token = library.run_sync(access.issue_token, user, consumer_key)
        library.security.note("token.made", name=user, app=consumer_key or name)
    result(as_json, {"access_token": token}, columns([("access token", f"{token}  (shown only once)")]))
