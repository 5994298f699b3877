"""Bookmarks: saved, listed, moved, read, removed, by both versions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.instapaper_full.program import Program
from tests.wire.server import Wire

URL = "https://blog.example.org/2026/keeping-notes"
PAGE = """<!doctype html><html lang="en"><head><title>Keeping notes</title></head><body><article>
<h1>Keeping notes</h1>{}</article></body></html>""".format(
    "<p>Notes are kept in many ways, and each of them has something to say for itself, as we shall see.</p>"
    * 12
)
FIELDS = [
    "type", "bookmark_id", "url", "title", "description", "time", "starred", "private_source", "hash", "progress",
    "progress_timestamp", "tags",
]  # fmt: skip


@pytest.fixture(params=["1", "1.1"])
def program(wire: Wire, request: pytest.FixtureRequest) -> Program:
    wire.web.page(URL, PAGE)
    return Program(wire, version=request.param)


def test_a_link_is_saved_with_the_title_that_its_page_has(program: Program) -> None:
    found = program.add(URL)
    assert list(found) == FIELDS
    assert {name: found[name] for name in FIELDS if name not in ("bookmark_id", "hash")} == {
        "type": "bookmark", "url": URL, "title": "Keeping notes", "description": "",
        "time": program.wire.clock.now() // 1000, "starred": "0", "private_source": "", "progress": 0.0,
        "progress_timestamp": 0, "tags": [],
    }  # fmt: skip
    assert isinstance(found["bookmark_id"], int)
    assert isinstance(found["progress"], float)
    assert len(found["hash"]) == 8
    assert found["hash"].isalnum()
    assert program.list()["bookmarks"] == [found]


def test_what_the_program_says_of_a_link_is_kept(program: Program) -> None:
    folder = program.call("folders/add", title="Kitchen")[0]["folder_id"]
    found = program.add(
        URL, title="My title", description="Why", folder_id=folder, tags='[{"name": "One"}, {"Name": "two"}]'
    )
    assert (found["title"], found["description"]) == ("My title", "Why")
    assert [each["name"] for each in found["tags"]] == ["one", "two"]
    assert all(isinstance(each["id"], int) and each["id"] > 0 for each in found["tags"])
    assert program.ids() == []
    assert program.ids(folder_id=folder) == [found["bookmark_id"]]
    assert program.ids(tag="one") == [found["bookmark_id"]]
    assert program.ids(tag="one", folder_id="archive") == []


def test_a_link_that_is_saved_again_is_the_same_bookmark_on_top_of_the_unread(program: Program) -> None:
    first = program.add(URL, title="One", folder_id=program.call("folders/add", title="F")[0]["folder_id"])
    program.wire.clock.forward(seconds=5)
    other = program.add("https://other.example.org/")
    program.wire.clock.forward(seconds=5)
    again = program.add(URL, title="Two", description="New")
    assert again["bookmark_id"] == first["bookmark_id"]
    assert (again["title"], again["description"]) == ("Two", "New")
    assert program.ids() == [first["bookmark_id"], other["bookmark_id"]]
    program.call("bookmarks/archive", bookmark_id=first["bookmark_id"])
    program.add(URL)
    assert program.ids()[0] == first["bookmark_id"]


def test_a_link_may_go_straight_to_the_archive(program: Program) -> None:
    found = program.add(URL, archived=1)
    assert program.ids() == []
    assert program.ids(folder_id="archive") == [found["bookmark_id"]]


def test_a_link_that_leads_on_is_told_by_where_it_leads_unless_the_program_says_no(program: Program) -> None:
    short, other = "https://short.example.org/1", "https://short.example.org/2"
    program.wire.web.page(short, PAGE, redirect_to=URL)
    program.wire.web.page(other, PAGE.replace("Keeping", "Other"), redirect_to=f"{URL}/other")
    assert program.add(short)["url"] == URL
    assert program.add(other, resolve_final_url=0)["url"] == other


def test_a_dead_link_is_kept_and_has_no_text(program: Program) -> None:
    found = program.add("https://dead.example.org/x")
    assert found["title"] == "https://dead.example.org/x"
    assert program.refused("bookmarks/get_text", bookmark_id=found["bookmark_id"]) == 1550


def test_stars_the_archive_and_folders_can_be_asked_for_twice(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    folder = program.call("folders/add", title="Kitchen")[0]["folder_id"]
    for method, starred, list_ in (
        ("star", "1", "unread"), ("archive", "1", "archive"), ("unstar", "0", "archive"), ("unarchive", "0", "unread"),
        ("unArchive", "0", "unread"),
    ):  # fmt: skip
        for _ in range(2):
            (found,) = program.call(f"bookmarks/{method}", bookmark_id=number)
            assert (found["bookmark_id"], found["starred"]) == (number, starred)
        assert program.ids(folder_id=list_) == [number]
        assert program.ids(folder_id="starred") == ([number] if starred == "1" else [])
    for _ in range(2):
        (found,) = program.call("bookmarks/move", bookmark_id=number, folder_id=folder)
        assert program.ids(folder_id=folder) == [number]
    assert program.ids() == []
    program.call("bookmarks/archive", bookmark_id=number)
    assert program.ids(folder_id=folder) == []
    program.call("bookmarks/move", bookmark_id=number, folder_id=folder)
    assert program.ids(folder_id=folder) == [number], "from the archive too"
    program.call("bookmarks/move", bookmark_id=number, folder_id="unread")
    assert program.ids() == [number]
    program.call("bookmarks/move", bookmark_id=number, folder_id="archive")
    assert program.ids(folder_id="archive") == [number]


def test_what_is_unarchived_is_on_top(program: Program) -> None:
    first = program.add(URL)["bookmark_id"]
    program.wire.clock.forward(seconds=5)
    second = program.add("https://other.example.org/")["bookmark_id"]
    program.wire.clock.forward(seconds=5)
    program.call("bookmarks/unarchive", bookmark_id=first)
    assert program.ids() == [second, first], "what is not archived stays where it is"
    program.call("bookmarks/archive", bookmark_id=first)
    program.wire.clock.forward(seconds=5)
    program.call("bookmarks/unarchive", bookmark_id=first)
    assert program.ids() == [first, second]


def test_the_newest_place_counts_and_is_told_to_the_letter(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    now = program.wire.clock.now() // 1000

    def read(progress: Any, at: Any) -> tuple[Any, Any]:
        (found,) = program.call(
            "bookmarks/update_read_progress", bookmark_id=number, progress=progress, progress_timestamp=at
        )
        return found["progress"], found["progress_timestamp"]

    hashes = {program.list()["bookmarks"][0]["hash"]}
    assert read("0.42137", now - 100) == (0.42137, now - 100)
    hashes.add(program.list()["bookmarks"][0]["hash"])
    assert len(hashes) == 2
    assert read("0.9", now - 101) == (0.42137, now - 100), "an older one changes nothing"
    assert read("0.5", (now - 50) * 1000) == (0.5, (now - 50) * 1000), "milliseconds stay what they are"
    assert read("0.6", now - 60) == (0.5, (now - 50) * 1000)
    assert read("0", f"{now - 40}.75") == (0.0, now - 40), "and fractions are cut off"
    assert read("1.0", now + 3600) == (1.0, now + 3600), "a clock that is ahead is told its own time"


def test_a_deleted_bookmark_is_gone_and_can_be_saved_again(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    assert program.call("bookmarks/delete", bookmark_id=number) == []
    for list_ in ("unread", "archive", "starred"):
        assert program.ids(folder_id=list_) == []
    assert program.refused("bookmarks/delete", bookmark_id=number) == 1241
    assert program.refused("bookmarks/star", bookmark_id=number) == 1241
    assert program.refused("bookmarks/unarchive", bookmark_id=number) == 1241
    assert program.add(URL)["bookmark_id"] == number


def test_the_text_is_a_page_and_not_json(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    for verb in ("POST", "GET"):
        reply = program.send("bookmarks/get_text", {"bookmark_id": number}, verb=verb)
        assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert reply.text.startswith("<!doctype html>")
        assert reply.text.count("something to say for itself") == 12
        assert "sandbox" in reply.headers["content-security-policy"]


def test_what_is_missing_or_wrong_has_the_number_of_the_original(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    one = {"bookmark_id": number}
    at = {"progress_timestamp": "1700000000"}
    nobodys = (*(("bookmark_id", value) for value in ("", "x", "0", "-1", number + 99, 10**30, "1.5e400")),)
    for method in (
        "star",
        "unstar",
        "archive",
        "unarchive",
        "delete",
        "get_text",
        "move",
        "update_read_progress",
    ):
        for name, value in nobodys:
            more = {"folder_id": "unread", "progress": "0.5", **at}
            assert program.refused(f"bookmarks/{method}", **{name: value}, **more) == 1241, (method, value)
    for url in ("", " ", "ftp://x.example/", "javascript:alert(1)", "http://"):
        assert program.refused("bookmarks/add", url=url) == 1240, url
    for folder in ("nowhere", "99999", "0", "-1", "1" * 40):
        assert program.refused("bookmarks/move", **one, folder_id=folder) == 1242, folder
        assert program.refused("bookmarks/list", folder_id=folder) == 1242, folder
    assert program.refused("bookmarks/add", url=URL, folder_id="99999") == 1242
    assert program.refused("bookmarks/move", **one) == 1242
    assert program.refused("bookmarks/move", **one, folder_id="starred") == 1252
    assert program.refused("bookmarks/add", url=URL, folder_id="starred") == 1252
    for progress in ("", "x", "-0.1", "1.1", "nan", "inf", "1e400"):
        assert program.refused("bookmarks/update_read_progress", **one, **at, progress=progress) == 1243, (
            progress
        )
    for moment in ("", "x", "0", "-5", "9" * 30):
        assert (
            program.refused(
                "bookmarks/update_read_progress", **one, progress="0.5", progress_timestamp=moment
            )
            == 1244
        ), moment
