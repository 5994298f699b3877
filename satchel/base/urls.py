"""Addresses: what may be saved, and when two of them are one page.

`read` takes what a client sent and gives an `Address` or refuses. Two addresses with equal
`key` are the same page for one user: scheme, `www.`, port 80 and 443, a trailing slash, the
fragment, the order of nothing, and parameters that only track readers make no difference.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from satchel.base import hosts
from satchel.base.errors import Invalid

MAX_URL_BYTES = 8192  #: bytes of an address, after percent-encoding

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_HTTP = re.compile(r"^https?://", re.IGNORECASE)
_ENCODED = re.compile(r"^https?%3a", re.IGNORECASE)
_BARE = re.compile(r"^[^\s/?#@:]+\.[^\s/?#@:]{1,63}(:\d{1,5})?([/?#]|$)")
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_PLACE = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
#: Most paths and queries: nothing in them wants encoding.
_PLAIN = re.compile(r"[A-Za-z0-9/._~=&:@,;+!$*()'-]*")
#: Most addresses: nothing in them wants changing.
_USUAL = re.compile(
    r"(https?)://([a-z0-9]+(?:(?:\.|--?)[a-z0-9]+)*)(/[A-Za-z0-9/._~=&:@,;+!$*()'-]*)"
    r"(?:\?([A-Za-z0-9/._~=&:@,;+!$*()'-]+))?"
)
#: What begins a word that is no part of a link: a handle, a hashtag, another link.
_ANOTHER = re.compile(r"\s(?=[@#]\w|https?://)", re.IGNORECASE)
#: A link that has ended before the first space: by a stroke or by the ending of a file.
_ENDED = re.compile(r"https?://[^\s/]+/(?:[^\s?#]*(?:/|\.[A-Za-z][A-Za-z0-9]{1,4}))?(?=\s)", re.IGNORECASE)
#: A dash or bar between words, and what shows that they are a name of a file all the same.
_DASH = re.compile(r"\s[-–—|·•:]+\s")
_FILE = re.compile(r"\.\w{2,5}$|/")
_BEHIND = re.compile("[?#]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

#: Parameters that name the reader or the campaign, never the page.
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|wt_mc|"
    r"at_campaign|at_medium|vero_id|oly_enc_id|oly_anon_id|__s|ref_src|ref_url|cmpid|xtor)$",
    re.IGNORECASE,
)

#: Fragments that name a page and no place on it: behind "!", "/" or "?", or with steps as a path has.
_ROUTED = re.compile(r"[!/?]|[\w.~-]+/[\w.~%-]")
#: A parameter in a fragment, and those of them that name a time in a film or an area of a picture.
_GIVES = re.compile(r"=|%3D", re.IGNORECASE)
_SPOT = re.compile(r"t=(?:npt:)?[\d:.,hms]+|xywh=(?:pixel:|percent:)?[\d.,]+")
#: The signs of a route, escaped by an app that handed the link on.
_ESCAPED_SIGN = re.compile(r"^(?:%21|%2F|!%2F)", re.IGNORECASE)


class Address(NamedTuple):
    """One address of a page."""

    url: str  #: as it is stored and fetched: trimmed, with a scheme, percent-encoded, host in ASCII
    normal: str  #: the form in which pages are compared, written with the scheme http
    key: bytes  #: 16 bytes, equal exactly when `normal` is
    host: str  #: lower-case, ASCII, without port


def read(text: str) -> Address:
    """The address that a client means by `text`.

    Adds `http://` where the scheme is missing and the host has a dot; undoes one superfluous
    round of percent-encoding; encodes the spaces behind the host, as browsers do: they are what
    became of a plus that a client did not encode. Words that were shared behind a link are left out
    where they show that they are no part of it; where that is only likely, all is refused. Raises
    `Invalid` for anything that is not http or https, names a user, is longer than 8 KB, or cannot be
    a URL.
    """
    url = text.strip()
    if len(url) > 3 * MAX_URL_BYTES:  # encoded throughout, and still too long
        raise Invalid("The link is too long.", field="url")
    if _ENCODED.match(url):
        url = unquote(url)
    if not _HTTP.match(url):
        if _BARE.match(url):
            url = "http://" + url
        elif url.startswith("//") and _BARE.match(url[2:]):
            url = "http:" + url
        elif _SCHEME.match(url):
            raise Invalid("Only http and https links can be saved.", field="url")
        else:
            raise Invalid("That is not a link.", field="url")
    if len(url) > MAX_URL_BYTES:
        raise Invalid("The link is too long.", field="url")
    if _FORBIDDEN.search(url):
        raise Invalid("The link contains characters that no link can have.", field="url")
    return _address(_alone(url) if " " in url else url)


def _alone(text: str) -> str:
    """The link without the words behind it, if there are any; spaces within it stay. Raises `Invalid`."""
    link, _, words = text.partition(" ")
    is_name = _FILE.search(words.strip()) is not None
    another = _ANOTHER.search(text) is not None
    if "?" not in link and (another or (_ENDED.match(text) and not is_name)):
        return link
    # In a query the words may be what was looked for, and a dash may stand in the name of a page.
    if another or ("?" not in link and _DASH.search(text) and not is_name):
        raise Invalid("There are words behind the link.", field="url")
    return text


@lru_cache(maxsize=2048)
def _address(url: str) -> Address:
    usual = _USUAL.fullmatch(url)
    if usual and _is_read(usual[2]):
        _, host, path, query = usual.groups("")
        return _named(url, host, _normal(host, path, query, ""))
    parts, host, port = _split(url)
    netloc = host if port is None else f"{host}:{port}"
    path = _encode(parts.path, "/:@!$&'()*+,;=~") or "/"
    query = _encode(parts.query, "/:@!$&'()*+,;=~?[]|{}^`\\")
    fragment = _encode(parts.fragment, "/:@!$&'()*+,;=~?")
    kept = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    if len(kept) > MAX_URL_BYTES:
        raise Invalid("The link is too long.", field="url")
    normal = _normal(netloc, path, query, fragment)
    return _named(kept, host.strip("[]"), normal)


def _is_read(host: str) -> bool:
    """Whether a host of the usual letters is in the one spelling already: no number, no label too long."""
    return len(host) <= 63 and not host[host.rfind(".") + 1].isdigit()


def _named(url: str, host: str, normal: str) -> Address:
    return Address(url, normal, hashlib.blake2b(normal.encode(), digest_size=16).digest(), host)


def _split(url: str) -> tuple[SplitResult, str, int | None]:
    """The parts of `url`, its host in ASCII, and its port unless it is the scheme's own."""
    if "\\" in url:
        # As browsers do: a stroke of either kind in host and path, and what it is behind them.
        front = _BEHIND.split(url, 1)[0]
        url = front.replace("\\", "/") + url.removeprefix(front)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise Invalid("That is not a link.", field="url") from None
    if "@" in parts.netloc:
        raise Invalid("Links with a user name or password in them are not saved.", field="url")
    try:
        host = hosts.read(f"[{host}]" if "[" in parts.netloc else host)
    except (ValueError, OverflowError):
        raise Invalid("The link's host name is not valid.", field="url") from None
    if ":" in host:
        host = f"[{host}]"
    elif host.startswith("-") or host.endswith("-"):
        raise Invalid("The link's host name is not valid.", field="url")
    if port == 0:
        raise Invalid("The link's port is not valid.", field="url")
    if port == {"http": 80, "https": 443}.get(parts.scheme.lower()):
        port = None
    return parts, host, port


