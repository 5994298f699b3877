"""The consumer secret of an app of one's own: shown after the password, or brought by the app and shown to nobody."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from tests.people import PASSWORDS
from tests.wire.http import Reply
from tests.wire.instapaper_full.program import Program
from tests.wire.server import Wire
from tests.wire.surfer import Form, Surfer


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def test_the_secret_of_an_own_app_is_shown_after_the_password_and_the_same_each_time(
    wire: Wire, alice: Surfer
) -> None:
    alice.get("/account/apps")
    alice.press("/account/apps", "Register", app="Signs")
    alice.get("/account/apps")
    form = alice.form("/account/apps", "Show the secret of Signs")
    refused = alice.post("/account/apps", {**form.fields, "password": "a wrong one"})
    assert (refused.status, "the-secret" in refused.text) == (422, False)
    assert "That is not your password." in refused.text
    pages = [alice.post("/account/apps", {**form.fields, "password": PASSWORDS["alice"]}).text for _ in "12"]
    secrets = [page.split('id="the-secret" class="whole">')[1].split("<")[0] for page in pages]
    assert secrets[0] == secrets[1]
    assert len(secrets[0]) == 32
    assert "the-secret" not in alice.get("/account/apps").text
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    mallory.get("/account/apps")
    theirs = mallory.form("/account/apps", "Register").fields["form"]
    asked = {**form.fields, "form": theirs, "password": PASSWORDS["mallory"]}
    assert mallory.post("/account/apps", asked).status == 404


def bring(surfer: Surfer, **fields: str) -> Reply:
    """Register an app that brings its own key."""
    surfer.get("/account/apps")
    return surfer.press("/account/apps", "Register the key", **fields)


def test_an_app_with_a_key_and_a_secret_built_in_signs_in_once_both_are_registered(
    wire: Wire, alice: Surfer
) -> None:
    program = Program(wire, "")
    program.key, program.secret = "9f" * 16, "built in & <odd>"
    assert program.ask_token("bob", PASSWORDS["bob"]).status == 401
    done = bring(alice, brought="Old reader", key=program.key, **{"consumer-secret": program.secret})
    assert (done.status, done.headers["location"]) == (303, "/account/apps?said=brought#apps")
    page = alice.get(done.headers["location"].partition("#")[0]).text
    assert program.key in page
    assert "built in &" not in unescape(page)
    assert "Show the secret of Old reader" not in page
    program.sign_in("bob")
    assert program.call("account/verify_credentials")[0]["username"] == "bob"
    alice.get("/account/apps")
    alice.press("/account/apps", "Remove Old reader")
    assert program.send("account/verify_credentials").status == 401


def test_the_secret_of_an_app_that_brought_it_is_never_shown_whoever_asks(wire: Wire, alice: Surfer) -> None:
    bring(alice, brought="Old reader", key="k" * 32, **{"consumer-secret": "built in"})
    number = next(form.fields["id"] for form in alice_forms(alice) if "Remove Old reader" in form.buttons)
    form = alice.form("/account/apps", "Register the key")
    asked = {"form": form.fields["form"], "what": "secret", "id": number, "password": PASSWORDS["alice"]}
    reply = alice.post("/account/apps", asked)
    assert (reply.status, "built in" in reply.text) == (404, False)
    rows = wire.library.store.read(lambda tx: tx.all("SELECT sealed_secret FROM apps"))
    assert all(b"built in" not in bytes(row[0]) for row in rows if row[0])


def alice_forms(alice: Surfer) -> list[Form]:
    alice.get("/account/apps")
    return alice.forms()


def test_an_app_whose_secret_nobody_knows_is_registered_and_told_of_on_the_page(
    wire: Wire, alice: Surfer
) -> None:
    bring(alice, brought="Old reader", key="nobody-knows")
    program = Program(wire, "")
    program.key, program.secret = "nobody-knows", "a guess"
    assert program.ask_token("alice", PASSWORDS["alice"]).status == 401
    told = "The signatures of this app are not checked"
    assert told not in alice.get("/account/apps").text
    wire.settings = replace(wire.settings, unverified_apps=frozenset({"nobody-knows"}))
    wire.restart()
    assert program.ask_token("alice", PASSWORDS["alice"]).status == 200
    assert told in alice.get("/account/apps").text


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"brought": " ", "key": "k"}, 422, "An app needs a name."),
        ({"brought": "A", "key": " "}, 422, "Enter the key that the app brings."),
        ({"brought": "A", "key": "a b"}, 422, "A consumer key is up to 200 printable"),
        ({"brought": "A", "key": "k" * 201}, 422, "A consumer key is up to 200 printable"),
        ({"brought": "A", "key": "k", "consumer-secret": "ä"}, 422, "A consumer secret is up to 200"),
        ({"brought": "A", "key": "taken"}, 409, "An app with that consumer key is registered already."),
    ],
)
def test_a_key_that_cannot_be_is_explained_and_its_secret_is_not_told_back(
    alice: Surfer, fields: dict[str, str], status: int, problem: str
) -> None:
    bring(alice, brought="First", key="taken")
    reply = bring(alice, **{"consumer-secret": "s3cret", **fields})
    assert (reply.status, problem in reply.text) == (status, True)
    assert "s3cret" not in reply.text
    assert alice.get("/account/apps").text.count("<h3><bdi>") == 1


def test_only_administrators_register_keys_that_apps_bring(wire: Wire, alice: Surfer) -> None:
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    page = mallory.get("/account/apps").text
    assert "an administrator of this server can register it" in page
    assert "Register the key" not in page
    sent = {"form": mallory.forms()[0].fields["form"], "what": "brought", "brought": "A", "key": "k"}
    assert mallory.post("/account/apps", sent).status == 403
    assert "brings its own key" in alice.get("/account/apps").text
