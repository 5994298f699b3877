"""Browsers at a server that has a provider of sign-ins, and the ways between the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from satchel.base.settings import Settings
from tests.clock import FakeClock
from tests.web.idp import CLIENT, SECRET, Idp
from tests.wire.http import Reply
from tests.wire.server import Socket, Wire
from tests.wire.surfer import Surfer

HOME = "http://satchel.test"


@pytest.fixture
def idp(clock: FakeClock) -> Iterator[Idp]:
    running = Idp(clock.now)
    yield running
    running.close()


@pytest.fixture
def more() -> dict[str, Any]:
    """Further settings; override it with parameters."""
    return {"new_people": "yes"}


@pytest.fixture
def wire_settings(wire_settings: Settings, idp: Idp, more: dict[str, Any], wire_socket: Socket) -> Settings:
    return replace(
        wire_settings, public_url=HOME, oidc_issuer=idp.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET,
        oidc_name="The Guild", **more,
    )  # fmt: skip


def leave(surfer: Surfer, path: str = "/login/provider") -> str:
    """Where the browser is sent."""
    reply = surfer.get(path)
    assert reply.status == 303
    return reply.headers["location"]


def come_back(surfer: Surfer, idp: Idp, location: str) -> Reply:
    url = urlsplit(idp.approve(location))
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{HOME}/login/provider/back"
    return surfer.get(f"{url.path}?{url.query}")


def sign_in(wire: Wire, idp: Idp, path: str = "/login/provider") -> tuple[Surfer, Reply]:
    surfer = Surfer(wire)
    return surfer, come_back(surfer, idp, leave(surfer, path))


def join(surfer: Surfer, name: str | None = None) -> Reply:
    fields = {} if name is None else {"name": name}
    return surfer.press("/login/provider/new", "Create account", None, **fields)


def connect(wire: Wire, idp: Idp, name: str = "bob") -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in(name)
    come_back(surfer, idp, leave(surfer, "/account/provider/connect"))
    assert (
        surfer.press("/account/provider", "Connect").headers["location"] == "/account/provider?said=connected"
    )
    return surfer
