"""A page as it was made, before it goes out: the secret of its forms is not in it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from satchel.base import tokens
from satchel.base.once import once

_NEVER = "no-store"


class WrittenPage:
    """A page that may go out more than once, to the same person in the same session."""

    def __init__(self, html: bytes, secret: str = "") -> None:
        """`secret` is what the page's forms must carry, and stands in `html`; "" for none."""
        self._secret = secret
        self._parts = html.split(secret.encode()) if secret else [html]
        self.size = len(html)  #: bytes

    @once
    def tag(self) -> str:
        """What tells this page from others, whatever masks its secret."""
        html = self._secret.encode().join(self._parts)
        return f'W/"{hashlib.sha1(html, usedforsecurity=False).hexdigest()[:24]}"'

    def answer(self, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """The page with its secret masked once more; see `fill`."""
        answer = HTMLResponse(b"", status, {"Cache-Control": _NEVER, **(headers or {})})
        self.fill(answer)
        return answer

    def fill(self, answer: Response) -> None:
        """Put the page into an answer, with its secret masked once more.

        It is kept nowhere, unless its headers say that the browser may and asks each time whether it is still good.
        """
        shown = tokens.masked(self._secret).encode() if len(self._parts) > 1 else b""
        answer.body = shown.join(self._parts)
        answer.headers["Content-Length"] = str(len(answer.body))
        if answer.headers["Cache-Control"] != _NEVER:
            answer.headers["ETag"] = self.tag


class PageToCome(HTMLResponse):
    """A page that is made when it is sent: who asks for many of them waits in between, and nobody else does."""

    def __init__(
        self,
        make: Callable[[], Awaitable[WrittenPage]],
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`make` makes it. As to what is kept, see `WrittenPage.fill`."""
        super().__init__(b"", status, {"Cache-Control": _NEVER, **(headers or {})})
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        (await self._make()).fill(self)
        await super().__call__(scope, receive, send)
