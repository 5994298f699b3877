"""`satchel export`: a library from a shell, and all of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from satchel.formats.exports.registry import FORMATS
from tests.cli.conftest import Command
from tests.library.bringing import pocket_csv
from tests.library.taking_along import members
from tests.patience import HANG

pytestmark = pytest.mark.slow

ROWS = (
    ("A quiet story", "http://10.0.0.1/story", 1_500_000_000, "rain", "unread"),
    ("Another", "http://10.0.0.1/another", 1_500_000_001, "", "archive"),
)


@pytest.fixture(autouse=True)
def filled(satchel: Command, alice: object, tmp_path: Path) -> None:
    (tmp_path / "pocket.csv").write_bytes(pocket_csv(ROWS))
    satchel("import", str(tmp_path / "pocket.csv"), "--user", "alice")


def test_a_library_goes_out_and_comes_in_for_somebody_else(satchel: Command, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"
    said = satchel("export", str(out), "--user", "alice", "--json").json
    assert (said["items"], said["bytes"]) == (2, out.stat().st_size)
    assert said["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert out.stat().st_mode & 0o777 == 0o600
    satchel("user", "add", "zoe", "--no-password")
    assert satchel("import", str(out), "--user", "zoe", "--json").json["new"] == 2
    satchel("export", str(tmp_path / "again.zip"), "--user", "zoe")
    assert (tmp_path / "again.zip").read_bytes() == out.read_bytes()


def test_it_says_where_the_file_is(satchel: Command) -> None:
    said = satchel("export", "list.csv", "--user", "alice", "--format", "pocket-csv", "--list", "archive")
    assert said.out == "1 articles of alice are in list.csv.\n"


def test_everybodys_libraries_go_into_a_folder(satchel: Command, tmp_path: Path) -> None:
    satchel("user", "add", "../zoe", "--no-password")
    folder = tmp_path / "kept"
    files = satchel("export", "--all", str(folder), "--json").json["files"]
    assert [each["user"] for each in files] == ["alice", "../zoe"]
    assert sorted(path.name for path in folder.iterdir()) == ["satchel-1-alice.zip", "satchel-2--.-zoe.zip"]
    assert b'"items":2' in members((folder / "satchel-1-alice.zip").read_bytes())["counts.json"]


@pytest.mark.postgres
def test_from_postgresql_everybodys_files_are_the_same_to_the_byte(
    satchel: Command, tmp_path: Path, postgres_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed")
    from tests.postgres import database

    satchel("export", "--all", str(tmp_path / "sqlite"))
    with database(postgres_url, "exported_all") as url:
        assert satchel("move", "--to", url).status == 0
        monkeypatch.setenv("SATCHEL_DATABASE_URL", url)
        said = satchel("export", "--all", str(tmp_path / "postgres"), "--json").json
    assert [each["items"] for each in said["files"]] == [2]
    for before in (tmp_path / "sqlite").iterdir():
        assert (tmp_path / "postgres" / before.name).read_bytes() == before.read_bytes()


def test_what_a_killed_export_left_in_the_folder_goes_with_the_next_one(
    satchel: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    killed = (
        "import os, pathlib, signal, sys\n"
        "from satchel.cli.exporting import _opened\n"
        "with _opened(pathlib.Path(sys.argv[1])) as write:\n"
        "    write(b'half of it')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(folder / "all.zip")], timeout=HANG)
    assert [each.name for each in folder.iterdir()] not in ([], ["all.zip"])
    satchel("export", str(folder / "all.zip"), "--user", "alice")
    assert [each.name for each in folder.iterdir()] == ["all.zip"]


def test_standard_output_has_the_file_and_nothing_else(satchel: Command, tmp_path: Path) -> None:
    words = ["export", "-", "--user", "alice", "--format", "json", "--query", "tag:rain"]
    done = subprocess.run([sys.executable, "-m", "satchel", *words], capture_output=True, timeout=HANG)
    assert done.stdout.startswith(b'{"format":"satchel.library"')
    assert done.stdout.count(b'"url":') == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["x.zip"], "Name a FILE and --user NAME, or --all DIR."),
        (["x.zip", "--user", "alice", "--all", "d"], "Name a FILE and --user NAME, or --all DIR."),
        (["x.zip", "--user", "nobody"], "There is no account"),
        (["x.zip", "--user", "alice", "--format", "docx"], f"There are {', '.join(FORMATS)}."),
        (["x.zip", "--user", "alice", "--list", "shelf"], "There is no list shelf."),
        (["no/folder/x.zip", "--user", "alice"], "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(satchel: Command, words: list[str], why: str) -> None:
    said = satchel("export", *words)
    assert (said.status, why in said.err) == (1, True), said.err
    assert not Path("x.zip").exists()
