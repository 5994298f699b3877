"""Reading: an article as it is stored, and having its page fetched once more."""

from __future__ import annotations

from satchel.base.errors import NotFound
from satchel.library import fetches, hiding, settling
from satchel.library.context import Library
from satchel.library.naming import named_by
from satchel.library.usecase import reads, writes
from satchel.model.items import Item, State
from satchel.store import articles, items, refetching, site_rules
from satchel.store.db import ReadTx, Tx
from satchel.store.refetching import Wish

__all__ = ["Wish", "again", "at", "for_apps", "html", "shown"]

#: ms within which a page is not fetched again, however often somebody asks.
PAUSE = 60_000
SHORT_PAUSE = 5_000  #: the same where it is fetched in another way


@reads(quick=True)
def at(tx: ReadTx, user: int, url: str) -> Item:
    """The person's living item that is found under an address. Raises `NotFound`, `Invalid`."""
    standing = named_by(tx, user, url)
    found = items.get(tx, user, standing.id) if standing else None
    if found is None or found.state == State.DELETED:
        raise NotFound("There is no such item.")
    return found


@reads
def html(tx: ReadTx, user: int, item_id: int) -> str:
    """The article of an item as clean HTML; "" while there is none."""
    return articles.html(tx, user, item_id)


def shown(tx: ReadTx, user: int, item: Item, *, cut: bool = False) -> tuple[str, int]:
    """The article of an item without what the person hides on its site, and how many parts that is."""
    html, rules = articles.with_rules(tx, user, item.id, hiding.site_of(item))
    return hiding.shown(html, site_rules.decoded(rules), cut=cut) if rules else (html, 0)


def without_hidden(tx: ReadTx, user: int, item: Item, html: str) -> tuple[str, int]:
    """An article without what the person hides on its site, and how many parts that is."""
    return hiding.shown(html, site_rules.of_site(tx, user, hiding.site_of(item))) if html else ("", 0)


@reads
def for_apps(tx: ReadTx, user: int, item: Item) -> str:
    """The article of an item as apps show it: without what the person hides on its site."""
    return shown(tx, user, item, cut=True)[0]


async def again(library: Library, user: int, item: Item, wish: Wish = Wish.NONE) -> Item:
    """The item after its page was fetched once more, if that takes no longer than an add may wait.

    Within a minute of the last fetch it is given as it is, unless that was not what is wished for now.
    """
    since = item.fetched_at + 1
    if not await library.run(_fetch_again, user, item.id, wish):
        return item
    return await settling.fetched(library, user, item, since)


@writes
def _fetch_again(tx: Tx, user: int, item_id: int, wish: Wish) -> bool:
    tx.lock_user(user)
    item = items.get(tx, user, item_id)
    if item is None or item.state == State.DELETED or not item.given_url:
        return False
    if abs(tx.now - item.fetched_at) < (PAUSE if wish is Wish.NONE else SHORT_PAUSE):
        return False
    fetches.owe(tx, user, item.id, item.given_url)
    if wish is not Wish.NONE:
        refetching.force(tx, user, item.id, wish)
    return True
