"""`satchel backup` and `satchel restore`: the same server again, or the old one untouched."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from satchel.base.clock import Clock
from satchel.base.sealing import Seal
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Program

BEFORE = Path(__file__).parents[1] / "store/before"

pytestmark = pytest.mark.usefixtures("alice")


def _save(satchel: Command, name: str) -> int:
    said = satchel("save", f"https://example.com/{name}", "--user", "alice", "--wait", "0", "--json")
    return int(said.json["item_id"])


def _items(satchel: Command) -> int:
    return int(satchel("check", "--json").json["items"])


def test_a_restored_server_knows_the_same_things_tokens_ids_secrets_and_rules(
    satchel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = satchel("app", "add", "x", "--json").json
    satchel("token", "add", "alice", "--app", app["consumer_key"])
    _save(satchel, "a")
    rules = tmp_path / "satchel-data" / "rules"
    rules.mkdir()
    (rules / "example.com.toml").write_text('hosts = ["example.com"]\n')
    made = satchel("backup", "kept.tar.zst", "--json").json
    assert (made["file"], made["accounts"], made["items"]) == ("kept.tar.zst", 1, 1)
    assert made["bytes"] == (tmp_path / "kept.tar.zst").stat().st_size > 0
    assert made["seconds"] >= 0
    assert (tmp_path / "kept.tar.zst").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("SATCHEL_DATA", "another")
    restored = satchel("restore", "kept.tar.zst", "--json").json
    assert (restored["before"], restored["items"], restored["unreadable"]) == (None, 1, [])
    assert (
        satchel("app", "secret", app["consumer_key"], "--json").json["consumer_secret"]
        == app["consumer_secret"]
    )
    assert _save(satchel, "a") == 1
    assert _save(satchel, "b") == 2
    names = sorted(path.name for path in (tmp_path / "another").iterdir())
    assert names == ["rules", "satchel.db", "satchel.lock", "search.db", "secret.key"]
    assert (tmp_path / "another/rules/example.com.toml").read_bytes() == (
        rules / "example.com.toml"
    ).read_bytes()
    old, new = (SqliteStore(tmp_path / data / "satchel.db", Clock()) for data in ("satchel-data", "another"))
    try:
        asked = "SELECT id, digest, user_id, app_id, sealed_secret FROM tokens"
        assert old.read(lambda tx: tx.all(asked)) == new.read(lambda tx: tx.all(asked)) != []
    finally:
        old.close()
        new.close()


def test_a_key_from_the_settings_is_in_the_backup_and_one_that_differs_is_told(
    satchel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SATCHEL_SECRET_KEY", "ab" * 32)
    key = satchel("app", "add", "x", "--json").json["consumer_key"]
    satchel("backup", "kept.tar.zst")
    monkeypatch.setenv("SATCHEL_SECRET_KEY", "cd" * 32)
    said = satchel("restore", "kept.tar.zst", "--force")
    assert f"sealed with another key than SATCHEL_SECRET_KEY: {key}." in said.out
    monkeypatch.delenv("SATCHEL_SECRET_KEY")
    assert satchel("app", "secret", key).status == 0


def test_no_file_is_written_over_unless_that_is_asked_for(satchel: Command, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar.zst"
    file.write_text("precious")
    said = satchel("backup", "kept.tar.zst")
    assert said.status == 1
    assert said.err.startswith("kept.tar.zst is there already.")
    assert file.read_text() == "precious"
    assert satchel("backup", "kept.tar.zst", "--force").status == 0
    assert satchel("restore", "kept.tar.zst", "--force").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.tar.zst", "satchel-data"]


def test_into_a_folder_it_gets_a_name_with_the_time(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    assert satchel("backup", "backups").status == 0
    (found,) = (tmp_path / "backups").iterdir()
    assert found.name.startswith("satchel-20")
    assert found.name.endswith(".tar.zst")


def test_where_a_satchel_is_a_backup_is_put_only_with_force_and_what_was_there_is_kept(
    satchel: Command, tmp_path: Path
) -> None:
    _save(satchel, "a")
    satchel("backup", "kept.tar.zst")
    _save(satchel, "b")
    assert satchel("restore", "kept.tar.zst").status == 1
    assert _items(satchel) == 2
    said = satchel("restore", "kept.tar.zst", "--force", "--json").json
    assert _items(satchel) == 1
    assert Path(said["before"]).parent == tmp_path / "satchel-data"
    old = SqliteStore(Path(said["before"]) / "satchel.db", Clock())
    try:
        assert old.read(lambda tx: tx.all("SELECT COUNT(*) FROM items")) == [(2,)]
    finally:
        old.close()


def test_what_was_found_before_is_not_found_in_another_past(satchel: Command) -> None:
    satchel("backup", "kept.tar.zst")
    _save(satchel, "lighthouse")
    assert satchel("search", "lighthouse", "--user", "alice", "--json").json["total"] == 1
    satchel("restore", "kept.tar.zst", "--force")
    assert satchel("search", "lighthouse", "--user", "alice", "--json").json["total"] == 0
    assert satchel("check").status == 0


def test_pictures_are_in_it_when_asked_for(
    satchel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "satchel-data/pictures/ab/cdef"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    satchel("backup", "without.tar.zst")
    satchel("backup", "with.tar.zst", "--pictures")
    for name, has in (("without", False), ("with", True)):
        monkeypatch.setenv("SATCHEL_DATA", name)
        assert satchel("restore", f"{name}.tar.zst").status == 0
        assert (tmp_path / name / "pictures/ab/cdef").exists() is has


def _repacked(file: Path, to: Path, change: Callable[[str, bytes], bytes]) -> None:
    with (
        zstandard.open(file, "rb") as old, tarfile.open(fileobj=old, mode="r|") as tar,
        zstandard.open(to, "wb") as new, tarfile.open(fileobj=new, mode="w|") as made,
    ):  # fmt: skip
        for entry in tar:
            content = tar.extractfile(entry)
            assert content
            text = change(entry.name, content.read())
            entry.size = len(text)
            made.addfile(entry, io.BytesIO(text))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"version": 1,', b'"version": 2,', "newer Satchel"),
        (b'"schema": ', b'"schema": 9', "newer than this program"),
        (b'"satchel.db"', b'"../other.db"', "in a place where none belongs"),
        (b'"users": 1', b'"users": 2', "not the rows"),
        (b"satchel.backup", b"satchel.library", "no backup of Satchel"),
    ],
)
def test_what_is_not_to_be_restored_is_refused_in_a_sentence_and_nothing_is_touched(
    satchel: Command, tmp_path: Path, old: bytes, new: bytes, told: str
) -> None:
    _save(satchel, "a")
    satchel("backup", "kept.tar.zst")
    _repacked(
        tmp_path / "kept.tar.zst",
        tmp_path / "odd.tar.zst",
        lambda name, text: text.replace(old, new) if name == "backup.json" else text,
    )
    _save(satchel, "b")
    said = satchel("restore", "odd.tar.zst", "--force")
    assert said.status == 1
    assert told in said.err
    assert said.err.count("\n") == 1
    assert _items(satchel) == 2
    assert not [path for path in (tmp_path / "satchel-data").iterdir() if path.name.startswith("restor")]


def test_a_file_that_is_damaged_cut_off_or_something_else_is_refused(
    satchel: Command, tmp_path: Path
) -> None:
    _save(satchel, "a")
    satchel("backup", "kept.tar.zst")
    whole = (tmp_path / "kept.tar.zst").read_bytes()
    half = len(whole) // 2
    others = [whole[:size] for size in (0, 10, 100, half, len(whole) * 9 // 10)]
    others += [whole[:half] + bytes([whole[half] ^ 255]) + whole[half + 1 :], b"something else" * 100]
    for other in others:
        (tmp_path / "odd.tar.zst").write_bytes(other)
        said = satchel("restore", "odd.tar.zst", "--force")
        assert said.status == 1
        assert said.err.count("\n") == 1
        assert "Traceback" not in said.err
    assert _items(satchel) == 1
    assert not (tmp_path / "satchel-data/restoring").exists()


def test_an_older_backup_is_brought_to_the_shape_of_today(
    satchel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = satchel("check", "--json").json["version"]
    (tmp_path / "older").mkdir()
    before = gzip.decompress((BEFORE / "satchel.db.gz").read_bytes())
    (tmp_path / "older/satchel.db").write_bytes(before)
    monkeypatch.setenv("SATCHEL_DATA", "older")
    made = satchel("backup", "kept.tar.zst", "--json").json
    assert made["version"] < newest, "a backup before an update is of what is there"
    monkeypatch.setenv("SATCHEL_DATA", "another")
    said = satchel("restore", "kept.tar.zst", "--json").json
    assert int(said["applied"][0][:4]) == made["version"] + 1
    assert satchel("check", "--json").json["version"] == newest
    assert [each["name"] for each in satchel("user", "list", "--json").json["users"]] == [
        "alice",
        "bob",
        "carol",
    ]


def test_a_server_that_runs_is_backed_up_and_not_restored_over(
    satchel: Command, serve: Callable[..., Program], tmp_path: Path
) -> None:
    program = serve()
    assert satchel("backup", "kept.tar.zst").status == 0
    said = satchel("restore", "kept.tar.zst", "--force")
    assert said.status == 1
    assert "already running" in said.err
    assert program.end() == 0
    assert satchel("restore", "kept.tar.zst", "--force").status == 0


def test_a_damaged_database_makes_no_backup(satchel: Command, tmp_path: Path) -> None:
    file = tmp_path / "satchel-data" / "satchel.db"
    data = bytearray(file.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(data)
    said = satchel("backup", "kept.tar.zst")
    assert said.status == 1
    assert "is damaged" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["satchel-data"]


def test_postgresql_is_told_what_to_use_instead(satchel: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SATCHEL_DATABASE_URL", "postgresql://nowhere.invalid/x")
    said = satchel("backup", ".")
    assert said.status == 1
    assert "pg_dump --format=custom" in said.err
    assert "pg_restore" in satchel("restore", "kept.tar.zst").err


def test_the_check_tells_of_the_last_backup(satchel: Command, tmp_path: Path) -> None:
    assert satchel("check", "--json").json["last_backup"] == "never"
    satchel("backup", "kept.tar.zst")
    assert satchel("check", "--json").json["last_backup"].endswith(f" UTC, {tmp_path}/kept.tar.zst")
    (tmp_path / "kept.tar.zst").unlink()
    assert satchel("check", "--json").json["last_backup"] == "never"


def test_the_key_of_a_server_that_is_replaced_goes_with_it(satchel: Command, tmp_path: Path) -> None:
    satchel("backup", "kept.tar.zst")
    key = tmp_path / "satchel-data" / "secret.key"
    Seal(key).close("a secret", "x")
    said = satchel("restore", "kept.tar.zst", "--force", "--json").json
    assert not key.exists()
    assert (Path(said["before"]) / "secret.key").exists()
