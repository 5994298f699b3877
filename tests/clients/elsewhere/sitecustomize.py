"""What a changed line in /etc/hosts would do, for the programs of these tests: the names of two services lead to us."""

import os
import socket
from typing import Any

_find = socket.getaddrinfo


def _getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if f".{name or ''}".endswith((".getpocket.com", ".instapaper.com")):
        return _find("127.0.0.1", int(os.environ["FRONT_PORT"]), *more, **named)
    return _find(host, port, *more, **named)


socket.getaddrinfo = _getaddrinfo
