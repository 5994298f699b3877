"""Several files are brought at once, and an archive with passwords in it."""

from __future__ import annotations

import re
import zipfile
from html import unescape

import pytest

from satchel.web import receiving
from tests.formats.imports.files import zipped
from tests.library.bringing import pocket_csv
from tests.web.reading import follow
from tests.web.test_import import ROWS, body_of, leaves_nothing, sent, uploads
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

BOOKMARKS = (
    b"<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><H1>B</H1>"
    b"<DL><DT><A HREF='https://mill.example/1'>A mill</A></DL>"
)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def bring(alice: Surfer, *files: tuple[str, bytes]) -> Reply:
    """Choose some files and send them."""
    alice.get("/import")
    secret = alice.form("/import").fields["form"]
    return sent(alice, body_of([("form", "", secret.encode()), *(("file", *each) for each in files)]))


def test_parts_of_one_export_come_in_as_one_and_other_lists_beside_it(wire: Wire, alice: Surfer) -> None:
    first, second = pocket_csv(ROWS[:1]), pocket_csv(ROWS[1:])
    looked = follow(
        alice,
        bring(alice, ("part_000000.csv", first), ("part_000001.csv", second), ("bookmarks.html", BOOKMARKS)),
    )
    assert "part_000000.csv + 2" in looked.text
    assert re.search(r"<strong>3</strong> are new", looked.text)
    parts = re.findall(r'name="part-\d+" value="([^"]+)"', looked.text)
    assert parts == ["part_000000.csv", "bookmarks.html"]
    assert "part_000000.csv + 1 (Pocket" in looked.text
    path = re.search(r'action="(/import/\d+)"', looked.text)
    assert path
    follow(alice, alice.press(path[1], "Import"))
    wire.settle()
    assert "The file is imported: 5 rows." in alice.get(path[1]).text
    rows = alice.get(f"{path[1]}/rows").text
    assert "part_000001.csv, line 2" in rows
    assert "bookmarks.html, line 1" in rows
    leaves_nothing(wire)


def test_an_archive_among_several_files_is_opened_and_what_is_none_is_named(
    wire: Wire, alice: Surfer
) -> None:
    archive = zipped({"part_000000.csv": pocket_csv(ROWS)})
    looked = follow(
        alice,
        bring(alice, ("a.zip", archive), ("a.zip", zipped({"b.html": BOOKMARKS})), ("c.pdf", b"%PDF-1.7")),
    )
    assert "a (2).zip/b.html" in unescape(looked.text)
    assert "c.pdf: This is a PDF, no list of links." in looked.text


def test_one_locked_archive_does_not_keep_the_others_out(wire: Wire, alice: Surfer) -> None:
    locked = bytearray(zipped({"x.csv": b"url\nhttps://x.example\n"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    looked = follow(alice, bring(alice, ("locked.zip", bytes(locked)), ("b.html", BOOKMARKS)))
    assert "locked.zip: The archive is locked with a password." in looked.text
    assert re.search(r"<strong>1</strong> is new", looked.text)


def test_names_of_several_files_lead_nowhere(wire: Wire, alice: Surfer) -> None:
    looked = follow(alice, bring(alice, ("../../evil.html", BOOKMARKS), ("..", BOOKMARKS)))
    assert looked.status == 200
    (folder,) = uploads(wire)
    assert sorted(file.name for file in folder.iterdir()) == ["evil.html", "file"]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_too_many_files_are_refused_and_none_is_kept(
    wire: Wire, alice: Surfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MAX_FILES", 2)
    assert bring(alice, *(("x.html", BOOKMARKS) for _ in range(3))).status == 413
    assert uploads(wire) == []


def test_passwords_beside_lists_are_removed_before_anybody_decides(wire: Wire, alice: Surfer) -> None:
    secrets = b"Title,URL,Username,Password,Notes,OTPAuth\nx,https://x.example/,me,hunter2hunter2,,\n"
    archive = zipped({"Bookmarks.html": BOOKMARKS, "Passwords.csv": secrets})
    looked = follow(alice, bring(alice, ("safari.zip", archive)))
    assert "Passwords.csv: This file holds passwords. It was not read, and it is not kept." in looked.text
    (file,) = uploads(wire)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as kept:
        assert kept.namelist() == ["Bookmarks.html"]
    path = re.search(r'action="(/import/\d+)"', looked.text)
    assert path
    follow(alice, alice.press(path[1], "Import"))
    wire.settle()
    assert "The file is imported: 1 row." in alice.get(path[1]).text


def test_passwords_in_an_archive_among_several_files_are_removed_too(wire: Wire, alice: Surfer) -> None:
    secrets = b"name,url,username,password,note\nx,https://x.example/,me,hunter2hunter2,\n"
    bring(alice, ("a.zip", zipped({"b.html": BOOKMARKS, "p.csv": secrets})), ("b.html", BOOKMARKS))
    wire.settle()
    (file,) = uploads(wire)
    with zipfile.ZipFile(file) as kept:
        assert sorted(kept.namelist()) == ["a.zip/b.html", "b.html"]
