"""`satchel move`: to another database, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Program

pytestmark = pytest.mark.usefixtures("alice")


def test_everything_is_there_and_the_source_as_it_was(
    satchel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    satchel("save", "https://example.com/a", "--user", "alice", "--wait", "0")
    said = satchel("move", "--to", "sqlite:another", "--json")
    assert (said.status, said.err) == (0, "")
    assert said.json["to"] == "another/satchel.db"
    assert said.json["rows"] > 3
    assert (said.json["resumed"], said.json["again"]) == (False, False)
    checked = satchel("check", "--json").json
    monkeypatch.setenv("SATCHEL_DATA", "another")
    there = satchel("check", "--json").json
    assert there["ok"]
    assert (there["users"], there["items"]) == (checked["users"], checked["items"]) == (1, 1)
    assert satchel("search", "site:example.com", "--user", "alice", "--json").json["total"] == 1


def test_it_says_what_to_set_from_now_on(satchel: Command, tmp_path: Path) -> None:
    out = satchel("move", "--to", "sqlite:another").out
    assert "All were compared." in out
    assert "From now on: SATCHEL_DATA=another" in out
    again = satchel("move", "--to", "sqlite:another")
    assert again.status == 1
    assert "not empty: there are rows in" in again.err


def test_a_server_that_runs_is_not_moved(satchel: Command, serve: Callable[..., Program]) -> None:
    program = serve()
    said = satchel("move", "--to", "sqlite:another")
    assert (said.status, "already running" in said.err) == (1, True)
    assert program.end() == 0


@pytest.mark.postgres
def test_to_postgresql_and_no_password_is_shown(
    satchel: Command, postgres_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed")
    from tests.postgres import database

    key = satchel("app", "add", "x", "--json").json["consumer_key"]
    with database(postgres_url, "moved_by_command") as url:
        with_password = url.replace("satchel@", "satchel:secret@")
        said = satchel("move", "--to", with_password)
        assert said.status == 0
        assert "satchel:***@" in said.out
        assert "secret@" not in said.out + said.err
        monkeypatch.setenv("SATCHEL_DATABASE_URL", with_password)
        assert satchel("check").status == 0
        assert satchel("app", "secret", key).status == 0
