"""The consumer secret of an app of one's own: shown to its owner, after the password."""

from __future__ import annotations

import pytest

from tests.people import PASSWORDS
from tests.wire.server import Wire
from tests.wire.surfer import Surfer


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
