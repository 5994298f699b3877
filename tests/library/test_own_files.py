"""Files of our own in an account that has something, and such as somebody edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from satchel.library import saved_searches
from satchel.library.context import Library
from satchel.model.actions import AddHighlight, ById, Favourite
from satchel.model.highlights import NewHighlight
from satchel.model.imports import Choices, Folders, Outcome
from satchel.model.items import Item, State
from satchel.store import articles, highlights, places, user_counters
from tests.clock import FakeClock
from tests.library.bringing import Bringing
from tests.library.conftest import Desk
from tests.library.taking_along import OVEN, brought, everything, exported, members, packed
from tests.library.test_leaving import rows_of
from tests.library.test_tag_ids import listed

TEXT = {"html": "articles/a.html", "text": "articles/a.txt", "kept": 5, "title": "T", "read": True}


def _file(*lines: dict[str, Any], **files: bytes) -> bytes:
    written = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()}
    manifest = b'{"format":"satchel.library","version":1}'
    return packed({"satchel.json": manifest, "items/000000.jsonl": written, **named})


def _only(desk: Desk) -> Item:
    (item,) = desk.find(states=(State.UNREAD, State.ARCHIVED)).items
    assert isinstance(item, Item)
    return item


def test_html_of_a_file_is_cleaned_again_and_gets_the_text_that_follows_from_it(
    library: Library, desk: Desk, tmp_path: Path
) -> None:
    evil = b'<p onclick="steal()">Good <a href="javascript:alert(1)">words</a>.<script>alert(2)</script></p><iframe src="https://evil.example"></iframe>'
    file = _file(
        {"saved": 1, "url": "https://example.org/", "texts": [TEXT]},
        articles__a_dot_html=evil, articles__a_dot_txt=b"Other words.",
    )  # fmt: skip
    one = brought(library, desk.user, file, tmp_path)
    item = _only(desk)
    html, text = desk.store.read(lambda tx: articles.body(tx, desk.user, item.id)) or ("", "")
    for bad in ("script", "onclick", "javascript", "iframe", "steal"):
        assert bad not in html
    assert "words" in html
    assert text.startswith("Good words")
    (fate,) = Bringing(desk.store, desk.user).account(one)
    assert "was cleaned" in fate.remarks


def test_what_was_there_stays_and_gets_only_what_it_lacks(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    mine = bobs.save("http://sho.rt/x", "Mine", tags=("own",)).item.id
    bobs.act(Favourite(ById(mine)), AddHighlight(ById(mine), NewHighlight("lit on Fridays", "mark-1")))
    library.run_sync(saved_searches.keep, bobs.user, "Mine", "tag:own")
    bobs.store.write(lambda tx: user_counters.keep_looks(tx, bobs.user, "light.20"))
    one = brought(library, bobs.user, exported(library, desk.user), tmp_path)
    assert (one.new, one.joined, one.skipped) == (3, 1, 0)
    item = bobs.item(mine)
    assert set(item.tags) == {"own", "bread", "later", "slow/food"}
    assert item.article is not None
    assert bobs.store.read(lambda tx: articles.text(tx, bobs.user, mine)) == OVEN
    marks = bobs.store.read(lambda tx: highlights.of(tx, bobs.user, [mine]))[mine]
    assert sorted(mark.quote for mark in marks) == ["Bread comes", "lit on Fridays", "not in it at all"]
    queries = [each.query for each in library.run_sync(saved_searches.all_of, bobs.user)]
    assert queries.count("tag:own") == queries.count("tag:bread is:unread") == 1
    assert bobs.store.read(lambda tx: user_counters.looks(tx, bobs.user)) == "light.20"


def test_the_same_file_again_changes_nothing(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    file = exported(library, desk.user)
    brought(library, bobs.user, file, tmp_path)
    before = rows_of(bobs.store, bobs.user)
    clock.forward(days=1)
    one = brought(library, bobs.user, file, tmp_path, Choices(tags=()))
    assert one.new == 0
    after = rows_of(bobs.store, bobs.user)
    for name in before:
        assert after[name] == before[name] or name.startswith(("import", "acts"))
    assert exported(library, bobs.user) == file


def test_an_import_of_everything_can_be_undone(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    one = brought(library, bobs.user, exported(library, desk.user), tmp_path)
    undone = Bringing(bobs.store, bobs.user).undo(one)
    assert (bobs.counts, bobs.tags, undone.kept) == ((0, 0), {}, 0)


def test_choices_hold_for_files_of_our_own_too(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    choices = Choices(tags=("old",), folders=Folders.TAGS)
    brought(library, bobs.user, exported(library, desk.user), tmp_path, choices)
    assert bobs.tags["old"] == 3
    assert "before: noon / é" in bobs.tags


def test_a_highlights_name_that_is_taken_is_not_given_twice(
    library: Library, desk: Desk, tmp_path: Path
) -> None:
    marks = [{"quote": "one", "name": "n"}, {"quote": "two", "name": "n"}]
    lines = [{"saved": 1, "url": f"https://example.org/{n}", "highlights": marks} for n in range(2)]
    brought(library, desk.user, _file(*lines), tmp_path)
    rows = desk.store.read(lambda tx: tx.all("SELECT client_name FROM highlights WHERE user_id = 1"))
    assert sorted(row[0] for row in rows) == ["", "", "", "n"]


def test_addresses_of_other_items_stay_theirs(
    library: Library, desk: Desk, bobs: Desk, tmp_path: Path
) -> None:
    bobs.save("https://example.org/bobs")
    mine = desk.save("https://example.org/mine").item.id
    row = desk.store.read(
        lambda tx: tx.one("SELECT key FROM addresses WHERE user_id = 1 AND item_id = :id", id=mine)
    )
    assert row is not None
    line = {"saved": 1, "url": "https://example.org/other", "keys": [bytes(row[0]).hex()]}
    before = rows_of(bobs.store, bobs.user)
    one = brought(library, desk.user, _file(line), tmp_path)
    assert (one.new, rows_of(bobs.store, bobs.user)) == (1, before)
    assert desk.save("https://example.org/mine").item.id == mine


def test_a_text_without_an_address_comes_back_as_the_same_one(
    library: Library, desk: Desk, bobs: Desk, tmp_path: Path
) -> None:
    line = {"saved": 5, "keys": ["ab" * 16], "texts": [TEXT]}
    file = _file(line, articles__a_dot_html=b"<p>Words.</p>", articles__a_dot_txt=b"Words.")
    brought(library, desk.user, file, tmp_path)
    first = exported(library, desk.user)
    brought(library, bobs.user, first, tmp_path)
    assert exported(library, bobs.user) == first
    assert json.loads(members(first)["items/000000.jsonl"])["keys"] == ["ab" * 16]


@pytest.mark.parametrize("limit", [1, 2])
def test_a_full_list_says_so_of_each_row(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path, limit: int
) -> None:
    everything(library, desk, clock)
    bobs.store.write(lambda tx: user_counters.set_limits(tx, bobs.user, limit, 0))
    one = brought(library, bobs.user, exported(library, desk.user), tmp_path)
    skipped = Bringing(bobs.store, bobs.user).account(one, Outcome.SKIPPED)
    assert ([fate.why for fate in skipped], sum(bobs.counts)) == (["list-full"] * (3 - limit), limit)


@pytest.mark.parametrize("said", ["nan 5", "1..2 5", "0.5", "0.5 " + "9" * 40, "0.5 5\n"])
def test_what_no_program_tells_of_a_place_is_not_told_back(
    library: Library, desk: Desk, tmp_path: Path, said: str
) -> None:
    line = {
        "saved": 5,
        "url": "https://example.org/",
        "progress": 500,
        "progress_at": 7,
        "place": {"said": said},
    }
    brought(library, desk.user, _file(line), tmp_path)
    item = _only(desk)
    assert (item.progress, desk.store.read(lambda tx: places.said(tx, desk.user, [item.id]))) == (500, {})


def test_tags_of_a_file_are_made_only_as_tags_are_written(
    library: Library, desk: Desk, tmp_path: Path
) -> None:
    names = b'{"name":" Zinc, OXIDE "}\n{"name":""}\nno line\n{"name":"zinc oxide"}\n'
    brought(
        library, desk.user, _file({"saved": 5, "url": "https://example.org/"}, tags_dot_jsonl=names), tmp_path
    )
    assert [tag.name for tag in listed(library, desk.user)] == ["zinc oxide"]
