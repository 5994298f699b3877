"""Folders and highlights, by both versions."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.store import articles
from tests.wire.instapaper_full.program import Program
from tests.wire.instapaper_full.test_bookmarks import PAGE, URL
from tests.wire.server import Wire


@pytest.fixture(params=["1", "1.1"])
def program(wire: Wire, request: pytest.FixtureRequest) -> Program:
    wire.web.page(URL, PAGE.replace("</article>", "<p>Twice said is said. Twice said is said.</p></article>"))
    return Program(wire, version=request.param)


def _folder(program: Program, title: str) -> dict[str, Any]:
    (found,) = program.call("folders/add", title=title)
    assert isinstance(found, dict)
    return found


def test_a_folder_is_made_and_listed(program: Program) -> None:
    assert program.call("folders/list") == []
    found = _folder(program, "Öl & Wasser")
    assert found == {
        "type": "folder", "folder_id": found["folder_id"], "title": "Öl & Wasser", "display_title": "Öl & Wasser",
        "slug": "ol-wasser", "position": 1, "count": 0, "sync_to_mobile": 1, "public": 0,
    }  # fmt: skip
    assert program.call("folders/list") == [found]
    assert program.send("folders/list", verb="GET").json() == [found]
    assert program.refused("folders/add", title="Öl & Wasser") == 1251
    for title in ("", "   ", "\n"):
        assert program.refused("folders/add", title=title) == 1250


def test_folders_have_the_order_that_was_set(program: Program) -> None:
    ids = [_folder(program, name)["folder_id"] for name in "abc"]
    a, b, c = ids

    def order(text: str) -> list[tuple[int, int]]:
        return [
            (each["folder_id"], each["position"]) for each in program.call("folders/set_order", order=text)
        ]

    assert order(f"{a}:3,{b}:1,{c}:2") == [(b, 1), (c, 2), (a, 3)]
    assert order(f" {c} : 0 ,x,{b}:y,{b}:-1,777:5,{a}:99999999999,,:") == [(c, 0), (b, 1), (a, 3)]
    assert [each["folder_id"] for each in program.call("folders/list")] == [c, b, a]
    assert _folder(program, "d")["position"] == 4
    assert order("")[0] == (c, 0)


def test_what_was_in_a_folder_that_goes_is_in_the_archive(program: Program) -> None:
    folder = _folder(program, "F")["folder_id"]
    kept = program.add("https://kept.example.org/")["bookmark_id"]
    moved = program.add("https://moved.example.org/", folder_id=folder)["bookmark_id"]
    assert program.call("folders/delete", folder_id=folder) == []
    assert (program.ids(), program.ids(folder_id="archive")) == ([kept], [moved])
    for gone in (folder, "", "x", "unread", 10**30):
        assert program.refused("folders/delete", folder_id=gone) == 1242
    assert program.refused("bookmarks/list", folder_id=folder) == 1242


def test_a_highlight_is_made_listed_and_removed(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    path = f"bookmarks/{number}/highlight"
    (found,) = program.call(path, text="Twice said is said.", position=1, note="Hm & <so>")
    assert found == {
        "type": "highlight", "highlight_id": found["highlight_id"], "bookmark_id": number,
        "text": "Twice said is said.",
        "note": "Hm & <so>", "position": 1, "time": program.wire.clock.now() // 1000,
    }  # fmt: skip
    starts = program.wire.library.store.read(lambda tx: tx.one("SELECT starts FROM highlights"))
    text = program.wire.library.store.read(lambda tx: articles.text(tx, 1, number))
    assert starts is not None
    assert starts[0] == text.rindex("Twice said is said.")
    (plain,) = program.call(path, text="<b> & many ways")
    assert (plain["text"], plain["note"], plain["position"]) == ("<b> & many ways", None, 0)
    assert program.call(f"bookmarks/{number}/highlights") == [found, plain]
    assert program.send(f"bookmarks/{number}/highlights", verb="GET").json() == [found, plain]
    if program.version == "1.1":
        assert program.list()["highlights"] == [found, plain]
        assert program.list(highlights=f"{found['highlight_id']}-x-777")["highlights"] == [plain]
    assert program.refused(path, text="Twice said is said.", position=1) == 1601
    assert program.call(path, text="Twice said is said.", position=0)
    for nothing in ("", "  ", "\0", "x" * 30_000):
        assert program.refused(path, text=nothing) == 1600
    assert program.call(f"highlights/{found['highlight_id']}/delete") == []
    assert program.refused(f"highlights/{found['highlight_id']}/delete") == 1600
    assert found not in program.call(f"bookmarks/{number}/highlights")
    for nobodys in (number + 99, 2**62):
        assert program.refused(f"bookmarks/{nobodys}/highlight", text="x") == 1241
        assert program.refused(f"bookmarks/{nobodys}/highlights") == 1241
        assert program.refused(f"highlights/{nobodys}/delete") == 1600


def test_an_article_that_the_program_has_needs_no_address(program: Program) -> None:
    told = (
        "<h1>A letter</h1>"
        + "<p>Dear reader, this came by mail, and there is no page of it anywhere.</p>" * 9
    )
    assert program.refused("bookmarks/add", is_private_from_source="email") == 1245
    assert program.refused("bookmarks/add", is_private_from_source="email", content="  ", url=URL) == 1245
    found = program.add(URL, is_private_from_source="email", content=told, title="A letter")
    assert (found["private_source"], found["title"]) == ("email", "A letter")
    assert found["url"].endswith(f"/read/{found['bookmark_id']}")
    reply = program.send("bookmarks/get_text", {"bookmark_id": found["bookmark_id"]})
    assert reply.text.count("this came by mail") == 9
    assert program.wire.web.fetched == []
    again = program.add("", is_private_from_source="email", content=told)
    assert again["bookmark_id"] == found["bookmark_id"]
    folder = _folder(program, "Mail")["folder_id"]
    program.add("", is_private_from_source="1", content=told, folder_id=folder)
    assert program.ids(folder_id=folder) == [found["bookmark_id"]]


def test_the_text_that_the_program_has_is_that_of_the_link(program: Program) -> None:
    found = program.add(
        URL, content="<p>" + "What I copied from behind the wall, word for word. " * 20 + "</p>"
    )
    assert (found["url"], found["private_source"]) == (URL, "")
    reply = program.send("bookmarks/get_text", {"bookmark_id": found["bookmark_id"]})
    assert "behind the wall" in reply.text
    assert program.wire.web.fetched == []
    assert program.refused("bookmarks/add", url=URL, content="<p></p>") == 1246
    assert program.refused("bookmarks/add", content="<p>Text</p>") == 1240
