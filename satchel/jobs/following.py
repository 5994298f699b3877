"""Where a page leads: on to another, when it is only a redirection, and to the further parts of an article."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from satchel.base import log, urls
from satchel.base.errors import Invalid
from satchel.base.urls import Address
from satchel.model.articles import Article
from satchel.model.pages import FetchFailed, Page
from satchel.pipeline.multipart.join import MAX_PARTS, join
from satchel.pipeline.multipart.same_article import belongs

#: Seconds for all further parts together; what is there by then is kept. Far below a job's lease.
PATIENCE = 60.0

_logger = logging.getLogger("satchel.fetch")


class Web(Protocol):
    """Whoever downloads pages."""

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        """The page at `url`, to which the page `after` led by itself. Raises `FetchFailed`."""


class Extractor(Protocol):
    """Whoever makes articles of pages."""

    async def extract(self, page: Page, person: int = 0) -> Article:
        """The article in `page`, which is for `person`: people take turns. Raises `FetchFailed`."""


class Reader(Extractor, Protocol):
    """An extractor that also reads what people hand in."""

    async def read_html(self, html: str, url: str, person: int = 0) -> Article:
        """The article in HTML that `person` handed in as the text of the page at `url`. Raises `FetchFailed`."""

    async def clean_html(self, html: str, person: int = 0) -> Article:
        """An article's HTML that says to be clean, behind the last gate: with a text where that changed it.

        Raises `FetchFailed`.
        """


class For:
    """An extractor that reads for one person."""

    def __init__(self, extractor: Extractor, person: int) -> None:
        self._extractor = extractor
        self._person = person

    async def extract(self, page: Page, person: int = 0) -> Article:
        """The article in `page`. Raises `FetchFailed`."""
        return await self._extractor.extract(page, person or self._person)


async def landed(page: Page, article: Article, web: Web, extractor: Extractor) -> tuple[Page, Article]:
    """The page to which a page leads by itself in the end, and its article.

    The last page that was there is given where the way on leads nowhere for good. Raises
    `FetchFailed` where another try may help.
    """
    try:
        while article.refresh:
            onward = await web.fetch(article.refresh, after=page)
            article = await extractor.extract(onward)
            page = onward
    except FetchFailed as failure:
        if not failure.permanent:
            raise
        log.event(
            _logger, "info", "leads_nowhere",
            url=log.safe_url(page.url), to=log.safe_url(article.refresh), reason=failure.reason,
        )  # fmt: skip
    return page, article


async def whole(
    page: Page, article: Article, web: Web, extractor: Extractor, patience: float = PATIENCE
) -> Article:
    """The article with all its parts, at most ten; the first is the one on `page`.

    Parts on another site, parts that were there before, other articles whose number is one higher,
    and whatever comes after those or after a part that cannot be had are left out. Takes at most
    `patience` seconds. Never raises `FetchFailed`.
    """
    if not article.next_page:
        return article
    parts = [article]
    try:
        async with asyncio.timeout(patience):
            await _follow(page, parts, web, extractor)
    except TimeoutError:
        log.event(_logger, "info", "parts_cut", url=log.safe_url(page.url), parts=len(parts))
    except FetchFailed as failure:
        log.event(
            _logger, "info", "part_failed",
            url=log.safe_url(parts[-1].next_page), parts=len(parts), reason=failure.reason,
        )  # fmt: skip
    return join(parts)


async def _follow(page: Page, parts: list[Article], web: Web, extractor: Extractor) -> None:
    first = _read(page.url)
    if first is None:
        return
    seen = {first.key, *(address.key for url in page.redirects if (address := _read(url)))}
    while len(parts) < MAX_PARTS:
        wanted = _read(parts[-1].next_page)
        if wanted is None or not _new(wanted, first, seen):
            return
        part = await web.fetch(wanted.url)
        # A part that does not exist often leads back to the first one, or to the front page.
        final = _read(part.url)
        if final is None or (final.key != wanted.key and not _new(final, first, seen)):
            return
        article = await extractor.extract(part)
        if not article.text or article.text in (known.text for known in parts):
            return
        if not belongs(parts[0], page.url, article, part.url):
            return
        parts.append(article)


def _new(address: Address, first: Address, seen: set[bytes]) -> bool:
    """Whether this is a part of the same site that was not there yet; notes that it is now."""
    if address.key in seen or address.host.removeprefix("www.") != first.host.removeprefix("www."):
        return False
    seen.add(address.key)
    return True


def _read(url: str) -> Address | None:
    try:
        return urls.read(url) if url else None
    except Invalid:
        return None