def _encode(part: str, safe: str) -> str:
    """Percent-encode what is not ASCII and keep what is encoded, in one spelling."""
    if _PLAIN.fullmatch(part):
        return part
    part = quote(part, safe=safe + "%")
    if "%" not in part:
        return part
    return _PERCENT.sub(_percent, re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part))


def _percent(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _normal(netloc: str, path: str, query: str, fragment: str) -> str:
    if query:
        query = "&".join(p for p in query.split("&") if p and not _TRACKING.match(p.partition("=")[0]))
    if "/." in path:
        path = _without_dots(path)
    normal = f"http://{netloc.removeprefix('www.')}{path.rstrip('/')}"
    if query:
        normal += "?" + query
    return normal + _route(fragment, is_pdf=path.lower().endswith(".pdf")) if fragment else normal


def _route(fragment: str, *, is_pdf: bool = False) -> str:
    """The page that a fragment names, as pages built by script do: "#!/a", "#/a", "#note/5", "#id=5"; "" for an anchor.

    "#!" and "#/" are the page itself. What names campaigns counts no more here than in a query. Parameters name
    pages, since apps keep in them what they show, unless a standard says that they name a place: times
    and areas of films and pictures (Media Fragments), whatever stands behind the name of a PDF (RFC 8118), and words
    to scroll to (":~:"). Two entries for one page are a nuisance, a link that is taken for another is lost.
    """
    fragment = _ESCAPED_SIGN.sub(lambda sign: unquote(sign[0]), fragment.partition(":~:")[0])
    is_routed = _ROUTED.match(fragment) is not None
    path, mark, query = fragment.partition("?")
    if not (is_routed or mark) and _GIVES.search(fragment):
        path, query = "", "&".join(p for p in fragment.split("&") if not _SPOT.fullmatch(p))
    query = "&".join(p for p in query.split("&") if p and not _TRACKING.match(p.partition("=")[0]))
    if not is_routed and (is_pdf or not _GIVES.search(query)):
        return ""
    path = path.rstrip("/")
    if path in ("", "!") and not query:
        return ""
    return f"#{path}{mark if query else ''}{query}"


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) or "/"


def is_place(text: str) -> bool:
    """Whether `text` is a host, maybe with a port, as a Host header names it."""
    return _PLACE.fullmatch(text) is not None


def host_of(url: str) -> str:
    """The host of an address that is kept or was fetched: as in `Address`; "" where there is none."""
    place = url.partition("://")[2].partition("/")[0].partition("?")[0].lower()
    return place[1:].partition("]")[0] if place.startswith("[") else place.partition(":")[0]


def domain_key(host: str) -> bytes:
    """The names of a host from the last to the first, a dot behind each: hosts of one site sort side by side.

    A host belongs to a site when its key begins with the site's.
    """
    return (".".join(reversed(host.strip(".").split("."))) + ".").encode("utf-8", "replace")


def same_site(one: str, other: str) -> bool:
    """Whether one host is the other or a sub-host of it, `www.` aside."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith("." + other) or other.endswith("." + one)
