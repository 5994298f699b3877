"""Having pages fetched again."""

from __future__ import annotations

from typing import Annotated

import typer

from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result
from satchel.library import accounts, refetching, upkeep
from satchel.library.context import Library


def refetch(
    host: Annotated[str, typer.Option(help="All items of this site.")] = "",
    item: Annotated[int, typer.Option(show_default=False, help="One item, by its id; needs --user.")] = 0,
    user: Annotated[str, typer.Option(help="Only this person's items. Default: everyone's.")] = "",
    failed: Annotated[
        bool, typer.Option("--failed", help="All items whose page could not be fetched.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the saved article with whatever is found now.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have pages fetched and extracted again.

    Use it after a rule changed, or when a site works again. The server does the work when it runs. If a fetch
    fails, or finds something else or far less, the saved article stays. --force replaces it.
    """
    if bool(item) == bool(host or failed) or (item and not user):
        raise typer.BadParameter("say either --item ID --user NAME, or --host HOST, or --failed")
    with opened() as (_, library):
        person = library.run_sync(accounts.named, user).id if user else None
        if item and person is not None:
            library.run_sync(refetching.refetch, person, item, force=force)
            made = 1
        else:
            people = [person] if person is not None else library.run_sync(upkeep.all_users)
            made = 0
            for each in people:
                made += _all_of(library, each, host, failed, force)
    pages = "one page" if made == 1 else f"{made} pages"
    result(as_json, {"jobs": made}, f"{pages[0].upper()}{pages[1:]} will be fetched again.")


def _all_of(library: Library, user: int, host: str, failed: bool, force: bool) -> int:
    """Owe fetches of all that fit among one person's items; how many."""
    made, after = 0, 0
    while True:
        some, last = library.run_sync(
            refetching.refetch_some, user, after, host=host, failed=failed, force=force
        )
        made += some
        if last is None:
            return made
        after = last
