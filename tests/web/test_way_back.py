"""Where the browser goes after an app was answered, when what the program says of it is no plain address."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest

from satchel.library import connections
from satchel.model.people import Ability
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

WARNING = "Did you start this yourself?"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def ask(wire: Wire, redirect: str, key: str = "") -> str:
    given = {"consumer_key": key or wire.key(), "redirect_uri": redirect}
    return wire.post("/v3/oauth/request", given).text.removeprefix("code=")


def shown(surfer: Surfer, code: str, redirect: str = "") -> str:
    """The page, as people read it."""
    return html.unescape(surfer.get(f"/auth/authorize?request_token={code}{redirect}").text)


NOWHERE = (
    "not_needed",
    "getpocket.com",
    "localhost:3000/cb",
    "/callback",
    "urn:ietf:wg:oauth:2.0:oob",
    "a b",
    "oob:x",
)


@pytest.mark.parametrize("first", NOWHERE)
@pytest.mark.parametrize("answer", ["Allow", "Refuse"])
def test_where_nobody_said_where_to_go_the_page_says_to_go_back_to_the_app(
    wire: Wire, alice: Surfer, first: str, answer: str
) -> None:
    key = wire.key()
    for given in ("", f"&redirect_uri={quote(first)}", "&redirect_uri=elsewhere", "&redirect_uri="):
        code = ask(wire, first, key)
        page = shown(alice, code, given)
        assert WARNING not in page
        assert "go back to the app yourself" in page
        reply = alice.press("/auth/authorize", answer)
        assert (reply.status, reply.headers.get("location")) == (200, None)
        assert "Go back to the app" in reply.text
        assert first not in reply.text
        again = shown(alice, code, given)
        assert "Go back to the app" in again
        assert 'href="' + first not in again
        taken = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code})
        assert taken.status == (200 if answer == "Allow" else 403)


@pytest.mark.parametrize("first", NOWHERE)
def test_where_the_app_said_no_address_that_of_the_page_counts(wire: Wire, alice: Surfer, first: str) -> None:
    page = shown(alice, ask(wire, first), "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fdone%3Fa%3D1")
    assert WARNING not in page
    assert "app.example.com" in page
    assert alice.press("/auth/authorize", "Allow").headers["location"] == "https://app.example.com/done?a=1"


@pytest.mark.parametrize("given", ["not_needed", "app.example.com", "localhost:8080", "urn:x"])
def test_where_the_page_says_no_address_that_of_the_app_counts(wire: Wire, alice: Surfer, given: str) -> None:
    shown(alice, ask(wire, "https://app.example.com/done"), f"&redirect_uri={given}")
    assert alice.press("/auth/authorize", "Allow").headers["location"] == "https://app.example.com/done"


def test_an_address_that_was_encoded_once_too_often_is_decoded(wire: Wire, alice: Surfer) -> None:
    meant = "https://app.example.com/cb?a=b%26c"
    for first in (meant, quote(meant, safe=""), quote(quote(meant, safe=""), safe="")):
        for given in ("", meant, quote(meant, safe=""), quote(quote(meant, safe=""), safe="")):
            shown(alice, ask(wire, first), f"&redirect_uri={quote(given, safe='')}")
            assert alice.press("/auth/authorize", "Allow").headers["location"] == meant, (first, given)


def test_an_app_that_is_held_to_its_addresses_may_name_none(wire: Wire, alice: Surfer) -> None:
    allowed = ("https://robot.example.com/done",)
    app = wire.library.store.write(lambda tx: connections.register(tx, 2, "Robot", Ability.ADD, allowed))
    shown(alice, ask(wire, "not_needed", app.consumer_key))
    assert "Go back to the app" in alice.press("/auth/authorize", "Allow").text
    code = ask(wire, "not_needed", app.consumer_key)
    assert alice.get(f"/auth/authorize?request_token={code}&redirect_uri=https://evil.example/").status == 400


def test_a_host_in_letters_of_other_scripts_is_told_by_its_ascii_name(wire: Wire, alice: Surfer) -> None:
    page = shown(alice, ask(wire, "https://\u0430pple.com:8443/a?b=\u0431"))
    assert "xn--pple-43d.com:8443" in page
    assert "\u0430pple" not in page.partition("<form method")[0].partition("About this request")[2]
    location = alice.press("/auth/authorize", "Allow").headers["location"]
    assert location == "https://xn--pple-43d.com:8443/a?b=%D0%B1"
