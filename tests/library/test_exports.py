"""What other programs read, and our own importer, too: nothing is lost that the form can say."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from satchel.formats.exports.registry import FORMATS
from satchel.formats.exports.writing import Texts
from satchel.formats.imports import recognising
from satchel.library import exporting
from satchel.library.context import Library
from satchel.model.actions import AddHighlight, ById
from satchel.model.highlights import NewHighlight
from satchel.model.items import Item, Query, State
from satchel.store import folders, highlights
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.taking_along import brought, everything, exported, members

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: What each form can say of an item, beside its address.
SAYS = {
    "satchel": {"title", "saved", "state", "favourite", "tags", "folder", "note", "quotes", "notes"},
    "json": {"title", "saved", "state", "favourite", "tags", "folder", "note", "quotes", "notes"},
    "netscape": {"title", "second", "state", "favourite", "tags", "folder", "line"},
    "pocket-csv": {"title", "second", "state", "tags"},
    "pocket-zip": {"title", "second", "state", "tags", "quotes"},
    "instapaper-csv": {"title", "second", "tags", "folder", "note"},
    "markdown": {"title", "saved", "state", "favourite", "tags", "folder", "note", "quotes", "notes"},
    "logseq": {"title", "saved", "state", "favourite", "tags", "folder", "line", "quotes", "notes"},
}


def _said(desk: Desk, says: set[str]) -> dict[str, dict[str, Any]]:
    """What a list says of its items, by their addresses, as far as a form can say it."""
    its = [item for item in desk.find(limit=1000).items if isinstance(item, Item)]
    marks = desk.store.read(lambda tx: highlights.of(tx, desk.user, [item.id for item in its]))
    named = {folder.id: folder.name for folder in desk.store.read(lambda tx: folders.of(tx, desk.user))}
    found = {}
    for item in its:
        quotes = {" ".join(mark.quote.split()) for mark in marks.get(item.id, [])}
        said = {
            "title": item.title, "saved": item.added_at, "second": item.added_at // 1000, "state": item.state,
            "favourite": item.favourite, "tags": item.tags, "folder": named.get(item.folder_id or 0, ""),
            "note": item.description, "line": " ".join(item.description.split()), "quotes": quotes,
            "notes": {mark.note for mark in marks.get(item.id, []) if mark.note},
        }  # fmt: skip
        found[item.given_url] = {name: value for name, value in said.items() if name in says}
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_form_can_say_comes_back(
    name: str, library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    file = exported(library, desk.user, FORMATS[name])
    one = brought(library, bobs.user, file, tmp_path)
    assert (one.new, one.skipped) == (4 if name == "satchel" else 3, 0)
    assert _said(bobs, SAYS[name]) == _said(desk, SAYS[name])


@pytest.mark.parametrize("name", FORMATS)
def test_each_form_is_told_for_what_it_is(
    name: str, library: Library, desk: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    (tmp_path / "file").write_bytes(exported(library, desk.user, FORMATS[name]))
    kinds = {"satchel": "satchel", "json": "satchel-json", "netscape": "bookmarks-html", "logseq": "markdown"}
    assert recognising.recognise(tmp_path / "file").kind == kinds.get(name, name)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_library_is_a_file_too(name: str, library: Library, desk: Desk) -> None:
    file = exported(library, desk.user, FORMATS[name])
    if FORMATS[name].suffix == ".zip":
        assert members(file) or name in ("markdown", "logseq")
    else:
        assert file


def test_a_list_or_a_search_is_exported_alone_and_in_its_order(
    library: Library, desk: Desk, clock: FakeClock
) -> None:
    for number in range(7):
        desk.save(f"https://example.org/{number}", f"Number {number}", tags=("even",) * (number % 2 == 0))
        clock.forward(seconds=1)
    listed = json.loads(exported(library, desk.user, FORMATS["json"], Query(search="tag:even sort:oldest")))
    assert [each["title"] for each in listed["items"]] == [f"Number {number}" for number in (0, 2, 4, 6)]
    newest = json.loads(exported(library, desk.user, FORMATS["json"], Query(states=(State.UNREAD,))))
    assert [each["title"] for each in newest["items"]] == [f"Number {number}" for number in range(6, -1, -1)]


def test_no_cell_is_a_formula_and_none_changes_on_the_way_back(
    library: Library, desk: Desk, bobs: Desk, tmp_path: Path
) -> None:
    titles = ["=1+1", "+49 30 1234", "-5 degrees", "@somebody", '=HYPERLINK("https://evil.example")']
    for number, title in enumerate(titles):
        desk.save(f"https://example.org/{number}", title, tags=("-cold", "=x"), description="=2+2")
    for name in ("pocket-csv", "instapaper-csv"):
        file = exported(library, desk.user, FORMATS[name])
        cells = [cell for line in csv.reader(io.StringIO(file.decode())) for cell in line]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        brought(library, bobs.user, file, tmp_path)
        assert _said(bobs, {"title", "tags"}) == _said(desk, {"title", "tags"})


def test_files_of_notes_have_names_that_every_system_takes(library: Library, desk: Desk) -> None:
    titles = [
        "CON", "con.txt", "a/b\\c:d*e?f", "Same", "same", "SAME", "...", "", "火" * 200, "x" * 300, "../../etc/passwd",
        "tab\tand\nline", "ﬀ", "ff", "-", "trailing. ",
    ]  # fmt: skip
    for number, title in enumerate(titles):
        desk.save(f"https://example.org/{number}", title)
    names = list(members(exported(library, desk.user, FORMATS["markdown"])))
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        folder, _, plain = name.partition("/")
        assert folder == "Satchel"
        assert not set(plain) & set('\\/:*?"<>|#^[]\n\t')
        assert len(plain.encode()) <= 110
        assert plain.partition(".")[0].lower() not in ("con", "")
        assert not plain.removesuffix(".md").endswith((" ", "."))


def test_properties_of_notes_are_yaml_whatever_the_title_is(library: Library, desk: Desk) -> None:
    title = 'He said: "no"; \\ and #1 --- [x] {y} é'
    desk.save("https://example.org/", title, tags=("two words", "2024", "a:b"))
    (note,) = members(exported(library, desk.user, FORMATS["markdown"])).values()
    head = note.decode().split("---\n")[1]
    assert f"title: {json.dumps(title, ensure_ascii=False)}\n" in head
    assert 'tags:\n  - "n2024"\n  - "a-b"\n  - "two-words"\n' in head


@pytest.mark.parametrize("texts", Texts)
def test_a_part_has_few_items_that_have_very_many_tags_and_highlights(desk: Desk, texts: Texts) -> None:
    names = tuple(f"{number:03}{'t' * 90}" for number in range(500))
    with_tags = [desk.save(f"http://example.org/{n}", tags=names).item.id for n in range(40)]
    marked = desk.save("http://example.org/marked").item.id
    for n in range(60):
        desk.act(AddHighlight(ById(marked), NewHighlight("quote " * 3000, f"{n}", "note " * 3000)))
    parts = []
    ids = [*with_tags, marked, marked]
    while ids:
        found = desk.store.read(partial(exporting.part, user=desk.user, ids=ids, texts=texts, names={}))
        parts.append(found.read)
        ids = ids[found.read :]
    assert max(parts) <= exporting.MAX_BYTES // (500 * 90 * 4)
    assert parts[-1] == 1
