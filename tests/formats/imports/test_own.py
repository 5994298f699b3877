"""Files of our own that somebody edited: what is wrong is told, and nothing of it gets in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from satchel.formats.imports import reading, recognising
from satchel.formats.imports.refusing import RefusedFile
from satchel.formats.imports.row import Read, Reason, Remark, Row, Skipped
from satchel.formats.imports.vetting import LEEWAY_MS
from satchel.model.states import State
from tests.library.taking_along import packed

NOW = 1_800_000_000_000
MANIFEST = b'{"format":"satchel.library","version":1}'


def read(path: Path, *lines: dict[str, Any] | bytes, **files: bytes) -> list[Read]:
    """What comes out of a file of these lines."""
    written = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    members = {"satchel.json": MANIFEST, "items/000000.jsonl": written, **files}
    (path / "file.zip").write_bytes(packed(members))
    return list(reading.read(recognising.recognise(path / "file.zip"), now=NOW))


def only(path: Path, line: dict[str, Any], **files: bytes) -> Row:
    """The one row of such a file."""
    (row,) = [each for each in read(path, line, **files) if not isinstance(each, Remark)]
    assert isinstance(row, Row)
    assert row.own is not None
    return row


def test_it_is_told_in_a_folder_too_and_under_any_name(tmp_path: Path) -> None:
    line = b'{"saved":1,"url":"https://example.org/"}'
    members = {"mine/satchel.json": MANIFEST, "mine/items/000000.jsonl": line, "mine/.DS_Store": b""}
    (tmp_path / "photos.zip").write_bytes(packed(members))
    found = recognising.recognise(tmp_path / "photos.zip")
    assert found.kind == "satchel"
    (row,) = reading.read(found, now=NOW)
    assert isinstance(row, Row)


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (b'{"format":"satchel.library","version":2}', "newer version of Satchel"),
        (b'{"format":"another","version":1}', "is none"),
        (b"[]", "is none"),
        (b"\xff\xfe", "is none"),
    ],
)
def test_what_is_newer_or_not_ours_is_refused_in_a_sentence(
    tmp_path: Path, manifest: bytes, why: str
) -> None:
    (tmp_path / "file.zip").write_bytes(packed({"satchel.json": manifest, "items/000000.jsonl": b"{}"}))
    with pytest.raises(RefusedFile, match=why):
        list(reading.read(recognising.recognise(tmp_path / "file.zip"), now=NOW))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"saved":1,"url":"https://example.org/"', Reason.DAMAGED),
        (b'{"url":"https://example.org/"}', Reason.DAMAGED),
        (b'{"saved":"yesterday","url":"https://example.org/"}', Reason.DAMAGED),
        (b'{"saved":1,"url":"https://example.org/","tags":[["x"]]}', Reason.DAMAGED),
        (b"\xff\xfe\x00", Reason.DAMAGED),
        (b"[" * 100_000, Reason.DAMAGED),
        (b'{"saved":1,"url":"javascript:alert(1)"}', Reason.NOT_A_LINK),
        (b'{"saved":1,"url":"file:///etc/passwd"}', Reason.NOT_A_LINK),
        (b'{"saved":1,"title":"Nothing"}', Reason.NO_ADDRESS),
    ],
)
def test_a_line_that_cannot_be_kept_is_told_and_the_others_come(
    tmp_path: Path, line: bytes, reason: Reason
) -> None:
    good = {"saved": 1, "url": "https://example.org/good"}
    first, second = read(tmp_path, line, good)
    assert isinstance(first, Skipped)
    assert isinstance(second, Row)
    assert (first.reason, second.address) == (reason, "https://example.org/good")


def test_what_nobody_could_have_is_put_right_or_left_out(tmp_path: Path) -> None:
    row = only(tmp_path, {
        "saved": 2**60, "url": "https://example.org/", "title": "A\u0000 b\nc", "state": "burnt", "read": -5,
        "progress": 10**9, "tags": ["B", "b", "", "a,c", "x" * 5_000], "folder": "f" * 9_000, "keys": ["zz", "0" * 32, "0" * 64],
        "led_to": "'; DROP TABLE items", "fetch": {"status": -1, "reason": "<script>", "at": 10**17},
        "place": {"at": -3, "text": 99, "quote": "q" * 500}, "trashed": 5,
        "highlights": [
            {"quote": "  "}, {"quote": "x", "colour": "url(https://evil.example)", "start": 5, "end": 2, "name": "n" * 900},
        ],
    })  # fmt: skip
    line = row.own.line  # type: ignore[union-attr]
    assert (line.saved, line.title, line.state, line.read, line.progress) == (0, "A b c", "", 0, 1000)
    assert (line.tags[0], line.tags[1], len(line.tags[2]), len(line.folder)) == ("a c", "b", 100, 200)
    assert (line.keys, line.led_to, line.trashed, row.state) == (("0" * 32,), "", 0, State.UNREAD)
    assert line.fetch is not None
    assert (line.fetch.status, line.fetch.at) == (0, 0)
    assert line.place is not None
    assert (line.place.at, line.place.text, len(line.place.quote)) == (0, 0, 64)
    (mark,) = line.highlights
    assert (mark.colour, mark.start, mark.end, len(mark.name)) == ("yellow", None, None, 200)


def test_addresses_within_a_text_lead_to_the_web_or_nowhere(tmp_path: Path) -> None:
    text = {
        "html": "a.html", "text": "a.txt", "kept": 5, "url": "javascript:1", "lead_image": "data:image/png;base64,x",
        "icon": "//evil.example", "authors": [{"name": "A", "url": "javascript:2"}], "direction": "up",
        "images": [{"src": "file:///x"}, {"src": "https://example.org/1.jpg"}], "has_video": 77,
    }  # fmt: skip
    told = only(tmp_path, {"saved": 1, "url": "https://example.org/", "texts": [text]}).own.line.texts[0]  # type: ignore[union-attr]
    assert (told.url, told.lead_image, told.icon, told.authors[0].url, told.direction) == ("", "", "", "", "")
    assert ([image.src for image in told.images], told.has_video) == (["https://example.org/1.jpg"], 2)


def test_versions_have_an_order_and_one_of_them_is_read(tmp_path: Path) -> None:
    texts = [{"html": "a", "text": "b", "kept": number, "read": True} for number in (7, 7, 2**50, 1, 3, 4, 5)]
    told = only(tmp_path, {"saved": 1, "url": "https://example.org/", "texts": texts}).own.line.texts  # type: ignore[union-attr]
    numbers = [each.kept for each in told]
    assert (len(told), numbers) == (5, sorted(set(numbers)))
    assert numbers[-1] <= NOW + LEEWAY_MS
    assert [each.read for each in told] == [True, False, False, False, False]


def test_a_text_is_looked_for_in_the_file_alone(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for name in ("../secret.txt", str(secret), "articles/../../secret.txt", "satchel.json/", ""):
        text = {"html": name, "text": name, "kept": 5}
        row = only(tmp_path, {"saved": 1, "url": "https://example.org/", "texts": [text]})
        assert row.own.bodies == (("", ""),)  # type: ignore[union-attr]
        assert row.remarks == ("One of its texts is missing in the file.",)


def test_what_this_version_does_not_know_is_named(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"saved": 1, "url": "https://example.org/", "mood": "good"},
        **{"counts.json": b'{"items":9,"texts":0,"highlights":0}'},
    )
    remarks = [each.text for each in found if isinstance(each, Remark)]
    assert remarks == [
        "The file says something that this version does not know: mood.",
        "The file is not complete: it was written with 9 articles, and has 1.",
    ]


def test_what_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="far more than it could honestly hold"):
        read(tmp_path, b" " * 60_000_000)


def test_settings_and_searches_that_make_no_sense_are_passed_by(tmp_path: Path) -> None:
    read(tmp_path, {"saved": 1, "url": "https://example.org/"}, **{
        "settings.json": b'{"view": "x"}', "searches.jsonl": b'{"query": 5}\n{"query":"tag:a"}\n{', "folders.jsonl": b'{"name":"F"}\n[]',
    })  # fmt: skip
    shelf = reading.shelf(recognising.recognise(tmp_path / "file.zip"))
    assert shelf is not None
    assert ([each.name for each in shelf.folders], shelf.settings.view) == (["F"], 0)
    assert [each.query for each in shelf.searches or ()] == ["tag:a"]
