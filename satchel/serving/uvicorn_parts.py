"""What serves of uvicorn, without its command line.

The package imports that, too, and with it click and multiprocessing: two megabytes for as long as the server runs.
"""

from __future__ import annotations

import sys
from types import ModuleType


def _without_command_line() -> None:
    """Import the package with an empty module in place of its command line, which is not asked for here."""
    name = "uvicorn.main"
    stand_in = ModuleType(name)
    stand_in.__dict__.update(dict.fromkeys(("Server", "main", "run")))
    sys.modules[name] = stand_in
    try:
        import uvicorn  # noqa: F401
    finally:
        del sys.modules[name]


if "uvicorn" not in sys.modules:
    _without_command_line()

from uvicorn.config import Config as Config  # noqa: E402
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware as ProxyHeadersMiddleware  # noqa: E402
from uvicorn.server import Server as Server  # noqa: E402
