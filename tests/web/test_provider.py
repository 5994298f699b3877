"""Signing in with a provider of identities, against a small strict one that lies when it is told to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from satchel.library import leaving, two_step
from satchel.store import users
from tests.web.guests import come_back, connect, idp, join, leave, more, sign_in, wire_settings
from tests.web.idp import CLIENT, SECRET, Idp, rsa_key
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

__all__ = ["idp", "more", "wire_settings"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_somebody_new_chooses_a_name_and_is_known_the_next_time(wire: Wire, idp: Idp) -> None:
    assert "Sign in with The Guild" in Surfer(wire).get("/login").text
    surfer, page = sign_in(wire, idp, "/login/provider?next=/archive")
    assert 'value="dora"' in page.text
    assert join(surfer).headers["location"] == "/archive"
    assert surfer.get("/account").status == 200
    again, reply = sign_in(wire, idp, "/login/provider?next=/favourites")
    assert reply.headers["location"] == "/favourites"
    assert "dora" in again.get("/account").text
    user = wire.library.store.read(lambda tx: users.by_name(tx, "dora"))
    assert user
    assert (user.has_password, user.is_admin, user.email) == (False, False, "dora@example.org")


def test_an_account_of_that_name_is_never_given_away(wire: Wire, idp: Idp) -> None:
    idp.person |= {"preferred_username": "alice", "email": "alice@example.org"}
    surfer, _ = sign_in(wire, idp)
    taken = join(surfer)
    assert taken.status == 422
    assert "There is an account named alice already." in taken.text
    assert "satchel" not in surfer.cookies
    assert join(surfer, "alice of the guild").status == 303


@pytest.mark.parametrize("more", [{}, {"new_people": "no"}])
def test_nobody_new_comes_in_unless_the_owner_says_so(wire: Wire, idp: Idp) -> None:
    surfer, page = sign_in(wire, idp)
    assert page.status == 403
    assert "No account here is connected with yours at The Guild." in page.text
    assert "satchel" not in surfer.cookies


@pytest.mark.parametrize("more", [{"new_people": "yes", "oidc_allow": "groups=readers"}])
@pytest.mark.parametrize(
    ("person", "told", "comes_in"),
    [
        ({}, {}, False),
        ({"groups": ["readers", "others"]}, {}, True),
        ({"groups": "readers"}, {}, True),
        ({"groups": ["others"]}, {}, False),
        ({}, {"groups": ["readers"]}, True),  # where it is asked with the access token
        ({}, {"groups": ["readers"], "sub": "another"}, False),
        ({"groups": ["others"]}, {"groups": ["readers"]}, False),  # what is signed counts
    ],
)
def test_only_whom_the_owner_lets_in_comes_in(
    wire: Wire, idp: Idp, person: dict[str, Any], told: dict[str, Any], comes_in: bool
) -> None:
    idp.person |= person
    idp.told = told
    _, page = sign_in(wire, idp)
    assert (page.status == 200) == comes_in
    assert ("is not allowed to use this server" in page.text) != comes_in


def _later(claims: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "http://127.0.0.1:1"}, {"aud": "another"}, {"aud": None}, {"exp": 1}, {"exp": None}, {"iat": None},
        {"iat": 99_999_999_999}, {"nonce": "another"}, {"nonce": None}, {"sub": None}, {"sub": ""}, {"sub": 7},
        {"sub": "x" * 256}, {"azp": "another"}, {"aud": ["another", CLIENT]}, {"nbf": 99_999_999_999},
        {"at_hash": "wrong"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_with_anything_wrong_opens_nothing(wire: Wire, idp: Idp, changes: dict[str, Any]) -> None:
    idp.forge = lambda claims: _later(claims, **changes)
    surfer, page = sign_in(wire, idp)
    assert page.status == 403
    assert "is not valid. Please try again." in page.text
    assert "satchel" not in surfer.cookies


def test_a_token_that_is_not_signed_by_the_provider_opens_nothing(wire: Wire, idp: Idp) -> None:
    other = rsa_key("one", 2)
    own = idp.key
    for sign in (idp.unsigned, idp.shared):
        idp.sign = sign
        assert sign_in(wire, idp)[1].status == 403
    idp.sign, idp.key, idp.shown = idp._sign, other, [own]
    assert sign_in(wire, idp)[1].status == 403


def test_new_keys_of_the_provider_are_fetched_when_a_token_names_one(wire: Wire, idp: Idp) -> None:
    assert sign_in(wire, idp)[1].status == 200
    idp.key = rsa_key("two")
    idp.shown = [idp.key]
    wire.clock.forward(seconds=61)
    assert sign_in(wire, idp)[1].status == 200
    idp.key = rsa_key("three")
    before = idp.asked.count("/keys")
    for _ in range(3):
        assert sign_in(wire, idp)[1].status == 403
    assert idp.asked.count("/keys") == before  # not at a stranger's word, again and again


def test_the_way_back_belongs_to_its_browser_and_is_gone_once(wire: Wire, idp: Idp) -> None:
    surfer, other = Surfer(wire), Surfer(wire)
    url = urlsplit(idp.approve(leave(surfer)))
    other.get("/login")
    stolen = other.get(f"{url.path}?{url.query}")
    assert stolen.status == 403
    assert "was done in another browser" in stolen.text
    assert surfer.get(f"{url.path}?{url.query}").status == 200
    assert surfer.get(f"{url.path}?{url.query}").status == 403
    late = leave(surfer)
    wire.clock.forward(seconds=15 * 60)
    assert come_back(surfer, idp, late).status == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("iss=", "iss=http%3A%2F%2Fevil.test&x="), ("code=", "code=x"), ("code=", "error=access_denied&x="),
        ("state=", "state=0"),
    ],
)  # fmt: skip
def test_what_is_changed_on_the_way_back_opens_nothing(wire: Wire, idp: Idp, old: str, new: str) -> None:
    surfer = Surfer(wire)
    url = urlsplit(idp.approve(leave(surfer)))
    reply = surfer.get(f"{url.path}?{url.query.replace(old, new)}")
    assert reply.status == 403
    assert "satchel" not in surfer.cookies


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "/\\evil.test", "/%0d%0aLocation:x"])
def test_nobody_is_led_elsewhere_afterwards(wire: Wire, idp: Idp, target: str) -> None:
    surfer, _ = sign_in(wire, idp, f"/login/provider?next={target}")
    location = join(surfer).headers["location"]
    assert location.startswith("/")
    assert "evil" not in location.partition("?")[0]


def test_who_is_disabled_does_not_come_in(wire: Wire, idp: Idp) -> None:
    connect(wire, idp)
    wire.library.store.write(lambda tx: leaving.disable(tx, "bob"))
    surfer, page = sign_in(wire, idp)
    assert page.status == 403
    assert "satchel" not in surfer.cookies


def test_a_second_step_is_asked_for_here_too(wire: Wire, idp: Idp) -> None:
    connect(wire, idp)
    wire.library.store.write(lambda tx: two_step.propose(tx, wire.library.seal, 2))
    wire.library.store.write(lambda tx: two_step._begin(tx, 2))
    surfer, page = sign_in(wire, idp)
    assert "Enter your code" in page.text
    assert "satchel" not in surfer.cookies


@pytest.mark.parametrize(
    "spoil",
    [
        lambda idp: idp.metadata.update(issuer="http://another.test"),
        lambda idp: idp.metadata.update(token_endpoint="file:///etc/passwd"),
        lambda idp: idp.metadata.update(jwks_uri=None),
        lambda idp: setattr(idp, "padding", 600_000),
        lambda idp: idp.close(),
    ],
    ids=["issuer", "address", "keys", "long", "gone"],
)
def test_a_provider_that_cannot_be_used_keeps_nobody_from_the_password(
    wire: Wire, idp: Idp, spoil: Callable[[Idp], None]
) -> None:
    spoil(idp)
    surfer = Surfer(wire)
    page = surfer.get("/login/provider")
    assert page.status == 503
    assert re.search("The sign-in service (cannot be reached|is not set up|gave an answer)", page.text)
    assert surfer.press("/login", "Sign in", name="bob", password=wire.password("bob")).status == 303


def test_nothing_secret_is_in_the_addresses_that_we_make(wire: Wire, idp: Idp) -> None:
    surfer = Surfer(wire)
    location = leave(surfer)
    assert SECRET not in location
    assert all(value not in location for value in surfer.cookies.values())
