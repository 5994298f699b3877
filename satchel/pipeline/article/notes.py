"""Footnotes: the links between a mark in the text and its note, and back, under names of our own."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from satchel.pipeline.parsing.tree import Element, box_around, length_of, text_of

MAX_NOTES = 500
FEWEST = 2  #: notes of a box outside of the text; one may be a link to the top of the page
ADDED = 0.25  #: of the letters of the text in such a box, at most; more is a list of literature
_MARK = re.compile(
    r"[\[(]?(?:\d{1,4}|[a-z]|[ivx]{1,5}|[*†‡§¶^#↑↩⏎←]+︎?|note \d{1,3}|fn\d{1,3}|back|return)[\])]?\.?\ufe0e?",
    re.I,
)
_NAMED = re.compile(r"foot-?note|fn-?ref|note-?ref|reference|citation|doc-noteref|doc-backlink|endnote", re.I)


def link_notes(article: Element, base: str) -> None:
    """Name the notes and marks of an article "note-1", "note-2" and let their links point to these names.

    All other links into the page keep pointing to the page itself.
    """
    page = base.partition("#")[0]
    named: dict[str, Element] = {}
    for element in article.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                named.setdefault(name, element)
    numbers: dict[Element, int] = {}
    links: list[tuple[Element, int]] = []
    for link in article.iter("a"):
        name = _fragment(link.get("href") or "", page)
        target = named.get(name, named.get(unquote(name))) if name else None
        if target is None or not _is_note(link) or len(numbers) >= MAX_NOTES:
            continue
        links.append((link, numbers.setdefault(target, len(numbers) + 1)))
    etree.strip_attributes(article, "id")
    for target, number in numbers.items():
        target.set("id", f"note-{number}")
    for link, number in links:
        link.set("href", f"#note-{number}")


def notes_of(parts: list[Element], body: Element, base: str) -> Element | None:
    """The box outside of these parts of a page that holds the notes to which marks in them lead."""
    page = base.partition("#")[0]
    links = [link for part in parts for link in part.iter("a") if "#" in (link.get("href") or "")]
    names = {name for link in links if (name := _fragment(link.get("href") or "", page)) and _is_note(link)}
    if len(names) < FEWEST:
        return None
    chosen = set(parts)
    named = (
        one for one in body.iter() if one.get("id") in names or (one.tag == "a" and one.get("name") in names)
    )
    notes = [one for one in named if chosen.isdisjoint([one, *one.iterancestors()])]
    if len(notes) < FEWEST:
        return None
    box = box_around(notes[:MAX_NOTES])
    if any(box in part.iterancestors() for part in parts):
        return None
    return box if length_of(box) < ADDED * sum(map(length_of, parts)) else None


def _fragment(href: str, page: str) -> str:
    if href.startswith("#"):
        return href[1:]
    before, mark, name = href.partition("#")
    return name if mark and before == page else ""


def _is_note(link: Element) -> bool:
    if _MARK.fullmatch(text_of(link)):
        return True
    above = link.getparent()
    names = f"{link.get('class') or ''} {link.get('role') or ''} {link.get('id') or ''}"
    return bool(_NAMED.search(names)) or (above is not None and above.tag == "sup")
