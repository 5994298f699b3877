"""The connection goes where the guard looked, and is looked at once more when it is there."""

from __future__ import annotations

import asyncio
from typing import Any

import httpcore2
import pytest

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.backend import GuardedBackend, Meter
from satchel.pipeline.fetching.guard import Guard


class Stream(httpcore2.AsyncNetworkStream):
    def __init__(self, peer: str) -> None:
        self.peer = peer
        self.closed = False

    def get_extra_info(self, info: str) -> Any:
        return (self.peer, 80) if info == "server_addr" else None

    async def aclose(self) -> None:
        self.closed = True


class Network(httpcore2.AnyIOBackend):
    """Connects to nobody; says that it ended at `peer`, or at the address it was given."""

    def __init__(self, peer: str = "", broken: tuple[str, ...] = ()) -> None:
        self.peer = peer
        self.broken = broken
        self.asked: list[str] = []
        self.streams: list[Stream] = []

    async def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        self.asked.append(host)
        if host in self.broken:
            raise httpcore2.ConnectTimeout
        self.streams.append(Stream(self.peer or host))
        return self.streams[-1]


def backend(network: Network, *addresses: str) -> GuardedBackend:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    made = GuardedBackend(Guard(), resolve, 1.0, Meter(1000))
    made._network = network
    return made


def test_the_judged_address_is_contacted_and_not_the_name() -> None:
    network = Network()
    asyncio.run(backend(network, "93.184.216.34", "2606:4700::1111").connect_tcp("example.com", 80))
    assert network.asked == ["93.184.216.34"]


def test_a_connection_that_ended_elsewhere_is_refused_and_closed() -> None:
    network = Network(peer="10.0.0.1")

    async def run() -> None:
        guarded = backend(network, "93.184.216.34")
        with pytest.raises(FetchFailed) as caught:
            await guarded.connect_tcp("example.com", 80)
        assert caught.value.reason is Reason.REFUSED
        await guarded.aclose()

    asyncio.run(run())
    assert network.streams[0].closed


def test_an_address_of_the_other_family_is_tried_second_and_three_in_all() -> None:
    six = ("2606:4700::1", "2606:4700::2", "2606:4700::3")
    network = Network(broken=(*six, "8.8.8.8"))
    with pytest.raises(httpcore2.ConnectTimeout):
        asyncio.run(backend(network, *six, "8.8.8.8").connect_tcp("example.com", 80))
    assert network.asked == [six[0], "8.8.8.8", six[1]]


def test_nothing_inside_is_contacted_through_the_backend_itself() -> None:
    network = Network()
    for host in ("127.0.0.1", "::1", "example.com", "localhost"):
        with pytest.raises(FetchFailed):
            asyncio.run(backend(network, "8.8.8.8", "127.0.0.1").connect_tcp(host, 80))
    with pytest.raises(FetchFailed):
        asyncio.run(backend(network).connect_unix_socket("/run/docker.sock"))
    assert network.asked == []
