"""What was kept of a page stays when the page has become something else."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.cli.show_item import why
from satchel.library import refetching
from satchel.model.articles import Presence
from satchel.model.items import Item
from satchel.model.pages import FetchFailed, Reason
from satchel.store.db import Store
from tests.library.conftest import Desk, claim, fail, keep, owed

PAGE = "https://paper.example/2024/the-last-ferry"
STORY = "\n\n".join(
    f"On the {n}th morning the ferry left the old harbour with {n * 3} people and {n} sheep on board, "
    f"and whoever stood at post {n * 7} of the pier could count them one by one."
    for n in range(3, 13)
)
OTHER = "\n\n".join(
    f"Item {n} of our offers is a lamp of {n * 11} lumens, which nobody should be without this winter."
    for n in range(3, 23)
)
NOTICE = "Please wait while your browser is looked at. This takes five seconds."
TITLE = "The last ferry"


def first(desk: Desk, **article: Any) -> int:
    item = desk.save(PAGE).item.id
    desk.fetch(item=item, **{"title": TITLE, "text": STORY, "language": "en", **article})
    return item


def then(desk: Desk, item: int, url: str = PAGE, *, force: bool = False, **article: Any) -> Item:
    """The item after a fetch that found `article` at `url`."""
    desk.store.write(lambda tx: refetching.refetch(tx, desk.user, item, force=force))
    keep(desk.store, claim(desk.store, item), url, **article)
    return desk.item(item)


GONE: list[tuple[str, dict[str, Any]]] = [
    ("https://paper.example/", {"title": "Front page", "text": STORY.replace("ferry", "boat")}),
    ("https://paper.example/login", {"title": "Log in", "text": STORY}),
    ("https://paper.example/sorry", {"title": TITLE, "text": OTHER}),
    ("https://sso.example/welcome", {"title": "Welcome", "text": OTHER}),
    (PAGE, {"title": "", "text": "", "html": "", "is_article": False}),
    (PAGE, {"title": TITLE, "text": "", "html": "", "is_article": False}),
    (PAGE, {"title": "Just a moment", "text": NOTICE, "is_article": False}),
    (PAGE, {"title": "Just a moment", "text": NOTICE}),
    (PAGE, {"title": "Paper: all the news", "text": OTHER, "is_index": True, "is_article": False}),
    (PAGE, {"title": "This domain is for sale", "text": OTHER}),
    (PAGE, {"title": TITLE, "text": STORY[:200] + " Subscribe to read on."}),
    (PAGE, {"title": TITLE, "text": NOTICE, "is_article": False}),
    (PAGE, {"title": "Front page", "text": STORY + OTHER, "canonical": "https://paper.example/"}),
    (PAGE, {"title": TITLE, "text": OTHER, "language": "de"}),
    (PAGE, {"title": TITLE, "text": OTHER}),
    (PAGE, {"title": TITLE, "text": "We use cookies. " * 150}),
    (PAGE, {"title": "A picture", "text": "", "html": "", "has_image": Presence.IS, "is_article": False}),
]


@pytest.mark.parametrize(("url", "found"), GONE)
def test_what_was_kept_stays_and_the_item_says_so(
    desk: Desk, store: Store, url: str, found: dict[str, Any]
) -> None:
    item = first(desk)
    before = desk.item(item)
    after = then(desk, item, url, **found)
    assert after.article == before.article
    assert (after.fetch_reason, after.fetch_status) == ("kept", 200)
    assert why(after) == "the page no longer shows what was kept of it, so the earlier text stays"
    assert desk.save(url).item.id != item or url == PAGE
    assert store.read(lambda tx: tx.one("SELECT COUNT(*) FROM bodies")) == (1,)


@pytest.mark.parametrize(("url", "found"), GONE)
def test_whoever_forces_it_gets_what_is_there_now(desk: Desk, url: str, found: dict[str, Any]) -> None:
    item = first(desk)
    after = then(desk, item, url, force=True, **found)
    assert after.article is not None
    assert (after.article.title, after.fetch_reason) == (found["title"], "")


def test_one_fetch_is_forced_and_not_the_next(desk: Desk, store: Store) -> None:
    item = first(desk)
    store.write(lambda tx: refetching.refetch(tx, desk.user, item, force=True))
    fail(store, claim(store, item), FetchFailed(Reason.STATUS, status=404, permanent=True))
    assert then(desk, item, title="Sold", text=OTHER).title == TITLE
    assert then(desk, item, force=True, title="Sold", text=OTHER).title == "Sold"
    assert then(desk, item, title=TITLE, text=NOTICE).title == "Sold"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (PAGE, {"title": TITLE, "text": STORY + OTHER}),
        (PAGE, {"title": TITLE, "text": OTHER + STORY}),
        (PAGE, {"title": "The ferry that was the last", "text": STORY + "\n\nCorrected on Monday."}),
        (PAGE, {"title": "The ferry that was the last", "text": STORY[200:]}),
        (PAGE, {"title": TITLE, "text": STORY.replace("people", "guests").replace("sheep", "goats")}),
        (PAGE, {"title": TITLE, "text": STORY[: len(STORY) * 2 // 3]}),
        (PAGE, {"title": TITLE, "text": STORY, "is_article": False}),
        (PAGE, {"title": TITLE, "text": STORY[: len(STORY) // 3] + OTHER}),
        (PAGE, {"title": TITLE, "text": OTHER * 3}),
        (PAGE + ".html", {"title": TITLE, "text": STORY + OTHER}),
        ("https://new.example/archive/77", {"title": TITLE, "text": STORY + OTHER}),
    ],
)
def test_an_article_that_was_edited_takes_the_place_of_the_old(
    desk: Desk, url: str, found: dict[str, Any]
) -> None:
    item = first(desk)
    after = then(desk, item, url, **found)
    assert after.article is not None
    assert (after.article.url, after.title, after.fetch_reason) == (url, found["title"], "")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (PAGE, {"title": "Just a moment", "text": NOTICE, "is_article": False}),
        (PAGE, {"title": "", "text": "", "html": "", "is_article": False}),
        (PAGE, {"title": TITLE, "text": OTHER, "is_article": False}),
        ("https://paper.example/sorry", {"title": "Are you a robot?", "text": OTHER + OTHER + OTHER}),
        ("https://paper.example/", {"title": "Front page", "text": OTHER, "is_index": True}),
    ],
)
def test_the_article_replaces_what_came_in_its_stead_at_first(
    desk: Desk, url: str, found: dict[str, Any]
) -> None:
    item = desk.save(PAGE).item.id
    desk.fetch(url, item=item, **found)
    assert desk.save(PAGE).fetching
    desk.fetch(PAGE, item=item, title=TITLE, text=STORY)
    assert desk.item(item).title == TITLE
    assert not desk.save(PAGE).fetching


def test_a_notice_under_the_title_of_its_article_gives_way_to_the_article(desk: Desk) -> None:
    item = first(desk, text=NOTICE)
    assert then(desk, item, title=TITLE, text=STORY).fetch_reason == ""


def test_a_front_page_that_was_saved_as_one_is_renewed(desk: Desk) -> None:
    item = first(desk, title="Monday's news", is_index=True, is_article=False)
    assert then(desk, item, title="Tuesday's news", text=OTHER, is_index=True, is_article=False).title == (
        "Tuesday's news"
    )


def test_a_check_in_place_of_what_a_short_link_led_to_leaves_it(desk: Desk) -> None:
    item = desk.save("https://paper.example/s1").item.id
    desk.fetch(PAGE, item=item, title=TITLE, text=STORY)
    found: dict[str, Any] = {"title": "Just a moment", "text": NOTICE, "is_article": False}
    assert then(desk, item, "https://paper.example/s1", **found).title == TITLE
    assert then(desk, item, "https://paper.example/login", title="Log in", text=OTHER).title == TITLE
    assert then(desk, item, PAGE, title=TITLE, text=STORY + OTHER).fetch_reason == ""


def test_items_whose_pages_became_one_notice_stay_apart_with_what_they_had(desk: Desk, store: Store) -> None:
    ids = []
    for number in range(4):
        ids.append(desk.save(f"https://paper.example/{number}").item.id)
        desk.fetch(item=ids[-1], title=f"Story {number}", text=STORY.replace("ferry", f"boat{number}"))
    for item in ids:
        then(desk, item, "https://paper.example/sorry", title="Sorry", text=OTHER, canonical=PAGE)
    assert sorted(desk.ids()) == ids
    assert [desk.item(item).title for item in ids] == [f"Story {number}" for number in range(4)]
    assert owed(store) == 0


def test_a_page_in_place_of_a_picture_leaves_it(desk: Desk) -> None:
    picture: dict[str, Any] = {"title": "ferry.png", "text": "", "html": "", "has_image": Presence.IS}
    item = desk.save(PAGE).item.id
    keep(desk.store, claim(desk.store, item), PAGE, "image/png", is_article=False, **picture)
    found = then(desk, item, title="Log in", text=OTHER).article
    assert found is not None
    assert found.title == "ferry.png"


def test_a_notice_that_declares_its_own_address_at_every_other_gives_way_when_a_link_is_saved_again(
    desk: Desk,
) -> None:
    notice = "https://paper.example/consent"
    item = first(desk, title="We value your privacy", text=OTHER, canonical=notice)
    assert desk.save(PAGE).fetching
    keep(desk.store, claim(desk.store, item), PAGE, title=TITLE, text=STORY, canonical=PAGE)
    found = desk.item(item).article
    assert found is not None
    assert found.title == TITLE
    assert not desk.save(PAGE).fetching
