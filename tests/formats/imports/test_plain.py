"""Tables, JSON and texts of nobody in particular."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from satchel.formats.imports import json_objects
from satchel.formats.imports.kinds import any_json
from satchel.formats.imports.kinds.plain import in_line
from satchel.formats.imports.row import Reason
from satchel.model.states import State
from tests.formats.imports.files import imported


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_read_by_the_names_of_its_columns(tmp_path: Path, separator: str) -> None:
    lines = [
        ["Name", "Link", "Created At", "Notes", "Starred", "Status"],
        ["One", "https://a.example/1", "2020-05-06 07:08:09", "mine", "true", "archived"],
    ]
    found = imported(tmp_path, "\n".join(separator.join(line) for line in lines) + "\n")
    (row,) = found.rows
    assert found.found.kind == "csv"
    assert (row.title, row.saved_at, row.note) == ("One", 1588748889000, "mine")
    assert (row.favourite, row.state) == (True, State.ARCHIVED)


def test_a_table_without_header_is_read_by_its_cells(tmp_path: Path) -> None:
    found = imported(tmp_path, "One,https://a.example/1\nTwo,https://a.example/2\n")
    assert [(row.title, row.address) for row in found.rows] == [
        ("One", "https://a.example/1"),
        ("Two", "https://a.example/2"),
    ]


def test_a_row_without_a_link_is_named(tmp_path: Path) -> None:
    found = imported(tmp_path, "title,url\nOne,https://a.example/1\nOnly words,\n")
    assert [(each.reason, each.text, each.place.line) for each in found.skipped] == [
        (Reason.NO_ADDRESS, "Only words", 3)
    ]


def test_objects_are_found_however_deep_they_lie(tmp_path: Path) -> None:
    value = {
        "version": 3,
        "groups": [{"name": "a", "links": [{"href": "https://a.example/1", "name": "One"}]}],
    }
    found = imported(tmp_path, json.dumps(value))
    assert [(row.title, row.address) for row in found.rows] == [("One", "https://a.example/1")]


def test_lines_of_json_are_read(tmp_path: Path) -> None:
    found = imported(tmp_path, '{"url":"https://a.example/1","tags":["a"]}\n{"url":"https://a.example/2"}\n')
    assert found.addresses == ["https://a.example/1", "https://a.example/2"]


def test_a_text_gives_its_links_with_what_stands_beside_them(tmp_path: Path) -> None:
    text = (
        "# Reading\n\n- [x] [Of winds](https://a.example/winds_(sea))\n- https://a.example/1 | A | title\n"
        "<https://a.example/2>.\nsee https://a.example/3, and www.a.example/4!\nnothing here\n"
    )
    found = imported(tmp_path, text, headings="folders", done="archived")
    assert [(row.address, row.title) for row in found.rows] == [
        ("https://a.example/winds_(sea)", "Of winds"),
        ("https://a.example/1", "A | title"),
        ("https://a.example/2", ""),
        ("https://a.example/3", ""),
        ("https://www.a.example/4", ""),
    ]
    assert (found.rows[0].folder, found.rows[0].state, found.rows[0].place.line) == (
        ("Reading",),
        State.ARCHIVED,
        3,
    )


@pytest.mark.parametrize(
    ("line", "address", "title"),
    [
        ("https://a.example/x\tThe title", "https://a.example/x", "The title"),
        ("The title\thttps://a.example/x", "https://a.example/x", "The title"),
        ("12. The title: https://a.example/x", "https://a.example/x", "The title"),
        ("(https://a.example/x)", "https://a.example/x", ""),
        ("“https://a.example/x”", "https://a.example/x", ""),
    ],
)
def test_the_title_is_what_is_left_of_the_line(line: str, address: str, title: str) -> None:
    assert in_line(line) == [(address, title)]


TABS = {
    "format": "tabs",
    "collections": [
        {
            "title": "Trip",
            "folders": [{"title": "Trains", "links": [{"title": "A", "url": "https://a.example/1"}]}],
            "icon": "https://a.example/icon.png",
        },
        {
            "title": "Work",
            "folders": [
                {
                    "title": "",
                    "links": [{"url": "https://a.example/2"}, {"title": "New", "url": "chrome://newtab"}],
                }
            ],
        },
    ],
}


def test_links_are_found_however_deep_they_lie_in_a_json_file(tmp_path: Path) -> None:
    found = imported(tmp_path, json.dumps(TABS))
    assert found.found.kind == "json"
    assert [(row.address, row.folder) for row in found.rows] == [
        ("https://a.example/1", ("Trip", "Trains")),
        ("https://a.example/2", ("Work",)),
    ]
    assert [(each.reason, each.text) for each in found.skipped] == [
        (Reason.OTHER_SCHEME, "New | chrome://newtab")
    ]


def test_answers_of_an_interface_are_read_within_their_wrapping(tmp_path: Path) -> None:
    node = {
        "url": "https://a.example/1", "title": "A", "savedAt": "2023-01-02T03:04:05Z", "updatedAt": "2024-01-02T03:04:05Z",
        "publishedAt": "2020-01-02T03:04:05Z", "readingProgressPercent": 50, "labels": [{"name": "L"}],
        "highlights": [{"quote": "words", "annotation": "mine"}], "content": "<p>The body.</p>",
    }  # fmt: skip
    (row,) = imported(
        tmp_path, json.dumps({"data": {"search": {"edges": [{"cursor": "1", "node": node}]}}})
    ).rows
    assert (row.address, row.tags, row.progress) == ("https://a.example/1", ("L",), 500)
    assert (row.saved_at, row.published_at) == (1672628645000, 1577934245000)
    assert [(mark.quote, mark.note) for mark in row.highlights] == [("words", "mine")]
    assert (row.html, row.excerpt) == ("<p>The body.</p>", "")


@pytest.mark.parametrize(
    ("names", "time"),
    [(("progress_timestamp", "time"), 2), (("updated", "created_at"), 2), (("modified",), 1)],
)
def test_when_something_was_saved_is_told_from_other_times(
    tmp_path: Path, names: tuple[str, ...], time: int
) -> None:
    value = {"url": "https://a.example/1", **{name: 1_600_000_001 + n for n, name in enumerate(names)}}
    (row,) = imported(tmp_path, json.dumps([value])).rows
    assert row.saved_at == (1_600_000_000 + time) * 1000


def test_a_line_that_is_a_link_of_another_sort_is_a_row_that_says_so(tmp_path: Path) -> None:
    found = imported(
        tmp_path, "https://a.example/1 | One\nfile:///home/x.pdf | Mine\nabout:blank\nonly words: here\n"
    )
    assert found.addresses == ["https://a.example/1"]
    assert [(each.reason, each.text, each.place.line) for each in found.skipped] == [
        (Reason.OTHER_SCHEME, "Mine | file:///home/x.pdf", 2),
        (Reason.OTHER_SCHEME, "about:blank", 3),
    ]


def test_a_large_file_that_is_one_object_is_read_link_by_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [{"node": {"url": f"https://a.example/{n}"}} for n in range(50)]
    text = json.dumps([{"name": "all", "edges": links}])
    assert len(imported(tmp_path, text).rows) == 50
    monkeypatch.setattr(any_json, "MAX_WHOLE_BYTES", 1_000)
    monkeypatch.setattr(json_objects, "MAX_OBJECT_CHARACTERS", 1_000)
    assert imported(tmp_path, text).addresses == [each["node"]["url"] for each in links]
