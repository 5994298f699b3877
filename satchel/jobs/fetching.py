"""The fetch job: download, extract, keep."""

from __future__ import annotations

import logging
from functools import partial

import msgspec

from satchel.base import log
from satchel.jobs.budget import Budget
from satchel.jobs.downloads import Downloads
from satchel.jobs.following import Extractor, For, Web, landed, whole
from satchel.jobs.kinds import Kind, Retry
from satchel.library import ingesting
from satchel.library.context import Library
from satchel.model.articles import Article
from satchel.model.jobs import Job
from satchel.model.pages import FetchFailed, Page, Reason

RETRY = Retry((1, 4, 16, 64))

_logger = logging.getLogger("satchel.fetch")


def kind(library: Library, web: Web, extractor: Extractor, slots: int = 8, hourly: int = 0) -> Kind:
    """Fetches as a kind of jobs: `slots` at once, and `hourly` of one person in an hour (0 = any number)."""
    return Kind(
        run=partial(fetch, library, web=web, extractor=extractor, downloads=Downloads(web, library.clock)),
        give_up=partial(give_up, library),
        slots=slots,
        retry=RETRY,
        budget=Budget(hourly),
    )


async def fetch(
    library: Library, job: Job, web: Web, extractor: Extractor, downloads: Downloads | None = None
) -> None:
    """Do one fetch job to its end: an article, or a reason with the item.

    What was never fetched for this item may come out of `downloads`; again means from the web.
    """
    wanted = await library.run(ingesting.wanted, job)
    if wanted is None:
        return
    url = wanted.url
    if downloads is not None and not wanted.is_again:
        web = downloads
    page = None
    extractor = For(extractor, job.user_id)
    try:
        page = await web.fetch(url)
        page, article = await landed(page, await extractor.extract(page), web, extractor)
        _demand_words(page, article, job)
        if wanted.whole:
            article = await extractor.extract(msgspec.structs.replace(page, whole=True))
        else:
            article = await whole(page, article, web, extractor)
    except FetchFailed as failure:
        await _keep_failure(library, job, url, page, failure)
        return
    item = await library.run(ingesting.keep, job, page, article)
    log.event(
        _logger,
        "info",
        "fetched",
        url=log.safe_url(page.url),
        item=item,
        bytes=len(page.body),
        words=article.words,
    )


def _demand_words(page: Page, article: Article, job: Job) -> None:
    """Raise `FetchFailed` for a page that broke off before its first word, while there are tries left."""
    if (
        page.is_cut
        and page.media_type == "text/html"
        and not article.words
        and job.attempt <= len(RETRY.minutes)
    ):
        raise FetchFailed(Reason.BROKEN, "the page broke off before its first word", status=page.status)


async def give_up(library: Library, job: Job) -> None:
    """End a job whose page took its worker down each time."""
    failure = FetchFailed(Reason.UNREADABLE, "given up after many tries", permanent=True)
    await library.run(ingesting.keep_failure, job, failure, None)


async def _keep_failure(
    library: Library, job: Job, url: str, page: Page | None, failure: FetchFailed
) -> None:
    now = library.clock.now()
    retry_at = None if failure.permanent else RETRY.at(now, job, failure.retry_after or 0)
    if page is not None and failure.permanent:
        # The page is there; only its text could not be made out.
        await library.run(ingesting.keep, job, page, Article(), failure)
    else:
        await library.run(ingesting.keep_failure, job, failure, retry_at)
    log.event(
        _logger, "info", "fetch_failed",
        url=log.safe_url(url), item=job.key, reason=failure.reason, detail=failure.detail,
        status=failure.status, retry=retry_at is not None,
    )  # fmt: skip
