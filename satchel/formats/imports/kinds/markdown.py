"""Markdown files with named properties at their beginning, as note-takers keep articles: one row each."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt

from satchel.formats.imports import charsets, front_matter, making, tags
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.kind import Kind, Stream, WholeKind, each, first
from satchel.formats.imports.making import MAX_BODY_CHARACTERS
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Reason
from satchel.formats.imports.sources import Source, whole
from satchel.model.states import State

MAX_RENDERED_CHARACTERS = 1024 * 1024  #: what is longer is kept as plain text

_ADDRESSES = ("source", "url", "link", "original_url", "source url", "source_url", "originalurl")
_MARKED = re.compile(r"==(?=\S)([^=]{1,5000}+)==")
_QUOTES = re.compile(
    r"^(?:- )?#{1,6}\s+highlights\s*$(.*?)(?=^#{1,6}\s|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
#: A quotation that is named as one, anywhere in the text.
_QUOTED = re.compile(r"^> ?\[!quote\].*(?:\n>.*)*", re.MULTILINE | re.IGNORECASE)
_ARTICLE = re.compile(r"^## Article[ \t]*\r?\n", re.MULTILINE)
OURS = "Satchel"
_TAGS = ("labels", "tags", "topics")
_CALLOUT = re.compile(r"\[![\w-]+\][+-]?\s*")
#: The name of a quotation, which is none of its words.
_NAMED = re.compile(r"^> ?\[![\w-]+\][+-]?[ \t]*", re.MULTILINE)
_BLOCK_ID = re.compile(r"\s+\^[\w-]+$")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_markdown = MarkdownIt("commonmark", {"html": True})


def _read(source: Source, context: Context) -> Stream:
    data = whole(source, MAX_BODY_CHARACTERS)
    if data is None:
        yield making.skipped(
            context.place(1), Reason.DAMAGED, source.name, detail="The file is larger than is read."
        )
        return
    known, body = front_matter.split(charsets.head_text(data))
    address = next((text for key in _ADDRESSES if is_address(text := _text(known.get(key)))), "")
    if not address:
        yield making.skipped(context.place(1), Reason.NO_ADDRESS, source.name, _text(known.get("title")))
        return
    state = _text(known.get("state")).lower()
    article = _article(body) if _text(known.get("via")) == OURS else body
    yield making.row(
        context.place(1), address, _text(known.get("title")) or source.name.rpartition("/")[2].removesuffix(".md"),
        saved_at=context.time(_text(first(known, "date_saved", "date-saved", "saved", "created", "date"))),
        state=State.ARCHIVED if state == "archived" or _text(known.get("archived")) == "true" else State.UNREAD,
        read_at=context.time(_text(first(known, "date_archived", "read"))),
        favourite=_text(first(known, "favorite", "favourite")) == "true",
        tags=[tag.lstrip("#") for tag in _list(first(known, *_TAGS))],
        folder=[folder] if (folder := _text(known.get("folder"))) else (),
        note=_text(known.get("note")),
        excerpt=_text(known.get("description")),
        progress=progress(_text(known.get("progress"))),
        highlights=highlights(body),
        html=_rendered(article),
        text="" if len(article) <= MAX_RENDERED_CHARACTERS else article,
        authors=[_WIKI.sub(r"\1", name) for name in _list(first(known, "author", "authors"))],
        published_at=context.time(_text(first(known, "published", "date_published", "date-published"))),
        site=_text(first(known, "site", "site_name", "website")),
        cover=cover if is_address(cover := _text(first(known, "cover", "image"))) else "",
        language=_text(first(known, "language", "lang")),
    )  # fmt: skip


def highlights(body: str) -> list[Highlight]:
    """What is marked `==so==`, and the quotes below a heading "Highlights", each with the paragraph behind it."""
    found = [Highlight(mark[1]) for mark in _MARKED.finditer(body)]
    apart = _QUOTES.sub("", body)
    found += [Highlight(_unquoted(mark[0])) for mark in _QUOTED.finditer(apart)]
    for section in _QUOTES.finditer(body):
        for block in re.split(r"\n\s*\n", section[1]):
            text = block.strip()
            if text.startswith("- >"):
                found += _of_outline(text)
            elif text.startswith(">"):
                found.append(Highlight(_unquoted(text)))
            elif text and found:
                found[-1] = Highlight(found[-1].quote, f"{found[-1].note}\n\n{text}".strip())
    return found


def _unquoted(block: str) -> str:
    """The words of a quotation, without its signs and names."""
    lines = [_BLOCK_ID.sub("", line.lstrip("> ")) for line in block.strip().split("\n")]
    return _CALLOUT.sub("", "\n".join(lines)).strip()


def _of_outline(text: str) -> list[Highlight]:
    """Quotes that are blocks, each with the blocks below it as its note."""
    found: list[Highlight] = []
    for line in text.split("\n"):
        plain = line.strip()
        if plain.startswith("- >"):
            found.append(Highlight(plain[3:].strip()))
        elif found and plain.startswith(">"):
            found[-1] = Highlight(f"{found[-1].quote}\n{plain[1:].strip()}", found[-1].note)
        elif found and plain.startswith("- "):
            found[-1] = Highlight(found[-1].quote, f"{found[-1].note}\n\n{plain[2:]}".strip())
    return found


def _article(body: str) -> str:
    """The article in a file of our own, which has a heading."""
    found = _ARTICLE.search(body)
    return body[found.end() :] if found else ""


def _rendered(body: str) -> str:
    """The article as HTML, without the marks."""
    if not body.strip() or len(body) > MAX_RENDERED_CHARACTERS:
        return ""
    return str(_markdown.render(_NAMED.sub("> ", _MARKED.sub(r"\1", body))))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return tags.split(value, ",") if isinstance(value, str) else []


def _tells(text: str) -> bool:
    known, _ = front_matter.split(text)
    return any(is_address(_text(known.get(key))) for key in _ADDRESSES)


KIND = Kind("markdown", "Markdown files", each(_read))
TEXT_KINDS = (WholeKind(KIND, _tells, "the properties at its beginning"),)
