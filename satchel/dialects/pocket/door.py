"""The Pocket v3 door."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects.door import Call
from satchel.dialects.pocket import errors
from satchel.dialects.pocket.add import add
from satchel.dialects.pocket.get import get
from satchel.dialects.pocket.oauth import authorize, request
from satchel.dialects.pocket.send import send
from satchel.dialects.pocketry.door import PocketryDoor, preflight
from satchel.dialects.respond import Answer


class PocketDoor(PocketryDoor):
    """`/v3/add`, `/v3/send`, `/v3/get` and `/v3/oauth`, as programs written for getpocket.com call them."""

    name = "pocket"
    endpoints = {  # noqa: RUF012  never changed
        path: {"GET": endpoint, "POST": endpoint, "OPTIONS": preflight}
        for path, endpoint in (
            ("/v3/add", add),
            ("/v3/send", send),
            ("/v3/get", get),
            ("/v3/oauth/request", request),
            ("/v3/oauth/authorize", authorize),
        )
    }

    def failure(self, call: Call, error: SatchelError) -> Answer:
        return errors.failure(error)

    def missing(self, call: Call) -> Answer:
        return errors.missing()

    def wrong_method(self, call: Call, allowed: list[str]) -> Answer:
        return errors.wrong_method(allowed)

    def crash(self, call: Call, reference: str) -> Answer:
        return errors.crash(reference)

    def dress(self, call: Call, answer: Answer) -> None:
        """Apps take an answer without X-Source for that of a captive portal."""
        answer.headers.append((b"x-source", b"Pocket"))
        super().dress(call, answer)
