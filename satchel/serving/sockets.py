"""The sockets of a server."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress

from satchel.base.errors import Conflict, Invalid, Unavailable


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address that `host` means, bound but not listening yet.

    Port 0 is one that is free, the same on all of them. Raises `Invalid`, `Conflict` or
    `Unavailable` in one sentence.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise Invalid(f"There is no address {host} to listen on.") from None
    bound: list[socket.socket] = []
    failed: OSError | None = None
    for family, kind, protocol, _, address in dict.fromkeys(found):
        if port == 0 and bound:
            address = (address[0], bound[0].getsockname()[1], *address[2:])
        try:
            bound.append(_bind(family, kind, protocol, address))
        except OSError as error:
            failed = error
            if error.errno == errno.EADDRINUSE:
                break
    # A name may mean an address of a kind that this machine does not have; the rest will do.
    if failed and (not bound or failed.errno == errno.EADDRINUSE):
        for each in bound:
            each.close()
        raise _worded(failed, host, port) from failed
    return bound


def _bind(family: int, kind: int, protocol: int, address: object) -> socket.socket:
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            with suppress(OSError):
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)  # type: ignore[arg-type]
    except BaseException:
        listener.close()
        raise
    return listener


def _worded(error: OSError, host: str, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return Conflict(f"Port {port} on {host} is in use already; choose another one with --port.")
    if error.errno == errno.EACCES:
        return Unavailable(f"This user may not listen on port {port}; choose one above 1023 with --port.")
    return Unavailable(f"Satchel cannot listen on {host}, port {port}: {error.strerror}.")


def address_of(listener: socket.socket) -> str:
    """The http address to reach `listener` at, from this machine where it listens everywhere."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
