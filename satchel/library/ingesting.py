"""Ingesting: what a fetch came to is kept, in one transaction with the end of its job.

Work that was handed to somebody else meanwhile, or whose item is gone, changes nothing.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import msgspec

from satchel.base import urls
from satchel.base.text import clean
from satchel.base.urls import Address
from satchel.library import copying, edits, hearsay, identity, reanchoring, same_page, versions
from satchel.library.change import Changeset
from satchel.library.identity import Place
from satchel.library.keeping import Kept, replaces
from satchel.library.usecase import writes
from satchel.library.waiting import signal_of
from satchel.model.articles import Article
from satchel.model.items import ArticleExtras, ArticleHead, Item, State
from satchel.model.jobs import Job, JobKind
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.model.versions import Origin
from satchel.store import articles, by_address, items, jobs, refetching
from satchel.store import edits as edits_store
from satchel.store.db import Tx
from satchel.store.refetching import Standing, Wish

T = TypeVar("T")

#: What a site answers that is asked too often.
_BUSY = (429, 503)
#: How long pages of such a site rest that nobody waits for, at least and at most, whatever it asks for.
REST_MS = 300_000
MAX_REST_MS = 86_400_000


class Wanted(NamedTuple):
    """What a fetch job is to fetch."""

    url: str
    is_again: bool
    whole: bool  #: all of the page is wanted, and not only what is its article


@writes
def wanted(tx: Tx, job: Job) -> Wanted | None:
    """What a fetch job is to fetch.

    None when nobody wants it any more, and the job is struck off. In a transaction of its own, behind that of
    the claim: where people are spread over machines, a job may be seen before its item, and until the person's
    own transaction has ended nothing is known of it.
    """
    tx.lock_user(job.user_id)
    item = items.get(tx, job.user_id, job.key)
    if item and item.state != State.DELETED and item.given_url:
        is_again = item.fetched_at > 0
        whole = is_again and refetching.wish(tx, job.user_id, item.id) is Wish.WHOLE
        return Wanted(item.given_url, is_again, whole)
    jobs.finish(tx, job)
    return None


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
    article = storable(article)
    user = job.user_id
    said = edits.mine(item)
    item = edits.bare(item)
    with Changeset(tx, user) as change:
        given = urls.read(item.given_url)
        place = _place(change, item, given, page, article)
        body = articles.body(tx, user, item.id) if item.article else None
        stood = refetching.standing(tx, user, item.id)
        reason = str(failure.reason) if failure else ""
        stays = item.article if failure else not _replaces(item, body, given, place, page, article, stood)
        tx.signal(signal_of(user, item.id))
        is_full = change.has_no_room_for_text
        if stays or is_full or (stood.chosen and not stood.wish):
            if stays or is_full:
                reason = reason or str(Reason.KEPT if stays else Reason.FULL)
            else:
                reason = _keep_beside(change, item, page, article)
            items.fetched(tx, user, item.id, page.status, reason, change.stamp)
            refetching.settle(tx, user, item.id)
            return item.id
        item = msgspec.structs.replace(
            item, article=_taken(change, item, body, page, article, stood), fetch_status=page.status,
            fetch_reason=reason, fetched_at=change.stamp,
        )  # fmt: skip
        item = hearsay.settle(tx, user, edits.worn(item, said), article)
        led = not place.is_own or identity.stands_in(given, page.url, article.canonical)
        items.found(tx, user, item, place.at.key if led else None)
        reanchoring.settle(change, item.id, article.text)
        return same_page.settle(change, item.id, given, place, article)


def _taken(
    change: Changeset, item: Item, body: tuple[str, str] | None, page: Page, article: Article, stood: Standing
) -> ArticleHead:
    """The head of what was found, whose text is the one that is read from now on."""
    found = _found(change, page, article)
    whole = stood.wish is Wish.WHOLE
    if whole or stood.chosen:
        edits_store.choose(change.tx, change.user, item.id, chosen=whole)
    if item.article and body == (article.html, article.text):
        # The same text is the same body, found when it was found first.
        return msgspec.structs.replace(found, version=item.article.version, found_at=item.article.found_at)
    versions.add(change, item, found, article, Origin.WHOLE if whole else Origin.FETCHED)
    return found


def _keep_beside(change: Changeset, item: Item, page: Page, article: Article) -> str:
    """Keep what was found as one more version, where the person chose another one to read; no reason: all is well."""
    if not versions.is_known(change.tx, change.user, item.id, article.text):
        versions.add(change, item, _found(change, page, article), article, Origin.FETCHED, read=False)
    return ""


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
            items.fetched(tx, job.user_id, job.key, failure.status, str(failure.reason), change.stamp)
    else:
        retry_at = None
    if item is not None and failure.status in _BUSY:
        # Others of its site would be answered the same; what came by the thousand can wait.
        rest = min(max((failure.retry_after or 0) * 1000, REST_MS), MAX_REST_MS)
        jobs.pause(tx, job.user_id, JobKind.FETCH, urls.host_of(item.given_url), tx.now + rest)
    if retry_at is None:
        jobs.finish(tx, job)
        refetching.settle(tx, job.user_id, job.key)
        copying.owe_if_chosen(tx, job.user_id, job.key)
    else:
        jobs.retry_at(tx, job, retry_at, str(failure))
    tx.signal(signal_of(job.user_id, job.key))
    return True


def storable(found: T) -> T:
    """What a page says, in all its parts, without what no database keeps."""
    if isinstance(found, str):
        return clean(found)  # type: ignore[return-value]
    if isinstance(found, tuple):
        return tuple(map(storable, found))  # type: ignore[return-value]
    if isinstance(found, msgspec.Struct):
        return type(found)(**{name: storable(getattr(found, name)) for name in found.__struct_fields__})
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
        holder = by_address.head(change.tx, change.user, place.at.key)
        if holder is not None and holder.id == item.id:
            return Place(place.at, True)
    return place


def _found(change: Changeset, page: Page, article: Article) -> ArticleHead:
    """What lists show of an article."""
    return ArticleHead(
        version=change.stamp, url=page.url, media_type=page.media_type, size=len(page.body), encoding=article.encoding,
        title=article.title, excerpt=article.excerpt, site=article.site, language=article.language,
        direction=article.direction, published_at=article.published_at, found_at=change.tx.now, words=article.words,
        has_image=int(article.has_image), has_video=int(article.has_video), is_article=int(article.is_article),
        is_index=int(article.is_index), lead_image=article.lead_image,
        details=ArticleExtras(
            article.authors, article.images, article.videos, article.icon, article.amp, article.seconds, article.by_name
        ),
    )  # fmt: skip


def _replaces(
    item: Item, body: tuple[str, str] | None, given: Address, place: Place, page: Page, article: Article,
    stood: Standing,
) -> bool:  # fmt: skip
    """Whether what was found may take the place of what the item has."""
    if item.article is None:
        return True
    if stood.wish:
        return True
    was_led = stood.was_led
    kept = Kept(item.article, body[1] if body else "", was_led)
    is_own = place.is_own and not identity.declares_another(given, page.url, article.canonical)
    return replaces(kept, article, is_own=is_own, same_place=page.url == item.article.url and was_led)
