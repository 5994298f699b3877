"""A proxy that signs people in says who they are, and nobody else does."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from satchel.base import settings as settings_module
from satchel.base.settings import BadSettings, Settings
from satchel.library import leaving
from satchel.serving import server
from satchel.serving.trusted_user import vouched
from satchel.store import users
from tests.wire.http import Reply
from tests.wire.server import Socket, Wire
from tests.wire.surfer import Surfer

BOB = {"Remote-User": "Bob"}


@pytest.fixture
def new_people() -> str:
    return "no"


@pytest.fixture
def wire_settings(wire_settings: Settings, new_people: str) -> Settings:
    proxies = (ip_network("127.0.0.1"),)
    return replace(
        wire_settings, trusted_user_header="remote-user", trusted_proxies=proxies, new_people=new_people
    )


@pytest.fixture
def surfer(wire: Wire, wire_socket: Socket) -> Surfer:
    """A browser whose requests come through the proxy, as the server would be set up."""
    wire_socket.app = vouched(wire.server, "remote-user", wire.settings.trusted_proxies)
    return Surfer(wire)


def follow(surfer: Surfer, path: str, headers: dict[str, str]) -> Reply:
    reply = surfer.get(path, headers)
    assert reply.status == 303
    return surfer.get(reply.headers["location"], headers)


@pytest.mark.parametrize("path", ["/", "/archive?order=title", "/account", "/login?next=/archive"])
def test_whom_the_proxy_names_is_signed_in(surfer: Surfer, path: str) -> None:
    assert follow(surfer, path, BOB).status == 200
    assert "bob" in surfer.get("/account", BOB).text
    assert "satchel" in surfer.cookies


def test_there_is_one_session_for_all_pages_of_a_browser(surfer: Surfer, wire: Wire) -> None:
    follow(surfer, "/", BOB)
    for _ in range(3):
        assert surfer.get("/account", BOB).status == 200
    rows = wire.library.store.read(lambda tx: tx.all("SELECT user_id FROM sessions"))
    assert [row[0] for row in rows] == [2]


def test_another_name_ends_the_session_of_the_one_before(surfer: Surfer, wire: Wire) -> None:
    follow(surfer, "/", BOB)
    old = surfer.cookies["satchel"]
    surfer.get("/account/password", BOB)
    form = surfer.form("/account/password").fields
    alice = {"Remote-User": "alice"}
    # A form of Bob's page is nothing that Alice sent.
    assert surfer.post("/account/password", {**form, "old": "x", "password": "y"}, alice).status == 303
    assert "alice" in surfer.get("/account", alice).text
    surfer.cookies["satchel"] = old
    assert surfer.get("/account", {}).status == 303


def test_who_signs_out_is_told_who_signs_them_in_again(surfer: Surfer, wire: Wire) -> None:
    follow(surfer, "/", BOB)
    page = surfer.get("/account/password", BOB)
    secret = re.search(r'name="form" value="([^"]+)"', page.text)
    assert secret
    reply = surfer.post("/logout", {"form": secret[1]}, BOB)
    assert (reply.status, reply.headers["clear-site-data"]) == (200, '"cache", "storage"')
    assert "sign out there, too" in reply.text
    assert "satchel" not in surfer.cookies
    assert wire.library.store.read(lambda tx: tx.all("SELECT user_id FROM sessions")) == []


def test_a_name_without_an_account_is_told_so(surfer: Surfer, wire: Wire) -> None:
    reply = surfer.get("/account", {"Remote-User": "dora"})
    assert reply.status == 403
    assert "You have no account on this server." in reply.text
    assert wire.library.store.read(lambda tx: users.by_name(tx, "dora")) is None


@pytest.mark.parametrize("new_people", ["yes"])
def test_it_is_made_where_the_owner_says_so(surfer: Surfer, wire: Wire) -> None:
    follow(surfer, "/", {"Remote-User": "dora"})
    user = wire.library.store.read(lambda tx: users.by_name(tx, "dora"))
    assert user
    assert (user.has_password, user.is_admin) == (False, False)
    assert wire.post("/api/authenticate", {"username": "dora", "password": ""}).status == 403


def test_who_is_disabled_stays_out(surfer: Surfer, wire: Wire) -> None:
    wire.library.store.write(lambda tx: leaving.disable(tx, "bob"))
    assert surfer.get("/account", BOB).status == 403
    assert "satchel" not in surfer.cookies


def test_the_calls_of_apps_never_hear_of_it(surfer: Surfer, wire: Wire) -> None:
    assert wire.post("/v3/get", {"consumer_key": wire.key()}, headers=BOB).status == 401
    assert wire.post("/api/add", {"url": "https://example.org/"}, headers=BOB).status == 403


def _asked(settings: Settings, client: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    """The scope in which the server's application is called for such a request."""
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)

    config = server._configured(app, settings)  # type: ignore[arg-type]
    config.load()
    scope = {"type": "http", "scheme": "http", "client": (client, 1), "headers": headers}
    asyncio.run(config.loaded_app(scope, None, None))
    return seen


