"""Programs that people host themselves, browsers, feed readers, notes, and small ones."""

from __future__ import annotations

import json
import plistlib
from datetime import datetime
from pathlib import Path

from satchel.formats.imports.row import Reason
from satchel.model.highlights import Colour
from satchel.model.states import State
from tests.formats.imports.files import imported, tarred, zipped


def test_karakeep(tmp_path: Path) -> None:
    bookmark = {
        "createdAt": 1600000000, "title": None, "tags": ["wind"], "lists": ["c", "b"], "note": "mine", "archived": True,
        "content": {"type": "link", "url": "https://a.example/1"},
    }  # fmt: skip
    lists = [
        {"id": "a", "name": "Sea", "type": "manual", "parentId": None},
        {"id": "b", "name": "Other", "type": "manual", "parentId": None},
        {"id": "c", "name": "Harbour", "type": "manual", "parentId": "a"},
        {"id": "d", "name": "Clever", "type": "smart", "query": "x", "parentId": None},
    ]
    text = {**bookmark, "content": {"type": "text", "text": "Only words"}}
    found = imported(
        tmp_path, json.dumps({"bookmarks": [bookmark, text, {**bookmark, "content": None}], "lists": lists})
    )
    one, words = found.rows
    assert (one.folder, one.tags, one.state, one.note) == (
        ("Sea", "Harbour"),
        ("wind", "Other"),
        State.ARCHIVED,
        "mine",
    )
    assert (words.address, words.text) == ("", "Only words")
    assert [each.reason for each in found.skipped] == [Reason.ASSET]
    assert any("Clever" in remark for remark in found.remarks)


def test_a_dump_of_karakeep_has_bodies_and_favourites(tmp_path: Path) -> None:
    line = {
        "id": "x", "createdAt": "2024-01-02T03:04:05.000Z", "title": "One", "archived": False, "favourited": True,
        "tags": [{"id": "t", "name": "wind"}], "content": {"type": "link", "url": "https://a.example/1", "htmlContent": "<p>B</p>"},
    }  # fmt: skip
    members = {
        "manifest.json": '{"format":"karakeep.dump"}',
        "bookmarks/index.jsonl": json.dumps(line) + "\n" + json.dumps({**line, "id": "y"}) + "\n",
        "lists/index.json": json.dumps([{"id": "l", "name": "Sea", "parentId": None}]),
        "lists/membership.json": json.dumps({"l": ["x"]}),
        "users/index.json": '[{"password":"secret"}]',
    }
    found = imported(tmp_path, tarred(members))
    one, two = found.rows
    assert (one.folder, one.favourite, one.html, one.tags) == (("Sea",), True, "<p>B</p>", ("wind",))
    assert (two.folder, two.place.line) == ((), 2)


def test_linkwarden(tmp_path: Path) -> None:
    def link(number: int, **more: object) -> dict[str, object]:
        return {
            "id": number, "name": f"Name &amp; {number}", "type": "url", "url": f"https://a.example/{number}",
            "createdAt": "2024-01-02T03:04:05.000Z", "description": "mine", "tags": [{"id": 1, "name": "wind"}], **more,
        }  # fmt: skip

    value = {
        "name": "Me", "email": "me@a.example", "password": None,
        "collections": [
            {"id": 2, "name": "Harbour", "parentId": 1, "links": [link(5, textContent="The words")]},
            {"id": 1, "name": "Sea", "parentId": None, "links": []},
            {"id": 3, "name": "Unorganized", "parentId": None, "links": [link(6), link(7, url=None, type="pdf")]},
        ],
        "pinnedLinks": [{"id": 6}],
    }  # fmt: skip
    found = imported(tmp_path, json.dumps(value))
    five, six = found.rows
    assert (five.folder, five.title, five.text, five.tags) == (
        ("Sea", "Harbour"),
        "Name & 5",
        "The words",
        ("wind",),
    )
    assert (six.folder, six.favourite, five.favourite) == ((), True, False)
    assert [each.reason for each in found.skipped] == [Reason.ASSET]


def test_linkding_and_readeck(tmp_path: Path) -> None:
    value = {
        "count": 1,
        "results": [{
            "id": 1, "url": "https://a.example/1", "title": "", "website_title": "One", "notes": "mine", "description": "Of it",
            "is_archived": True, "unread": False, "tag_names": ["wind"], "date_added": "2024-01-02T03:04:05.123456Z",
        }],
    }  # fmt: skip
    (row,) = imported(tmp_path, json.dumps(value)).rows
    assert (row.title, row.note, row.excerpt, row.state) == ("One", "mine", "Of it", State.ARCHIVED)
    table = "url,title,created,labels,is_archived,is_marked,type\r\n"
    table += 'https://a.example/1,One,2024-01-02T03:04:05Z,"[""a, b"",""c""]",true,true,article\r\n'
    (row,) = imported(tmp_path, table).rows
    assert (row.tags, row.state, row.favourite) == (("a, b", "c"), State.ARCHIVED, True)


