"""`satchel user list`, `disable`, `enable` and `remove`."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import Command, Typed


@pytest.fixture(autouse=True)
def people(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(b"correct horse\n"))
    assert satchel("user", "add", "alice", "--password-stdin", "--admin").status == 0
    assert satchel("user", "add", "bob", "--no-password", "--email", "bob@example.org").status == 0


def test_accounts_are_listed(satchel: Command) -> None:
    said = satchel("user", "list", "--json")
    assert [(each["name"], each["is_admin"], each["has_password"]) for each in said.json["users"]] == [
        ("alice", True, True),
        ("bob", False, False),
    ]
    satchel("user", "disable", "bob")
    lines = satchel("user", "list").out.splitlines()
    assert lines[1].split() == ["alice", "0", "administrator"]
    assert lines[2].split() == ["bob", "bob@example.org", "0", "no", "password,", "disabled"]


def test_an_account_is_disabled_enabled_and_removed_and_the_log_tells(satchel: Command) -> None:
    told = []
    for act in ("disable", "enable", "remove"):
        said = satchel("user", act, "Bob", *(["--yes"] if act == "remove" else []))
        assert said.status == 0
        told.append(said.err.partition(" ")[2])
    assert told == [
        f"info account.{act} address=- door=command-line name=bob\n"
        for act in ("disabled", "enabled", "removed")
    ]
    assert [each["name"] for each in satchel("user", "list", "--json").json["users"]] == ["alice"]
    said = satchel("user", "disable", "bob")
    assert (said.status, said.err) == (1, "There is no account named bob.\n")


def test_removing_asks_first(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda text, **_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert satchel("user", "remove", "bob").status != 0
    assert len(satchel("user", "list", "--json").json["users"]) == 2


@pytest.mark.parametrize("act", [["disable"], ["remove", "--yes"]])
def test_the_only_one_who_looks_after_the_server_stays(satchel: Command, act: list[str]) -> None:
    said = satchel("user", *act, "alice")
    assert said.status == 1
    assert said.err.startswith("Nobody else may look after this server")


def test_two_step_sign_in_is_turned_off_for_who_lost_everything(satchel: Command) -> None:
    said = satchel("user", "two-step-off", "alice", "--json")
    assert said.json == {"id": 1, "name": "alice", "two_step": False}
    assert "two_step.off address=- door=command-line name=alice" in said.err
