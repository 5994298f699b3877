"""A page as it was made, before it goes out: the secret of its forms is not in it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

from starlette.responses import HTMLResponse

from satchel.base import tokens

_NEVER = "no-store"


class WrittenPage:
    """A page that may go out more than once, to the same person in the same session."""

    def __init__(self, html: bytes, secret: str = "") -> None:
        """`secret` is what the page's forms must carry, and stands in `html`; "" for none."""
        self._secret = secret
        self._parts = html.split(secret.encode()) if secret else [html]
        self.size = len(html)  #: bytes

    @cached_property
    def tag(self) -> str:
        """What tells this page from others, whatever masks its secret."""
        html = self._secret.encode().join(self._parts)
        return f'W/"{hashlib.sha1(html, usedforsecurity=False).hexdigest()[:24]}"'

    def answer(self, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """The page with its secret masked once more.

        It is kept nowhere, unless its headers say that the browser may and asks each time whether it is still good.
        """
        found = {"Cache-Control": _NEVER, **(headers or {})}
        if found["Cache-Control"] != _NEVER:
            found["ETag"] = self.tag
        shown = tokens.masked(self._secret).encode() if len(self._parts) > 1 else b""
        return HTMLResponse(shown.join(self._parts), status, found)
