"""Evernote: notes that were clipped from a page."""

from __future__ import annotations

import re

from satchel.formats.imports import making, xml_elements
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight, colour
from satchel.formats.imports.html_tokens import attributes, plain, tokens
from satchel.formats.imports.kind import Kind, Stream, XmlKind, each
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source

_PROLOGUE = re.compile(r"^\s*(?:<\?xml[^>]*\?>)?\s*(?:<!DOCTYPE[^>]*>)?", re.DOTALL)
_NOTE = re.compile(r"(</?)en-note\b")
_MEDIA = re.compile(r"<en-media\b[^<>]*+>(?:\s*</en-media>)?")
_MARKED = re.compile(
    r"-evernote-highlight:\s*true|--en-highlight:\s*(?P<colour>[a-z]+)|background-color:\s*rgb\(\s*255,\s*250,\s*165\s*\)"
)
_FACTS = ("content", "created", "title")
_VOID = ("br", "img", "hr", "en-media", "en-todo", "input")


def _note(element: xml_elements.Element, place: Place, context: Context) -> Row | Skipped:
    known: dict[str, str] = {}
    tags: list[str] = []
    for child in element.children:
        if child.name == "note-attributes":
            known.update((inner.name, inner.text) for inner in child.children)
        elif child.name == "tag":
            tags.append(child.text)
        elif child.name in _FACTS:
            known.setdefault(child.name, child.text)
    body = _PROLOGUE.sub("", known.get("content", ""))
    return making.row(
        place, known.get("source-url", ""), known.get("title", ""),
        saved_at=context.time(known.get("created", "")),
        tags=tags,
        highlights=_highlights(body),
        html=_MEDIA.sub("", _NOTE.sub(r"\1div", body)),
        authors=[known.get("author", "")],
    )  # fmt: skip


def _highlights(body: str) -> list[Highlight]:
    """What stands in elements with the marker's background."""
    if not _MARKED.search(body):
        return []
    found: list[Highlight] = []
    texts: list[str] = []
    depth, colours = 0, ""
    for token in tokens([body]):
        if not token.name:
            if depth:
                texts.append(plain(token.text))
        elif token.name in _VOID or token.text.endswith("/"):
            continue
        elif token.is_end:
            depth = max(0, depth - 1)
            if not depth and texts:
                found.append(Highlight("".join(texts), colour=colour(colours)))
                texts = []
        elif depth:
            depth += 1
        elif marked := _MARKED.search(attributes(token.text).get("style", "")):
            depth, colours = 1, marked["colour"] or ""
    return found


def _read(source: Source, context: Context) -> Stream:
    return xml_elements.rows(source, context, "note", _note)


KIND = Kind("evernote", "Evernote", each(_read), facts=("Pictures in notes of Evernote are not brought in.",))
XML_KINDS = (XmlKind(KIND, lambda root, text: root == "en-export"),)
