"""What the tests of lists and articles share: a reader with a list, and pages on the web to save."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from satchel.library import saving
from satchel.model.items import NewLink
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

STORY = (
    "<!doctype html><html lang='en'><title>{title}</title><meta name='author' content='Ines Calloway'>"
    "<article><h1>{title}</h1>{body}</article>"
)
WORDS = "<p>The oven at the end of the lane is lit on Fridays, and you bring your own dough to it.</p>" * 12


def publish(wire: Wire, url: str, title: str = "The village oven", body: str = WORDS) -> None:
    """Put an article on the web."""
    wire.web.page(url, STORY.format(title=escape(title), body=body))


def save(wire: Wire, url: str, title: str = "", tags: str = "", user: int = 1) -> int:
    """Save a link for somebody and wait for its page; the item's id."""
    wire.clock.forward(seconds=1)
    link = NewLink(url, title, tuple(tags.split(",")) if tags else ())
    saved = wire.library.store.write(lambda tx: saving.save(tx, user, link))
    wire.settle()
    return saved.item.id


def read(wire: Wire, url: str = "https://hearth.example/oven", body: str = WORDS, **more: Any) -> int:
    """Publish an article and save it."""
    publish(wire, url, more.pop("title", "The village oven"), body)
    return save(wire, url, **more)


def ids(reply: Reply) -> list[int]:
    """The items of the list that is shown, in order."""
    return [int(number) for number in re.findall(r'<li id="i(\d+)"', reply.text)]


def said(reply: Reply) -> str:
    """What the page says of what was just done."""
    found = re.search(r'<div class="toast" role="status">\s*<p>(.*?)</p>', reply.text, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def follow(surfer: Surfer, reply: Reply) -> Reply:
    """The page to which a form led."""
    assert reply.status == 303, reply.text
    return surfer.get(reply.headers["location"].partition("#")[0])


def link(reply: Reply, words: str) -> str:
    """Where the link with those words leads."""
    for href, text in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', reply.text, re.DOTALL):
        if words in unescape(re.sub(r"<[^>]+>", "", text)):
            return unescape(href)
    raise AssertionError(f"no link says {words!r}")
