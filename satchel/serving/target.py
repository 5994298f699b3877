"""The address in the first line of a request, as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote_from_bytes

#: Bytes of a path: a name of 255 characters fits, whatever its letters.
MAX_PATH_BYTES = 4096
#: Bytes of an address that the parser can take apart.
MAX_TARGET_BYTES = 65_535

#: A name, an address or an address of IPv6 in brackets, and maybe a port; or nothing.
_HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]*|\[[0-9A-Za-z:.%~_-]+\])(?::[0-9]{0,5})?")
_PLAIN = re.compile(rb"/[\x21-\x7e]*")
_LINE = re.compile(rb"([A-Z]+ )(\S+)( HTTP/1\.[01]\r\n)")


def names_host(headers: Iterable[tuple[bytes, bytes]], version: str) -> bool:
    """Whether a request says once, and readably, whom it asks, as RFC 9112 demands. Only HTTP/1.0 need not say it."""
    hosts = [value for name, value in headers if name == b"host"]
    if not hosts:
        return version == "1.0"
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


def is_too_long(target: bytes) -> bool:
    """Whether it, or its path, is more than we take apart."""
    return len(target) > MAX_TARGET_BYTES or len(target.partition(b"?")[0]) > MAX_PATH_BYTES


def readable(target: bytes) -> bytes:
    """As much of it as tells to whom it leads; b"" where nothing does."""
    begin = target[:MAX_PATH_BYTES].partition(b"?")[0] if is_too_long(target) else target
    return begin if _PLAIN.fullmatch(begin) else b""


def in_ascii(head: bytes) -> bytes:
    """The beginning of a request, its address percent-encoded: scripts write letters in it that are not ASCII."""
    if head.isascii() or not _LINE.match(head):
        return head
    return _LINE.sub(_encoded, head, count=1)


def _encoded(line: re.Match[bytes]) -> bytes:
    return line[1] + quote_from_bytes(line[2], safe=bytes(range(0x21, 0x7F))).encode("ascii") + line[3]
