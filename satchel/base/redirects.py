"""Addresses that an app wants people sent back to: any scheme but those that run or read something."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from satchel.base.errors import RedirectMissing, RedirectRefused

LONGEST = 2000  #: characters

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NEVER = frozenset(
    (
        "about", "blob", "chrome", "data", "file", "filesystem", "intent", "jar", "javascript",
        "livescript", "resource", "vbscript", "view-source", "ws", "wss",
    )
)  # fmt: skip
#: Steps that browsers take upwards, out of what was declared.
_UPWARDS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def read(text: str) -> str:
    """The address, exactly as it was written but for white space around it.

    Raises `RedirectMissing` for nothing, `RedirectRefused` for what nobody is sent to.
    """
    uri = text.strip(" ")
    if not uri:
        raise RedirectMissing
    scheme = _SCHEME.match(uri)
    if len(uri) > LONGEST or not scheme or scheme[1].lower() in _NEVER or _CONTROLS.search(uri):
        raise RedirectRefused
    if scheme[1].lower() in ("http", "https"):
        try:
            parts = urlsplit(uri)
            host = parts.hostname
            _ = parts.port
        except ValueError:
            raise RedirectRefused from None
        # Browsers and we might disagree about the host of these.
        if not host or "@" in parts.netloc or "\\" in uri or not uri[scheme.end() :].startswith("//"):
            raise RedirectRefused
    return uri


def target(uri: str) -> str:
    """Where that leads, as a person is told: the host of a web page, else the scheme with its colon."""
    scheme, _, _ = uri.partition(":")
    if scheme.lower() in ("http", "https"):
        return urlsplit(uri).netloc.lower()
    return f"{scheme}:"


def location(uri: str) -> str:
    """The address as a header can carry it: what is not ASCII, and spaces, percent-encoded."""
    return quote(uri, safe="".join(map(chr, range(0x21, 0x7F))))


def alike(one: str, other: str) -> bool:
    """Whether two addresses lead to the same place: http or https, path and port of this device aside."""
    return _place(one) == _place(other)


def declared(uri: str, allowed: tuple[str, ...]) -> bool:
    """Whether `uri` is one of `allowed` or lies below one; nothing declared allows all."""
    return not allowed or any(alike(uri, each) and _below(uri, each) for each in allowed)


def _place(uri: str) -> str:
    scheme, _, _ = uri.partition(":")
    if scheme.lower() not in ("http", "https"):
        return scheme.lower() + ":"
    try:
        parts = urlsplit(uri)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return uri  # kept before it was looked at; nobody is sent there
    return "this device" if host in _LOOPBACK else f"{host}:{port or ''}"


def _below(uri: str, allowed: str) -> bool:
    one, other = _rest(uri), _rest(allowed)
    if one == other:
        return True
    return not _UPWARDS.search(one.partition("?")[0]) and (
        one.startswith(other) and (other[-1:] in "/?#:" or one[len(other)] in "/?#")
    )


def _rest(uri: str) -> str:
    """What follows the host of a web address, or the scheme of any other."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() not in ("http", "https"):
        return rest
    parts = urlsplit(uri)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}"
