"""Search in what somebody saved, from a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from satchel.base.text import line
from satchel.cli.opening import opened
from satchel.cli.output import AsJson, result, show
from satchel.cli.progress import indexed
from satchel.library import accounts, searching
from satchel.model.items import Item, Listing

if TYPE_CHECKING:
    from rich.console import RenderableType


def search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="What to look for, written as in the search field.")
    ],
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose articles to look in.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many to show, the newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Find articles by the words in them."""
    with opened() as (_, library):
        person = library.run_sync(accounts.named, user)
        # Where no server keeps the index up to date, this does.
        indexed(library, [person.id], quiet=as_json)
        found = library.run_sync(searching.listed, person.id, query, limit)
    items = [item for item in found.items if isinstance(item, Item)]
    if as_json:
        rows = [{"item_id": str(item.id), "title": item.title, "url": _url(item)} for item in items]
        result(True, {"total": found.total or 0, "items": rows}, "")
    else:
        show(_described(found, items))


def _url(item: Item) -> str:
    return item.article.url if item.article else item.given_url


def _described(found: Listing, items: list[Item]) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    total = found.total or 0
    parts: list[RenderableType] = []
    for item in items:
        parts += [
            Text(line(item.title, 300), style="bold"),
            Text(line(_url(item), 2000), style="dim"),
            Text(""),
        ]
    said = "Nothing found." if not total else f"{total} found." if total > 1 else "One found."
    more = f" The newest {len(items)} are shown." if total > len(items) else ""
    return Group(*parts, Text(said + more))