def test_the_full_export_of_readeck(tmp_path: Path) -> None:
    info = {
        "UID": "u1", "Created": "2024-01-02T03:04:05Z", "URL": "https://a.example/1", "Title": "One", "Labels": ["wind"],
        "IsMarked": True, "ReadProgress": 30, "Files": {"article": {"name": "index.html"}},
        "Annotations": [{"text": "Words", "note": "mine", "color": "green", "start_selector": "p", "start_offset": 3}],
    }  # fmt: skip
    members: dict[str, str | bytes] = {
        "data.json": '{"Users":[{"Password":"secret"}]}',
        "bookmarks/u1/info.json": json.dumps(info),
        "bookmarks/u1/container/index.html": "<p>Words</p>",
        "bookmarks/u2/info.json": "{broken",
    }
    found = imported(tmp_path, zipped(members))
    (row,) = found.rows
    assert (row.html, row.progress, row.favourite, row.tags) == ("<p>Words</p>", 300, True, ("wind",))
    assert (row.highlights[0].colour, row.highlights[0].note) == (Colour.GREEN, "mine")
    assert [each.reason for each in found.skipped] == [Reason.DAMAGED]


def _firefox() -> dict[str, object]:
    leaf = {
        "guid": "a", "title": "One", "dateAdded": 1600000000000000, "typeCode": 1, "type": "text/x-moz-place",
        "uri": "https://a.example/1", "tags": "wind,salt", "annos": [{"name": "bookmarkProperties/description", "value": "Of it"}],
    }  # fmt: skip
    folder = {
        "guid": "b",
        "title": "Sea",
        "typeCode": 2,
        "type": "text/x-moz-place-container",
        "children": [leaf],
    }
    menu = {
        "guid": "menu",
        "title": "menu",
        "root": "bookmarksMenuFolder",
        "typeCode": 2,
        "children": [folder, {"typeCode": 3}],
    }
    return {
        "guid": "root",
        "root": "placesRoot",
        "type": "text/x-moz-place-container",
        "typeCode": 2,
        "children": [menu],
    }


def test_firefox_plain_and_packed(tmp_path: Path) -> None:
    text = json.dumps(_firefox())
    (row,) = imported(tmp_path, text).rows
    assert (row.folder, row.tags, row.saved_at, row.note) == (
        ("Sea",),
        ("wind", "salt"),
        1600000000000,
        "Of it",
    )
    data = text.encode()
    rest, lengths = len(data) - 15, b""
    while rest >= 255:
        lengths, rest = lengths + b"\xff", rest - 255
    packed = b"mozLz40\0" + len(data).to_bytes(4, "little") + b"\xf0" + lengths + bytes((rest,)) + data
    assert imported(tmp_path, packed).rows == [row]


def test_a_damaged_backup_gives_its_links_without_folders(tmp_path: Path) -> None:
    text = json.dumps(_firefox())
    found = imported(tmp_path, text[:-3])
    assert found.addresses == ["https://a.example/1"]
    assert any("folders" in remark for remark in found.remarks)


def test_chrome(tmp_path: Path) -> None:
    leaf = {"date_added": "13244473600000000", "name": "One", "type": "url", "url": "https://a.example/1"}
    folder = {"children": [leaf, {**leaf, "url": "chrome://settings/"}], "name": "Sea", "type": "folder"}
    value = {
        "checksum": "x",
        "roots": {"bookmark_bar": {"children": [folder], "name": "Bar", "type": "folder"}},
        "version": 1,
    }
    found = imported(tmp_path, json.dumps(value))
    (row,) = found.rows
    assert (row.folder, row.saved_at, row.title) == (("Sea",), 1600000000000, "One")
    assert [each.reason for each in found.skipped] == [Reason.OTHER_SCHEME]


def test_safari(tmp_path: Path) -> None:
    later = {"DateAdded": datetime(2020, 9, 13, 12, 26, 40), "PreviewText": "Of it"}
    leaf = {
        "WebBookmarkType": "WebBookmarkTypeLeaf", "URLString": "https://a.example/1", "URIDictionary": {"title": "One"},
        "ReadingList": later,
    }  # fmt: skip
    tree = {
        "Title": "",
        "Children": [
            {"Title": "com.apple.ReadingList", "Children": [leaf]},
            {"Title": "Sea", "Children": [leaf]},
        ],
    }
    for form in (plistlib.FMT_BINARY, plistlib.FMT_XML):
        one, two = imported(tmp_path, plistlib.dumps({**tree, "WebBookmarkFileVersion": 1}, fmt=form)).rows
        assert (one.folder, two.folder) == ((), ("Sea",))
        assert (one.title, one.excerpt, one.saved_at) == ("One", "Of it", 1600000000000)


