"""Services for reading later, and those for bookmarks: a file of each, and what it must give."""

from __future__ import annotations

import json
from pathlib import Path

from satchel.formats.imports.row import Reason
from satchel.model.states import State
from tests.formats.imports.files import NOW, imported, zipped


def test_raindrop(tmp_path: Path) -> None:
    text = (
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
        '1,Of winds,"my\nnote",Words of it,https://a.example/1,Sea / Harbour,"wind, salt",2021-05-06T07:08:09.123Z,'
        'https://a.example/c.png,"A quote\nNote: on it\n\nAnother",true\n'
        "2,Two,,,https://a.example/2,Unsorted,,2021-05-06T07:08:09.123Z,,,false\n"
    )
    found = imported(tmp_path, text)
    one, two = found.rows
    assert found.found.kind == "raindrop-csv"
    assert (one.note, one.excerpt, one.folder) == ("my\nnote", "Words of it", ("Sea", "Harbour"))
    assert (one.tags, one.favourite, one.saved_at) == (("wind", "salt"), True, 1620284889123)
    assert [(each.quote, each.note) for each in one.highlights] == [("A quote", "on it"), ("Another", "")]
    assert (two.folder, two.favourite) == ((), False)


def test_readwise_reader(tmp_path: Path) -> None:
    text = (
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
        "One,https://a.example/1,01a,\"['it''s', 'favorite', 'nut, butter']\",2022-12-05 12:42:10.5+00:00,0.25,archive,True\n"
        "Two,https://a.example/2,01b,,2022-12-05 12:42:10+00:00,100,new,False\n"
        "Three,https://a.example/3,01c,,2022-12-05 12:42:10+00:00,0,feed,False\n"
        "Mail,mailto:reader-forwarded-email/abc,01d,,2022-12-05 12:42:10+00:00,0,new,False\n"
    ).replace("it''s", "its")
    found = imported(tmp_path, text)
    one, two = found.rows
    assert (one.tags, one.favourite, one.state) == (("its", "nut, butter"), True, State.ARCHIVED)
    assert (one.progress, two.progress) == (250, 1000)
    assert [each.reason for each in found.skipped] == [Reason.NOT_SAVED, Reason.NO_PUBLIC_PAGE]
    assert len(imported(tmp_path, text, feed="take").rows) == 3


def test_answers_of_readwise_reader(tmp_path: Path) -> None:
    document = {
        "id": "1", "url": "https://read.readwise.io/read/1", "source_url": "https://a.example/1", "title": "One",
        "author": "Ada Ropes", "category": "article", "location": "later", "tags": {"wind": {"name": "wind"}},
        "site_name": "Harbour", "word_count": 12, "saved_at": "2023-01-02T03:04:05.678+00:00", "summary": "Of it",
        "published_date": 1600000000000, "notes": "mine", "reading_progress": 0.5, "image_url": "",
    }  # fmt: skip
    found = imported(
        tmp_path, json.dumps({"count": 2, "results": [document, {**document, "category": "highlight"}]})
    )
    (row,) = found.rows
    assert found.found.kind == "readwise-api"
    assert (row.address, row.note, row.excerpt, row.tags) == (
        "https://a.example/1",
        "mine",
        "Of it",
        ("wind",),
    )
    assert (row.published_at, row.progress, row.words, row.authors) == (
        1600000000000,
        500,
        12,
        ("Ada Ropes",),
    )
    assert len(found.skipped) == 1
    table = "id,url,source_url,title,location,saved_at,reading_progress,tags\n"
    table += (
        "1,https://read.readwise.io/read/1,https://a.example/1,One,archive,2023-01-02T03:04:05+00:00,1,\n"
    )
    (row,) = imported(tmp_path, table).rows
    assert (row.address, row.state, row.progress) == ("https://a.example/1", State.ARCHIVED, 1000)


