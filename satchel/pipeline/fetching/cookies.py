"""Cookies for the length of one fetch: from hop to hop, to their own site, and then forgotten.

Many sites set a cookie, lead back to the same address and show the page only to whoever brings the
cookie along. Read as RFC 6265bis has browsers read them. The standard library's jar is not used:
it pulls in its HTTP client, wants that client's requests, and keeps rules of an abandoned standard.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import msgspec

from satchel.pipeline.fetching.target import Target, is_literal

MAX_COOKIES = 50  #: of one fetch; browsers keep as many at least of one site
MAX_COOKIE = 4_096  #: bytes of name and value
MAX_ATTRIBUTE = 1_024  #: bytes; longer ones are passed over
MAX_LINE = 16_000  #: bytes sent along; servers refuse longer heads

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NUMBER = re.compile(r"-?[0-9]{1,18}\Z")
#: Names that sites share rather than own, as far as their form tells it: co.uk, com.au, ne.jp. A cookie
#: for one goes back to its own host only. The list of all such names is large and changes each week;
#: a jar that lives for one fetch has little to lose by doing without.
_SHARED = re.compile(r"[a-z0-9]{1,3}\.[a-z]{2}\Z")


class Cookie(msgspec.Struct, frozen=True):
    """One cookie and where it may be sent."""

    name: str
    value: str
    domain: str  #: a host; those below it, too, unless `host_only`
    path: str
    host_only: bool
    secure: bool

    def fits(self, target: Target) -> bool:
        """Whether it may be sent with a request for `target`."""
        if self.secure and target.scheme != "https":
            return False
        below = not self.host_only and _is_below(target.host, self.domain)
        return (below or target.host == self.domain) and _is_under(_path_of(target), self.path)


class Jar:
    """The cookies of one fetch."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str, bool], Cookie] = {}

    def take(self, target: Target, lines: list[str], now: datetime) -> None:
        """Keep what `target` set, one Set-Cookie line each (latin-1), and drop what it took back.

        `now` (aware) decides which dates are past.
        """
        for line in lines:
            if (read := _read(target, line, now)) is None:
                continue
            cookie, is_past = read
            key = (cookie.name, cookie.domain, cookie.path, cookie.host_only)
            if target.scheme != "https" and key in self._cookies and self._cookies[key].secure:
                continue
            if is_past:
                self._cookies.pop(key, None)
                continue
            self._cookies[key] = cookie
            if len(self._cookies) > MAX_COOKIES:
                del self._cookies[next(iter(self._cookies))]

    def line(self, target: Target) -> str:
        """The Cookie header for a request (latin-1); "" when there is nothing to send."""
        # The order that servers expect: longer paths first, then as they came.
        fitting = sorted(
            (one for one in self._cookies.values() if one.fits(target)), key=lambda one: -len(one.path)
        )
        parts: list[str] = []
        left = MAX_LINE
        for cookie in fitting:
            part = f"{cookie.name}={cookie.value}" if cookie.name else cookie.value
            left -= len(part) + 2
            if left >= 0:
                parts.append(part)
        return "; ".join(parts)


def _read(target: Target, line: str, now: datetime) -> tuple[Cookie, bool] | None:
    """The cookie in a Set-Cookie line, and whether it is past already; None for what browsers refuse."""
    first, *rest = line.split(";")
    name, mark, value = first.partition("=")
    name, value = (name.strip(" \t"), value.strip(" \t")) if mark else ("", first.strip(" \t"))
    if not (name or value) or len(name) + len(value) > MAX_COOKIE or _CONTROL.search(line):
        return None
    said = _attributes(rest)
    secure = "secure" in said
    domain = said.get("domain", "").removeprefix(".").lower()
    if domain and domain != target.host and not _is_below(target.host, domain):
        return None
    path = said.get("path", "")
    if not _keeps_promise(name or value, secure=secure, bound=not domain and path == "/"):
        return None
    if secure and target.scheme != "https":
        return None
    host_only = not domain or not _is_shareable(domain)
    path = path if path.startswith("/") else _folder_of(target)
    cookie = Cookie(name, value, target.host if host_only else domain, path, host_only, secure)
    return cookie, _is_past(said, now)


def _keeps_promise(name: str, *, secure: bool, bound: bool) -> bool:
    """Whether a cookie is what the beginning of its name promises."""
    name = name.lower()
    if name.startswith("__host-"):
        return secure and bound
    return secure or not name.startswith("__secure-")


def _attributes(parts: list[str]) -> dict[str, str]:
    """Attributes by their lower-case name; of those said twice the last."""
    said: dict[str, str] = {}
    for part in parts:
        name, _, value = part.partition("=")
        if len(value) <= MAX_ATTRIBUTE:
            said[name.strip(" \t").lower()] = value.strip(" \t")
    return said


def _is_past(said: dict[str, str], now: datetime) -> bool:
    age = said.get("max-age", "")
    if _NUMBER.match(age):
        return int(age) <= 0
    try:
        expires = parsedate_to_datetime(said.get("expires", ""))
    except (ValueError, TypeError, OverflowError, IndexError):
        return False
    if expires.tzinfo is None:
        expires = expires.replace(tzinfo=now.tzinfo)
    return expires <= now


def _is_shareable(domain: str) -> bool:
    """Whether a cookie may be meant for all of `domain`: no address, no top level, no shared name."""
    return "." in domain and not is_literal(domain) and not _SHARED.match(domain)


def _is_below(host: str, domain: str) -> bool:
    return host.endswith("." + domain) and not is_literal(host)


def _path_of(target: Target) -> str:
    return target.path.partition("?")[0]


def _folder_of(target: Target) -> str:
    return _path_of(target).rpartition("/")[0] or "/"


def _is_under(path: str, folder: str) -> bool:
    return path == folder or (path.startswith(folder) and (folder.endswith("/") or path[len(folder)] == "/"))
