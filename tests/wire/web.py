"""A small internet for tests: what is not in it does not resolve."""

from __future__ import annotations

import asyncio

from satchel.model.articles import Article
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.extract import extract, extract_html
from satchel.pipeline.given import cleaned


class FakeWeb:
    """Stands in for the network, and nothing else."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self._pages: dict[str, Page] = {}
        self._failures: dict[str, FetchFailed] = {}
        self._held: set[str] = set()

    def page(
        self,
        url: str,
        html: str | bytes,
        status: int = 200,
        type: str = "text/html; charset=utf-8",  # noqa: A002
        redirect_to: str | None = None,
    ) -> None:
        """Have `url` answer with `html`; `redirect_to` is where it is found in the end."""
        body = html.encode() if isinstance(html, str) else html
        media_type, _, rest = type.partition(";")
        charset = rest.partition("charset=")[2]
        if status >= 400:
            self.fail(url, Reason.STATUS, status)
            return
        redirects = (url,) if redirect_to else ()
        self._failures.pop(url, None)
        self._pages[url] = Page(redirect_to or url, status, media_type, charset, body, redirects)

    def fail(self, url: str, reason: Reason, status: int = 0, *, permanent: bool = True) -> None:
        """Have the fetch of `url` fail."""
        self._failures[url] = FetchFailed(reason, status=status, permanent=permanent)

    def hold(self, url: str) -> None:
        """Have the fetch of `url` hang."""
        self._held.add(url)

    async def fetch(self, url: str, after: Page | None = None) -> Page:
        self.fetched.append(url)
        if url in self._held:
            await asyncio.Event().wait()
        if url in self._failures:
            raise self._failures[url]
        if url not in self._pages:
            raise FetchFailed(Reason.NAME, permanent=True)
        return self._pages[url]


class Here:
    """Extracts in this process: the child process has tests of its own."""

    async def extract(self, page: Page, person: int = 0) -> Article:
        return extract(
            page.body, page.url, media_type=page.media_type, charset=page.charset,
            refresh=page.refresh, filename=page.filename, whole=page.whole,
        )  # fmt: skip

    async def read_html(self, html: str, url: str, person: int = 0) -> Article:
        return extract_html(html, url)

    async def clean_html(self, html: str, person: int = 0) -> Article:
        return cleaned(html)
