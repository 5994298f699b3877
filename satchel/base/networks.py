"""Networks: which addresses count as one subnet."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

#: No address is longer. What is no address may be as long as a request, and is not kept.
MAX_ADDRESS_CHARACTERS = 45


def ipv6_site(address: str) -> str:
    """The /48 around an IPv6 address, which one customer has; "" for what is none."""
    parsed = _read(address)
    return f"{IPv6Address(int(parsed) >> 80 << 80)}/48" if isinstance(parsed, IPv6Address) else ""


def subnet(address: str) -> str:
    """The /24 or /64 around `address`, as text; the text itself where it is no address."""
    parsed = _read(address)
    if parsed is None:
        return address
    if isinstance(parsed, IPv6Address):
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return f"{str(parsed).rpartition('.')[0]}.0/24"


def _read(address: str) -> IPv4Address | IPv6Address | None:
    bare = address.partition("%")[0]
    return _read_bare(bare) if len(bare) <= MAX_ADDRESS_CHARACTERS else None


# The same few clients call again and again, and to take an address apart costs a tenth of a save.
@lru_cache(maxsize=1024)
def _read_bare(text: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
