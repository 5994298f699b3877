"""What is too much to be read at once costs itself: the parser would keep everybody waiting, and fill the memory."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from satchel.base.json_weight import MAX_WEIGHT
from satchel.formats.imports import csv_header, json_decode
from satchel.formats.imports.json_decode import decode
from satchel.formats.imports.refusing import RefusedFile
from satchel.formats.imports.row import Reason
from tests.formats.imports.files import imported, zipped

HEAVY = "[" + ",".join(["[]"] * MAX_WEIGHT) + "]"


def test_an_object_of_too_many_values_is_skipped_and_its_neighbours_come_in(tmp_path: Path) -> None:
    objects = [f'{{"url":"https://a.example/{n}","title":"A"}}' for n in range(3)]
    objects[1] = objects[1][:-1] + f',"more":{HEAVY}}}'
    found = imported(tmp_path, f"[{','.join(objects)}]")
    assert found.addresses == ["https://a.example/0", "https://a.example/2"]
    assert [each.reason for each in found.skipped] == [Reason.DAMAGED]


def test_a_line_of_our_own_with_too_many_values_is_skipped_with_the_reason(tmp_path: Path) -> None:
    lines = [json.dumps({"saved": 1, "url": f"https://a.example/{n}"}) for n in range(3)]
    lines[1] = lines[1][:-1] + f', "highlights": [{",".join(["{}"] * MAX_WEIGHT)}]}}'
    found = imported(
        tmp_path,
        zipped(
            {
                "satchel.json": json.dumps({"format": "satchel.library", "version": 1}),
                "items/000000.jsonl": "\n".join(lines),
            }
        ),
    )
    assert found.addresses == ["https://a.example/0", "https://a.example/2"]
    (skipped,) = found.skipped
    assert skipped.detail == "It has more values than can be read at once."


#: Bytes that a file of a few megabytes may take while it is looked at.
MAX_MEMORY = 60_000_000
WIDE = 1_500_000


@pytest.mark.parametrize(
    "content",
    [
        "url," + "a," * WIDE + "\nhttps://a.example/\n",
        "url,title\nhttps://a.example/" + "," * WIDE + "\n",
        'url,title\nhttps://a.example/,"' + '","' * WIDE + "\n",
        'url,title\nhttps://a.example/,"' + ('","' * 100_000 + "\n") * 15,
        "a b c\n" + ("https://a.example/ " + "," * 100_000 + "\n") * 30,
        "[" + "{}," * WIDE + "{}]",
        "http:" * 2 * WIDE,
    ],
    ids=["names", "cells", "quoted", "over-lines", "many-lines", "json", "one-line"],
)
def test_a_line_of_millions_of_cells_does_not_fill_the_memory(tmp_path: Path, content: str) -> None:
    tracemalloc.start()
    try:
        with suppress(RefusedFile):
            imported(tmp_path, content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MAX_MEMORY


def test_a_name_as_long_as_a_file_is_folded_by_its_beginning() -> None:
    assert len(csv_header.folded("ab:" * 3_000_000)) < 10_000
    assert csv_header.folded(" Page URL ") == "pageurl"


def test_a_cell_that_is_open_over_many_long_lines_is_no_longer_than_a_moment() -> None:
    found = csv_header.rows(['a,"' + "b" * 400_000, *["c" * 400_000] * 39], ",")
    assert sum(len(cell) for cells in found for cell in cells) < 2_000_000


def test_a_text_without_an_end_of_a_line_is_still_read(tmp_path: Path) -> None:
    found = imported(tmp_path, "https://a.example/ https://b.example/ " + "word " * 300_000)
    assert found.addresses == ["https://a.example/", "https://b.example/"]


def test_a_row_that_is_too_wide_costs_itself_and_its_neighbours_come_in(tmp_path: Path) -> None:
    rows = [f"https://a.example/{n},A" for n in range(3)]
    rows[1] += "," * WIDE
    found = imported(tmp_path, "url,title\n" + "\n".join(rows) + "\n")
    assert {"https://a.example/0", "https://a.example/2"} <= set(found.addresses)
    assert found.total == 3


def test_no_list_is_made_of_what_is_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    class Untouched:
        def decode(self, text: str) -> object:
            raise AssertionError("it was parsed")

    monkeypatch.setattr(json_decode, "_decoder", Untouched())
    assert decode(f'{{"a":{HEAVY}}}') is None
    assert decode('{"a":[' + "1," * MAX_WEIGHT + "1]}") is None
    assert decode('{"a":[' + '"a",' * MAX_WEIGHT + '"a"]}') is None
    assert decode("[" * MAX_WEIGHT) is None


def test_signs_inside_texts_do_not_count() -> None:
    text = '[{"a", : ' * MAX_WEIGHT
    assert decode(json.dumps({"text": text, "n": 1})) == {"text": text, "n": 1}


def test_a_file_that_is_one_tree_may_have_more() -> None:
    tree = json.dumps({"roots": list(range(100))})
    assert decode(tree, 1_000) == {"roots": list(range(100))}
    assert decode(tree, 10) is None


def test_numbers_are_read_and_endless_ones_are_none_of_ours() -> None:
    assert decode('{"a":1.5e3,"b":-0.25,"c":12}') == {"a": 1500.0, "b": -0.25, "c": 12}


def _note(number: int, more: str = "") -> str:
    return (
        f"<note><title>Note {number}</title><content><![CDATA[<en-note><p>Bread.</p></en-note>]]></content>"
        f"<note-attributes><source-url>https://a.example/{number}</source-url></note-attributes>{more}</note>"
    )


@pytest.mark.parametrize(
    "more",
    [
        f'<resource><data encoding="base64">{"QUJD" * 6_000_000}</data></resource>',
        "<x>" * 900 + "</x>" * 900,
        "<x>" * 30_000 + "</x>" * 30_000,
    ],
    ids=["large file", "deep", "deeper"],
)
def test_a_note_comes_in_whatever_hangs_on_it(tmp_path: Path, more: str) -> None:
    file = f"<?xml version='1.0'?><en-export>{_note(0)}{_note(1, more)}{_note(2)}</en-export>"
    tracemalloc.start()
    try:
        found = imported(tmp_path, file)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert found.addresses == [f"https://a.example/{number}" for number in range(3)]
