"""Articles that programs hand in themselves: with the address of their page, or without one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from satchel.base.errors import Busy, Full, Invalid, Unavailable
from satchel.library import given, reading, refetching, versions
from satchel.library.context import Library
from satchel.model.actions import AddHighlight, AddTags, Archive, ById, Delete, Readd
from satchel.model.articles import Article
from satchel.model.conditions import Flag, Is
from satchel.model.highlights import NewHighlight
from satchel.model.items import Item, NewLink, Saved, State
from satchel.model.pages import FetchFailed, Reason
from satchel.model.versions import Origin
from satchel.store import highlights, user_counters
from tests.clock import FakeClock
from tests.library.conftest import Desk, owed, pass_thirty_days
from tests.wire.web import Here

PAGE = "http://example.org/article"
WORDS = " ".join(f"The oven at the end of lane {number} is lit on Fridays." for number in range(12))
LETTER = f"<h1>Weekly letter</h1><p>{WORDS}</p><script>alert(1)</script><p onclick=x>Bye.</p>"
WHOLE = (
    f"<html lang=de><head><title>Der Ofen</title></head><body><article><p>{WORDS}</p></article></body></html>"
)


@pytest.fixture
def reads(make_library: Callable[..., Library]) -> Library:
    return replace(make_library(), reader=Here())


class Broken:
    """A reader that can read nothing."""

    def __init__(self, *, permanent: bool) -> None:
        self._permanent = permanent

    async def read_html(self, html: str, url: str, person: int = 0) -> Article:
        raise FetchFailed(Reason.UNREADABLE, permanent=self._permanent)


def give(
    library: Library, desk: Desk, html: str = LETTER, url: str = "", source: str = "", **link: object
) -> Saved:
    new = NewLink(url, **link)  # type: ignore[arg-type]
    return asyncio.run(given.read_and_save(library, desk.user, new, html, source))


def html_of(desk: Desk, number: int) -> str:
    return desk.store.read(lambda tx: reading.html(tx, desk.user, number))


def article_of(item: Item) -> tuple[str, str, int]:
    assert item.article
    return item.article.title, item.article.site, item.article.is_article


def test_content_with_an_address_is_the_article_of_its_link_and_no_page_is_fetched(
    desk: Desk, reads: Library
) -> None:
    saved = give(reads, desk, url=PAGE, tags=("bread",))
    item = desk.item(saved.item.id)
    assert saved.is_new
    assert not saved.fetching
    assert owed(desk.store) == 0
    assert (item.given_url, item.tags, item.fetch_reason) == (PAGE, ("bread",), "")
    assert item.fetched_at > 0
    assert WORDS in html_of(desk, item.id)
    assert "alert" not in html_of(desk, item.id)
    assert "onclick" not in html_of(desk, item.id)
    assert saved.item == item


def test_a_whole_page_brings_its_title_and_language_and_a_given_title_goes_before(
    desk: Desk, reads: Library
) -> None:
    item = give(reads, desk, WHOLE, PAGE).item
    assert item.article
    assert (item.title, item.article.language) == ("Der Ofen", "de")
    assert give(reads, desk, WHOLE, PAGE, title="The oven").item.title == "The oven"


def test_a_fetch_that_comes_later_does_not_take_the_place_of_what_was_given(
    desk: Desk, reads: Library, clock: FakeClock
) -> None:
    number = give(reads, desk, url=PAGE).item.id
    clock.forward(seconds=100)
    desk.store.write(lambda tx: refetching.refetch(tx, desk.user, number))
    desk.fetch(item=number, text=WORDS + " More.", html="<p>The page.</p>")
    assert WORDS in html_of(desk, number)
    _, kept = desk.store.read(lambda tx: versions.shown(tx, desk.user, number))
    assert [each.origin for each in kept] == [Origin.FETCHED, Origin.HANDED_IN]


def test_what_is_given_for_a_link_that_is_there_takes_the_place_of_its_text(
    desk: Desk, reads: Library
) -> None:
    number = desk.save(PAGE).item.id
    desk.fetch(item=number, text="Short.", html="<p>Short.</p>", site="The Oven")
    desk.act(Archive(ById(number)))
    desk.act(AddHighlight(ById(number), NewHighlight("at the end of lane 7")))
    again = give(reads, desk, url=PAGE)
    item = desk.item(number)
    assert (again.is_new, again.item.id, item.state) == (False, number, State.UNREAD)
    assert article_of(item) == ("A title", "The Oven", 1)
    assert WORDS in html_of(desk, number)
    mark = desk.store.read(lambda tx: highlights.of(tx, desk.user, [number]))[number][0]
    assert mark.start is not None
    before = item.article.version if item.article else 0
    same = give(reads, desk, url=PAGE).item
    assert same.article
    assert same.article.version == before


def test_content_without_an_address_is_an_item_of_its_own_that_is_never_fetched(
    desk: Desk, reads: Library, clock: FakeClock
) -> None:
    number = give(reads, desk, source="Post", tags=("mail",)).item.id
    item = desk.item(number)
    assert (item.given_url, item.tags, article_of(item)) == ("", ("mail",), ("Weekly letter", "Post", 1))
    clock.forward(days=1)
    desk.store.write(lambda tx: refetching.refetch(tx, desk.user, number, force=True))
    desk.store.write(lambda tx: refetching.refetch_some(tx, desk.user, 0, force=True))
    desk.do(Delete, number)
    desk.do(Readd, number, title="Another title")
    assert desk.item(number).state == State.UNREAD
    assert owed(desk.store) == 0
    assert WORDS in html_of(desk, number)
    assert desk.ids(condition=Is(Flag.PRIVATE)) == [number]


def test_the_same_content_is_the_same_item_with_all_that_it_has(
    desk: Desk, reads: Library, clock: FakeClock
) -> None:
    number = give(reads, desk, source="Post").item.id
    give(reads, desk, f"<p>{WORDS} Another letter.</p>", source="Post")
    desk.do(AddTags, number, tags=("kept",))
    desk.do(Archive, number)
    clock.forward(seconds=5)
    again = give(reads, desk, source="Post")
    assert (again.is_new, again.item.id, again.item.state, again.item.tags) == (
        False, number, State.UNREAD, ("kept",),
    )  # fmt: skip
    assert desk.ids()[0] == number
    assert desk.counts == (2, 0)
    desk.do(Delete, number)
    pass_thirty_days(desk.store, clock)
    revived = give(reads, desk, source="Post").item
    assert revived.id == number
    assert WORDS in html_of(desk, number)


def test_nobody_else_has_what_one_person_gave(desk: Desk, bobs: Desk, reads: Library) -> None:
    number = give(reads, desk).item.id
    assert html_of(bobs, number) == ""
    assert give(reads, bobs).is_new


@pytest.mark.parametrize("html", ["", "   ", "<script>let x;</script>", "x" * 2_000_001])
def test_what_says_nothing_or_too_much_is_refused_and_nothing_is_kept(
    desk: Desk, reads: Library, html: str
) -> None:
    for url in ("", PAGE):
        with pytest.raises(Invalid) as refused:
            give(reads, desk, html, url)
        assert refused.value.field == "content"
    assert desk.counts == (0, 0)


@pytest.mark.parametrize(
    ("reader", "error"),
    [(Broken(permanent=True), Invalid), (Broken(permanent=False), Busy), (None, Unavailable)],
)
def test_nothing_half_is_kept_where_the_content_cannot_be_read(
    desk: Desk, reads: Library, reader: Broken | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        give(replace(reads, reader=reader), desk, url=PAGE)
    assert desk.counts == (0, 0)


def test_a_text_that_calls_itself_nothing_is_called_by_its_beginning(desk: Desk, reads: Library) -> None:
    item = give(reads, desk, f"<p>Dear   reader,\n {WORDS}</p>").item
    assert item.title.startswith("Dear reader, The oven")
    assert item.title.endswith("…")
    assert len(item.title) <= 200


def test_who_has_no_room_for_texts_gives_none(desk: Desk, reads: Library) -> None:
    give(reads, desk)
    desk.store.write(lambda tx: user_counters.set_limits(tx, desk.user, 0, 1))
    for url in ("", PAGE):
        with pytest.raises(Full):
            give(reads, desk, f"<p>{WORDS} And more.</p>", url)
    assert desk.counts == (1, 0)
