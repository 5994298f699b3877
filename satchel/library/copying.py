"""Copying: where a page is gone, a copy that an archive of the web has of it is read in its place.

Nothing is asked for unless somebody chose that: it tells the archive what they saved. The page itself takes the
place of its copy when it is there again.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from satchel.library import brought, edits, reanchoring, undoing, versions
from satchel.library.change import Changeset
from satchel.library.keeping import ARCHIVED
from satchel.library.usecase import reads, writes
from satchel.library.waiting import signal_of
from satchel.model.articles import Article
from satchel.model.items import Item, State
from satchel.model.jobs import Job, JobKind, Priority
from satchel.model.pages import Reason
from satchel.model.versions import Origin
from satchel.store import import_rows, imports, items, jobs
from satchel.store.db import ReadTx, Tx

#: All requests to the archive are one line.
_LANE = "archive"
#: Ends of a fetch that tell of a page which is gone; others would let us in, or let us try again.
_GONE = frozenset(
    (Reason.NAME, Reason.UNREACHABLE, Reason.TLS, Reason.TIMEOUT, Reason.REDIRECTS, Reason.BROKEN)
)
_GONE_STATUS = frozenset((404, 410, 451))
#: Ends of names that only a network of one's own knows.
_LOCAL = ("localhost", "local", "lan", "home", "internal", "intranet", "arpa", "onion", "test", "invalid")


class Wanted(NamedTuple):
    """Of which page a copy is wanted."""

    url: str
    saved_at: int  #: ms; the copy that is nearest to it is the best


def is_gone(item: Item) -> bool:
    """Whether there is nothing to read of an item because its page is gone, and others may hear that it was saved."""
    if (item.article is not None and item.article.words) or not may_be_told(item.given_url):
        return False
    status = item.fetch_status if item.fetch_reason == Reason.STATUS else 0
    return item.fetch_reason in _GONE or status in _GONE_STATUS or status >= 500


def may_be_told(url: str) -> bool:
    """Whether an address is one of the public web, without a person's name or password in it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "." not in host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return host.rpartition(".")[2] not in _LOCAL


@writes
def ask(tx: Tx, user: int, item_id: int) -> Item | None:
    """Owe the search for a copy of an item's page; None where that is not gone. Raises `NotFound`."""
    tx.lock_user(user)
    item = undoing.living(tx, user, item_id)
    if not is_gone(item):
        return None
    jobs.enqueue(tx, JobKind.COPY, item.id, user, _LANE)
    return item


def owe_if_chosen(tx: Tx, user: int, item_id: int) -> None:
    """Owe it for an item whose fetch has failed for good, if the person chose that for the import it came with."""
    item = items.get(tx, user, item_id)
    if item is None or not is_gone(item):
        return
    numbers = {number for number, _ in import_rows.of_items(tx, user, [item_id]).get(item_id, ())}
    if any(one.choices.copies for number in numbers if (one := imports.get(tx, user, number)) is not None):
        jobs.enqueue(tx, JobKind.COPY, item_id, user, _LANE, priority=Priority.IMPORT)


@writes
def wanted(tx: Tx, job: Job) -> Wanted | None:
    """Of which page a copy is wanted; None when nobody wants it any more, and the job is struck off."""
    tx.lock_user(job.user_id)
    item = items.get(tx, job.user_id, job.key)
    if item is not None and item.state != State.DELETED and is_gone(item):
        return Wanted(item.given_url.partition("#")[0], item.added_at)
    jobs.finish(tx, job)
    return None


@writes
def keep(tx: Tx, job: Job, article: Article, address: str) -> None:
    """Have an item read as the copy at `address`, unless there is something to read by now."""
    tx.room()
    user = job.user_id
    tx.lock_user(user)
    if not jobs.finish(tx, job):
        return
    item = items.get(tx, user, job.key)
    tx.signal(signal_of(user, job.key))
    if item is None or item.state == State.DELETED or not is_gone(item):
        return
    said = edits.mine(item)
    item = edits.bare(item)
    with Changeset(tx, user) as change:
        if change.has_no_room_for_text:
            return
        found = brought.head(change, item, article, ARCHIVED, address)
        versions.add(change, item, found, article, Origin.COPIED)
        item = msgspec.structs.replace(item, article=found)
        items.found(tx, user, edits.worn(item, said), None, changed_at=change.stamp)
        reanchoring.settle(change, item.id, article.text)


@writes
def end(tx: Tx, job: Job, retry_at: int | None = None) -> None:
    """There is no copy, or none could be had; with `retry_at` (ms) the search goes on then."""
    tx.lock_user(job.user_id)
    if retry_at is None:
        jobs.finish(tx, job)
    else:
        jobs.retry_at(tx, job, retry_at, "")
    tx.signal(signal_of(job.user_id, job.key))


@reads(quick=True)
def is_waiting(tx: ReadTx, user: int, item_id: int) -> bool:
    """Whether the search for a copy of an item's page is still owed."""
    return jobs.owed(tx, user, JobKind.COPY, item_id) is not None
