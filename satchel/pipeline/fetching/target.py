"""An address taken apart, ready to be asked for."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin

import msgspec

from satchel.base import hosts
from satchel.model.pages import FetchFailed, Reason

MAX_URL_BYTES = 8192  #: bytes of an address, percent-encoded

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SHAPE = re.compile(r"(https?):/*([^/?#]+)([^#]*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:\[\]]+)(?::([0-9]{0,5}))?\Z")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SAFE = "/:@!$&'()*+,;=~?%[]|{}^`"


class Target(msgspec.Struct, frozen=True):
    """Where a request goes and what it asks for."""

    scheme: str  #: http or https
    host: str  #: ASCII name, or IP address without brackets
    port: int
    path: str  #: path and query, percent-encoded

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port, as the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in one spelling, without fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def read_target(url: str) -> Target:
    """The target that `url` names, read as browsers read it.

    Raises `FetchFailed` with `Reason.BAD_ADDRESS` for anything but http and https, for user names,
    control characters, impossible hosts, and more than 8,192 bytes.
    """
    if len(url) > MAX_URL_BYTES:
        raise _bad("the address is too long")
    if _CONTROL.search(url):
        raise _bad("the address contains control characters")
    match = _SHAPE.match(_forward(url.strip(" ")))
    if match is None:
        raise _bad("only http and https can be fetched")
    scheme = match[1].lower()
    authority = _AUTHORITY.match(match[2])
    if authority is None or "@" in match[2]:
        raise _bad("the address names a user" if "@" in match[2] else "the host is not valid")
    port = int(authority[2]) if authority[2] else _DEFAULT_PORTS[scheme]
    try:
        host = hosts.read(authority[1])
        path = quote(match[3], safe=_SAFE) or "/"
    except (ValueError, OverflowError) as error:
        raise _bad(f"the host is not valid: {error}"[:200]) from error
    if port > 65535:
        raise _bad("there is no such port")
    target = Target(scheme, host, port, path if path.startswith("/") else "/" + path)
    if len(target.url) > MAX_URL_BYTES:
        raise _bad("the address is too long")
    return target


def follow(target: Target, location: bytes) -> Target:
    """Where a redirect from `target` leads. Raises `FetchFailed` with `Reason.REDIRECTS`."""
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    try:
        return read_target(urljoin(target.url, _forward(text.strip(" \t"))))
    except (FetchFailed, ValueError) as error:
        raise FetchFailed(
            Reason.REDIRECTS, f"to an address that cannot be fetched: {error}", permanent=True
        ) from error


def is_literal(host: str) -> bool:
    """Whether `host`, as a `Target` has it, is an IP address and needs no name server."""
    if ":" in host:
        IPv6Address(host)
        return True
    return host.rpartition(".")[2].isdecimal()


def _forward(url: str) -> str:
    """Backslashes before the query count as slashes, as in browsers."""
    head, mark, tail = url.partition("?")
    before, hash_, fragment = head.partition("#")
    return before.replace("\\", "/") + hash_ + fragment + mark + tail


def _bad(detail: str) -> FetchFailed:
    return FetchFailed(Reason.BAD_ADDRESS, detail, permanent=True)
