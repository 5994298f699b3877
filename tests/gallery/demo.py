"""A server with somebody who has read for a while: their articles, and what could not be had."""

from __future__ import annotations

from urllib.parse import quote

from satchel.library import acting, saving, undoing
from satchel.model.actions import Archive, ById, Favourite
from satchel.model.items import NewLink
from satchel.model.pages import Reason
from tests.gallery.articles import STORIES
from tests.gallery.painting import landscape
from tests.wire.server import Wire

USER = 1
PICTURES = 10


def furnish(wire: Wire) -> dict[str, int]:
    """Save all stories for Alice, the first one last; the ids of items by the last word of their address."""
    for number in range(1, PICTURES):
        wire.web.page(f"https://pictures.example/{number}.png", landscape(number), type="image/png")
    wire.web.fail("https://paywalled.example/markets", Reason.STATUS, 403)
    wire.web.fail("https://gone.example/page", Reason.NAME)
    links = [NewLink(story.url, tags=tuple(story.tags.split(","))) for story in STORIES[::-1]]
    links.insert(5, NewLink("https://paywalled.example/markets", "What the herring market knew on Monday"))
    links.insert(2, NewLink("https://gone.example/page"))
    for story in STORIES:
        wire.web.page(story.url, story.html)
    found = {}
    for link in links:
        wire.clock.forward(seconds=3600)
        found[link.url.rpartition("/")[2]] = wire.library.run_sync(saving.save, USER, link).item.id
    wire.settle()
    act = wire.library.store.write
    act(
        lambda tx: acting.act(
            tx, USER, [Favourite(ById(found["refuse-early"])), Favourite(ById(found["toshokan"]))]
        )
    )
    act(lambda tx: undoing.act(tx, USER, found["blank"], [Archive(ById(found["blank"]))]))
    return found


def crowd(wire: Wire, tags: int, items: int) -> None:
    """So many more items, and so many tags on one of them."""
    for number in range(items):
        link = NewLink(f"https://feed.example/{number}", f"Dispatch number {number} from the reading room")
        wire.library.run_sync(saving.save, USER, link)
    many = tuple(
        f"tag {number:03}" if number % 7 else f"topics/{number:03}/{quote('x' * (number % 20))}"
        for number in range(tags)
    )
    if many:
        link = NewLink(STORIES[0].url, tags=many)
        wire.library.store.write(lambda tx: saving.save(tx, USER, link), 40)
    wire.settle()
