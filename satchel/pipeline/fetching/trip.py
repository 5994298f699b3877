"""One fetch on its way over several hops."""

from __future__ import annotations

from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.fetching.cookies import Jar
from satchel.pipeline.fetching.sharing import MAX_SHARED_SECONDS
from satchel.pipeline.fetching.target import Target


class Trip:
    """What a fetch remembers from hop to hop; forgotten with its page.

    `seconds` are left for asking, `patience` seconds for waiting until others have asked.
    """

    def __init__(self, seconds: float, patience: float, after: Page | None = None) -> None:
        """Of a new fetch, or of one that came to the page `after` without any cookie."""
        self.seconds = seconds
        self.patience = patience
        self.jar = Jar()
        self.passed = list(after.redirects) if after else []  #: the addresses that led on, in order
        self.shared_seconds = MAX_SHARED_SECONDS  #: for which the page may be given to others
        self._asked = {(url, "") for url in (*after.redirects, after.url)} if after else set()

    def ask(self, target: Target) -> str:
        """The Cookie header for the next request; "" for none.

        Raises `FetchFailed` with `Reason.REDIRECTS` where the same was asked before: the same answer
        would follow. The same address with another cookie is no circle, sites do that on purpose.
        """
        cookies = self.jar.line(target)
        asked = (target.url, cookies)
        if asked in self._asked:
            raise FetchFailed(Reason.REDIRECTS, "in a circle", url=self.passed[-1], permanent=True)
        self._asked.add(asked)
        return cookies

    def lead_on(self, url: str, hops: int) -> None:
        """Note that `url` led on. Raises `FetchFailed` with `Reason.REDIRECTS` after more than `hops`."""
        self.passed.append(url)
        if len(self.passed) > hops:
            raise FetchFailed(Reason.REDIRECTS, f"more than {hops}", url=url, permanent=True)
