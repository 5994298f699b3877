"""Networks: which addresses count as one subnet."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def ipv6_site(address: str) -> str:
    """The /48 around an IPv6 address, which one customer has; "" for what is none."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address) or parsed.ipv4_mapped:
        return ""
    return f"{IPv6Address(int(parsed) >> 80 << 80)}/48"


def subnet(address: str) -> str:
    """The /24 or /64 around `address`, as text; the text itself where it is no address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv6Address):
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return f"{str(parsed).rpartition('.')[0]}.0/24"
