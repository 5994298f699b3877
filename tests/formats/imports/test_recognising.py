"""What files are, by their content, and which are refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from satchel.formats.imports.recognising import recognise
from satchel.formats.imports.refusing import RefusedFile
from satchel.formats.imports.registry import kinds
from tests.formats.imports.files import imported, outcome, tarred, written, zipped

_TABLE = "title,url\nOne,https://a.example/1\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n\0 ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 https://a.example/", "PDF"),
        (b"SQLite format 3\0" + b"\0" * 100, "database"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Only words of a letter", "It begins: Only words of a letter"),
        (b'{"a": 1}', "No links"),
        (b"[]", "No links"),
        (b"\x00\x01\x02\x03\xff\xfe\xfd" * 50, "no file with links"),
        (
            b'<?xml version="1.0"?><opml><body><outline xmlUrl="https://a.example/feed"/></body></opml>',
            "feeds",
        ),
        (b"<html><body>No link</body></html>", "no links"),
        (b"PK\x05\x06" + b"\0" * 18, "empty"),
        (b"PK\x03\x04 and nothing behind it", "damaged"),
    ],
)
def test_a_file_of_something_else_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(RefusedFile) as refused:
        recognise(written(tmp_path, content))
    message = refused.value.as_error().message
    assert said in message
    assert message[0].isupper()


@pytest.mark.parametrize(
    "content",
    [
        "name,url,username,password,note\nA,https://a.example/,me,secret,\n",
        "Title,URL,Username,Password,Notes,OTPAuth\nA,https://a.example/,me,secret,,\n",
        '[{"url":"https://a.example/","username":"me","password":"secret"}]',
    ],
)
def test_a_file_with_passwords_is_refused_as_one(tmp_path: Path, content: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        recognise(written(tmp_path, content))
    assert refused.value.holds_secrets
    assert "secret" not in refused.value.message


def test_passwords_in_an_archive_are_left_alone_and_said(tmp_path: Path) -> None:
    secrets = "Title,URL,Username,Password\nA,https://a.example/,me,secret\n"
    found = imported(
        tmp_path, zipped({"Lesezeichen.html": '<DL><DT><A HREF="https://a.example/">A</A>', "x.csv": secrets})
    )
    assert found.addresses == ["https://a.example/"]
    assert found.found.holds_secrets
    assert found.found.ignored[0][0] == "x.csv"
    with pytest.raises(RefusedFile) as refused:
        recognise(written(tmp_path, zipped({"x.csv": secrets})))
    assert refused.value.holds_secrets


def test_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, _TABLE, "pocket.zip")
    assert recognise(path).kind == "csv"
    assert recognise(written(tmp_path, zipped({"a.html": _TABLE}), "list.csv")).kind == "csv"


def test_each_list_of_an_archive_is_a_part_and_what_systems_add_is_none(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "my things/a.csv": _TABLE,
        "my things/b.txt": "https://a.example/2\n",
        "my things/c.json": '[{"url":"https://a.example/3"}]',
        "__MACOSX/my things/._a.csv": "\0\5\x16\7",
        "my things/.DS_Store": "\0\0\0",
        "my things/picture.png": b"\x89PNG\r\n",
    }
    found = imported(tmp_path, zipped(members))
    assert [(part.kind, part.is_usual) for part in found.found.parts] == [
        ("csv", True),
        ("json", True),
        ("text", False),
    ]
    assert found.addresses == ["https://a.example/1", "https://a.example/3"]
    assert [name for name, _ in found.found.ignored] == ["my things/picture.png"]


def test_archives_within_archives_are_opened_once(tmp_path: Path) -> None:
    inner = zipped({"deep.csv": _TABLE, "deeper.zip": zipped({"deepest.csv": _TABLE})})
    found = imported(tmp_path, zipped({"inner.zip": inner}))
    assert [(row.address, row.place.member) for row in found.rows] == [
        ("https://a.example/1", "inner.zip/deep.csv")
    ]


def test_packed_files_tars_and_folders_are_opened(tmp_path: Path) -> None:
    assert imported(tmp_path, gzip.compress(_TABLE.encode())).addresses == ["https://a.example/1"]
    assert imported(tmp_path, tarred({"a/list.csv": _TABLE})).addresses == ["https://a.example/1"]
    folder = tmp_path / "folder" / "below"
    folder.mkdir(parents=True)
    written(folder, _TABLE, "list.csv")
    (folder / "passwd").symlink_to("/etc/passwd")
    found = outcome(folder.parent)
    assert found.addresses == ["https://a.example/1"]
    assert found.found.parts[0].members == ("below/list.csv",)


def test_every_kind_has_a_name_of_its_own_and_a_first_answer_to_each_choice() -> None:
    for name, kind in kinds().items():
        assert name == kind.name
        assert kind.title
        assert all(len(choice.options) > 1 for choice in kind.choices)
