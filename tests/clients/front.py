"""A proxy that speaks TLS and answers for getpocket.com and others, as one in front of a real server would."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from tests.patience import HANG

T = TypeVar("T")
NAMES = "DNS:getpocket.com,DNS:www.instapaper.com,DNS:*.getpocket.com,DNS:*.example.com,DNS:*.github.com"


def certificates(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own making, for the names of two services; its file and that of its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=getpocket.com", "-addext", f"subjectAltName={NAMES}",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=HANG,
    )  # fmt: skip
    return certificate, key


class Front:
    """Takes TLS on 127.0.0.1, says so to the server behind it, and passes everything on."""

    def __init__(self, folder: Path, behind: int) -> None:
        self.certificate, key = certificates(folder)
        self._behind = behind
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(self.certificate, key)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks: set[asyncio.Task[None]] = set()
        # Some programs hang up without a word, and are not waited for.
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, ssl_shutdown_timeout=0.2)
        self._server = self._run(listening)
        self.port: int = self._server.sockets[0].getsockname()[1]

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(HANG)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: that is all that a test needs."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._exchange(reader, writer)
            await _closed(writer)
        finally:
            self._tasks.discard(task)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        lines = [line for line in lines if not line.lower().startswith((b"connection:", b"x-forwarded"))]
        lines += [b"Connection: close", b"X-Forwarded-Proto: https", b"X-Forwarded-For: 127.0.0.1"]
        inner, outer = await asyncio.open_connection("127.0.0.1", self._behind)
        outer.write(b"\r\n".join((first, *lines)) + b"\r\n\r\n")
        sending = asyncio.create_task(_pass_on(reader, outer))
        try:
            await _pass_on(inner, writer)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            await _closed(outer)

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(HANG)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Close the connection and wait until it is."""
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
