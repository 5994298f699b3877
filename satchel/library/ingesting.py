"""Ingesting: what a fetch came to is kept, in one transaction with the end of its job.

Work that was handed to somebody else meanwhile, or whose item is gone, changes nothing.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from satchel.base import urls
from satchel.base.text import clean, fold
from satchel.library import identity
from satchel.library.change import Change
from satchel.library.merging import merge
from satchel.library.waiting import signal_of
from satchel.model.articles import Article
from satchel.model.items import Item, State
from satchel.model.jobs import Job
from satchel.model.pages import FetchFailed, Page
from satchel.store import articles, items, jobs
from satchel.store.articles import Origin
from satchel.store.db import Tx

T = TypeVar("T")


def wanted(tx: Tx, job: Job) -> str | None:
    """The address that a fetch job is to fetch; None when nobody wants it any more."""
    item = items.get(tx, job.user_id, job.key)
    return item.given_url if item and item.state != State.DELETED else None


def drop(tx: Tx, job: Job) -> None:
    """Strike off a job that nobody wants any more."""
    jobs.finish(tx, job)


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
    with Change(tx, job.user_id) as change:
        given = urls.read(item.given_url)
        final = identity.after_redirects(given, page.url)
        before = item.article.id if item.article else None
        found = None
        if failure is None or before is None:
            origin = Origin((final or given).key, page.url, page.media_type, len(page.body))
            found = articles.put(tx, origin, article)
        reason = str(failure.reason) if failure else ""
        items.fetched(tx, job.user_id, job.key, page.status, reason, found, change.mark)
        if found not in (None, before):
            articles.drop_if_unused(tx, before)
        item_id = job.key
        if final is not None:
            item_id = _claim(change, item_id, final.key, None)
            canonical = identity.declared(final, article.canonical)
            if canonical is not None:
                item_id = _claim(change, item_id, canonical.key, article.title)
    tx.signal(signal_of(job.key))
    return item_id


def keep_failure(tx: Tx, job: Job, failure: FetchFailed, retry_at: int | None) -> bool:
    """Keep why a fetch brought nothing; with `retry_at` (ms) the job waits until then.

    False when the job is no longer the caller's.
    """
    # The person before the job, as saves do it: two who wait for each other come no further.
    tx.alone(job.user_id)
    if not jobs.holds(tx, job):
        return False
    item = items.get(tx, job.user_id, job.key)
    if item is not None and item.state != State.DELETED:
        with Change(tx, job.user_id) as change:
            items.fetched(tx, job.user_id, job.key, failure.status, str(failure.reason), None, change.mark)
    else:
        retry_at = None
    if retry_at is None:
        jobs.finish(tx, job)
    else:
        jobs.put_back(tx, job, retry_at, str(failure))
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
    tx.alone(job.user_id)
    if not jobs.finish(tx, job):
        return None
    item = items.get(tx, job.user_id, job.key)
    return item if item and item.state != State.DELETED else None


def _claim(change: Change, item_id: int, key: bytes, title: str | None) -> int:
    """Have the item found under `key`; merge with the item that is, if they are one page.

    With a `title`, only an item that shows the same one counts as the same page: an address
    that a page merely declares is weaker evidence than a redirect.
    """
    tx, user = change.tx, change.user
    mine = items.standing(tx, user, item_id)
    theirs = items.by_address(tx, user, key)
    assert mine is not None
    if theirs is None:
        items.add_address(tx, user, key, item_id)
        return item_id
    if theirs.id == item_id:
        return item_id
    if title is not None:
        other = items.get(tx, user, theirs.id)
        if other and other.article and fold(other.article.title) != fold(title):
            return item_id
    return merge(change, mine, theirs)
