"""Fetching again what was fetched before: after a site rule changed, or when a page may be back.

Only jobs are made. What an item has stays until a fetch brings it anew; a fetch that fails, or
finds something else in its place, leaves it, with the reason beside it, unless it is forced.
"""

from __future__ import annotations

from satchel.base import urls
from satchel.base.errors import NotFound
from satchel.library import fetches
from satchel.library.usecase import writes
from satchel.model.items import State
from satchel.model.jobs import Priority
from satchel.store import items, refetching
from satchel.store.db import Tx

#: Items that one transaction looks at.
BATCH = 200


def _weight(user: int, after: int, *, host: str = "", failed: bool = False, force: bool = False) -> int:
    return BATCH


@writes
def refetch(tx: Tx, user: int, item_id: int, *, force: bool = False) -> None:
    """Owe a fetch of one item; with `force`, whatever page it finds replaces what there is.

    Raises `NotFound` when the person has none of that id.
    """
    standing = items.head(tx, user, item_id)
    item = items.get(tx, user, standing.id) if standing and standing.state != State.DELETED else None
    if item is None:
        raise NotFound("There is no such item.")
    fetches.owe(tx, user, item.id, item.given_url, Priority.AGAIN)
    if force and item.given_url:
        refetching.force(tx, user, item.id)


@writes(weight=_weight)
def refetch_some(
    tx: Tx, user: int, after: int, *, host: str = "", failed: bool = False, force: bool = False
) -> tuple[int, int | None]:
    """Owe fetches for a batch of `user`'s items; how many, and the id to go on after (None at the end).

    `host` takes the items of that site, sub-hosts among them, and `failed` those whose last
    fetch failed; both together take what is both. `force` as in `refetch`. Begin with `after` 0. What people
    save meanwhile is fetched before all of these.
    """
    batch = refetching.living(tx, user, after, BATCH)
    site = host.lower().removeprefix("www.").rstrip(".")
    made = 0
    for item_id, its_url, url, reason in batch:
        if not url or (failed and not reason):
            continue
        if site and not any(_is_of(urls.host_of(one), site) for one in (its_url, url)):
            continue
        fetches.owe(tx, user, item_id, url, Priority.AGAIN)
        if force:
            refetching.force(tx, user, item_id)
        made += 1
    return made, batch[-1][0] if batch else None


def _is_of(host: str, site: str) -> bool:
    return host == site or host.endswith("." + site)
