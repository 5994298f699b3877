"""Accounts."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from satchel.cli import inviting, leaving, limiting
from satchel.cli.feeds import feed
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.library import accounts, sessions
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS

app = typer.Typer(help="Accounts.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts."""


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any text. An e-mail address works, too.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="The password is the first line of standard input.")
    ] = False,
    no_password: Annotated[
        bool,
        typer.Option("--no-password", help="An account that can only add, through Instapaper's Simple API."),
    ] = False,
    email: Annotated[str, typer.Option(help="An e-mail address.")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="Make this person an administrator.")] = False,
    as_json: AsJson = False,
) -> None:
    """Create an account."""
    if password_stdin == no_password:
        raise typer.BadParameter("say either --password-stdin or --no-password")
    password = _password() if password_stdin else None
    with opened(begin=True) as (_, library):
        hashed = None if password is None else library.passwords.hash(password, name, email)
        user = library.run_sync(accounts.create, name, hashed, email=email, is_admin=admin)
        library.security.note("account.made", name=user.name, admin=admin)
    only = "" if hashed else " It has no password: it can add through Instapaper's Simple API, nothing else."
    facts = {"id": user.id, "name": user.name, "email": user.email, "is_admin": user.is_admin}
    result(as_json, {**facts, "has_password": hashed is not None}, f"{user.name} has an account.{only}")


@app.command()
def password(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose password.")],
    as_json: AsJson = False,
) -> None:
    """Change the password of an account.

    The password is the first line of standard input, or asked for on a terminal. Every browser of that person is
    signed out; apps stay connected.
    """
    with opened() as (_, library):
        known = library.run_sync(accounts.named, name)
        hashed = library.passwords.hash(_password(), known.name, known.email)
        user = library.run_sync(sessions.reset_password, name, hashed)
        library.security.note("password.changed", name=user.name)
    result(as_json, {"id": user.id, "name": user.name}, f"The password of {user.name} is changed.")


app.command()(feed)
app.command("list")(leaving.list_)
app.command()(leaving.disable)
app.command()(leaving.enable)
app.command()(leaving.remove)
app.command()(limiting.limit)
app.command()(limiting.admin)
app.command()(inviting.invite)
app.command()(inviting.invitations)
app.command()(inviting.revoke)
app.command("two-step-off")(leaving.two_step_off)


def _password() -> str:
    """The first line of standard input, without showing it where somebody types it."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    line = sys.stdin.buffer.readline(MAX_PASSWORD_CHARACTERS * 4 + 2)
    try:
        return line.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise typer.BadParameter("the password is not UTF-8 text") from None
