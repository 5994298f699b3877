"""`satchel user invite`, `limit` and `admin` do what the page of people does."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import Command, Typed


@pytest.fixture(autouse=True)
def people(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(b"correct horse\n"))
    for name, *more in (("bob",), ("alice", "--admin")):
        monkeypatch.setattr(sys, "stdin", Typed(b"correct horse\n"))
        assert satchel("user", "add", name, "--password-stdin", *more).status == 0


def test_an_invitation_is_made_listed_and_revoked(satchel: Command) -> None:
    made = satchel("user", "invite", "--for", "Dora", "--json")
    assert (made.json["for"], made.json["by"]) == ("Dora", "alice")
    token = made.json["link"].partition("/join?token=")[2]
    assert len(token) > 20
    assert "invite.made address=- door=command-line name=alice" in made.err
    assert token not in made.err
    listed = satchel("user", "invitations", "--json").json["invitations"]
    assert [each["for"] for each in listed] == ["Dora"]
    assert "Dora" in satchel("user", "invitations").out
    assert satchel("user", "revoke", str(listed[0]["id"])).status == 0
    assert satchel("user", "invitations").out == "No invitation is open.\n"
    again = satchel("user", "revoke", str(listed[0]["id"]))
    assert (again.status, again.err) == (1, "This invitation does not exist any more.\n")


def test_only_an_administrator_invites(satchel: Command) -> None:
    said = satchel("user", "invite", "--by", "bob")
    assert (said.status, said.err) == (1, "bob is not an administrator who can sign in.\n")


def test_limits_are_shown_and_set_one_by_one(satchel: Command) -> None:
    assert satchel("user", "limit", "bob").out == "bob has 0 articles and 0.0 megabytes of text.\n"
    assert satchel("user", "limit", "bob", "--articles", "2").status == 0
    said = satchel("user", "limit", "Bob", "--megabytes", "3", "--json")
    assert (said.json["max_articles"], said.json["max_bytes"]) == (2, 3_000_000)
    assert "account.limited address=- door=command-line name=bob items=2 bytes=3000000" in said.err
    assert satchel("user", "limit", "bob").out == "bob has 0 of 2 articles and 0.0 of 3 megabytes of text.\n"
    assert satchel("user", "limit", "bob", "--articles", "-1").status == 2
    assert satchel("user", "limit", "eve").status == 1
    assert satchel("user", "limit", "bob", "--articles", str(10**16)).status == 1


def test_who_looks_after_the_server_changes(satchel: Command) -> None:
    refused = satchel("user", "admin", "alice", "--off")
    assert (refused.status, refused.err[:18]) == (1, "Nobody else may lo")
    assert satchel("user", "admin", "bob").out == "bob is an administrator now.\n"
    assert satchel("user", "admin", "alice", "--off", "--json").json["is_admin"] is False
