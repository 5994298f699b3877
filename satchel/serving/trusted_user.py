"""Who a proxy says the user is. Everybody else's word for that is thrown away before anything sees it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from satchel.base.settings.types import Network

MAX_NAME_BYTES = 1024


def vouched(app: ASGIApp, header: str, proxies: Sequence[Network]) -> ASGIApp:
    """`app`, told in `satchel.user` of its scope whom `header` names where that came from one of `proxies` itself.

    It has to stand before whatever takes the address of the client from another header. The header is taken out of
    every request. One that comes twice, or with bytes that are no UTF-8 text, counts for nothing: a proxy that adds
    its own to what a stranger sent is no proxy to believe. Without a `header`, it is `app` itself.
    """
    if not header:
        return app
    wanted = header.encode()

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            found = [value for name, value in scope["headers"] if name.lower() == wanted]
            if found:
                scope["headers"] = [each for each in scope["headers"] if each[0].lower() != wanted]
                if len(found) == 1 and _is_of(scope, proxies):
                    scope["satchel.user"] = _text(found[0])
        await app(scope, receive, send)

    return telling


def _is_of(scope: Scope, proxies: Sequence[Network]) -> bool:
    client = scope.get("client")
    try:
        address = ip_address(str(client[0]).partition("%")[0]) if client else None
    except ValueError:
        return False
    if address is None:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in proxies)


def _text(value: bytes) -> str:
    try:
        return value.decode() if len(value) <= MAX_NAME_BYTES else ""
    except UnicodeDecodeError:
        return ""
