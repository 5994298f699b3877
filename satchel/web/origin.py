"""Where a request came from, and where we are."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.requests import Request

from satchel.base.errors import NotAllowed
from satchel.base.settings import Settings
from satchel.base.urls import is_place

#: What stands in addresses as it was sent; anything else would be no address any more.
_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


def server_address(request: Request, settings: Settings) -> str:
    """The address of this server as people use it, without a slash at the end."""
    if settings.public_url:
        return settings.public_url
    host = request.headers.get("host", "")
    if not is_place(host):
        name, port = request.scope.get("server") or ("localhost", 80)
        host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    return f"{request.url.scheme}://{host}"


def is_at_home(server: str) -> bool:
    """Whether an address of a server works on its own machine only."""
    host = urlsplit(server).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or host.startswith("127.") or host == "::1"


def demand_own_page(request: Request, settings: Settings, *, known: bool = True) -> None:
    """Raise `NotAllowed` when a form was sent by somebody else's page.

    Browsers say so in Sec-Fetch-Site, on plain HTTP only in Origin. What sends neither has no page behind
    it; where a cookie speaks for somebody that is refused too, unless `known` is false.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise NotAllowed("This form was sent from another website. Open the page here and try again.")
        return
    origin = request.headers.get("origin")
    if origin is None and known:
        raise NotAllowed("The browser did not say which page sent this form, so it was refused.")
    if origin is not None and origin.lower() != _origin(server_address(request, settings)):
        raise NotAllowed("This form was sent from another address than this server’s own.")


def is_prefetch(request: Request) -> bool:
    """Whether a browser fetches the page in case somebody wants it: nobody has seen it yet, and nothing counts."""
    return "prefetch" in request.headers.get("sec-purpose", "")


class OverHttps(Exception):
    """The page is at `url`, the same address under the one that people use."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def demand_https(request: Request, settings: Settings, *, moves: bool = True) -> None:
    """For a page with passwords over plain HTTP where people use https.

    Raises `OverHttps` for whoever merely followed a link, `NotAllowed` for a form, and for an address that
    is a secret itself, whose page does not move.
    """
    if settings.https and request.url.scheme != "https":
        if moves and request.method in ("GET", "HEAD") and not _came_over_https(request):
            raise OverHttps(_in_public(request, settings))
        raise NotAllowed(
            "This server accepts passwords over https only. Open this page at "
            f"{settings.public_url}. If you did, Satchel does not trust its proxy yet. "
            "Add the proxy’s address to SATCHEL_TRUSTED_PROXIES."
        )


def _came_over_https(request: Request) -> bool:
    """Whether a proxy took the request over https and does not say so in a way that is trusted.

    Then the public address leads here again and again. Browsers say how they look at a page in Sec-Fetch
    headers, and over plain HTTP they do not.
    """
    headers = request.headers
    told = f"{headers.get('x-forwarded-proto', '')} {headers.get('forwarded', '')}".lower()
    return (
        "https" in told or headers.get("x-forwarded-ssl", "").lower() == "on" or "sec-fetch-site" in headers
    )


def _in_public(request: Request, settings: Settings) -> str:
    """The address that was asked for, under the public one, whatever Host the request claims."""
    path = request.scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1") or request.url.path
    path = quote(path.removeprefix(urlsplit(settings.public_url).path), safe=_AS_IT_IS)
    query = quote(request.scope["query_string"].decode("latin-1"), safe=_AS_IT_IS)
    path = path if path.startswith("/") else f"/{path}"
    return f"{settings.public_url}{path}" + (f"?{query}" if query else "")


def _origin(url: str) -> str:
    """Scheme, host and port of `url`, as browsers write an origin."""
    parts = urlsplit(url)
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"
