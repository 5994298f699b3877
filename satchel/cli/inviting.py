"""`satchel user invite`, `invitations` and `revoke`: links that make one account each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, columns, result
from satchel.library import inviting

_DAY = 86_400_000


def invite(
    label: Annotated[
        str, typer.Option("--for", help="A note of whom it is for. Only administrators see it.")
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="The administrator who invites; else the oldest one.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make a link with which one person makes an account, for seven days."""
    with opened() as (settings, library):
        user, token = library.run_sync(inviting.invite_by, by, label)
        library.security.note("invite.made", name=user.name)
    server = settings.public_url or "http://127.0.0.1:8080"
    link = f"{server}/join?token={token}"
    said = f"{link}\n(makes one account, for {inviting.LIFE // _DAY} days; shown only once)"
    if not settings.public_url:
        said += f"\nIf people use another address than {server}, set SATCHEL_PUBLIC_URL to it."
    result(as_json, {"link": link, "for": label, "by": user.name}, said)


def invitations(as_json: AsJson = False) -> None:
    """List the invitations that are open."""
    with opened() as (_, library):
        found = library.run_sync(inviting.pending)
    ends = [datetime.fromtimestamp((each.made_at + inviting.LIFE) / 1000, UTC) for each in found]
    facts = [
        {"id": each.id, "for": each.label, "until": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
        for each, end in zip(found, ends, strict=True)
    ]
    rows = [("number", "until (UTC)", "for")]
    rows += [
        (str(each.id), f"{end:%Y-%m-%d %H:%M}", each.label) for each, end in zip(found, ends, strict=True)
    ]
    result(as_json, {"invitations": facts}, columns(rows) if found else "No invitation is open.")


def revoke(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Which one, as `invitations` lists them.")],
    as_json: AsJson = False,
) -> None:
    """Revoke an invitation. Its link no longer works."""
    with opened() as (_, library):
        library.run_sync(inviting.revoke, number)
        library.security.note("invite.revoked", invitation=number)
    result(as_json, {"id": number}, "The invitation is revoked.")
