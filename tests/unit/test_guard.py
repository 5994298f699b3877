"""Which addresses, names and ports may be contacted."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.guard import Guard

# The last address before a forbidden network, the edges of it, and the first one after.
BORDERS = [
    ("0.0.0.0", "0.255.255.255", None, "1.0.0.0"),
    ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
    ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
    ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
    ("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"),
    ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
    ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
    ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
    ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
    ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
    ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
    ("192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0"),
    ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
    ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
    ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
    ("224.0.0.0", "255.255.255.255", "223.255.255.255", None),
    ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", None, "2001:200::"),
    ("2001:db8::", "2001:db8:ffff::", "2001:db7:ffff::", "2001:db9::"),
    ("2002::", "2002:ffff:ffff::", "2001:ffff::", "2003::"),
    ("2620:4f:8000::", "2620:4f:8000:ffff::", "2620:4f:7fff::", "2620:4f:8001::"),
    ("3fff::", "3fff:fff:ffff::", "3ffe:ffff::", "3fff:1000::"),
    ("::", "1fff:ffff::", None, "2000::"),
    ("4000::", "ffff:ffff::", "3fff:ffff::", None),
]
DISGUISES = [
    *("::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "5f00::1", "100::1"),
    *("2606:4700::1111%eth0", "169.254.169.254", "100.100.100.200", "192.0.0.192", "255.255.255.255"),
    *("", "localhost", "127.1", "0x7f.1", "2130706433", "127.0.0.1/32", "[::1]", "١٢٧.0.0.1"),
]


@pytest.mark.parametrize(("first", "last", "before", "after"), BORDERS)
def test_a_forbidden_network_ends_exactly_at_its_borders(
    first: str, last: str, before: str | None, after: str | None
) -> None:
    guard = Guard()
    assert not guard.permits(first)
    assert not guard.permits(last)
    assert before is None or guard.permits(before)
    assert after is None or guard.permits(after)


@pytest.mark.parametrize("address", DISGUISES)
def test_no_disguise_of_an_inner_address_is_permitted(address: str) -> None:
    assert not Guard().permits(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001::1"],
)
def test_public_addresses_are_permitted(address: str) -> None:
    assert Guard().permits(address)


@pytest.mark.parametrize("order", [["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"]])
def test_one_inner_address_refuses_the_whole_name(order: list[str]) -> None:
    with pytest.raises(FetchFailed) as caught:
        Guard().check_addresses("mixed.test", order)
    assert caught.value.reason is Reason.REFUSED
    assert caught.value.permanent


def test_a_mapped_address_is_contacted_as_what_it_is() -> None:
    found = ["::ffff:8.8.8.8", "8.8.8.8", "2606:4700::1111"]
    assert Guard().check_addresses("double.test", found) == ["8.8.8.8", "2606:4700::1111"]


@pytest.mark.parametrize(
    "name",
    [
        *("redis", "localhost", "foo.localhost", "nas.local", "a.localdomain", "metadata.google.internal"),
        *("router.home.arpa", "abc.onion", "abc.i2p"),
    ],
)
def test_names_of_inner_networks_are_refused_before_anyone_is_asked(name: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        Guard().check_name(name)
    assert caught.value.reason is Reason.REFUSED


@pytest.mark.parametrize("name", ["example.com", "a.notlocal", "local.example.com", "mylocal.net"])
def test_names_that_only_look_inner_are_not(name: str) -> None:
    Guard().check_name(name)


def test_an_allowed_network_is_let_through_and_no_other() -> None:
    guard = Guard([ip_network("192.168.0.0/16"), ip_network("fd00:1::/32")])
    assert guard.permits("192.168.7.7")
    assert guard.permits("::ffff:192.168.7.7")
    assert guard.permits("fd00:1::5")
    assert not guard.permits("10.0.0.1")
    assert not guard.permits("fd00:2::5")


def test_an_inner_name_needs_every_address_in_an_allowed_network() -> None:
    guard = Guard([ip_network("192.168.0.0/16")])
    guard.check_name("nas.local")
    assert guard.check_addresses("nas.local", ["192.168.1.2"]) == ["192.168.1.2"]
    assert guard.check_addresses("nas.example.com", ["192.168.1.2", "8.8.8.8"]) == ["192.168.1.2", "8.8.8.8"]
    for found in (["192.168.1.2", "8.8.8.8"], ["8.8.8.8"], ["10.0.0.1"]):
        with pytest.raises(FetchFailed):
            guard.check_addresses("nas.local", found)


def test_an_allowed_translation_prefix_does_not_open_the_inside_behind_it() -> None:
    guard = Guard([ip_network("64:ff9b::/96")])
    assert guard.permits("64:ff9b::808:808")
    assert not guard.permits("64:ff9b::7f00:1")
    assert not guard.permits("64:ff9b::a9fe:a9fe")


@pytest.mark.parametrize("port", [1, 22, 25, 110, 143, 3306, 5432, 6000, 6379, 6667, 11211])
def test_ports_that_are_not_the_web_are_refused(port: int) -> None:
    with pytest.raises(FetchFailed) as caught:
        Guard().check_port(port)
    assert caught.value.reason is Reason.REFUSED


@pytest.mark.parametrize("port", [80, 443, 8000, 8080, 8443, 65535])
def test_ports_of_the_web_are_not(port: int) -> None:
    Guard().check_port(port)
