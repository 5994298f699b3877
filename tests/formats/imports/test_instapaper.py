"""Instapaper's tables of three generations, and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from satchel.formats.imports.row import Reason
from satchel.model.states import State
from tests.formats.imports.files import imported

_NEW = (
    "URL,Title,Selection,Folder,Timestamp,Tags\r\n"
    'https://a.example/1, Winds of autumn ,"What the wind\nsaid",Unread,1600000000,"[""salt, fine"", ""sea""]"\r\n'
    "https://a.example/2,,,Archive,1600000001,[]\r\n"
    "https://a.example/3,Three,,Starred,1600000002,[]\r\n"
    "https://a.example/4,Four,,Harbour,1600000003,[]\r\n"
    "instapaper-private://email/abc/,A letter,Its words,Unread,1600000004,[]\r\n"
    "Node.js,,,Unread,1600000005,[]\r\n"
    "httpss://a.example/5,Five,,Unread,1600000006,[]\r\n"
)


def test_a_table_of_today_keeps_all_that_it_has(tmp_path: Path) -> None:
    found = imported(tmp_path, _NEW)
    one, two, three, four, five = found.rows
    assert found.found.kind == "instapaper-csv"
    assert (one.title, one.note, one.tags) == (
        "Winds of autumn",
        "What the wind\nsaid",
        ("salt, fine", "sea"),
    )
    assert (one.saved_at, one.folder) == (1600000000000, ())
    assert two.state is State.ARCHIVED
    assert three.favourite
    assert (four.folder, four.state) == (("Harbour",), State.UNREAD)
    assert (five.address, len(five.remarks)) == ("https://a.example/5", 1)
    assert [each.reason for each in found.skipped] == [Reason.NO_PUBLIC_PAGE, Reason.NOT_A_LINK]
    assert "A letter" in found.skipped[0].text
    assert "Its words" in found.skipped[0].text


@pytest.mark.parametrize(
    "text",
    [
        "URL,Title,Selection,Folder\nhttps://a.example/1,One,,Archive\n",
        "https://a.example/1,One,,Archive\n",
        "URL,Title,Selection,Folder,Timestamp\r\nhttps://a.example/1,One,,Archive,1600000000\r\n",
    ],
    ids=["of old", "without a header", "with times"],
)
def test_older_tables_are_read_too(tmp_path: Path, text: str) -> None:
    found = imported(tmp_path, text)
    assert found.found.kind == "instapaper-csv"
    assert [(row.title, row.state) for row in found.rows] == [("One", State.ARCHIVED)]


def test_whether_liked_ones_were_read_is_a_choice_with_a_guess(tmp_path: Path) -> None:
    def state(choice: str, others: str = "") -> State:
        text = f"URL,Title,Selection,Folder\nhttps://a.example/1,One,,Starred\n{others}"
        return imported(tmp_path, text, liked=choice).rows[0].state

    archived = "https://a.example/2,Two,,Archive\nhttps://a.example/3,Three,,Archive\n"
    assert state("unread") is State.UNREAD
    assert state("archived") is State.ARCHIVED
    assert state("guess") is State.ARCHIVED
    assert state("guess", archived) is State.UNREAD


def test_its_page_files_by_headings(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Instapaper: Export</title></head><body><h1>Unread</h1><ol>"
        '<li><a href="https://a.example/1">A title\nover lines</a></ol><h1>Harbour</h1><ol>'
        '<li><a href="https://a.example/2">Two</a></ol><h1>Archive</h1><ol><li><a href="https://a.example/3">Three</a>'
    )
    one, two, three = imported(tmp_path, page).rows
    assert one.title == "A title over lines"
    assert two.folder == ("Harbour",)
    assert three.state is State.ARCHIVED


def test_highlights_as_text_come_with_their_notes(tmp_path: Path) -> None:
    text = "# [[One](https://a.example/1)]\n\n> first\n> goes on\n\nmy note\n\n> second\n\n# [[Two](https://a.example/2)]\n\n> third\n"
    found = imported(tmp_path, text)
    assert found.found.kind == "instapaper-highlights"
    assert [
        (row.address, row.title, [(mark.quote, mark.note) for mark in row.highlights]) for row in found.rows
    ] == [
        ("https://a.example/1", "One", [("first\ngoes on", "my note"), ("second", "")]),
        ("https://a.example/2", "Two", [("third", "")]),
    ]


def test_a_note_with_links_of_its_own_loses_none_of_them(tmp_path: Path) -> None:
    found = imported(tmp_path, "# [One](https://a.example/1)\n\n> words\n\n- https://a.example/2\n")
    assert found.addresses == ["https://a.example/1", "https://a.example/2"]
