"""What a call held is given back as soon as it is answered, not when the collector comes by."""

from __future__ import annotations

import gc

import pytest

from satchel.dialects.http.request import Request
from tests.patience import until
from tests.wire.server import Wire


@pytest.mark.parametrize("size", [100, 100_000])
@pytest.mark.parametrize(
    "path", ["/v3/add", "/v3/send", "/v3/get", "/v3/oauth/request", "/v1/add", "/v1/send", "/api/add"]
)
def test_a_refused_call_leaves_nothing_behind(wire: Wire, path: str, size: int) -> None:
    if wire.library.store.kind != "sqlite":
        pytest.skip("an error that comes out of a database thread waits for the collector still")
    gc.collect()
    gc.disable()
    try:
        assert wire.post(path, b"a=" + b"a" * size, headers={"Content-Type": "text/plain"}).status >= 400
        until(lambda: not any(isinstance(each, Request) for each in gc.get_objects()))
    finally:
        gc.enable()