def test_omnivore(tmp_path: Path) -> None:
    record = {
        "id": "1", "slug": "of-winds", "title": "Of winds", "description": "Words of it", "author": None,
        "url": "https://a.example/1", "state": "Archived", "readingProgress": 42.5, "labels": ["wind", "RSS"],
        "thumbnail": "https://proxy-prod.omnivore-image-cache.app/320x320,sAbC-1_/https://a.example/c.png",
        "savedAt": "2023-01-02T03:04:05.678Z", "publishedAt": None,
    }  # fmt: skip
    mail = {
        **record,
        "id": "2",
        "slug": "mail",
        "title": "A letter",
        "url": "https://omnivore.app/no_url?q=2",
        "labels": [],
    }
    paper = {**record, "id": "3", "slug": "paper", "url": "https://a.example/3.pdf"}
    members: dict[str, str | bytes] = {
        "out/metadata_0_to_2.json": json.dumps([record, mail]),
        "out/metadata_20_to_21.json": json.dumps([paper]),
        "out/content/of-winds.html": "<p>Article</p>",
        "out/content/mail.html": "<p>Dear</p>",
        "out/content/paper.pdf": b"%PDF-1.4",
        "out/highlights/of-winds.md": "A page note\n\n> The first\nline two \n\n#sea #salt\n\nmy note\n\n> The second\n",
        "__MACOSX/out/._metadata_0_to_2.json": "\0",
    }
    found = imported(tmp_path, zipped(members))
    winds, letter, pdf = found.rows
    assert [part.kind for part in found.found.parts] == ["omnivore-zip"]
    assert (winds.html, winds.progress, winds.state, winds.tags) == (
        "<p>Article</p>",
        425,
        State.ARCHIVED,
        ("wind", "RSS"),
    )
    assert (winds.cover, winds.note, winds.excerpt) == (
        "https://a.example/c.png",
        "A page note",
        "Words of it",
    )
    assert [(each.quote, each.note, each.tags) for each in winds.highlights] == [
        ("The first\nline two", "my note", ("sea", "salt")),
        ("The second", "", ()),
    ]
    assert (letter.address, letter.html, letter.title) == ("", "<p>Dear</p>", "A letter")
    assert pdf.file == "out/content/paper.pdf"
    assert imported(tmp_path, json.dumps([record])).found.kind == "omnivore-json"


def test_the_table_made_for_omnivore(tmp_path: Path) -> None:
    text = 'url,state,labels,saved_at,published_at\nhttps://a.example/1,ARCHIVED,"[test, development]",1600000000000,\n'
    (row,) = imported(tmp_path, text).rows
    assert (row.state, row.tags, row.saved_at) == (State.ARCHIVED, ("test", "development"), 1600000000000)


def test_matter(tmp_path: Path) -> None:
    history = (
        "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight Count,Last Interaction Date,File Id\r\n"
        "One,Ada Ropes,=?utf-8?q?Harb=C3=B6r?=,https://a.example/1,sea;wind,120,False,True,True,1,2023-04-16 12:35:16,77\r\n"
        "Two,,,https://a.example/2,,5,True,False,False,0,2023-04-16 12:35:16,78\r\n"
        "Opened,,,https://a.example/3,,5,False,False,False,0,2023-04-16 12:35:16,79\r\n"
        "A letter,,,,,,True,False,False,0,2023-04-16 12:35:16,\r\n"
    )
    marks = "Text,Highlighted Date,Title,Author,Publisher\r\nThe quote,2023-04-17 12:35:16,One,Ada Ropes,\r\nLost,,Gone,,\r\n"
    archive = zipped(
        {"_matter_history.csv": history, "_matter_highlights.csv": marks, "content_77.html": "<p>Body</p>"}
    )
    found = imported(tmp_path, archive)
    one, two, opened = found.rows
    assert found.found.kind == "matter-zip"
    assert (one.state, one.favourite, one.tags, one.site) == (State.ARCHIVED, True, ("sea", "wind"), "Harbör")
    assert (one.html, one.words, one.saved_at) == ("<p>Body</p>", 120, 1681648516000)
    assert [(each.quote, each.made_at) for each in one.highlights] == [("The quote", 1681734916000)]
    assert (two.state, opened.state) == (State.UNREAD, State.ARCHIVED)
    assert [each.reason for each in found.skipped] == [Reason.NO_ADDRESS, Reason.NO_ADDRESS]
    assert "Lost" in found.skipped[1].text
    assert [row.title for row in imported(tmp_path, archive, opened="leave").rows] == ["One", "Two"]
    old = "Title,Author,Publisher,URL,Word Count,Saved,Read,Highlight Count,Last Interaction Date,File Id\n"
    old += "One,,,https://a.example/1,1,TRUE,FALSE,0,2022-04-16 12:35:16,7\n"
    assert imported(tmp_path, old).found.kind == "matter-csv"


