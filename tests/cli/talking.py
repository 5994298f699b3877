"""Talking to one connection of the server, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from satchel.dialects.http.bodies import Bodies
from satchel.serving.http_protocol import Connection
from tests.patience import HANG, until_it

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter, ServerState], Awaitable[None]]


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Says what it was asked, and why it is refused, without waiting for the body; or echoes that.

    What is said `later` waits for `go`.
    """
    said = scope["query_string"]
    said += b" refused: " + scope["satchel.refusal"].message.encode() if "satchel.refusal" in scope else b""
    if said == b"whole":
        said += b" %r" % ("satchel.whole" in scope)
    elif said == b"echo":
        with Bodies().open(receive) as body:
            said = await body.read(b"", b"chunked")
    elif said == b"later":
        await scope["state"]["go"].wait()
    elif said == b"large":
        said = bytes(20_000_000)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]}
    )
    await send({"type": "http.response.body", "body": said})


def talk_with(talk: Talk, **options: Any) -> None:
    """Have `talk` speak with a server of `options`, and see what that knows of its connections."""

    async def main() -> None:
        config = uvicorn.Config(_app, http=Connection, ws="none", lifespan="off", log_config=None, **options)
        config.load()
        state = ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: Connection(config, state, {"go": asyncio.Event()}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            await asyncio.wait_for(talk(reader, writer, state), HANG)
        finally:
            writer.close()
            server.close()

    asyncio.run(main())


async def taken(state: ServerState) -> Connection:
    """The server's end of the connection, once it has one."""
    await until_it(lambda: state.connections)
    (found,) = state.connections
    assert isinstance(found, Connection)
    return found


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: bytes) -> bytes:
    """The body of the answer to a GET."""
    writer.write(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)
