"""The Open Pocket v1 door."""

from __future__ import annotations

from satchel.dialects.http.app import Request
from satchel.dialects.http.params import Values
from satchel.dialects.open_pocket import errors
from satchel.dialects.open_pocket.add import add
from satchel.dialects.open_pocket.caller import bearer
from satchel.dialects.open_pocket.get import get
from satchel.dialects.open_pocket.send import send
from satchel.dialects.pocket_common.app import PocketFamilyApp, preflight


class OpenPocketApp(PocketFamilyApp):
    """`add`, `send` and `get` under `/v1`, as documented, and under `/api/v1`, as the original serves them."""

    name = "open_pocket"
    words = errors
    endpoints = {  # noqa: RUF012  never changed
        f"{prefix}/{name}": {"POST": endpoint, "OPTIONS": preflight}
        for prefix in ("/v1", "/api/v1")
        for name, endpoint in (("add", add), ("send", send), ("get", get))
    }
    lists = frozenset(("/v1/send", "/api/v1/send"))

    def given(self, call: Request) -> tuple[Values, str]:
        """Nothing is read from the address, and the token may stand in a header."""
        return {}, bearer(call)

    def read(self, call: Request) -> None:
        """The body is JSON or nothing."""
        _ = call.members
