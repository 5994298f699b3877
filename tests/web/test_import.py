"""A file is brought on a page, looked at, taken in and accounted for."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest

from satchel.jobs.import_files import file as import_file
from satchel.jobs.import_files.file import ImportFile
from satchel.jobs.import_files.frames import Counted
from satchel.library import finding, imports
from satchel.model.items import Item, Query, State
from tests.library.bringing import pocket_csv
from tests.patience import until
from tests.web.reading import follow, ids
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: The program that reads files, with a fault behind the first row.
BROKEN = """
import sys
from satchel.jobs.import_files import child
rows = child.Source.rows
def broken(*given, **more):
    yield next(rows(*given, **more))
    raise RuntimeError("our own fault")
child.Source.rows = broken
sys.exit(child.main())
"""
ALICE = 1
ROWS = [
    ("The village oven", "https://hearth.example/oven", 1_500_000_000, "bread|stone", "unread"),
    ("A second one", "https://hearth.example/second", 1_600_000_000, "", "archive"),
    ("Nothing", "javascript:alert(1)", 1_600_000_001, "", "unread"),
    ("The village oven", "https://hearth.example/oven", 1_400_000_000, "warm", "unread"),
]


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def body_of(fields: list[tuple[str, str, bytes]], boundary: str = "x-x-x") -> bytes:
    """A form of fields, each with its name, the name of its file or "", and what is in it."""
    parts = []
    for name, file, content in fields:
        called = f'; filename="{file}"\r\nContent-Type: text/csv' if file else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{called}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def bring(alice: Surfer, content: bytes, name: str = "part_000000.csv", **headers: str) -> Reply:
    """Choose a file and send it."""
    alice.get("/import")
    secret = alice.form("/import").fields["form"]
    body = body_of([("form", "", secret.encode()), ("file", name, content)])
    return sent(alice, body, **headers)


def sent(alice: Surfer, body: bytes, **headers: str) -> Reply:
    given = {
        "Content-Type": "multipart/form-data; boundary=x-x-x", "Sec-Fetch-Site": "same-origin",
        "Cookie": "; ".join(f"{name}={value}" for name, value in alice.cookies.items()), **headers,
    }  # fmt: skip
    alice.last = alice.wire.post("/import", body, "raw", given)
    return alice.last


def taken_in(alice: Surfer, wire: Wire, content: bytes, tags: str = "") -> str:
    """Bring a file and have it taken in; the path of its page."""
    looked = follow(alice, bring(alice, content))
    assert looked.status == 200
    path = re.search(r'action="(/import/\d+)"', looked.text)
    assert path
    follow(alice, alice.press(path[1], "Import", tags=tags))
    wire.settle()
    return path[1]


def unchunked(body: bytes) -> str:
    """A body that came in pieces, whose length nobody knew at its beginning."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        whole, body = whole + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return whole.decode("utf-8-sig")


def uploads(wire: Wire) -> list[Path]:
    folder = wire.settings.data / "imports"
    return list(folder.iterdir()) if folder.exists() else []


def leaves_nothing(wire: Wire) -> None:
    """Wait until no file is left: they are removed behind the last write of their import."""
    until(lambda: uploads(wire) == [])


def test_somebody_brings_a_file_sees_what_is_in_it_and_takes_it_in(wire: Wire, alice: Surfer) -> None:
    looked = follow(alice, bring(alice, pocket_csv(ROWS)))
    assert "Pocket" in looked.text
    assert re.search(r"<strong>2</strong> are new", looked.text)
    assert "1 is in the file more than once" in looked.text
    assert "1 cannot be imported" in looked.text
    assert "Only http and https links can be saved." in looked.text
    assert ids(alice.get("/")) == [], "nothing is written yet"
    path = taken_in(alice, wire, pocket_csv(ROWS), tags="from elsewhere")
    done = alice.get(path)
    assert "The file is imported: 4 rows." in done.text
    items = wire.library.run_sync(finding.find, 1, Query(states=(State.UNREAD, State.ARCHIVED))).items
    found = {item.given_url[-6:]: item for item in items if isinstance(item, Item)}
    assert found["e/oven"].tags == ("bread", "from elsewhere", "stone", "warm")
    assert (found["second"].state, found["second"].added_at) == (State.ARCHIVED, 1_600_000_000_000)


def test_the_file_is_gone_when_it_has_come_in(wire: Wire, alice: Surfer) -> None:
    bring(alice, pocket_csv(ROWS))
    (file,) = uploads(wire)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    taken_in(alice, wire, pocket_csv(ROWS[:1]))
    until(lambda: uploads(wire) == [file])  # the other one is still to be decided on
    alice.get("/import/1")
    alice.press("/import/1", "Do not import")
    leaves_nothing(wire)


def test_every_row_is_in_the_account_and_in_its_csv(wire: Wire, alice: Surfer) -> None:
    path = taken_in(alice, wire, pocket_csv(ROWS))
    page = alice.get(f"{path}/rows")
    assert len(re.findall(r'<li id="r\d+"', page.text)) == 4
    assert "The same page as row 1. It added: 1 tag, an earlier date." in " ".join(page.text.split())
    only = alice.get(f"{path}/rows?only=skipped")
    assert re.findall(r'<li id="r(\d+)"', only.text) == ["3"]
    lines = list(csv.DictReader(io.StringIO(unchunked(alice.get(f"{path}/rows.csv").body))))
    assert [line["outcome"] for line in lines] == ["new", "new", "skipped", "joined"]
    assert lines[0]["link"] == "https://hearth.example/oven"


