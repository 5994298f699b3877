"""Libraries that nobody thought of go out and come in again without a difference."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from satchel.base.text import clean
from satchel.library import filing, versions
from satchel.library.context import Library
from satchel.model.actions import AddHighlight, AddTags, Archive, ById, Delete, Favourite
from satchel.model.articles import Article, Author, Image
from satchel.model.highlights import Colour, NewHighlight
from satchel.model.places import Place
from satchel.store import places
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.taking_along import brought, exported, members
from tests.library.test_nothing_lost import library_of
from tests.library.test_versions import say

pytestmark = pytest.mark.hypothesis

LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(LETTERS, max_size=40)
WORDS = st.text(LETTERS, min_size=1, max_size=20)
TIMES = st.integers(1, 1_780_000_000_000)
MARKS = st.builds(
    NewHighlight, quote=WORDS, note=TEXTS, colour=st.sampled_from(Colour), made_at=TIMES, patch=TEXTS
)  # fmt: skip
SAID = st.just("") | st.builds(lambda share, at: f"{share!r} {at}", st.floats(0, 1), st.integers(1, 10**12))
PLACES = st.builds(lambda share, at, said: Place(share, at, said=said), st.integers(0, 1000), TIMES, SAID)
ARTICLES = st.fixed_dictionaries({
    "title": TEXTS, "text": st.text(LETTERS, max_size=200), "words": st.integers(0, 10**6), "site": TEXTS,
    "language": st.sampled_from(["", "en", "ar", "pt-BR"]), "excerpt": TEXTS,
    "authors": st.lists(st.builds(Author, TEXTS), max_size=3).map(tuple),
    "published_at": st.none() | st.integers(-(10**13), 10**13),
    "images": st.lists(st.builds(Image, st.just("https://example.org/1.jpg"), alt=TEXTS), max_size=2).map(tuple),
})  # fmt: skip
ITEMS = st.fixed_dictionaries({
    "title": TEXTS, "tags": st.lists(WORDS, max_size=4), "description": TEXTS, "at": TIMES,
    "article": st.none() | ARTICLES, "marks": st.lists(MARKS, max_size=3), "folder": st.integers(0, 3),
    "acts": st.sets(st.sampled_from([Archive, Favourite, Delete])), "pasted": st.booleans(),
    "renamed": st.none() | WORDS, "place": st.none() | PLACES,
    "keeps": st.booleans(),
})  # fmt: skip


def _make(library: Library, desk: Desk, made: list[dict[str, Any]]) -> None:
    folders = [library.run_sync(filing.create, desk.user, f"Folder {n}").id for n in (2, 1)]
    for number, each in enumerate(made):
        tags = tuple(each["tags"])
        item = desk.save(
            f"https://example.org/{number}",
            each["title"],
            tags,
            description=each["description"],
            at=each["at"],
        ).item.id
        if each["article"] is not None:
            html = f"<p>{number}</p>"
            desk.fetch(item=item, **{**each["article"], "html": html})
        if each["pasted"]:
            text = Article(html=f"<p>Pasted {number}</p>", text=f"Pasted {number}", words=2)
            desk.store.write(partial(versions.paste, user=desk.user, item_id=item, article=text))
        if each["renamed"] is not None and clean(each["renamed"]).strip():
            say(desk, item, title=each["renamed"])
        if each["place"] is not None:
            desk.store.write(partial(places.put, user=desk.user, item_id=item, place=each["place"], mark=1))
        desk.store.write(partial(places.keep_address, user=desk.user, item_id=item, keeps=each["keeps"]))
        if each["folder"] in (1, 2):
            library.run_sync(filing.put, desk.user, item, folders[each["folder"] - 1])
        marks = [AddHighlight(ById(item), mark) for mark in each["marks"] if clean(mark.quote).strip()]
        acts = [act(ById(item)) for act in (Archive, Favourite, Delete) if act in each["acts"]]
        desk.act(AddTags(ById(item), ("all",)), *marks, *acts)


def _emptied(store: Store, user: int) -> None:
    """Leave nothing in an account, for the next example."""

    def op(tx: Tx) -> None:
        tx.run("DELETE FROM item_tags WHERE user_id = :user", user=user)
        for table in ("acts", "imports", "items", "folders", "site_rules", "shelves"):
            tx.run(f"DELETE FROM {table} WHERE user_id = :user", user=user)
        tx.run("DELETE FROM jobs WHERE user_id = :user", user=user)
        tx.run("INSERT INTO shelves (user_id) VALUES (:user)", user=user)

    store.write(op)


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(made=st.lists(ITEMS, max_size=3))
def test_any_library_comes_back_byte_for_byte(
    made: list[dict[str, Any]], library: Library, desk: Desk, bobs: Desk, clock: FakeClock
) -> None:
    for each in (desk, bobs):
        _emptied(each.store, each.user)
    _make(library, desk, made)
    first = exported(library, desk.user)
    with tempfile.TemporaryDirectory() as folder:
        one = brought(library, bobs.user, first, Path(folder))
    assert (one.new, one.joined, one.skipped) == (len(made), 0, 0)
    second = exported(library, bobs.user)
    assert members(second) == members(first)
    assert second == first
    assert library_of(bobs.store, bobs.user) == library_of(desk.store, desk.user)
