"""Which addresses may be contacted.

The rule is positive: an address must lie in the public part of the network. Whatever is not
known to be public is refused, so every way to dress up a private address falls out by itself.
`ipaddress.is_global` is not enough: it lets multicast, 6to4 and NAT64 pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.ports import BAD_PORTS

_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier NAT; one cloud keeps its metadata there
            "127.0.0.0/8",
            "168.63.129.16/32",  # looks public, is the inside of a cloud
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",  # 6to4 hides an IPv4 address
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")

#: Names that mean this machine, this house or another network than the internet.
_INSIDE = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "home.arpa",
    "onion",
    "i2p",
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether `address` belongs to the public internet. IPv4 inside IPv6 must be unwrapped before."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id is not None or address not in _PUBLIC_6:
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)


def is_inside_name(host: str) -> bool:
    """Whether `host` is a name that only an inner network knows: one label, or a reserved ending."""
    return "." not in host or any(host == end or host.endswith("." + end) for end in _INSIDE)


class Guard:
    """Judges names, ports and addresses. `allow_networks` are let through besides the public ones."""

    def __init__(self, allow_networks: Sequence[IPv4Network | IPv6Network] = ()) -> None:
        self._allowed = tuple(allow_networks)
        self._verdict = lru_cache(maxsize=1024)(self._judge)

    def permits(self, address: str) -> bool:
        """Whether a connection to `address` (an IP address as text) may be opened."""
        return self._verdict(address) is not None

    def check_name(self, host: str) -> None:
        """Refuse names of inner networks, unless some inner network is allowed: then addresses decide.

        Raises `FetchFailed` with `Reason.REFUSED`.
        """
        if not self._allowed and is_inside_name(host):
            raise _refused(f"{host} is not a name on the public internet")

    def check_port(self, port: int) -> None:
        """Raises `FetchFailed` with `Reason.REFUSED` for ports that browsers refuse."""
        if port in BAD_PORTS:
            raise _refused(f"port {port} is not for web pages")

    def check_addresses(self, host: str, addresses: Sequence[str]) -> list[str]:
        """The addresses to connect to, IPv4 unwrapped, in order and without doubles.

        One forbidden address refuses them all: a name that answers with the inside once will do
        it again. Names of inner networks must lie in allowed networks with every address.
        Raises `FetchFailed` with `Reason.REFUSED`.
        """
        judged: list[str] = []
        inside = is_inside_name(host)
        for address in addresses:
            verdict = self._verdict(address)
            if verdict is None or (inside and not self._is_allowed(verdict)):
                raise _refused(f"{host} is at {address}, which may not be fetched")
            if str(verdict) not in judged:
                judged.append(str(verdict))
        return judged

    def _judge(self, text: str) -> IPv4Address | IPv6Address | None:
        try:
            address = ip_address(text)
        except ValueError:
            return None
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if self._is_allowed(address):
            # An allowed NAT64 prefix opens the way to IPv4: the address behind it is judged too.
            if isinstance(address, IPv6Address) and address in _NAT64:
                behind = IPv4Address(int(address) & 0xFFFFFFFF)
                return address if is_public(behind) or self._is_allowed(behind) else None
            return address
        return address if is_public(address) else None

    def _is_allowed(self, address: IPv4Address | IPv6Address) -> bool:
        if isinstance(address, IPv6Address) and address.scope_id is not None:
            return False
        return any(address in network for network in self._allowed)


def _refused(detail: str) -> FetchFailed:
    return FetchFailed(Reason.REFUSED, detail, permanent=True)
