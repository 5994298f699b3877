"""Fetches that are owed: the page of an item is to be had from the web."""

from __future__ import annotations

from satchel.base import urls
from satchel.model.articles import Presence
from satchel.model.items import Item
from satchel.model.jobs import JobKind, Priority
from satchel.store import jobs
from satchel.store.db import Tx

#: Notices, checks and walls say less; what is no article and says more is a page all the same.
FEW_WORDS = 100


def owe(tx: Tx, user: int, item_id: int, given: str, priority: Priority = Priority.NOW) -> None:
    """Owe the fetch of an item of `user`, found at its `given` address.

    One that is owed already is only brought forward. Those of one host are done a few at a time. An item
    without an address of its own has no page to fetch.
    """
    if given:
        # Not read once more: a link that an older program kept may be none that can be saved today.
        jobs.enqueue(tx, JobKind.FETCH, item_id, user, urls.host_of(given), priority=priority)


def is_unsettled(item: Item, *, was_led: bool) -> bool:
    """Whether a new fetch may bring what the last one did not.

    There was none, it failed, was led elsewhere, or brought so little as notices say; pictures and films
    say nothing at all.
    """
    found = item.article
    return (
        found is None
        or was_led
        or item.fetch_reason != ""
        or not (
            found.is_article or found.words >= FEW_WORDS or Presence.IS in (found.has_image, found.has_video)
        )
    )
