"""Fetches that are owed: the page of an item is to be had from the web."""

from __future__ import annotations

from satchel.base import urls
from satchel.base.urls import Address
from satchel.model.jobs import JobKind, Priority
from satchel.store import jobs
from satchel.store.db import Tx


def owe(tx: Tx, user: int, item_id: int, given: str | Address, priority: Priority = Priority.NOW) -> None:
    """Owe the fetch of an item of `user`, found at its `given` address.

    One that is owed already is only brought forward. Those of one host are done a few at a time.
    """
    address = urls.read(given) if isinstance(given, str) else given
    jobs.enqueue(tx, JobKind.FETCH, item_id, user, address.host, priority=priority)
