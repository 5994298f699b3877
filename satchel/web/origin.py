"""Where a request came from, and where we are."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from satchel.base.errors import NotAllowed
from satchel.base.settings import Settings
from satchel.base.urls import is_place


def server_address(request: Request, settings: Settings) -> str:
    """The address of this server as people use it, without a slash at the end."""
    if settings.public_url:
        return settings.public_url
    host = request.headers.get("host", "")
    if not is_place(host):
        name, port = request.scope.get("server") or ("localhost", 80)
        host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    return f"{request.url.scheme}://{host}"


def demand_own_page(request: Request, settings: Settings, *, known: bool = True) -> None:
    """Raise `NotAllowed` when a form was sent by somebody else's page.

    Browsers say so in Sec-Fetch-Site, on plain HTTP only in Origin. What sends neither has no page behind
    it; where a cookie speaks for somebody that is refused too, unless `known` is false.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise NotAllowed("This form was sent from another site's page.")
        return
    origin = request.headers.get("origin")
    if origin is None and known:
        raise NotAllowed("Nothing tells which page this form was sent from, so it is not taken.")
    if origin is not None and origin.lower() != _origin(server_address(request, settings)):
        raise NotAllowed("This form was sent from another address than the one this server is known by.")


def demand_https(request: Request, settings: Settings) -> None:
    """Raise `NotAllowed` for a page with passwords over plain HTTP where people use https."""
    if settings.https and request.url.scheme != "https":
        raise NotAllowed(
            "A password must not travel over plain HTTP here: open this page at "
            f"{settings.public_url}. If you did, the proxy in front of Satchel is not trusted yet; "
            "name its address in SATCHEL_TRUSTED_PROXIES."
        )


def _origin(url: str) -> str:
    """Scheme, host and port of `url`, as browsers write an origin."""
    parts = urlsplit(url)
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"
