"""`satchel import`: a library from a shell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.library.bringing import pocket_csv

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("alice")]

ROWS = (
    ("A quiet story", "http://10.0.0.1/story", 1_500_000_000, "rain", "unread"),
    ("Another", "http://10.0.0.1/another", 1_500_000_001, "", "archive"),
    ("Nothing", "mailto:nobody", 1_500_000_002, "", "unread"),
    ("A quiet story", "http://10.0.0.1/story", 1_500_000_003, "week", "unread"),
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "pocket.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part_000000.csv", pocket_csv(ROWS))
    return str(path)


def test_it_says_what_became_of_the_rows(satchel: Command, file: str) -> None:
    said = satchel("import", file, "--user", "alice", "--json")
    assert said.json == {"kind": "Pocket", "rows": 4, "new": 2, "joined": 1, "skipped": 1}
    again = satchel("import", file, "--user", "alice")
    assert again.out == "Pocket: 4 rows, 0 new, 3 joined with what was there, 1 skipped.\n"
    assert satchel("search", "quiet", "--user", "alice", "--json").json["total"] == 1


def test_a_dry_run_tells_and_writes_nothing(satchel: Command, file: str) -> None:
    said = satchel("import", file, "--user", "alice", "--dry-run")
    assert said.status == 0
    assert "Pocket: 4 rows" in said.out
    assert "1 will be skipped" in said.out
    assert "1: Only http and https links can be saved." in said.out
    assert "A quiet story  http://10.0.0.1/story  (#rain)" in said.out
    facts = satchel("import", file, "--user", "alice", "--dry-run", "--json").json
    assert facts == {"kind": "Pocket", "rows": 4, "new": 2, "joined": 1, "skipped": 1, "dry_run": True}
    assert satchel("search", "quiet", "--user", "alice", "--json").json["total"] == 0


def test_it_does_what_was_chosen(satchel: Command, file: str) -> None:
    satchel("import", file, "--user", "alice", "--tags", "from elsewhere, old", "--archived", "all")
    for query in ('#"from elsewhere" is:archived', "#old is:archived"):
        assert satchel("search", query, "--user", "alice", "--json").json["total"] == 2


def test_what_cannot_be_imported_is_refused_in_one_sentence(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "passwords.csv").write_text("name,url,username,password\na,https://a.example/,b,secret\n")
    said = satchel("import", "passwords.csv", "--user", "alice")
    assert said.status == 1
    assert said.err == "This file holds passwords. It was not read, and it is not kept.\n"
    assert satchel("import", "nowhere.csv", "--user", "alice").status == 2
    (tmp_path / "links.txt").write_text("https://a.example/\n")
    assert satchel("import", "links.txt", "--user", "nobody").status == 1


def test_several_files_come_in_together(satchel: Command, tmp_path: Path) -> None:
    for number in (0, 1):
        (tmp_path / f"part_00000{number}.csv").write_bytes(pocket_csv(ROWS[number : number + 1]))
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "part_000000.csv").write_bytes(pocket_csv(ROWS[2:]))
    files = ["part_000000.csv", "part_000001.csv", "later/part_000000.csv"]
    said = satchel("import", *files, "--user", "alice", "--json")
    assert said.json == {"kind": "Pocket", "rows": 4, "new": 2, "joined": 1, "skipped": 1}
    again = satchel("import", *files, "--user", "alice", "--json")
    assert again.json == {"kind": "Pocket", "rows": 4, "new": 0, "joined": 3, "skipped": 1}


def test_a_folder_is_read_with_all_in_it(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    for number in (1, 2):
        note = f"---\ntitle: Note {number}\nsource: http://10.0.0.1/note-{number}\n---\nWords.\n"
        (tmp_path / "notes" / ("deep" * (number - 1)) / f"{number}.md").write_text(note)
    said = satchel("import", "notes", "--user", "alice", "--json")
    assert said.json == {"kind": "Markdown files", "rows": 2, "new": 2, "joined": 0, "skipped": 0}
