"""What a changed line in /etc/hosts would do, for the programs of these tests: Pocket's name leads to us."""

import os
import socket

_find = socket.getaddrinfo


def _getaddrinfo(host, port, *more, **named):
    name = host.decode() if isinstance(host, bytes) else host
    if name == "getpocket.com" or (name or "").endswith(".getpocket.com"):
        return _find("127.0.0.1", int(os.environ["FRONT_PORT"]), *more, **named)
    return _find(host, port, *more, **named)


socket.getaddrinfo = _getaddrinfo
