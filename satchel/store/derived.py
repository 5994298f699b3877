"""What filters, orders and searches read of an item, made from what it has."""

from __future__ import annotations

from satchel.base.text import fold, sort_key
from satchel.base.urls import domain_key, host_of
from satchel.model.items import Item, Order

#: Longest text that searches look through, in characters; what is longer is in none.
MAX_SEARCHED_CHARACTERS = 2000


def derived(item: Item) -> dict[str, object]:
    """Its derived columns, by their names."""
    title, url = item.page_title or item.given_title, item.article.url if item.article else ""
    url = url or item.given_url
    host = host_of(url)
    searched = dict.fromkeys(text for text in (title, url, item.given_title, item.given_url) if text)
    return {
        "domain": domain_key(host),
        "title_key": sort_key(title or url),
        "site_key": sort_key(host.removeprefix("www.") + url.partition("://")[2]),
        "folded": fold("\n".join(searched))[:MAX_SEARCHED_CHARACTERS],
    }


def sort_value(item: Item, order: Order) -> int | bytes:
    """Where `item` stands in a list of that order: items that are alike in it go by their ids."""
    if order in (Order.NEWEST, Order.OLDEST):
        return item.added_at
    if order is Order.NUMBER:
        return item.id
    if order in (Order.SHORTEST, Order.LONGEST):
        return item.article.words if item.article else 0
    if order in (Order.READ, Order.TRASHED):
        return item.progress_at if order is Order.READ else item.trashed_at
    found = derived(item)["title_key" if order is Order.TITLE else "site_key"]
    assert isinstance(found, bytes)
    return found
