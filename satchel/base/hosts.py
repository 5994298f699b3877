"""One spelling for a host: what is saved, what is judged, what is contacted and what articles link to.

Reads hosts as browsers do: percent-encoding undone, capital and full-width letters mapped,
international names in ASCII, and every number form of an IPv4 address as four decimal parts.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import unquote_to_bytes

_LABEL = re.compile(r"[a-z0-9_-]{1,63}\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")


def read(text: str) -> str:
    """`text`, the host of a URL, as an ASCII name or an IP address (IPv6 without brackets).

    Raises `ValueError` for what no browser would contact, zone ids among it.
    """
    if text.startswith("["):
        if not text.endswith("]") or "%" in text:
            raise ValueError("not an IPv6 address")
        return str(IPv6Address(text[1:-1]))
    if len(text) > 1024:
        raise ValueError("the host name is too long")
    if "%" in text:
        text = unquote_to_bytes(text).decode("utf-8")
    host = _ascii(text).removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.match, labels)):
        raise ValueError("not a host name")
    if _NUMBER.match(labels[-1]):
        return _ipv4(labels)
    return host


def _ascii(text: str) -> str:
    if text.isascii():
        return text.lower()
    # The tables of international names are large; plain names do without them.
    import idna

    try:
        mapped = idna.uts46_remap(text, std3_rules=False)
    except idna.IDNAError as error:
        raise ValueError(str(error)) from error
    labels = mapped.replace("\u3002", ".").split(".")
    if any(one.startswith("xn--") and not one.isascii() for one in labels):
        raise ValueError("not an international name")
    return ".".join(one if one.isascii() else "xn--" + one.encode("punycode").decode() for one in labels)


def _ipv4(labels: list[str]) -> str:
    if len(labels) > 4:
        raise ValueError("not an IPv4 address")
    *parts, last = map(_number, labels)
    if any(part > 255 for part in parts) or last >= 256 ** (4 - len(parts)):
        raise ValueError("not an IPv4 address")
    for place, part in enumerate(parts):
        last += part << (8 * (3 - place))
    return str(IPv4Address(last))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    if len(label) > 1 and label.startswith("0"):
        return int(label, 8)
    if not label.isdecimal():
        raise ValueError("not an IPv4 address")
    return int(label)
