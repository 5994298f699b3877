"""Bookmark files as browsers and others write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from satchel.formats.imports.row import Reason
from satchel.model.states import State
from tests.formats.imports.files import imported

_HEAD = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n"


def test_folders_nest_and_places_of_browsers_are_none(tmp_path: Path) -> None:
    page = (
        _HEAD + '<DL><p>\n<DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Toolbar</H3>\n<DL><p>\n'
        '<DT><A HREF="https://a.example/1" ADD_DATE="1600000000" ICON="data:image/png;base64,AAAA" TAGS="b,a">One</A>\n'
        "<DD>Words on one\n<DT><H3>Sea</H3>\n<DL><p>\n<DT><H3></H3><DL><p>\n"
        '<DT><A HREF="https://a.example/2?a=1&copy=2">Two &amp; more</A>\n</DL><p>\n</DL><p>\n</DL><p>\n'
        '<DT><A HREF="https://a.example/3">Three</A>\n</DL>\n'
    )
    one, two, three = imported(tmp_path, page).rows
    assert (one.folder, one.tags, one.saved_at, one.note) == ((), ("b", "a"), 1600000000000, "Words on one")
    assert (two.folder, two.title) == (("Sea", "Unnamed"), "Two & more")
    assert two.address == "https://a.example/2?a=1&copy=2"
    assert (three.folder, three.place.line) == ((), 16)


def test_addresses_that_are_no_links_are_named_with_the_reason(tmp_path: Path) -> None:
    addresses = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "place:sort=8",
        "about:blank",
        "ftp://a.example/",
        "data:,x",
    ]
    rows = "".join(f'<DT><A HREF="{each}">Name</A>\n' for each in addresses)
    found = imported(tmp_path, f'{_HEAD}<DL><p>\n{rows}<DT><A HREF="https://a.example/">Good</A>\n</DL>')
    assert found.addresses == ["https://a.example/"]
    assert {each.reason for each in found.skipped} == {Reason.OTHER_SCHEME}
    assert len(found.skipped) == len(addresses)


def test_a_list_that_is_never_closed_is_read_to_its_end(tmp_path: Path) -> None:
    page = (
        _HEAD
        + '<DL><p><DT><H3>Sea<DL><DT><A HREF="https://a.example/1">One<DT><A HREF=https://a.example/2>Two'
    )
    one, two = imported(tmp_path, page).rows
    assert (one.title, one.folder) == ("One", ("Sea",))
    assert (two.address, two.title) == ("https://a.example/2", "Two")


def test_a_quote_that_is_never_closed_costs_no_row(tmp_path: Path) -> None:
    rows = [
        f'<DT><A HREF="https://a.example/{n}" ADD_DATE="1600000000" TAGS="a,b">Name {n}</A>' for n in range(5)
    ]
    for dropped in range(4):
        rows[2] = rows[1].replace("/1", "/2")
        parts = rows[2].split('"')
        rows[2] = '"'.join(parts[: dropped + 1]) + '"'.join(["", *parts[dropped + 1 :]])[1:]
        found = imported(tmp_path, _HEAD + "<DL><p>\n" + "\n".join(rows) + "\n</DL>")
        assert found.total == 5, rows[2]


def test_signs_that_nobody_escaped_are_taken_as_they_are(tmp_path: Path) -> None:
    """As Shiori and linkding write."""
    page = (
        _HEAD
        + '<DL><p>\n<DT><A HREF="https://a.example/?q="x"&b=2" ADD_DATE="1600000000">a < b & "c"</A>\n</DL>'
    )
    (row,) = imported(tmp_path, page).rows
    assert row.title == 'a < b & "c"'
    assert row.saved_at == 1600000000000


def test_linkding_says_what_is_archived_by_a_tag(tmp_path: Path) -> None:
    lines = [
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<TITLE>Bookmarks</TITLE>", "<H1>Bookmarks</H1>", "<DL><p>",
        '<DT><A HREF="https://a.example/1" ADD_DATE="1600000000" TOREAD="0" '
        'TAGS="linkding:bookmarks.archived,sea">One</A>',
        "<DD>Of the page[linkding-notes]My own\nwords[/linkding-notes]",
        '<DT><A HREF="https://a.example/2" ADD_DATE="1600000000" TOREAD="0" TAGS="">Two</A>',
        "</DL><p>",
    ]  # fmt: skip
    found = imported(tmp_path, "\n\r".join(lines))
    one, two = found.rows
    assert found.found.kind == "linkding-html"
    assert (one.state, one.tags, one.note, one.excerpt) == (
        State.ARCHIVED,
        ("sea",),
        "My own\nwords",
        "Of the page",
    )
    assert two.state is State.UNREAD
    assert imported(tmp_path, "\n\r".join(lines), read="archived").rows[1].state is State.ARCHIVED


def test_raindrop_marks_favourites_and_says_words_of_the_page(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Raindrop.io Bookmarks</TITLE>\n<DL><p>\n"
        '<DT><H3 ADD_DATE="0">Unsorted</H3><DL><p><DT><A HREF="https://a.example/1" ADD_DATE="1600000000" TAGS="" '
        'DATA-COVER="https://a.example/c.png" DATA-IMPORTANT="true">One</A>\n<DD>Of one\n</DL><p></DL><p>'
    )
    (row,) = imported(tmp_path, page).rows
    assert (row.favourite, row.excerpt, row.cover, row.folder) == (
        True,
        "Of one",
        "https://a.example/c.png",
        (),
    )


def test_readeck_files_by_state_and_escapes_commas_in_tags(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><title>Readeck Bookmarks</title><dl><dt><h3>Favorite</h3><dl>"
        '<dt><a href="https://a.example/1" add_date="1600000000" tags="a&#44; b,c">One</a></dt></dl>'
        '<dt><h3>Archived</h3><dl><dt><a href="https://a.example/2" tags="">Two</a></dt></dl></dl>'
    )
    one, two = imported(tmp_path, page).rows
    assert (one.favourite, one.tags, one.folder) == (True, ("a, b", "c"), ())
    assert (two.state, two.folder) == (State.ARCHIVED, ())


def test_pinboard_says_what_is_to_be_read(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Pinboard Bookmarks</TITLE><DL><p>"
        '<DT><A HREF="https://a.example/1" ADD_DATE="1600000000" PRIVATE="1" TOREAD="1" TAGS="a">One</A>'
        '<DT><A HREF="https://a.example/2" TOREAD="0">Two</A></DL>'
    )
    assert [row.state for row in imported(tmp_path, page).rows] == [State.UNREAD, State.ARCHIVED]


def test_notes_without_an_address_are_texts_and_links_in_descriptions_are_no_rows(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Shaarli export of all bookmarks</H1><DL><p>"
        '<DT><A HREF="?abc" TAGS="">A note</A><DD>Its words\n'
        '<DT><A HREF="https://a.example/1">One</A><DD>See <a href="https://a.example/other">this</a> too</DL>'
    )
    note, one = imported(tmp_path, page).rows
    assert (note.address, note.title, note.text) == ("", "A note", "Its words")
    assert (one.address, one.note) == ("https://a.example/1", "See this too")


def test_times_in_microseconds_and_of_1970_are_understood(tmp_path: Path) -> None:
    dates = ["1600000000000000", "0", "-1", "1600000000000"]
    rows = "".join(
        f'<DT><A HREF="https://a.example/{n}" ADD_DATE="{each}">x{n}</A>' for n, each in enumerate(dates)
    )
    found = imported(tmp_path, f"{_HEAD}<DL>{rows}</DL>")
    assert [row.saved_at for row in found.rows] == [1600000000000, 0, 0, 1600000000000]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('https://a.example/?q="two words"&x=1', "https://a.example/?q=%22two words%22&x=1"),
        ('https://a.example/?q="words"', "https://a.example/?q=%22words%22"),
        ('https://a.example/"x"/y', "https://a.example/%22x%22/y"),
    ],
)
def test_quotes_that_a_program_left_in_an_address_are_part_of_it(
    tmp_path: Path, written: str, read: str
) -> None:
    line = (
        f'<DT><A HREF="{written}" ADD_DATE="1600000000" LAST_MODIFIED="1600000000" TAGS="a,b">A "title"</A>\n'
    )
    (row,) = imported(tmp_path, f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>\n{line}</DL>").rows
    assert (row.address, row.title, row.tags, row.saved_at) == (
        read,
        'A "title"',
        ("a", "b"),
        1_600_000_000_000,
    )


def test_attributes_without_blanks_between_them_are_still_apart(tmp_path: Path) -> None:
    page = '<p><a href="https://a.example/1"class="x"title="y">A</a> <a class="z" href="https://a.example/2">B</a>'
    assert imported(tmp_path, page).addresses == ["https://a.example/1", "https://a.example/2"]
