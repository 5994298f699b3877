"""The address of the client behind a proxy, as the proxy tells it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from satchel.base.settings.types import Network
from satchel.serving.uvicorn_parts import ProxyHeadersMiddleware


def forwarded(app: ASGIApp, proxies: Sequence[Network]) -> ASGIApp:
    """`app`, told the client and the scheme that X-Forwarded-For and X-Forwarded-Proto from one of `proxies` name.

    What is named as a client and is no network address counts for nothing: guesses are counted by address, and
    whoever may write anything there would have a new one for each. The client is the proxy itself then. Without
    `proxies`, it is `app` itself.
    """
    if not proxies:
        return app

    async def checking(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_address(scope):
            scope["client"] = scope["satchel.proxy"]
        await app(scope, receive, send)

    inner = ProxyHeadersMiddleware(checking, ",".join(map(str, proxies)))  # type: ignore[arg-type]

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        scope["satchel.proxy"] = scope.get("client")
        await inner(scope, receive, send)  # type: ignore[arg-type]

    return telling


def _is_address(scope: Scope) -> bool:
    try:
        ip_address(scope["client"][0].partition("%")[0])
    except (TypeError, ValueError):
        return False
    return True
