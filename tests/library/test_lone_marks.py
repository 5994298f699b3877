"""Highlights that come without a link, as lists of them do that a service wrote for all that somebody reads."""

from __future__ import annotations

from pathlib import Path

from satchel.library.context import Library
from satchel.model.actions import ById, Delete
from satchel.model.imports import Outcome
from satchel.store import highlights
from tests.library.bringing import Bringing
from tests.library.conftest import Desk
from tests.library.taking_along import brought

HEAD = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,"
    "Location Type,Location,Highlighted at,Document tags"
)


def _file(*rows: tuple[str, str]) -> bytes:
    lines = [f'"{quote}","{title}",,,mine,green,,order,1,2023-07-17 14:00:25+00:00,' for quote, title in rows]
    return "\n".join([HEAD, *lines, ""]).encode()


def _quotes(desk: Desk, item: int) -> list[tuple[str, str]]:
    marks = desk.store.read(lambda tx: highlights.of(tx, desk.user, [item])).get(item, [])
    return [(mark.quote, mark.note) for mark in marks]


def test_they_join_the_article_of_their_title(
    library: Library, desk: Desk, bobs: Desk, tmp_path: Path
) -> None:
    theirs = bobs.save("https://example.org/oven", "The village oven").item.id
    item = desk.save("https://example.org/oven").item.id
    text = "The oven is lit. Bread comes out."
    desk.fetch(item=item, title="The Village Oven", html=f"<p>{text}</p>", text=text)
    file = _file(("Bread comes", "The village oven"), ("lit", "The Village Oven"), ("words", "A book"))
    one = brought(library, desk.user, file, tmp_path)
    assert (one.rows, one.new, one.joined, one.skipped, one.highlights) == (3, 0, 2, 1, 2)
    assert sorted(_quotes(desk, item)) == [("Bread comes", "mine"), ("lit", "mine")]
    marks = desk.store.read(lambda tx: highlights.of(tx, desk.user, [item]))[item]
    assert {mark.start for mark in marks} == {text.index("lit"), text.index("Bread")}
    (fate,) = Bringing(desk.store, desk.user).account(one, Outcome.SKIPPED)
    assert fate.why == "no-address"
    assert (desk.item(item).tags, _quotes(bobs, theirs)) == ((), [])
    again = brought(library, desk.user, file, tmp_path)
    assert (again.joined, again.highlights) == (2, 0)
    Bringing(desk.store, desk.user).undo(one)
    assert _quotes(desk, item) == []


def test_none_is_guessed_where_two_articles_have_that_title_or_the_only_one_was_deleted(
    library: Library, desk: Desk, tmp_path: Path
) -> None:
    desk.save("https://example.org/1", "Home")
    desk.save("https://example.org/2", "Home")
    gone = desk.save("https://example.org/3", "Gone").item.id
    desk.act(Delete(ById(gone)))
    one = brought(library, desk.user, _file(("a", "Home"), ("b", "Gone"), ("c", "")), tmp_path)
    assert (one.joined, one.skipped) == (0, 3)