def test_feed_readers(tmp_path: Path) -> None:
    item = {
        "id": "tag:google.com,2005:reader/item/1", "title": "One", "timestampUsec": "1600000000000000", "published": 1500000000,
        "canonical": [{"href": "https://a.example/1"}], "summary": {"content": "<p>Body</p>"}, "author": "Ada Ropes",
        "categories": ["user/-/label/wind", "user/12/state/com.google/starred", "user/-/state/com.google/read", "theirs"],
        "origin": {"title": "Harbour"},
    }  # fmt: skip
    (row,) = imported(tmp_path, json.dumps({"id": "x", "title": "Starred", "items": [item]})).rows
    assert (row.tags, row.favourite, row.state, row.site) == (("wind",), True, State.ARCHIVED, "Harbour")
    assert (row.saved_at, row.published_at, row.html) == (1600000000000, 1500000000000, "<p>Body</p>")


def test_evernote(tmp_path: Path) -> None:
    note = (
        "<note><title>One</title><content><![CDATA[<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'x'><en-note><p>Some "
        "<span style='-evernote-highlight:true'>marked <b>words</b></span></p></en-note>]]></content>"
        "<created>20201017T150759Z</created><tag>wind</tag><note-attributes><author>Ada Ropes</author>"
        "<source-url>https://a.example/1</source-url></note-attributes></note>"
    )
    plain = "<note><title>Only words</title><content><![CDATA[<en-note>Words</en-note>]]></content></note>"
    head = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM "http://a.example/x.dtd"><en-export>'
    found = imported(tmp_path, head + note + plain + "<note><title>Cut")
    one, words = found.rows
    assert (one.saved_at, one.tags, one.authors) == (1602947279000, ("wind",), ("Ada Ropes",))
    assert [each.quote for each in one.highlights] == ["marked words"]
    assert one.html.startswith("<div><p>Some")
    assert (words.address, words.title) == ("", "Only words")
    assert [each.reason for each in found.skipped] == [Reason.CUT_OFF]


def test_small_lists(tmp_path: Path) -> None:
    good = [
        {
            "url": "https://a.example/1",
            "title": "One",
            "addedAt": 1600000000.5,
            "tags": ["a"],
            "starred": True,
            "readAt": None,
        }
    ]
    (row,) = imported(tmp_path, json.dumps(good)).rows
    assert (row.saved_at, row.favourite, row.tags) == (1600000000500, True, ("a",))
    diigo = "title,url,tags,description,comments,annotations,created_at\n"
    diigo += 'One,https://a.example/1,"wind ""two words""",Of it,,"Highlight: A quote\nHighlight: Another",2020-01-02 03:04:05 UTC\n'
    (row,) = imported(tmp_path, diigo).rows
    assert (row.tags, [each.quote for each in row.highlights]) == (
        ("wind", "two words"),
        ["A quote", "Another"],
    )
    medium = '<ul><li><a class="h-cite" href="https://a.example/p/1">One</a> (<time class="dt-published">2018-10-12 3:45 pm</time>)'
    (row,) = imported(tmp_path, medium).rows
    assert (row.title, row.saved_at) == ("One", 1539359100000)
    videos = "Playlist Id,Title,Visibility\nx,Later,Private\n\nVideo Id,Time Added\n abcdefghijk,2020-05-06 01:53:17 UTC\nbad,\n\n\n"
    found = imported(tmp_path, videos)
    assert [(row.address, row.saved_at) for row in found.rows] == [
        ("https://www.youtube.com/watch?v=abcdefghijk", 1588729997000)
    ]
    assert len(found.skipped) == 1
    tabs = [
        {
            "windows": {
                "1": {"2": {"url": "https://a.example/1", "title": "One", "lastAccessed": 1600000000000}}
            },
            "date": 1,
        }
    ]
    assert imported(tmp_path, json.dumps(tabs)).rows[0].saved_at == 1600000000000


def test_markdown_files_with_properties(tmp_path: Path) -> None:
    page = (
        '---\ntitle: "Of \\"winds\\""\nsource: https://a.example/1\nauthor:\n  - "[[Ada Ropes]]"\npublished: 2020-01-02\n'
        "created: 2021-05-06\ndescription: Of it\ntags: [clippings, sea]\nstate: archived\n---\n# Of winds\n\nSome ==marked== words\n\n"
        "## Highlights\n\n> A quote ^h-12345678\n\nmy note\n"
    )
    found = imported(
        tmp_path,
        zipped({"notes/a.md": page, "notes/b.md": page.replace("/1", "/2"), "notes/c.md": "no link"}),
    )
    one, two = found.rows
    assert [part.kind for part in found.found.parts] == ["markdown"]
    assert (one.title, one.authors, one.tags) == ('Of "winds"', ("Ada Ropes",), ("clippings", "sea"))
    assert (one.state, one.excerpt, one.saved_at) == (State.ARCHIVED, "Of it", 1620259200000)
    assert [(each.quote, each.note) for each in one.highlights] == [("marked", ""), ("A quote", "my note")]
    assert "<p>Some marked words</p>" in one.html
    assert two.place.member == "notes/b.md"