def test_an_import_is_undone_on_its_page_and_listed_among_what_somebody_did(
    wire: Wire, alice: Surfer
) -> None:
    path = taken_in(alice, wire, pocket_csv(ROWS))
    assert "Imported" in alice.get("/recent").text
    alice.get(path)
    alice.press(path, "Undo the import")
    wire.settle()
    assert "This import has been undone." in alice.get(path).text
    assert ids(alice.get("/")) == []
    assert "Undone" in alice.get("/recent").text


def test_an_import_is_undone_among_what_somebody_did(wire: Wire, alice: Surfer) -> None:
    path = taken_in(alice, wire, pocket_csv(ROWS))
    page = alice.get("/recent")
    act = re.search(r'value="(undo \d+)"', page.text)
    secret = re.search(r'name="form" value="([^"]+)"', page.text)
    assert act
    assert secret
    follow(alice, alice.post("/acts", {"form": secret[1], "act": act[1], "back": "/recent"}))
    wire.settle()
    assert "This import has been undone." in alice.get(path).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"nothing of the sort", "No links were found in it."),
        (b"name,url,username,password\na,https://a.example/,b,secret\n", "This file holds passwords."),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence_and_deleted(
    wire: Wire, alice: Surfer, content: bytes, told: str
) -> None:
    page = follow(alice, bring(alice, content))
    assert told in page.text
    leaves_nothing(wire)


def test_a_form_of_another_site_keeps_nothing(wire: Wire, alice: Surfer) -> None:
    body = body_of([("file", "a.csv", pocket_csv(ROWS)), ("form", "", b"")])
    assert sent(alice, body).status == 403
    assert sent(alice, body_of([("form", "", b"00"), ("file", "a.csv", b"x")])).status == 403
    assert bring(alice, pocket_csv(ROWS), **{"Sec-Fetch-Site": "cross-site"}).status == 403
    leaves_nothing(wire)


def test_strangers_cannot_bring_anything(wire: Wire) -> None:
    stranger = Surfer(wire)
    assert sent(stranger, body_of([("file", "a.csv", b"x")])).headers["location"].startswith("/login")
    assert stranger.get("/import").headers["location"].startswith("/login")
    leaves_nothing(wire)


def test_a_form_without_a_file_says_so(wire: Wire, alice: Surfer) -> None:
    alice.get("/import")
    secret = alice.form("/import").fields["form"].encode()
    reply = sent(alice, body_of([("form", "", secret), ("file", "", b"")]))
    assert (reply.status, "Choose a file first." in reply.text) == (422, True)


def test_a_script_is_told_in_json_what_went_wrong(wire: Wire, alice: Surfer) -> None:
    alice.get("/import")
    secret = alice.form("/import").fields["form"].encode()
    reply = sent(alice, body_of([("form", "", secret)]), Accept="application/json")
    assert (reply.status, reply.json()) == (400, {"problem": "Choose a file first."})


def test_a_body_that_breaks_off_leaves_nothing(wire: Wire, alice: Surfer) -> None:
    alice.get("/import")
    secret = alice.form("/import").fields["form"].encode()
    body = body_of([("form", "", secret), ("file", "a.csv", pocket_csv(ROWS))])
    assert sent(alice, body[:-30]).status == 422
    leaves_nothing(wire)


def test_people_do_not_find_the_imports_of_others(wire: Wire, alice: Surfer) -> None:
    path = taken_in(alice, wire, pocket_csv(ROWS))
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    for each in (path, f"{path}/rows", f"{path}/rows.csv", f"{path}/progress"):
        assert mallory.get(each).status == 404
    assert "part_000000.csv" not in mallory.get("/import").text


def test_the_script_of_the_page_hears_how_far_an_import_is(wire: Wire, alice: Surfer) -> None:
    path = taken_in(alice, wire, pocket_csv(ROWS))
    found = alice.get(f"{path}/progress").json()
    assert (found["status"], found["done"], found["of"]) == ("done", 4, 4)
    assert found["counts"] == {
        "rows": "4",
        "new": "2",
        "joined": "1",
        "skipped": "1",
        "undone": "0",
        "kept": "0",
    }


def test_a_file_that_is_left_alone_is_deleted_after_a_day(wire: Wire, alice: Surfer) -> None:
    page = bring(alice, pocket_csv(ROWS)).headers["location"]
    assert len(uploads(wire)) == 1
    wire.clock.forward(days=1, seconds=1)
    wire.library.store.write(lambda tx: tx.signal("jobs"))
    wire.settle()
    leaves_nothing(wire)
    assert "The import was stopped." in alice.get(page).text


def test_a_file_that_is_discarded_while_it_is_looked_at_is_read_no_further(
    wire: Wire, alice: Surfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, counted = ImportFile.count, []

    async def discarded_after(file: ImportFile, now: int) -> Counted:
        counted.append(await count(file, now))
        (one,) = await wire.library.run(imports.newest, ALICE)
        await wire.library.run(imports.stop, ALICE, one.id)
        return counted[-1]

    monkeypatch.setattr(ImportFile, "count", discarded_after)
    page = bring(alice, b"\n".join(b"https://hearth.example/%d" % number for number in range(5_000)))
    wire.settle()
    assert len(counted) == 1
    leaves_nothing(wire)
    assert "The import was stopped." in alice.get(page.headers["location"]).text


def test_a_reader_that_fails_ends_the_import_with_a_sentence(
    wire: Wire, alice: Surfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = re.search(r'action="(/import/\d+)"', follow(alice, bring(alice, pocket_csv(ROWS))).text)
    assert path
    monkeypatch.setattr(import_file, "COMMAND", (sys.executable, "-B", "-c", BROKEN, "512", "60"))
    follow(alice, alice.press(path[1], "Import"))
    wire.settle()
    page = alice.get(path[1])
    assert "The file could not be read to its end." in page.text
    leaves_nothing(wire)
