"""Files as people really have them: in their language, out of spreadsheets, with lists that are none of what was saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from satchel.formats.imports.recognising import recognise
from satchel.formats.imports.refusing import RefusedFile
from satchel.model.highlights import Colour
from satchel.model.states import State

from .files import imported, outcome, written, zipped


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Datum;Titel;Adresse;Schlagwörter;Notiz", "2020-01-02;One;https://sample.example/1;a,b;mine"),
        ("Titre,Lien,Étiquettes,Date,Remarques", 'One,https://sample.example/1,"a,b",2020-01-02,mine'),
        ("タイトル,URL,タグ,日付,メモ", 'One,https://sample.example/1,"a,b",2020-01-02,mine'),
    ],
)
def test_columns_are_understood_in_other_languages(tmp_path: Path, header: str, row: str) -> None:
    (one,) = outcome(written(tmp_path, f"{header}\n{row}\n")).rows
    assert (one.title, one.tags, one.note, one.saved_at) == ("One", ("a", "b"), "mine", 1_577_923_200_000)


@pytest.mark.parametrize(
    "word", ["Passwort", "Mot de passe", "Contraseña", "Пароль", "パスワード", "Wachtwoord"]
)
def test_passwords_are_known_by_their_name_in_other_languages(tmp_path: Path, word: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        recognise(written(tmp_path, f"Name;URL;User;{word}\nx;https://sample.example;u;secret\n"))
    assert refused.value.holds_secrets


def test_what_a_spreadsheet_writes_before_its_table_is_no_row(tmp_path: Path) -> None:
    text = 'sep=,\r\n"title","url","time_added","tags","status"\r\n"A","https://sample.example/1","1600000000","a|b","archive"\r\n'
    read = outcome(written(tmp_path, text))
    assert read.found.kind == "pocket-csv"
    (one,) = read.rows
    assert (one.place.line, one.tags, one.state) == (3, ("a", "b"), State.ARCHIVED)


def test_tags_of_old_backups_of_firefox_are_tags_and_no_folders(tmp_path: Path) -> None:
    page = {"typeCode": 1, "type": "text/x-moz-place", "uri": "https://sample.example/1", "title": "A"}
    kind = {"typeCode": 2, "type": "text/x-moz-place-container"}
    tag = {**kind, "title": "bread", "children": [page]}
    tree = {
        **kind, "root": "placesRoot", "guid": "root",
        "children": [
            {**kind, "root": "toolbarFolder", "title": "bar", "children": [page]},
            {**kind, "root": "tagsFolder", "title": "Schlagwörter", "children": [tag]},
        ],
    }  # fmt: skip
    first, second = outcome(written(tmp_path, json.dumps(tree))).rows
    assert (first.tags, first.folder) == ((), ())
    assert (second.tags, second.folder) == (("bread",), ())


def test_a_session_gives_the_page_that_each_tab_shows(tmp_path: Path) -> None:
    entries = [{"url": f"https://sample.example/{at}", "title": f"T{at}"} for at in (1, 2, 3)]
    tabs = [{"entries": entries, "index": 2}, {"entries": entries[:1]}, {"entries": []}]
    read = outcome(written(tmp_path, json.dumps({"windows": [{"tabs": tabs}]})))
    assert [row.title for row in read.rows] == ["T2", "T1"]


def test_marks_in_the_answers_of_readwise_go_with_what_they_mark(tmp_path: Path) -> None:
    document = {
        "id": "d",
        "category": "article",
        "source_url": "https://sample.example/1",
        "title": "T",
        "location": "later",
    }
    mark = {
        "id": "m",
        "category": "highlight",
        "parent_id": "d",
        "content": "The quote",
        "notes": "first",
        "source_url": "",
    }
    note = {"id": "n", "category": "note", "parent_id": "m", "content": "second", "source_url": None}
    lone = {**mark, "id": "x", "parent_id": "gone", "content": "Lost"}
    answers = [{**each, "reading_progress": 0} for each in (document, mark, note, lone)]
    read = outcome(written(tmp_path, json.dumps({"results": answers})))
    (one,) = read.rows
    assert [(each.quote, each.note) for each in one.highlights] == [("The quote", "first\n\nsecond")]
    assert [each.text for each in read.skipped] == ["Lost"]


def test_a_list_of_highlights_marks_the_pages_that_it_names(tmp_path: Path) -> None:
    text = (
        "Highlight,Book Title,Book Author,URL,Note,Color,Highlighted at\n"
        "First,T,Ann,https://sample.example/1,mine,blue,2023-01-02 03:04:05\n"
        "Second,A book,Bob,,,,2023-01-02 03:04:05\n"
    )
    read = outcome(written(tmp_path, text))
    (one,) = read.rows
    assert [(each.quote, each.note) for each in one.highlights] == [("First", "mine")]
    assert [each.text for each in read.skipped] == ["A book: Second"]


def test_goodlinks_gives_its_highlights(tmp_path: Path) -> None:
    marks = [{"content": "Words", "note": "mine", "color": "blue"}, "Bare words"]
    value = [
        {"url": "https://sample.example/1", "title": "T", "addedAt": 1_600_000_000.5, "highlights": marks}
    ]
    (one,) = outcome(written(tmp_path, json.dumps(value))).rows
    assert [(each.quote, each.note) for each in one.highlights] == [("Words", "mine"), ("Bare words", "")]


def test_a_quotation_named_as_one_is_a_highlight_wherever_it_stands(tmp_path: Path) -> None:
    text = "---\nsource: https://sample.example/1\ntitle: T\n---\nBefore.\n\n> [!quote]+\n> Said so,\n> and more\n\nBehind.\n"
    (one,) = outcome(written(tmp_path, text)).rows
    assert [each.quote for each in one.highlights] == ["Said so,\nand more"]
    assert "[!quote]" not in one.html


def test_what_was_opened_or_clapped_for_stays_out_unless_it_is_chosen(tmp_path: Path) -> None:
    bookmarks = "<title>Bookmarks</title><h1>x</h1><dl><dt><a href='https://sample.example/1'>A</a></dl>"
    history = {"history": [{"url": "https://sample.example/h", "title": "H", "visit_count": 3}]}
    saved = '<li><a class="h-cite" href="https://sample.example/2">B</a> <time class="dt-published">2018-10-12 3:45 pm</time></li>'
    claps = saved.replace("<li>", "<li>+3 — ").replace("/2", "/3")
    members = {
        "B.html": bookmarks,
        "H.json": json.dumps(history),
        "bookmarks/1.html": saved,
        "claps/1.html": claps,
    }
    found = outcome(written(tmp_path, zipped(members)))
    assert sorted(found.addresses) == ["https://sample.example/1", "https://sample.example/2"]
    assert {part.kind for part in found.found.parts if not part.is_usual} == {"history", "medium-claps"}


def test_links_in_an_outline_are_taken_and_feeds_are_not(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="Folder">'
        '<outline text="A &amp; B" type="link" url="https://sample.example/?a=1&amp;b=2"/>'
        '<outline type="rss" xmlUrl="https://sample.example/feed"/></outline></body></opml>'
    )
    (one,) = outcome(written(tmp_path, text)).rows
    assert (one.title, one.address) == ("A & B", "https://sample.example/?a=1&b=2")


def test_a_collection_without_anything_is_no_fault_of_the_archive(tmp_path: Path) -> None:
    collection: dict[str, object] = {
        "slug": "e",
        "title": "Empty",
        "description": None,
        "createdAt": "2024-01-01T00:00:00Z",
        "items": [],
    }
    rows = "title,url,time_added,tags,status\nA,https://sample.example/1,1600000000,,unread\n"
    members = {"part_000000.csv": rows, "collections/e.json": json.dumps(collection)}
    read = outcome(written(tmp_path, zipped(members)))
    assert (read.found.ignored, len(read.rows)) == ((), 1)


def test_what_evernote_marks_today_is_a_highlight_in_its_colour(tmp_path: Path) -> None:
    body = '<en-note><div>Say <span style="--en-highlight:green;background-color:#b4ffc1">these <b>words</b></span>.</div></en-note>'
    note = f"<note><title>T</title><content><![CDATA[{body}]]></content><note-attributes><source-url>https://a.example/1</source-url></note-attributes></note>"
    (row,) = imported(tmp_path, f"<?xml version='1.0'?><en-export>{note}</en-export>").rows
    assert [(mark.quote, mark.colour) for mark in row.highlights] == [("these words", Colour.GREEN)]


def test_a_label_in_quotes_keeps_its_comma(tmp_path: Path) -> None:
    note = "---\ntitle: T\nsource: https://a.example/1\nlabels: [one, \"two, three\", 'it''s']\n---\nWords.\n"
    (row,) = imported(tmp_path, note).rows
    assert row.tags == ("one", "two, three", "it's")


def test_an_entry_of_wallabag_is_the_page_to_which_a_tracker_led(tmp_path: Path) -> None:
    entry = {"is_archived": 0, "url": "https://a.example/1", "given_url": "https://t.co/x", "title": "T"}
    (row,) = imported(tmp_path, json.dumps([entry])).rows
    assert row.address == "https://a.example/1"
