"""A line in the log for each request, for whoever asked for that much."""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from satchel.base import log

_logger = logging.getLogger("satchel.requests")
#: Secrets in paths, as those of feeds, are hexadecimal.
_SECRET = re.compile(r"[0-9A-Fa-f]{16,}")


def told(app: ASGIApp) -> ASGIApp:
    """`app`, telling the log of each request where that hears events of level debug; otherwise `app` itself.

    Told are method, path without secrets, status, seconds and the network address of the client, never the
    query or the body. What happens inside is logged with the same `request`.
    """
    if not _logger.isEnabledFor(logging.DEBUG):
        return app

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        status, begun = 0, time.monotonic()

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        with log.bind(request=log.new_id()):
            try:
                await app(scope, receive, sending)
            finally:
                _tell(scope, status, time.monotonic() - begun)

    return telling


def _tell(scope: Scope, status: int, seconds: float) -> None:
    client: Any = scope.get("client") or ("",)
    log.event(
        _logger, "debug", "answered",
        method=scope["method"], path=_SECRET.sub("…", scope["path"]), status=status,
        seconds=round(seconds, 4), client=client[0],
    )  # fmt: skip
