"""A request of HTTP/1.1 says once whom it asks (RFC 9112, 3.2): what two servers could read differently is refused."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn.server import ServerState

from tests.cli.talking import ask, talk_with

REFUSED = {
    "no host": b"GET /v3/get?a HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /v3/get?a HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
    "twice the same": b"GET /v3/get?a HTTP/1.1\r\nHost: a.example\r\nHOST: a.example\r\n\r\n",
    "two in one": b"GET /v3/get?a HTTP/1.1\r\nHost: a.example/b\r\n\r\n",
    "a blank": b"GET /v3/get?a HTTP/1.1\r\nHost: a b\r\n\r\n",
    "somebody at it": b"GET /v3/get?a HTTP/1.1\r\nHost: me@a.example\r\n\r\n",
    "markup": b"GET /v3/get?a HTTP/1.1\r\nHost: <b>\r\n\r\n",
    "a port that is none": b"GET /v3/get?a HTTP/1.1\r\nHost: a.example:http\r\n\r\n",
    "two hosts of an old client": b"GET /v3/get?a HTTP/1.0\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
    "a body behind it": b"POST /v3/get?a HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
    "another protocol": b"GET /v3/get?a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "the oldest protocol": b"GET /v3/get?a\r\n\r\n",
}
TAKEN = [
    b"a.example",
    b"a.example:8080",
    b"a_b.example:",
    b"127.0.0.1:80",
    b"[::1]:8080",
    b"[fe80::1%25eth0]",
    b"",
]


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_a_request_that_does_not_say_whom_it_asks_is_refused_in_the_words_of_its_path(
    request_: bytes,
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?first") == b"first"
        writer.write(request_ + b"GET /?smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = await reader.read()
        assert answer.count(b"HTTP/1.1 ") == 1
        assert answer.endswith(b"a refused: The request is not proper HTTP.")

    talk_with(talk)


@pytest.mark.parametrize("host", TAKEN)
def test_names_addresses_and_ports_are_taken(host: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"GET /?a HTTP/1.1\r\nConnection: close\r\nHost: " + host + b"\r\n\r\n")
        assert (await reader.read()).endswith(b"\r\n\r\na")

    talk_with(talk)


def test_clients_of_http_1_0_need_not_say_it() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"GET /?a HTTP/1.0\r\n\r\n")
        assert (await reader.read()).endswith(b"\r\n\r\na")

    talk_with(talk)
