"""Archives that are broken, or made to do harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from satchel.formats.imports import zips
from satchel.formats.imports.reading import open_member, read
from satchel.formats.imports.recognising import recognise
from satchel.formats.imports.refusing import RefusedFile
from tests.formats.imports.files import NOW, imported, outcome, written, zipped

_TABLE = "title,url\n" + "".join(f"Name {n},https://a.example/{n}\n" for n in range(50))


def test_names_that_lead_out_of_the_archive_are_names_and_no_more(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    members: dict[str, str | bytes] = {
        name: f"title,url\nOne,https://a.example/{number}\n"
        for number, name in enumerate(["../../out.csv", "/etc/out.csv", "C:\\out.csv", "a\\..\\..\\b.csv"])
    }
    found = imported(inside, zipped(members))
    assert len(found.rows) == 4
    assert [path.name for path in tmp_path.rglob("*.csv")] == []


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("passwd.csv")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("list.csv", _TABLE)
    found = imported(tmp_path, file.getvalue())
    assert len(found.rows) == 50
    assert any("passwd.csv" in remark for remark in found.found.remarks)


def test_a_bomb_is_refused_before_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "FREE_BYTES", 2**20)
    pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(
        [
            pressed.compress(b"title,url\n"),
            *(pressed.compress(b"\n" * 2**20) for _ in range(4)),
            pressed.flush(),
        ]
    )
    with pytest.raises(RefusedFile) as refused:
        outcome(written(tmp_path, _raw("bomb.csv", body, 2**20 * 4 + 10)))
    assert "far more" in refused.value.message


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    one = zipped({"a.csv": _TABLE})
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[at:end]
    twice = one[:at] + entry + entry.replace(b"a.csv", b"b.csv")
    twice += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, 2 * len(entry), at, 0)
    with pytest.raises(RefusedFile):
        recognise(written(tmp_path, twice))


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": _TABLE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RefusedFile) as refused:
        recognise(written(tmp_path, bytes(data)))
    assert "password" in refused.value.message


def test_of_two_members_of_one_name_the_last_is_read_and_it_is_said(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", "title,url\nOld,https://a.example/old\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "title,url\nNew,https://a.example/new\n")
    found = imported(tmp_path, file.getvalue())
    assert found.addresses == ["https://a.example/new"]
    assert any("one name" in remark for remark in found.found.remarks)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_download_that_broke_off_gives_what_it_holds(tmp_path: Path, share: float) -> None:
    data = zipped({f"part_{n}.csv": _TABLE.replace("a.example", f"a{n}.example") for n in range(4)})
    found = imported(tmp_path, data[: int(len(data) * share)])
    assert len(found.rows) >= int(4 * share) * 50 * 0.5
    assert any("cut off" in remark for remark in [*found.remarks, *found.found.remarks])


def test_a_member_that_is_damaged_ends_there_and_it_is_said(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": _TABLE, "b.csv": _TABLE}))
    data[80] ^= 0xFF
    found = imported(tmp_path, bytes(data))
    assert len(found.rows) >= 50
    assert any("damaged" in remark for remark in [*found.remarks, *found.found.remarks])


def test_parts_are_chosen_and_members_opened_by_name(tmp_path: Path) -> None:
    found = recognise(
        written(tmp_path, zipped({"a.csv": _TABLE, "b.csv": "title,url\nOne,https://b.example/\n"}))
    )
    chosen = [part for part in found.parts if part.members == ("b.csv",)]
    assert [row.address for row in read(found, now=NOW, parts=chosen) if hasattr(row, "address")] == [
        "https://b.example/"
    ]
    assert open_member(found, "a.csv") == _TABLE.encode()
    assert open_member(found, "c.csv") is None


def test_reading_again_gives_the_same_in_the_same_order(tmp_path: Path) -> None:
    found = recognise(written(tmp_path, zipped({"a.csv": _TABLE, "b.csv": _TABLE})))
    assert list(read(found, now=NOW)) == list(read(found, now=NOW))


def _raw(name: str, body: bytes, size: int) -> bytes:
    """A zip of one packed member."""
    file = io.BytesIO()
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(body), size, len(name), 0)
    file.write(header + name.encode() + body)
    at = file.tell()
    file.write(
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, 0, len(body), size, len(name), 0, 0, 0, 0, 0, 0
        )
    )
    file.write(name.encode())
    file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, file.tell() - at, at, 0))
    return file.getvalue()
