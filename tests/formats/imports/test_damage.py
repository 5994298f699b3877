"""Damaged files: every row comes out, as a row or with the reason why not, and nothing raises."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from satchel.formats.imports.refusing import RefusedFile
from satchel.formats.imports.row import Reason
from tests.formats.imports.files import Outcome, imported

COUNT = 30

_NAMES = [f"Name {n} — über, “{n}”" for n in range(COUNT)]
CSV = "title,url,time_added,tags,status\n" + "".join(
    f'"{name}",https://a.example/{n}?a={n},{1600000000 + n},a|b,unread\n' for n, name in enumerate(_NAMES)
)
SINGLE = "url,title\n" + "".join(f'https://a.example/{n},"{name}"\n' for n, name in enumerate(_NAMES))
JSON = json.dumps(
    [
        {
            "url": f"https://a.example/{n}",
            "title": name,
            "created": 1600000000 + n,
            "tags": [{"name": "a"}, {"name": "b"}],
        }
        for n, name in enumerate(_NAMES)
    ],
    ensure_ascii=False,
)
PRETTY = json.dumps(json.loads(JSON), indent=1, ensure_ascii=False)
HTML = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + "".join(
    f'<DT><A HREF="https://a.example/{n}" ADD_DATE="{1600000000 + n}" TAGS="a,b">{name}</A>\n<DD>Words\n'
    for n, name in enumerate(_NAMES)
)
TEXT = "".join(f"https://a.example/{n} | {name}\n" for n, name in enumerate(_NAMES))
#: What may stand in the middle of a title, and at its end.
_FAULTS = [
    ("\x00", ""),
    ("\x01\x02", ""),
    ("\ud7ff", "\x1a"),
    ("'", "'"),
    ("\\", "\\ "),
    ("<b", "<"),
    ("&#xD800;", "&"),
    ("\x7f", "\u2028"),
]
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<en-export>\n' + "".join(
    f"<note><title>{name}</title><content><![CDATA[<en-note>Words</en-note>]]></content>"
    f"<note-attributes><source-url>https://a.example/{n}</source-url></note-attributes></note>\n"
    for n, name in enumerate(_NAMES)
)
SAMPLES = {"csv": CSV, "single": SINGLE, "json": JSON, "pretty": PRETTY, "html": HTML, "text": TEXT}


@pytest.mark.parametrize("name", SAMPLES)
def test_sound_samples_give_all_their_rows(tmp_path: Path, name: str) -> None:
    found = imported(tmp_path, SAMPLES[name])
    assert (len(found.rows), found.total) == (COUNT, COUNT)
    assert [row.title for row in found.rows] == _NAMES


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_every_encoding_gives_the_same(tmp_path: Path, name: str, codec: str) -> None:
    found = imported(tmp_path, SAMPLES[name].encode(codec))
    assert [row.title for row in found.rows] == _NAMES


@pytest.mark.parametrize("name", SAMPLES)
def test_encodings_that_are_mixed_lose_nothing(tmp_path: Path, name: str) -> None:
    half = len(SAMPLES[name]) // 2
    mixed = SAMPLES[name][:half].encode() + SAMPLES[name][half:].encode("cp1252")
    found = imported(tmp_path, mixed)
    assert [row.title for row in found.rows] == _NAMES
    assert any("Windows-1252" in remark for remark in found.remarks)


@pytest.mark.parametrize("name", SAMPLES)
def test_nuls_are_left_out_and_said(tmp_path: Path, name: str) -> None:
    found = imported(tmp_path, SAMPLES[name].replace("Name 7", "Na\0me 7"))
    assert [row.title for row in found.rows] == _NAMES
    assert any("NUL" in remark for remark in found.remarks)


@pytest.mark.parametrize("name", ["csv", "single", "json", "pretty", "html", "text"])
def test_a_file_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path: Path, name: str) -> None:
    data = SAMPLES[name].encode()
    for size in range(200, len(data), 97):
        begun = data[:size].count(b"https://a.example/")
        found = imported(tmp_path, data[:size])
        assert begun <= found.total <= begun + 1, size
        assert len(found.rows) >= begun - 1


@pytest.mark.parametrize("name", ["csv", "single", "json", "pretty", "html"])
def test_a_quote_too_few_costs_no_row(tmp_path: Path, name: str) -> None:
    sample = SAMPLES[name]
    quotes = [at for at, letter in enumerate(sample) if letter == '"']
    for at in quotes[:: max(1, len(quotes) // 60)]:
        if '"' in SAMPLES[name][:at] or name != "json":
            found = _or_none(tmp_path, sample[:at] + sample[at + 1 :])
            assert found is not None
            assert found.total == COUNT, (at, sample[at - 30 : at + 30], found.skipped)
            assert len(found.rows) >= COUNT - 2


@pytest.mark.parametrize("name", ["csv", "single", "html"])
def test_a_quote_too_many_costs_no_row(tmp_path: Path, name: str) -> None:
    sample = SAMPLES[name]
    start = sample.index("Name 3")
    for at in range(start, start + 120, 3):
        if sample[at - 1] == "<":
            continue  # what begins so is no tag
        found = imported(tmp_path, sample[:at] + '"' + sample[at:])
        assert found.total == COUNT, sample[at - 30 : at + 30]


def test_addresses_without_measure_and_without_sense_are_named(tmp_path: Path) -> None:
    bad = [
        "https://a.example/" + "x" * 100_000,
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "no link",
    ]
    table = "title,url\nOne,https://a.example/1\n" + "".join(f"Bad,{each}\n" for each in bad)
    found = imported(tmp_path, table)
    assert found.addresses == ["https://a.example/1"]
    assert [each.reason for each in found.skipped] == [
        Reason.TOO_LONG,
        *[Reason.OTHER_SCHEME] * 2,
        *[Reason.NOT_A_LINK] * 2,
    ]
    assert all(len(each.text) <= 1_000 for each in found.skipped)
    assert [each.place.line for each in found.skipped] == [3, 4, 5, 6, 7]


def test_line_breaks_within_an_address_are_taken_out(tmp_path: Path) -> None:
    found = imported(tmp_path, 'title,url\nOne,"https://a.example/\n  long\r\n/path"\n')
    assert found.addresses == ["https://a.example/long/path"]


def test_signs_that_end_no_line_end_none(tmp_path: Path) -> None:
    title = "One\u2028two\x0bthree\x85four\x1cfive"
    (row,) = imported(tmp_path, f"title,url\n{title},https://a.example/\n").rows
    assert "".join(row.title.split()) == "Onetwothreefourfive"


def test_letters_without_their_other_half_are_replaced(tmp_path: Path) -> None:
    (row,) = imported(tmp_path, '[{"url":"https://a.example/","title":"A \\ud83d b"}]').rows
    assert row.title == "A \ufffd b"


def test_json_is_read_with_patience(tmp_path: Path) -> None:
    text = '[{"url":"https://a.example/1","n":NaN,},\n{"url":"https://a.example/2","title":"a\tb\nc"},]\n'
    text += '[{"url":"https://a.example/3"}] end'
    assert imported(tmp_path, text).addresses == [f"https://a.example/{n}" for n in (1, 2, 3)]


def test_letters_that_were_encoded_twice_are_put_right(tmp_path: Path) -> None:
    title = "Über “Meere”".encode().decode("cp1252", "ignore")
    (row,) = imported(
        tmp_path, f"title,url\n{'Über'.encode().decode('cp1252')},https://a.example/{title}\n"
    ).rows
    assert row.title == "Über"


def test_elements_that_lost_their_end_and_signs_nobody_escaped_cost_no_row(tmp_path: Path) -> None:
    assert imported(tmp_path, XML).total == COUNT
    for fault in ("</note>", "</title>", "<title>", "]]>", "</source-url>", "<note>"):
        at = XML.index(fault, len(XML) // 2)
        found = imported(tmp_path, XML[:at] + XML[at + len(fault) :])
        assert found.total >= COUNT - 1, fault
    assert imported(tmp_path, XML.replace("Name 7", "Name & < 7")).total == COUNT
    for size in range(200, len(XML), 997):
        whole = XML[:size].count("</note>")
        assert whole <= imported(tmp_path, XML[:size]).total <= whole + 1


def test_records_with_fewer_cells_than_columns_are_read(tmp_path: Path) -> None:
    text = 'a,b,title,url\n1,2\n3,4\n"open,5\n6,7\n8,9,Name,https://a.example/1\n'
    assert imported(tmp_path, text).addresses == ["https://a.example/1"]


def _or_none(folder: Path, content: str | bytes) -> Outcome | None:
    try:
        return imported(folder, content)
    except RefusedFile:
        return None


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_whatever_is_broken_nothing_raises_and_all_can_be_stored(name: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[name].encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(sample) - 1))
        sample[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        found = _or_none(Path(folder), bytes(sample))
    for row in found.rows if found else ():
        "".join((row.title, row.note, row.address, *row.tags)).encode()


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.sampled_from(sorted(SAMPLES)), st.sets(st.integers(2, COUNT - 2), max_size=5), st.sampled_from(_FAULTS)
)
def test_a_fault_in_some_rows_leaves_their_number_alone(
    name: str, places: set[int], fault: tuple[str, str]
) -> None:
    sample = SAMPLES[name]
    for place in places:
        sample = sample.replace(f"Name {place} — über", f"Name {place} {fault[0]} über").replace(
            f"“{place}”", f"“{place}{fault[1]}”"
        )
    with tempfile.TemporaryDirectory() as folder:
        found = imported(Path(folder), sample)
    assert found.total == COUNT
    assert len(found.rows) >= COUNT - 2 * len(places)