def test_wallabag(tmp_path: Path) -> None:
    entry = {
        "is_archived": 1, "is_starred": True, "tags": ["wind"], "id": 7, "title": "One", "url": "https://a.example/1",
        "content": "<p>Body</p>" * 50, "created_at": "2016-09-08T11:55:58+0200", "archived_at": "2016-09-09T11:55:58+0200",
        "annotations": [{"text": "my note", "quote": "Body", "ranges": [{"start": "/p[1]", "startOffset": "0"}]}],
        "published_by": ["Ada Ropes"], "language": "en", "preview_picture": "https://a.example/c.png",
    }  # fmt: skip
    (row,) = imported(tmp_path, json.dumps([entry])).rows
    assert (row.state, row.favourite, row.tags, row.saved_at) == (
        State.ARCHIVED,
        True,
        ("wind",),
        1473328558000,
    )
    assert (row.highlights[0].quote, row.highlights[0].note) == ("Body", "my note")
    assert "/p[1]" in row.highlights[0].selectors
    answer = {"page": 1, "_embedded": {"items": [{**entry, "tags": [{"label": "wind", "slug": "w"}]}]}}
    assert imported(tmp_path, json.dumps(answer)).rows[0].tags == ("wind",)
    failed = {**entry, "content": "wallabag can't retrieve contents", "is_not_parsed": 1}
    assert imported(tmp_path, json.dumps([failed])).rows[0].html == ""


def test_other_files_of_wallabag(tmp_path: Path) -> None:
    old = [
        {
            "0": "1",
            "id": "1",
            "title": "One",
            "url": "https://a.example/1",
            "is_read": "1",
            "is_fav": "0",
            "tags": "a,b",
        }
    ]
    (row,) = imported(tmp_path, json.dumps(old)).rows
    assert (row.state, row.favourite, row.tags) == (State.ARCHIVED, False, ("a", "b"))
    table = 'Title;URL;Content;Tags;"MIME Type";Language;"Creation date"\nOne;https://a.example/1;"<p>a;b</p>";"a, b";text/html;en;"13/02/2021 05:10:00"\n'
    (row,) = imported(tmp_path, table).rows
    assert (row.tags, row.html, row.saved_at) == (("a", "b"), "<p>a;b</p>", 1613193000000)
    assert "twelve hours" in row.remarks[0]
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><result><entry><is_archived>1</is_archived><tags><entry>a</entry></tags>'
        "<title><![CDATA[One]]></title><url><![CDATA[https://a.example/1]]></url><domain_name>a</domain_name></entry></result>"
    )
    (row,) = imported(tmp_path, xml).rows
    assert (row.title, row.state, row.tags) == ("One", State.ARCHIVED, ("a",))


def test_pinboard_and_delicious(tmp_path: Path) -> None:
    post = {
        "href": "https://a.example/1", "description": "One", "extended": "my\nnote", "time": "2020-01-02T03:04:05Z",
        "shared": "no", "toread": "no", "tags": "wind salt",
    }  # fmt: skip
    text = "\n" + json.dumps([post, {**post, "toread": "yes"}]).replace("/", "\\/")
    one, two = imported(tmp_path, text).rows
    assert (one.title, one.note, one.tags, one.state) == ("One", "my\nnote", ("wind", "salt"), State.ARCHIVED)
    assert two.state is State.UNREAD
    assert imported(tmp_path, text, read="unread").rows[0].state is State.UNREAD
    xml = (
        '<?xml version="1.0"?><posts user="me"><post href="https://a.example/1" description="One" tag="a b" '
    )
    xml += 'time="2020-01-02T03:04:05Z" extended="" toread="yes"/><post href="https://a.example/2"/></posts>'
    one, two = imported(tmp_path, xml).rows
    assert (one.tags, one.state) == (("a", "b"), State.UNREAD)
    old = [{"title": "One", "tags": [""], "url": "https://a.example/1", "created": "1600000000", "others": 1}]
    (row,) = imported(tmp_path, json.dumps(old)).rows
    assert (row.tags, row.saved_at) == ((), 1600000000000)
    assert row.saved_at < NOW
