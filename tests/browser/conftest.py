"""One Chromium for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import chromium
from tests.browser.chromium import Browser
from tests.web.conftest import library
from tests.wire.server import Socket

__all__ = ["library"]

#: A name that is not loopback: browsers treat it as the plain HTTP of a home network.
HOME = "satchel.home.arpa"
#: Sites of apps; whoever asks them reaches the server of the test.
APPS = ("app.example.com", "elsewhere.example.com")


@pytest.fixture(scope="package")
def _chromium(wire_socket: Socket) -> Iterator[Browser]:
    rules = [f"MAP {HOME} 127.0.0.1", *(f"MAP {name} 127.0.0.1:{wire_socket.port}" for name in APPS)]
    with chromium.running(f"--host-resolver-rules={','.join(rules)}") as running:
        yield running


@pytest.fixture
def browser(_chromium: Browser) -> Iterator[Browser]:
    """The browser, with nothing in it from other tests."""
    yield _chromium
    _chromium.forget()