HERE = (b"remote-user", b"alice")
SET = Settings(
    trusted_user_header="remote-user", trusted_proxies=(ip_network("10.0.0.0/30"), ip_network("::1"))
)


@pytest.mark.parametrize(
    ("client", "headers", "user"),
    [
        ("10.0.0.1", [HERE], "alice"),
        ("::ffff:10.0.0.1", [HERE], "alice"),
        ("::1", [(b"Remote-User", b"alice")], "alice"),
        ("10.0.0.1", [HERE, (b"x-forwarded-for", b"203.0.113.7")], "alice"),
        ("10.0.0.9", [HERE], None),
        ("203.0.113.7", [HERE, (b"x-forwarded-for", b"10.0.0.1")], None),
        ("10.0.0.1", [HERE, HERE], None),
        ("10.0.0.1", [HERE, (b"REMOTE-USER", b"mallory")], None),
        ("10.0.0.1", [(b"remote_user", b"alice")], None),
        ("10.0.0.1", [(b"remote-user", b"\xff\xfe")], ""),
        ("10.0.0.1", [(b"remote-user", b"a" * 2000)], ""),
        ("", [HERE], None),
    ],
)
def test_the_header_counts_from_the_proxy_itself_only_and_reaches_nobody_else(
    client: str, headers: list[tuple[bytes, bytes]], user: str | None
) -> None:
    scope = _asked(SET, client, headers)
    assert scope.get("satchel.user") == user
    assert not [name for name, _ in scope["headers"] if name.lower() == b"remote-user"]


def test_the_address_of_the_browser_is_still_that_which_the_proxy_tells() -> None:
    scope = _asked(SET, "10.0.0.1", [HERE, (b"x-forwarded-for", b"203.0.113.7")])
    assert scope["client"][0] == "203.0.113.7"


def test_unless_it_is_set_the_header_means_nothing(wire_socket: Socket) -> None:
    scope = _asked(replace(SET, trusted_user_header=""), "10.0.0.1", [HERE])
    assert "satchel.user" not in scope


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SATCHEL_TRUSTED_USER_HEADER": "Remote-User"}, "needs SATCHEL_TRUSTED_PROXIES"),
        ({"SATCHEL_TRUSTED_USER_HEADER": "Cookie"}, "browsers send this one themselves"),
        ({"SATCHEL_TRUSTED_USER_HEADER": "Remote User"}, "is not the name of a header"),
        ({"SATCHEL_OIDC_ISSUER": "https://id.example.org"}, "needs SATCHEL_PUBLIC_URL"),
        ({"SATCHEL_OIDC_ALLOW": "readers"}, "is not a claim and its value"),
        ({"SATCHEL_NEW_PEOPLE": "true"}, "is not one of no, yes"),
    ],
)
def test_settings_that_would_be_dangerous_or_useless_stop_the_start(
    given: dict[str, str], said: str, tmp_path: Any
) -> None:
    with pytest.raises(BadSettings, match=said):
        settings_module.load(given, tmp_path)
