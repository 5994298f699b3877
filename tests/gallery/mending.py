"""Pictures of the pages on which people put an article right, of many tags, and of the first steps."""

from __future__ import annotations

from typing import Any

from satchel.library import acting, saving
from satchel.model.actions import AddTags, ById
from satchel.model.items import NewLink
from tests.gallery import demo
from tests.wire.server import Wire

_TOPICS = (
    "architecture", "art", "art/glass", "art/print", "astronomy", "birds", "bread", "bridges", "cities", "cities/lisbon", "clocks", "code",
    "code/python", "code/python/typing", "cooking", "design", "economics", "film", "gardens", "geology", "history", "history/rome",
    "history/rome/aqueducts", "ink", "islands", "journalism", "kites", "language", "law", "maps", "maths", "music", "neon", "ocean",
    "paper", "photography", "poetry", "rivers", "science", "ships", "stone", "tides", "trains", "übersetzung", "văn học", "weather",
    "work", "zines", "建築", "文学", "رحلات", "2024", "100 books",
)  # fmt: skip
_OLD = "".join(
    f"<p>Paragraph {number} tells of the tide and the door that it comes to each autumn.</p>"
    for number in range(14)
)


def furnish(wire: Wire) -> int:
    """An article with three versions and two edits; 300 tags on several others. The article's id."""
    url = "https://estuary.example/notches"
    page = "<!doctype html><html lang='en'><title>Notches</title><meta name='author' content='I. Calloway'><article><h1>Notches</h1>{}</article>"
    wire.web.page(url, page.format(_OLD))
    number = wire.library.run_sync(saving.save, demo.USER, NewLink(url, tags=("history", "tides"))).item.id
    wire.settle()
    names = [
        *_TOPICS,
        *(
            f"{topic}/{word}"
            for topic in _TOPICS[:32]
            for word in ("a", "b", "notes", "to read", "old", "new", "lists", "people")
        ),
    ]
    for at in range(0, 300, 20):
        link = NewLink(f"https://shelf.example/{at}", f"Shelf {at}")
        item = wire.library.run_sync(saving.save, demo.USER, link).item.id
        some = tuple(names[at : at + 20]) + tuple(names[: 1 + at % 9])
        wire.library.store.write(
            lambda tx, item=item, some=some: acting.act(tx, demo.USER, [AddTags(ById(item), some)])  # type: ignore[misc]
        )
    wire.clock.forward(seconds=86_400 * 40)
    changed = _OLD.replace("Paragraph 3 tells of the tide", "Paragraph 3 speaks of the spring tide").replace(
        "<p>Paragraph 9 tells of the tide and the door that it comes to each autumn.</p>", ""
    )
    changed += "<p>Please subscribe to our <a href='/letter'>letter about tides</a>.</p><p>A new ending was written in spring.</p>"
    wire.web.page(url, page.format(changed))
    return number


def shoot(camera: Any, number: int) -> None:
    """All these pages."""
    page = camera.page
    camera.take("mend-text", f"/read/{number}/text")
    page.get_by_role("button", name="Fetch again").click()
    camera.take("mend-fetched")
    camera.take("mend-versions", f"/read/{number}/versions", whole=True)
    page.get_by_role("link", name="What changed").first.click()
    camera.take("mend-changes", whole=True)
    camera.take("mend-why", f"/read/{number}/why", whole=True)
    page.goto(f"/read/{number}/edit")
    page.fill("#title", "The notches above the high street")
    page.fill("#authors", "Ines Calloway, Teodor Brandt")
    page.fill("#note", "For the piece about flood marks.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    camera.take("mend-edited")
    camera.take("mend-edit", f"/read/{number}/edit", whole=True)
    page.fill("#title", "")
    page.fill("#published", "last spring")
    page.get_by_role("button", name="Save", exact=True).last.click()
    camera.take("mend-edit-wrong", whole=True)
    page.goto(f"/read/{number}/paste")
    camera.take("mend-paste")
    page.goto(f"/read/{number}/hide")
    page.get_by_role("checkbox").nth(13).check()
    camera.take("mend-hide", whole=True)
    page.get_by_role("button", name="Hide what is ticked").click()
    camera.take("mend-hidden")
    camera.take("mend-rules", "/settings/hidden")
    page.get_by_role("button", name="Show again").first.click()
    camera.take("mend-tags", "/tags", whole=True)
    camera.take("mend-tags-found", "/tags?q=rome")
    camera.take("mend-tag", "/tags?edit=history", whole=True)
    camera.take("help", "/help", whole=True)
