"""Ingesting: what a fetch came to is kept, in one transaction with the end of its job.

Work that was handed to somebody else meanwhile, or whose item is gone, changes nothing.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from satchel.base import urls
from satchel.base.text import clean
from satchel.base.urls import Address
from satchel.library import identity, meeting
from satchel.library.change import Changeset
from satchel.library.identity import Place
from satchel.library.keeping import Kept, replaces
from satchel.library.usecase import reads, writes
from satchel.library.waiting import signal_of
from satchel.model.articles import Article
from satchel.model.items import Item, State
from satchel.model.jobs import Job
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.store import articles, items, jobs, refetching
from satchel.store.articles import Origin
from satchel.store.db import ReadTx, Tx

T = TypeVar("T")


@reads(quick=True)
def wanted(tx: ReadTx, job: Job) -> tuple[str, bool] | None:
    """The address that a fetch job is to fetch, and whether that is done again; None when nobody wants it any more."""
    item = items.get(tx, job.user_id, job.key)
    return (item.given_url, item.fetched_at > 0) if item and item.state != State.DELETED else None


@writes
def drop(tx: Tx, job: Job) -> None:
    """Strike off a job that nobody wants any more."""
    jobs.finish(tx, job)


@writes
def keep(tx: Tx, job: Job, page: Page, article: Article, failure: FetchFailed | None = None) -> int | None:
    """Keep an article with its item; the item's id, which may have become an elder one's.

    `failure` says what could not be made out of a page that is there. None when there was
    nothing to keep it for.
    """
    tx.room()
    item = _open(tx, job)
    if item is None:
        return None
    article = _storable(article)
    with Changeset(tx, job.user_id) as change:
        given = urls.read(item.given_url)
        place = _place(change, item, given, page, article)
        before = item.article.id if item.article else None
        reason = str(failure.reason) if failure else ""
        stays = before is not None if failure else not _replaces(change, item, given, place, page, article)
        if stays:
            reason = reason or str(Reason.KEPT)
            items.fetched(tx, job.user_id, job.key, page.status, reason, None, change.stamp)
            refetching.settle(tx, job.user_id, job.key)
            tx.signal(signal_of(job.key))
            return job.key
        origin = Origin(place.at.key, page.url, page.media_type, len(page.body))
        found = articles.put(tx, origin, article)
        items.fetched(tx, job.user_id, job.key, page.status, reason, found, change.stamp)
        led = not place.is_own or identity.stands_in(given, page.url, article.canonical)
        refetching.settle(tx, job.user_id, job.key, led=led)
        if found != before:
            articles.drop_if_unused(tx, before)
        item_id = meeting.settle(change, job.key, given, place, article)
    tx.signal(signal_of(job.key))
    return item_id


@writes
def keep_failure(tx: Tx, job: Job, failure: FetchFailed, retry_at: int | None) -> bool:
    """Keep why a fetch brought nothing; with `retry_at` (ms) the job waits until then.

    False when the job is no longer the caller's.
    """
    # The person before the job, as saves do it: two who wait for each other come no further.
    tx.lock_user(job.user_id)
    if not jobs.holds(tx, job):
        return False
    item = items.get(tx, job.user_id, job.key)
    if item is not None and item.state != State.DELETED:
        with Changeset(tx, job.user_id) as change:
            items.fetched(tx, job.user_id, job.key, failure.status, str(failure.reason), None, change.stamp)
    else:
        retry_at = None
    if retry_at is None:
        jobs.finish(tx, job)
        refetching.settle(tx, job.user_id, job.key)
    else:
        jobs.retry_at(tx, job, retry_at, str(failure))
    tx.signal(signal_of(job.key))
    return True


def _storable(found: T) -> T:
    """What a page says, in all its parts, without what no database keeps."""
    if isinstance(found, str):
        return clean(found)  # type: ignore[return-value]
    if isinstance(found, tuple):
        return tuple(map(_storable, found))  # type: ignore[return-value]
    if isinstance(found, msgspec.Struct):
        return type(found)(**{name: _storable(getattr(found, name)) for name in found.__struct_fields__})
    return found


def _open(tx: Tx, job: Job) -> Item | None:
    """Strike the job off; its item, if both are still there for us."""
    tx.lock_user(job.user_id)
    if not jobs.finish(tx, job):
        return None
    item = items.get(tx, job.user_id, job.key)
    return item if item and item.state != State.DELETED else None


def _place(change: Changeset, item: Item, given: Address, page: Page, article: Article) -> Place:
    """Where the page was found; at the item's own address, too, where that was believed before."""
    place = identity.place(given, page.url, article)
    if not place.is_own:
        holder = items.by_address(change.tx, change.user, place.at.key)
        if holder is not None and holder.id == item.id:
            return Place(place.at, True)
    return place


def _replaces(
    change: Changeset, item: Item, given: Address, place: Place, page: Page, article: Article
) -> bool:
    """Whether what was found may take the place of what the item has."""
    if item.article is None:
        return True
    was_led, forced = refetching.standing(change.tx, change.user, item.id)
    body = articles.body(change.tx, change.user, item.id)
    if forced:
        return True
    kept = Kept(item.article, body[1] if body else "", was_led)
    is_own = place.is_own and not identity.declares_another(given, page.url, article.canonical)
    return replaces(kept, article, is_own=is_own, same_place=page.url == item.article.url and was_led)
