"""What a file has of an article, and what was marked in it, comes along and finds its place."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from satchel.formats.imports.highlights import Highlight
from satchel.library import importing
from satchel.library.incoming import incoming
from satchel.model.articles import Article
from satchel.model.imports import Import
from satchel.model.items import Item, State
from satchel.model.pages import FetchFailed, Reason
from satchel.store import articles, highlights
from satchel.store.db import Store
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk, claim, fail

URL = "https://example.com/an-article"
WORDS = " ".join(f"word{n}" for n in range(200))
BROUGHT = Article(title="Brought", html=f"<p>{WORDS}</p>", text=WORDS, words=200, is_article=True)


@pytest.fixture
def bringing(store: Store, alice: int) -> Bringing:
    return Bringing(store, alice)


def _only(desk: Desk) -> Item:
    found = desk.find(states=(State.UNREAD, State.ARCHIVED)).items
    assert len(found) == 1
    assert isinstance(found[0], Item)
    return found[0]


def _brought(bringing: Bringing, article: Article, *highlights: Highlight) -> Import:
    """An import of one row whose file has the article, too."""
    one = bringing.begin()
    (coming,) = incoming([row(URL, highlights=highlights, html="<p>x</p>")], one.choices, one.made_at)
    coming.article = article
    step = partial(importing.step, user=bringing.user, import_id=one.id)
    bringing.store.write(lambda tx: step(tx, rows=[coming]))
    return bringing.store.write(lambda tx: step(tx, rows=[], last=True))


def test_the_article_in_a_file_is_shown_until_the_page_was_read(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    _brought(bringing, BROUGHT)
    item = _only(desk)
    assert (item.title, item.fetched_at, desk.counts) == ("Brought", 0, (1, 0))
    assert store.read(lambda tx: articles.text(tx, desk.user, item.id)) == WORDS
    desk.fetch(item=item.id, title="The page", text=WORDS.replace("word7", "other"), words=200)
    assert _only(desk).title == "The page"


@pytest.mark.parametrize(
    "found",
    [
        {"title": "Sign in", "text": "Sign in to read on.", "words": 5, "is_article": False},
        {"title": "The page", "text": "The first words.", "words": 3},
        {"title": "Home", "text": WORDS, "words": 200, "is_article": False, "is_index": True},
    ],
)
def test_the_article_in_a_file_stays_where_the_page_has_less(
    bringing: Bringing, desk: Desk, found: dict[str, Any]
) -> None:
    _brought(bringing, BROUGHT)
    desk.fetch(item=_only(desk).id, **found)
    assert _only(desk).title == "Brought"


def test_the_article_in_a_file_stays_when_the_page_is_gone(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    _brought(bringing, BROUGHT)
    item = _only(desk).id
    fail(store, claim(store), FetchFailed(Reason.STATUS, status=410, permanent=True))
    assert store.read(lambda tx: articles.text(tx, desk.user, item)) == WORDS


def test_a_highlight_stands_where_its_words_are_in_the_article(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    _brought(bringing, BROUGHT, Highlight("word3 word4"), Highlight("nowhere"))
    item = _only(desk).id
    found = store.read(lambda tx: highlights.of(tx, desk.user, [item]))[item]
    assert [(mark.quote, mark.start is None) for mark in found] == [("word3 word4", False), ("nowhere", True)]


def test_a_highlight_that_came_before_its_article_finds_its_place(
    bringing: Bringing, desk: Desk, store: Store
) -> None:
    bringing.bring(row(URL, highlights=(Highlight("word3 word4"), Highlight("nowhere"))))
    item = _only(desk).id
    desk.fetch(item=item, text=WORDS)
    found = store.read(lambda tx: highlights.of(tx, desk.user, [item]))[item]
    start = WORDS.index("word3 word4")
    assert [(mark.quote, mark.start) for mark in found] == [("word3 word4", start), ("nowhere", None)]
