"""Pocket's zip, table, page and answers."""

from __future__ import annotations

import json
from pathlib import Path

from satchel.formats.imports.row import Reason
from satchel.model.states import State
from tests.formats.imports.files import imported, zipped

_HEADER = "title,url,time_added,tags,status\n"
_PART = (
    _HEADER
    + "Lamps of the old harbour,https://harbour.example/lamps,1600000000,light|sea side,archive\n"
    + "https://harbour.example/ropes,https://harbour.example/ropes,1600000100,,unread\n"
    + '"A title, with ""quotes""\nover two lines",https://harbour.example/knots?a=1,1600000200,,unread\n'
)
_OTHER_PART = _HEADER + '"wrapped","https://harbour.example/a\n/b",1700000000,,unread\n'
_ANNOTATIONS = [
    {
        "url": "https://harbour.example/lamps",
        "title": "Lamps",
        "highlights": [{"quote": "a lamp that\nnobody lit", "created_at": 1600500000}],
    },
    {
        "url": "https://harbour.example/gone",
        "title": "Gone",
        "highlights": [{"quote": "kept", "created_at": 1600600000}],
    },
]
_COLLECTION = {
    "slug": "things",
    "title": "Things",
    "description": None,
    "createdAt": "2024-05-06 07:08:09",
    "items": [
        {
            "url": "https://harbour.example/ropes",
            "title": "Ropes",
            "excerpt": "Of ropes",
            "note": "Read twice",
        },
        {"url": "https://harbour.example/new", "title": "New", "excerpt": None, "note": None},
    ],
}


def _zip() -> bytes:
    return zipped(
        {
            "part_000000.csv": _PART,
            "part_000001.csv": _OTHER_PART,
            "annotations/part_000000.json": json.dumps(_ANNOTATIONS),
            "collections/things.json": json.dumps(_COLLECTION),
        }
    )


def test_the_zip_is_one_list_with_its_highlights_and_collections(tmp_path: Path) -> None:
    found = imported(tmp_path, _zip())
    assert [part.kind for part in found.found.parts] == ["pocket-zip"]
    lamps, ropes, knots, wrapped, gone, new = found.rows
    assert lamps.title == "Lamps of the old harbour"
    assert (lamps.saved_at, lamps.state, lamps.tags) == (1600000000000, State.ARCHIVED, ("light", "sea side"))
    assert [(each.quote, each.made_at) for each in lamps.highlights] == [
        ("a lamp that\nnobody lit", 1600500000000)
    ]
    assert (ropes.title, ropes.note, ropes.excerpt, ropes.folder) == (
        "",
        "Read twice",
        "Of ropes",
        ("Things",),
    )
    assert knots.title == 'A title, with "quotes" over two lines'
    assert wrapped.address == "https://harbour.example/a/b"
    assert (wrapped.place.member, wrapped.place.line, wrapped.place.number) == ("part_000001.csv", 2, 4)
    assert (gone.saved_at, gone.highlights[0].quote) == (1600600000000, "kept")
    assert (new.folder, new.address) == (("Things",), "https://harbour.example/new")
    assert found.skipped == []
    assert "Pocket did not export which links were favourites." in found.remarks


def test_a_title_that_was_cut_says_so(tmp_path: Path) -> None:
    rows = imported(
        tmp_path,
        _HEADER + f"{'x' * 75},https://a.example/1,1,,unread\n{'x' * 74},https://a.example/2,1,,unread\n",
    ).rows
    assert [row.title_cut for row in rows] == [True, False]


def test_a_time_of_1970_is_none(tmp_path: Path) -> None:
    assert imported(tmp_path, _HEADER + "a,https://a.example/,0,,unread\n").rows[0].saved_at == 0


def test_the_form_with_six_columns_is_read_by_their_names(tmp_path: Path) -> None:
    text = "title,url,time_added,cursor,tags,status\nA,https://a.example/,1600000000,xyz,one|two,archive\n"
    row = imported(tmp_path, text).rows[0]
    assert (row.tags, row.state) == (("one", "two"), State.ARCHIVED)


def test_references_in_titles_are_resolved_unless_markup_came_of_it(tmp_path: Path) -> None:
    text = "Salt &amp; wind,https://a.example/1,1,,unread\n&lt;b&gt;,https://a.example/2,1,,unread\n"
    assert [row.title for row in imported(tmp_path, _HEADER + text).rows] == ["Salt & wind", "&lt;b&gt;"]


def test_the_page_of_former_years_is_read_by_its_headings(tmp_path: Path) -> None:
    page = (
        "\ufeff<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
        '<li><a href="https://a.example/?x=1&amp;y=2" time_added="1500000000" tags="wind,salt">One</a></li>'
        '\n<li><a href="https://a.example/2" time_added="1500000001" tags="">https://a.example/2</a></li></ul>'
        '<h1>Read Archive</h1><ul><li><a href="https://a.example/3" time_added="1500000002" tags="">Three</a>'
    )
    one, two, three = imported(tmp_path, page).rows
    assert (one.address, one.tags, one.saved_at) == (
        "https://a.example/?x=1&y=2",
        ("wind", "salt"),
        1500000000000,
    )
    assert (two.title, two.state) == ("", State.UNREAD)
    assert (three.title, three.state) == ("Three", State.ARCHIVED)


def test_answers_of_the_interface_have_what_exports_lack(tmp_path: Path) -> None:
    item = {
        "item_id": "12", "given_url": "https://a.example/1", "resolved_title": "One", "favorite": "1", "status": "1",
        "time_added": "1500000000", "time_read": "1500000100", "time_favorited": "1500000050", "excerpt": "Of one",
        "tags": {"wind": {"item_id": "12", "tag": "wind"}}, "word_count": "812",
        "authors": {"7": {"name": "Ada Ropes"}},
        "annotations": [{"quote": "marked", "patch": "@@", "created_at": "2017-07-14 02:41:00"}],
    }  # fmt: skip
    gone = {"item_id": "13", "given_url": "https://a.example/2", "status": "2"}
    found = imported(tmp_path, json.dumps({"status": 1, "list": {"12": item, "13": gone}, "since": 1}))
    (row,) = found.rows
    assert found.found.kind == "pocket-api"
    assert (row.favourite, row.favourited_at, row.read_at) == (True, 1500000050000, 1500000100000)
    assert (row.excerpt, row.tags, row.authors, row.words) == ("Of one", ("wind",), ("Ada Ropes",), 812)
    assert (row.highlights[0].made_at, row.highlights[0].selectors) == (1500000060000 + 0, "@@")
    assert [each.reason for each in found.skipped] == [Reason.DELETED]


def test_highlights_that_come_alone_are_rows(tmp_path: Path) -> None:
    found = imported(tmp_path, json.dumps(_ANNOTATIONS))
    assert [len(row.highlights) for row in found.rows] == [1, 1]
