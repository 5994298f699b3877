"""The Open Pocket v1 door."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects.door import Call
from satchel.dialects.open_pocket import errors
from satchel.dialects.open_pocket.add import add
from satchel.dialects.open_pocket.get import get
from satchel.dialects.open_pocket.send import send
from satchel.dialects.pocketry.door import PocketryDoor, preflight
from satchel.dialects.respond import Answer


class OpenPocketDoor(PocketryDoor):
    """`add`, `send` and `get` under `/v1`, as documented, and under `/api/v1`, as the original serves them."""

    name = "open_pocket"
    endpoints = {  # noqa: RUF012  never changed
        f"{prefix}/{name}": {"POST": endpoint, "OPTIONS": preflight}
        for prefix in ("/v1", "/api/v1")
        for name, endpoint in (("add", add), ("send", send), ("get", get))
    }

    def failure(self, call: Call, error: SatchelError) -> Answer:
        return errors.failure(error)

    def missing(self, call: Call) -> Answer:
        return errors.missing()

    def wrong_method(self, call: Call, allowed: list[str]) -> Answer:
        return errors.wrong_method(allowed)

    def crash(self, call: Call, reference: str) -> Answer:
        return errors.crash(reference)
