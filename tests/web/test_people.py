"""The pages about people: who may see them, what they do, and what apps hear of it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from satchel.library import leaving, people
from satchel.store import users
from tests.wire.server import Wire
from tests.wire.surfer import Surfer
from tests.wire.test_security_log import Read, told

__all__ = ["told"]

MB = 1_000_000


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def _invite(surfer: Surfer, label: str = "") -> str:
    """The path of a new invitation."""
    surfer.get("/people")
    text = surfer.press("/people", "Make an invitation", label=label).text
    found = re.search(r'id="link" class="whole">http://[^/]+(/join\?token=[0-9a-f]+)<', html.unescape(text))
    assert found
    return found[1]


def _join(surfer: Surfer, link: str, name: str = "dora", password: str = "a battery staple") -> Any:
    surfer.get(link)
    return surfer.press("/join", "Create account", name=name, password=password, again=password)


def test_only_administrators_see_the_people(wire: Wire) -> None:
    bob = Surfer(wire)
    bob.sign_in("bob")
    form = bob.get("/account").text
    assert "/people" not in form
    for path in ("/people", "/people/1"):
        assert bob.get(path).status == 403
        token = re.search(r'name="form" value="([0-9a-f]+)"', form)
        assert token
        for what in ("invite", "admin", "remove", "able", "limit", "two-step"):
            fields = {"form": token[1], "what": what, "to": "yes", "name": "alice"}
            assert bob.post(path, fields).status == 403
    assert Surfer(wire).get("/people").status == 303
    assert [each.user.name for each in wire.library.run_sync(leaving.everyone)] == ["alice", "bob", "mallory"]


def test_whoever_has_the_link_makes_an_account_and_is_signed_in(wire: Wire, alice: Surfer) -> None:
    link = _invite(alice, "Dora <b>")
    assert "Dora &lt;b&gt;" in alice.get("/people").text
    assert "token=" not in alice.get("/people").text
    dora = Surfer(wire)
    before = dora.get("/login").cookies
    assert before
    made = _join(dora, link)
    assert (made.status, made.headers["location"]) == (303, "/")
    assert "Unread" in dora.get("/").text
    assert dora.get("/people").status == 403
    assert Surfer(wire).get(link).status == 410
    assert "Open invitations" not in alice.get("/people").text


def test_a_link_that_is_only_looked_at_stays_good(wire: Wire, alice: Surfer) -> None:
    link = _invite(alice)
    for _ in range(3):
        assert Surfer(wire).get(link).status == 200  # as programs do that show a preview
    assert _join(Surfer(wire), link).status == 303


def test_a_mistake_is_said_beside_its_field_and_the_link_stays_good(wire: Wire, alice: Surfer) -> None:
    link = _invite(alice)
    dora = Surfer(wire)
    taken = _join(dora, link, "Bob")
    assert taken.status == 422
    assert "There is an account named Bob already." in taken.text
    assert _join(dora, link, "dora", "password").status == 422
    assert _join(dora, link).status == 303


def test_a_form_of_another_site_uses_no_invitation_up(wire: Wire, alice: Surfer) -> None:
    link = _invite(alice)
    fields = {
        "token": link.partition("=")[2],
        "name": "eve",
        "password": "a battery staple",
        "again": "a battery staple",
    }
    assert Surfer(wire).post("/join", fields, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert _join(Surfer(wire), link).status == 303


def test_an_invitation_can_be_revoked(wire: Wire, alice: Surfer) -> None:
    link = _invite(alice, "Dora")
    alice.get("/people")
    assert alice.press("/people", "Revoke the invitation Dora").status == 303
    assert Surfer(wire).get(link).status == 410


def test_whose_account_is_disabled_is_out_everywhere_at_once_and_back_with_it(
    wire: Wire, alice: Surfer
) -> None:
    bob = Surfer(wire)
    bob.sign_in("bob")
    credentials = wire.credentials("bob")
    alice.get("/people/2")
    assert alice.press("/people/2", "Disable this account").headers["location"] == "/people/2?said=disabled"
    assert bob.get("/account").status == 303
    assert wire.post("/v3/get", credentials).status == 401
    assert wire.post("/api/authenticate", {"username": "bob", "password": wire.password("bob")}).status == 403
    assert bob.sign_in("bob").status == 403
    alice.get("/people/2")
    alice.press("/people/2", "Enable this account")
    assert wire.post("/v3/get", credentials).status == 200
    assert bob.sign_in("bob").status == 303


def test_an_account_is_removed_behind_its_name(wire: Wire, alice: Surfer) -> None:
    credentials = wire.credentials("bob")
    wire.post("/v3/add", {**credentials, "url": "https://example.org/"})
    alice.get("/people/2")
    wrong = alice.press("/people/2", "Remove this account", name="bobby")
    assert wrong.status == 422
    assert "This is not the name of the account." in wrong.text
    assert (
        alice.press("/people/2", "Remove this account", name="BOB").headers["location"] == "/people?said=gone"
    )
    assert wire.post("/v3/get", credentials).status == 401
    assert wire.library.store.read(lambda tx: users.by_id(tx, 2)) is None
    assert alice.get("/people/2").status == 404


def test_nobody_disables_or_removes_themselves_here_and_the_last_administrator_stays(
    wire: Wire, alice: Surfer
) -> None:
    alice.get("/people/1")
    reply = alice.press("/people/1", "Make an ordinary account")
    assert reply.status == 409
    assert "Nobody else may look after this server" in reply.text
    form = alice.form("/people/1").fields
    for what in ("able", "remove"):
        assert alice.post("/people/1", {**form, "what": what, "to": "no", "name": "alice"}).status == 409
    alice.get("/people/2")
    assert alice.press("/people/2", "Make an administrator").status == 303
    alice.get("/people/1")
    assert alice.press("/people/1", "Make an ordinary account").status == 303
    assert alice.get("/people").status == 403


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "1" * 10, "٣"])
def test_a_limit_that_is_no_number_is_said_at_its_field(alice: Surfer, text: str) -> None:
    alice.get("/people/2")
    reply = alice.press("/people/2", "Save limits", articles=text, megabytes="")
    assert reply.status == 422
    assert 'id="articles-problem"' in reply.text
    assert 'id="megabytes-problem"' not in reply.text


def test_apps_hear_in_their_own_words_that_a_list_is_full(wire: Wire, alice: Surfer) -> None:
    credentials = wire.credentials("bob")
    alice.get("/people/2")
    assert alice.press("/people/2", "Save limits", articles="1", megabytes="5").status == 303
    limits = wire.library.run_sync(people.one, 2)
    assert (limits.max_items, limits.max_bytes) == (1, 5 * MB)
    assert wire.post("/v3/add", {**credentials, "url": "https://example.org/1"}).status == 200
    full = wire.post("/v3/add", {**credentials, "url": "https://example.org/2"})
    assert (full.status, full.headers["x-error-code"]) == (400, "130")
    assert full.headers["x-error"].startswith("Your list is full.")
    actions = '[{"action": "add", "url": "https://example.org/3"}]'
    sent = wire.post("/v3/send", {**credentials, "actions": actions}).json()
    assert sent["action_results"] == [False]
    assert sent["action_errors"][0]["code"] == 130
    simple = {"username": "bob", "password": wire.password("bob"), "url": "https://example.org/4"}
    assert wire.post("/api/add", simple).status == 400
    bob = Surfer(wire)
    bob.sign_in("bob")
    bob.get("/save?url=https://example.org/5")
    page = bob.press("/save", "Save")
    assert page.status in (403, 422)
    assert "Your list is full" in page.text
    assert wire.library.run_sync(people.one, 2).items == 1


def test_a_person_removes_their_own_account_with_their_password(wire: Wire) -> None:
    bob = Surfer(wire)
    bob.sign_in("bob")
    credentials = wire.credentials("bob")
    bob.get("/account/remove")
    wrong = bob.press("/account/remove", "Remove my account", password="wrong")
    assert wrong.status == 422
    assert "That is not your password." in wrong.text
    gone = bob.press("/account/remove", "Remove my account", password=wire.password("bob"))
    assert gone.status == 200
    assert gone.headers["clear-site-data"] == '"cache", "storage"'
    assert "satchel" not in bob.cookies
    assert bob.get("/account").status == 303
    assert wire.post("/v3/get", credentials).status == 401
    assert wire.library.store.read(lambda tx: users.by_id(tx, 2)) is None


def test_the_only_administrator_is_told_why_they_cannot_go(alice: Surfer, wire: Wire) -> None:
    alice.get("/account/remove")
    reply = alice.press("/account/remove", "Remove my account", password=wire.password("alice"))
    assert reply.status == 409
    assert "Nobody else may look after this server" in reply.text


def test_what_was_done_is_in_the_security_log(wire: Wire, alice: Surfer, told: Read) -> None:
    _join(Surfer(wire), _invite(alice))
    alice.get("/people/4")
    alice.press("/people/4", "Make an administrator")
    alice.get("/people/4")
    alice.press("/people/4", "Save limits", articles="7", megabytes="")
    alice.get("/people/4")
    alice.press("/people/4", "Disable this account")
    alice.get("/people/4")
    alice.press("/people/4", "Remove this account", name="dora")
    said = "\n".join(told.lines)
    for event in (
        "invite.made", "account.made", "account.admin", "account.limited", "account.disabled", "account.removed",
    ):  # fmt: skip
        assert f" {event} " in said
    assert "by=alice" in said
