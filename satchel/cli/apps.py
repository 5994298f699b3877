"""Apps and their consumer keys."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.base import redirect_uris
from satchel.base.errors import Invalid
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import signing
from satchel.model.people import Ability

app = typer.Typer(help="Apps, and their consumer keys.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Apps, and their consumer keys."""


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that people see.")],
    permissions: Annotated[
        str, typer.Option(help="What the app may do, separated by commas.")
    ] = "add,modify,retrieve",
    consumer_key: Annotated[str, typer.Option(help="Use this key, for apps with a key built in.")] = "",
    consumer_secret: Annotated[
        str,
        typer.Option(
            help="Use this secret, for apps with a key and a secret built in that sign what they send."
        ),
    ] = "",
    redirect_uri: Annotated[
        list[str] | None, typer.Option(help="Return address of the app; can be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a consumer key for an app or a script."""
    abilities = _abilities(permissions)
    checked = tuple(map(_redirect, redirect_uri or ()))
    with opened(begin=True) as (_, library):
        made, secret = library.run_sync(
            signing.register_app, library.seal, name,
            abilities=abilities, consumer_key=consumer_key, secret=consumer_secret, redirects=checked,
        )  # fmt: skip
        library.security.note("app.registered", app=made.name)
    facts = {
        "name": made.name,
        "consumer_key": made.consumer_key,
        "consumer_secret": secret,
        "permissions": [str(each.name).lower() for each in Ability if each in made.abilities],
    }
    rows = [("consumer key", made.consumer_key), ("consumer secret", secret)]
    result(as_json, facts, columns(rows))


@app.command(name="secret")
def show_secret(
    consumer_key: Annotated[str, typer.Argument(metavar="CONSUMER_KEY", help="The app's consumer key.")],
    as_json: AsJson = False,
) -> None:
    """Show an app's consumer secret, with which it signs what it sends."""
    with opened() as (_, library):
        secret = library.run_sync(signing.secret_of, library.seal, consumer_key)
        library.security.note("app.secret_shown", key=consumer_key)
    result(as_json, {"consumer_secret": secret}, columns([("consumer secret", secret)]))


def _redirect(text: str) -> str:
    try:
        return redirect_uris.read(text)
    except Invalid:
        raise typer.BadParameter(f"{text!r} is not a valid return address") from None


def _abilities(text: str) -> Ability:
    names = {str(each.name).lower(): each for each in Ability}
    found = Ability(0)
    for word in text.split(","):
        if word.strip().lower() not in names:
            raise typer.BadParameter(f"permissions are add, modify and retrieve, not {word.strip()!r}")
        found |= names[word.strip().lower()]
    return found
