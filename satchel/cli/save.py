"""The main job from a shell."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from functools import partial
from typing import Annotated

import typer

from satchel import wiring
from satchel.base.settings import Settings
from satchel.cli import show_item
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, show
from satchel.jobs import fetching
from satchel.jobs.single import save_and_fetch
from satchel.library import accounts, indexing
from satchel.library.context import Library
from satchel.model.items import Item, NewLink, Saved


def save(
    url: Annotated[str, typer.Argument(metavar="URL", help="The link to save.")],
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose list it goes to.")],
    tags: Annotated[str, typer.Option(help="Tags, separated by commas.")] = "",
    title: Annotated[str, typer.Option(help="A title to show until the page has been fetched.")] = "",
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, max=600, help="How long to wait for the page.")
    ] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Save a link, fetch its page, and show what was found."""
    from rich.console import Console

    screen = Console(stderr=True)
    spinner = screen.status("Fetching the page …") if screen.is_terminal and not as_json else nullcontext()
    with opened() as (settings, library):
        person = library.run_sync(accounts.named, user)
        link = NewLink(url, title, tuple(tags.split(",")) if tags else ())
        with spinner:
            saved, item = asyncio.run(_save(settings, library, person.id, link, wait))
        indexing.note(library.store, person.id)
    if as_json:
        print(show_item.as_json(saved, item))
    else:
        show(show_item.described(saved, item))


async def _save(
    settings: Settings, library: Library, user: int, link: NewLink, wait: float
) -> tuple[Saved, Item]:
    fetcher, sandbox = wiring.make_fetcher(settings), wiring.make_sandbox(settings)
    fetch = partial(fetching.fetch, library, web=fetcher, extractor=sandbox)
    try:
        return await save_and_fetch(library, user, link, fetch, wait)
    finally:
        await sandbox.aclose()
        await fetcher.aclose()
