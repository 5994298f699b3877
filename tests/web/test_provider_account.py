"""An account and an identity elsewhere: connected by its own person, and what an account without a password can do."""

from __future__ import annotations

import pytest

from tests.web.guests import come_back, connect, idp, join, leave, more, sign_in, wire_settings
from tests.web.idp import Idp
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

__all__ = ["idp", "more", "wire_settings"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_an_account_is_connected_by_its_own_person_who_says_yes(wire: Wire, idp: Idp) -> None:
    bob = Surfer(wire)
    bob.sign_in("bob")
    page = come_back(bob, idp, leave(bob, "/account/provider/connect"))
    assert "dora@example.org" in page.text
    assert "will be able to sign in as" in page.text
    assert sign_in(wire, idp)[1].status == 200  # not yet: it would be a new account
    come_back(bob, idp, leave(bob, "/account/provider/connect"))
    assert bob.press("/account/provider", "Connect").status == 303
    surfer, reply = sign_in(wire, idp)
    assert reply.headers["location"] == "/"
    assert "bob" in surfer.get("/account").text
    bob.get("/account/provider")
    assert bob.press("/account/provider", "Disconnect dora@example.org").status == 303
    assert "new here" in sign_in(wire, idp)[1].text


def test_an_identity_opens_one_account(wire: Wire, idp: Idp) -> None:
    connect(wire, idp, "bob")
    alice = Surfer(wire)
    alice.sign_in("alice")
    come_back(alice, idp, leave(alice, "/account/provider/connect"))
    reply = alice.press("/account/provider", "Connect")
    assert reply.status == 409
    assert "connected with somebody here already" in reply.text


def test_a_way_that_one_person_began_connects_nobody_else(wire: Wire, idp: Idp) -> None:
    surfer = Surfer(wire)
    surfer.sign_in("bob")
    way = leave(surfer, "/account/provider/connect")
    surfer.get("/login")
    cookies = dict(surfer.cookies)
    surfer.cookies = {name: value for name, value in cookies.items() if name != "satchel"}
    surfer.sign_in("alice")
    assert come_back(surfer, idp, way).status in (400, 403)
    assert "No account is connected yet." in surfer.get("/account/provider").text


def test_the_last_way_into_an_account_stays(wire: Wire, idp: Idp) -> None:
    surfer, _ = sign_in(wire, idp)
    join(surfer)
    surfer.get("/account/provider")
    reply = surfer.press("/account/provider", "Disconnect dora@example.org")
    assert reply.status == 409
    assert "Nothing else opens your account." in reply.text
    surfer.get("/account/password")
    new = "another correct horse"
    assert surfer.press("/account/password", "Change password", password=new, again=new).status == 303
    surfer.get("/account/provider")
    assert surfer.press("/account/provider", "Disconnect dora@example.org").status == 303
    assert Surfer(wire).sign_in("dora", new).status == 303


def test_who_has_no_password_proves_it_by_having_just_signed_in(wire: Wire, idp: Idp) -> None:
    surfer, _ = sign_in(wire, idp)
    join(surfer)
    wire.clock.forward(seconds=601)
    surfer.get("/account/password")
    new = "another correct horse"
    assert surfer.press("/account/password", "Change password", password=new, again=new).status == 422
    surfer.get("/account/remove")
    assert surfer.press("/account/remove", "Remove my account").status == 422
    surfer, _ = sign_in(wire, idp)
    surfer.get("/account/remove")
    assert surfer.press("/account/remove", "Remove my account").status == 200


def test_no_password_is_right_for_who_has_none(wire: Wire, idp: Idp) -> None:
    surfer, _ = sign_in(wire, idp)
    join(surfer)
    for password in ("!", "", "x"):
        assert wire.post("/api/authenticate", {"username": "dora", "password": password}).status == 403
        assert (
            wire.post("/api/add", {"username": "dora", "password": password, "url": "http://a.test/"}).status
            == 403
        )
        assert Surfer(wire).sign_in("dora", password or " ").status == 403
