"""Commands print one result, or one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import satchel as package
from satchel.base.clock import Clock
from satchel.library import access, accounts
from satchel.model.people import Ability
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Typed


def test_it_says_which_satchel_it_is(satchel: Command) -> None:
    assert satchel("--version").out == f"satchel {package.__version__}\n"


def test_nothing_but_the_name_shows_the_help_and_says_nothing_is_wrong(satchel: Command) -> None:
    for words in ((), ("user",)):
        said = satchel(*words)
        assert (said.status, said.err) == (2, "")
        assert "Usage: satchel" in said.out


def test_the_help_is_plain_and_whole_and_fits_a_narrow_terminal(satchel: Command) -> None:
    for words in ((), ("serve",), ("user", "add"), ("app", "add"), ("save",), ("extract",), ("refetch",)):
        lines = satchel(*words, "--help").out.splitlines()
        assert max(map(len, lines)) <= 80
        assert all(line.isascii() and line == line.rstrip() for line in lines)
        assert not [line for line in lines if line.startswith("  ") and line.endswith("...")]


@pytest.mark.parametrize(
    "words",
    [
        ("save", "https://example.com", "--user", "alice"),
        ("token", "add", "alice", "--app", "x"),
        ("user", "feed", "alice"),
        ("refetch", "--failed"),
        ("reindex",),
        ("check",),
    ],
)
def test_in_a_wrong_folder_a_command_says_so_and_leaves_nothing_behind(
    satchel: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = satchel(*words)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(f"There is no Satchel in {tmp_path}/satchel-data. ")
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_account_is_made_from_standard_input(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("korrekt häst \r\nsecond line\n".encode()))
    said = satchel("user", "add", "Al İce", "--password-stdin", "--email", "a@b.c", "--admin", "--json")
    assert said.status == 0
    assert said.json == {
        "id": 1, "name": "Al İce", "email": "a@b.c", "is_admin": True, "has_password": True,
    }  # fmt: skip


def test_an_account_without_password_is_an_explicit_choice(satchel: Command) -> None:
    assert satchel("user", "add", "bob").status == 2
    assert satchel("user", "add", "bob", "--no-password", "--password-stdin").status == 2
    said = satchel("user", "add", "bob", "--no-password")
    assert said.status == 0
    assert "can add" in said.out


@pytest.mark.usefixtures("alice")
def test_a_name_that_is_taken_is_one_sentence(satchel: Command) -> None:
    said = satchel("user", "add", "ALICE", "--no-password")
    assert (said.status, said.err) == (1, "There is an account named ALICE already.\n")


@pytest.mark.usefixtures("alice")
def test_key_and_token_open_the_door_with_the_permissions_asked_for(satchel: Command, tmp_path: Path) -> None:
    app = satchel("app", "add", "My script", "--permissions", "add, modify", "--json").json
    assert len(app["consumer_secret"]) == 32
    assert app["permissions"] == ["add", "modify"]
    token = satchel("token", "add", "Alice", "--app", app["consumer_key"], "--json").json["access_token"]
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    _, caller = store.read(lambda tx: access.caller(tx, app["consumer_key"], token))
    store.close()
    assert caller is not None
    assert caller.abilities == Ability.ADD | Ability.MODIFY


@pytest.mark.usefixtures("alice")
def test_a_key_that_cannot_be_one_is_unknown(satchel: Command) -> None:
    ended = satchel("token", "add", "alice", "--app", "\udcff")
    assert (ended.status, ended.out) == (1, "")
    assert "no app with that consumer key" in ended.err


@pytest.mark.usefixtures("alice")
def test_a_program_with_a_key_built_in_is_let_in_by_that_key(satchel: Command) -> None:
    given = (
        "--consumer-key",
        "10000-abc",
        "--redirect-uri",
        "pocketapp10000:done",
        "--redirect-uri",
        "https://a.b/c",
    )
    assert satchel("app", "add", "Reader", *given, "--json").json["consumer_key"] == "10000-abc"
    assert (
        satchel("app", "add", "Reader", *given).err
        == "An app with that consumer key is registered already.\n"
    )
    assert "10000-abc" not in satchel("token", "add", "alice", "--app", "10000-abc").out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("token", "add", "nobody", "--app", "x"), 1, "There is no account named nobody."),
        (("save", "https://example.com", "--user", "nobody"), 1, "There is no account named nobody."),
        (("app", "add", " "), 1, "An app needs a name."),
        (("app", "add", "x", "--permissions", "read"), 2, "not 'read'"),
        (("app", "add", "x", "--redirect-uri", "no spaces here"), 2, "is not a valid return address"),
        (("app", "add", "x", "--redirect-uri", "http://a.example:port/"), 2, "is not a valid return address"),
        (("app", "add", "x", "--redirect-uri", "javascript:alert(1)"), 2, "is not a valid return address"),
        (("nonsense",), 2, "No such command 'nonsense'"),
        (("user", "add"), 2, "Missing argument"),
        (("serve", "--port", "65536"), 2, "--port"),
        (("serve", "--port", "-1"), 2, "--port"),
        (("serve", "--prot", "80"), 2, "--prot"),
        (("worker",), 1, "needs PostgreSQL"),
    ],
)
@pytest.mark.usefixtures("alice")
def test_a_failure_is_one_sentence_on_standard_error(
    satchel: Command, words: tuple[str, ...], status: int, said: str
) -> None:
    answer = satchel(*words)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err


def test_all_wrong_settings_are_listed_at_once(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SATCHEL_ADD_WAIT", "long")
    monkeypatch.setenv("SATCHEL_DATTA", "here")
    for words in (("config",), ("serve",), ("user", "add", "x", "--no-password")):
        said = satchel(*words)
        assert (said.status, said.out) == (1, "")
        assert "SATCHEL_ADD_WAIT" in said.err
        assert "SATCHEL_DATTA" in said.err


def test_a_data_folder_that_cannot_be_made_is_one_sentence(
    satchel: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SATCHEL_DATA", str(tmp_path / "file" / "data"))
    for words in (("serve", "--port", "0"), ("migrate",)):
        said = satchel(*words)
        assert (said.status, said.err.count("\n")) == (1, 1)
        assert "Traceback" not in said.err


def test_a_database_of_a_newer_program_is_left_alone(satchel: Command, tmp_path: Path) -> None:
    assert satchel("migrate").status == 0
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    store.write(lambda tx: tx.run("INSERT INTO migrations VALUES (999, 'later', 'x', 0)"))
    store.close()
    for words in (("migrate",), ("serve", "--port", "0"), ("check",)):
        said = satchel(*words)
        assert said.status == 1
        assert "newer than this program" in said.err


def test_migrate_says_what_it_did(satchel: Command) -> None:
    first = satchel("migrate", "--json").json
    assert first["applied"][0] == "0001_start"
    assert satchel("migrate", "--json").json == {"applied": [], "version": first["version"]}


def test_partitions_are_for_postgresql(satchel: Command) -> None:
    refused = satchel("migrate", "--partitions", "4")
    assert (refused.status, refused.err.strip()) == (1, "Only PostgreSQL has partitions.")


def test_config_shows_what_is_set_and_masks_passwords(
    satchel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SATCHEL_DATABASE_URL", "postgresql://satchel:hunter2@db/satchel")
    monkeypatch.setenv("SATCHEL_ADD_WAIT", "3")
    shown = satchel("config", "--json").json["settings"]
    assert shown["add_wait"] == {"value": "3", "source": "SATCHEL_ADD_WAIT"}
    assert shown["user_limit"] == {"value": "5000", "source": "default"}
    assert "hunter2" not in satchel("config").out


@pytest.mark.usefixtures("alice")
def test_a_sound_server_passes_the_check(satchel: Command) -> None:
    said = satchel("check", "--json")
    assert (said.status, said.json["ok"], said.json["problems"], said.json["users"]) == (0, True, [], 1)
    assert "All is well." in satchel("check").out


@pytest.mark.usefixtures("alice")
def test_the_check_finds_counts_that_are_wrong_and_reindex_mends_them(
    satchel: Command, tmp_path: Path
) -> None:
    satchel("save", "https://example.com/a", "--user", "alice", "--wait", "0")
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    store.write(lambda tx: tx.run("UPDATE shelves SET unread = 7"))
    store.close()
    said = satchel("check", "--json")
    assert (said.status, said.json["ok"]) == (1, False)
    assert "alice" in said.json["problems"][0]
    assert satchel("reindex", "--json").json == {"users": 1, "items": 1}
    assert satchel("check").status == 0


@pytest.mark.usefixtures("alice")
def test_the_check_finds_a_damaged_file(satchel: Command, tmp_path: Path) -> None:
    file = tmp_path / "satchel-data" / "satchel.db"
    data = bytearray(file.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(data)
    said = satchel("check")
    assert said.status == 1
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("alice")
def test_a_token_for_a_program_of_the_person_needs_no_key(satchel: Command) -> None:
    one, other = (
        satchel("token", "add", "alice", "--name", "Notes", "--json").json["access_token"] for _ in "ab"
    )
    assert one != other
    assert satchel("token", "add", "nobody", "--name", "Notes").status == 1
    assert satchel("token", "add", "alice", "--name", "  ").status == 1
    for words in ((), ("--name", "Notes", "--app", "x")):
        ended = satchel("token", "add", "alice", *words)
        assert (ended.status, "--app or --name" in " ".join(ended.err.split())) == (2, True)


@pytest.mark.usefixtures("alice")
def test_every_token_is_another_one(satchel: Command) -> None:
    key = satchel("app", "add", "x", "--json").json["consumer_key"]
    tokens = {satchel("token", "add", "alice", "--app", key, "--json").json["access_token"] for _ in range(3)}
    assert len(tokens) == 3


def test_an_account_without_password_gets_no_token(satchel: Command) -> None:
    satchel("user", "add", "drop", "--no-password")
    said = satchel("token", "add", "drop", "--app", "any")
    assert (said.status, said.out) == (1, "")
    assert "has no password" in said.err


def test_the_data_folder_is_for_its_owner_only(satchel: Command, tmp_path: Path) -> None:
    satchel("user", "add", "alice", "--no-password", "--admin")
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    assert store.read(lambda tx: accounts.named(tx, "alice")).is_admin
    store.close()
    assert (tmp_path / "satchel-data").stat().st_mode & 0o777 == 0o700


def test_feeds_are_opened_once_renewed_on_demand_and_closed(satchel: Command) -> None:
    satchel("user", "add", "Anna B", "--no-password")
    said = satchel("user", "feed", "anna b", "--json")
    assert said.json["open"] is True
    assert said.json["unread"].startswith("http://127.0.0.1:8080/users/Anna%20B/")
    assert said.json["unread"].endswith("/feed/unread")
    again = satchel("user", "feed", "Anna B")
    assert (again.status, again.out) == (1, "")
    assert "--new" in again.err
    assert satchel("user", "feed", "Anna B", "--new", "--json").json["all"] != said.json["all"]
    assert satchel("user", "feed", "Anna B", "--close").out == "The feeds of Anna B are turned off.\n"
    assert satchel("user", "feed", "Anna B", "--close").status == 1
    assert satchel("user", "feed", "nobody").status == 1
    assert satchel("user", "feed", "Anna B", "--close", "--new").status == 2
