"""`satchel user list`, `disable`, `enable` and `remove`: who is there, and who shall not be."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import accounts, leaving
from satchel.library import two_step as steps

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose account.")]


def list_(as_json: AsJson = False) -> None:
    """List the accounts."""
    with opened() as (_, library):
        found = library.run_sync(leaving.everyone)
    facts = [
        {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "is_admin": user.is_admin,
            "has_password": user.has_password,
            "is_disabled": user.disabled_at > 0,
            "links": links,
        }
        for user, links in found
    ]
    rows = [("name", "e-mail", "links", "")]
    for user, links in found:
        marks = [
            word
            for word, told in (
                ("administrator", user.is_admin),
                ("no password", not user.has_password),
                ("disabled", user.disabled_at > 0),
            )
            if told
        ]
        rows.append((user.name, user.email, str(links), ", ".join(marks)))
    result(as_json, {"users": facts}, columns(rows) if found else "There is no account yet.")


def disable(name: Name, as_json: AsJson = False) -> None:
    """Disable an account, and keep what is in it.

    Its passwords, tokens, feeds and browsers stop working until you enable it again.
    """
    with opened() as (_, library):
        user = library.run_sync(leaving.disable, name)
        library.security.note("account.disabled", name=user.name)
    facts = {"id": user.id, "name": user.name, "is_disabled": True}
    result(as_json, facts, f"{user.name} is disabled. `satchel user enable` enables the account again.")


def enable(name: Name, as_json: AsJson = False) -> None:
    """Enable an account again."""
    with opened() as (_, library):
        user = library.run_sync(leaving.enable, name)
        library.security.note("account.enabled", name=user.name)
    facts = {"id": user.id, "name": user.name, "is_disabled": False}
    result(as_json, facts, f"{user.name} is enabled again.")


def two_step_off(name: Name, as_json: AsJson = False) -> None:
    """Turn off two-step sign-in, for somebody who lost phone and recovery codes."""
    with opened() as (_, library):
        user = library.run_sync(accounts.named, name)
        library.run_sync(steps.turn_off, user.id)
        library.security.note("two_step.off", name=user.name)
    facts = {"id": user.id, "name": user.name, "two_step": False}
    result(as_json, facts, f"{user.name} signs in with the password alone now.")


def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove an account with everything in it, for good."""
    with opened() as (_, library):
        user, links = library.run_sync(leaving.removable, name)
        if not yes:
            typer.confirm(f"Remove {user.name} and {links} links, for good?", abort=True, err=True)
        user = leaving.remove(library, user.name)
        library.security.note("account.removed", name=user.name)
    facts = {"id": user.id, "name": user.name, "links": links}
    result(as_json, facts, f"{user.name} is removed, and {links} links with the account.")
