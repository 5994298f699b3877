"""A proxy that speaks TLS and answers for getpocket.com, as one in front of a real server would."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from pathlib import Path

NAMES = "DNS:getpocket.com,DNS:*.getpocket.com,DNS:*.example.com,DNS:*.github.com"


def certificates(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own making, for Pocket's names; its file and that of its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=getpocket.com", "-addext", f"subjectAltName={NAMES}",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=60,
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
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def _run(self, work):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: that is all that a test needs."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
            lines = [line for line in lines if not line.lower().startswith((b"connection:", b"x-forwarded"))]
            lines += [b"Connection: close", b"X-Forwarded-Proto: https", b"X-Forwarded-For: 127.0.0.1"]
            inner, outer = await asyncio.open_connection("127.0.0.1", self._behind)
            outer.write(b"\r\n".join((first, *lines)) + b"\r\n\r\n")
            sending = asyncio.ensure_future(_pass_on(reader, outer))
            await _pass_on(inner, writer)
            sending.cancel()
            outer.close()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()
