"""Markdown for note-takers: a file for each article, with its properties, highlights, and for some its text."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from satchel.formats.exports.cells import one_line
from satchel.formats.exports.file_names import FileNames
from satchel.formats.exports.writing import Format, Texts, Writer
from satchel.formats.exports.zip_writer import ZipWriter
from satchel.model.exports import Leaving
from satchel.model.highlights import Highlight
from satchel.model.items import State
from satchel.model.library_file import Shelf

FOLDER = "Satchel"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": ""})
#: What would be more than letters in a text of Markdown: everywhere, and at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>#~|]|&(?=[a-zA-Z#]))")
_BEGINS = re.compile(r"(\s*(?:\d{1,9}(?=[.)])|(?=[-+=:])))")
_MARKED = re.compile("==")
_TAG = re.compile(r"[^\w/-]+")


def _moment(ms: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return _LAST if ms > 0 else _FIRST


def _time(ms: int) -> str:
    return _moment(ms).isoformat(timespec="milliseconds" if ms % 1000 else "seconds").replace("+00:00", "Z")


def _day(ms: int) -> str:
    return _moment(ms).date().isoformat()


def _quoted(text: str) -> str:
    """A text as YAML takes it on one line, whatever is in it."""
    return f'"{text.translate(_ESCAPES)}"'


def _escaped(text: str) -> str:
    """Plain text as Markdown: each sign is a letter."""
    lines = (
        _BEGINS.sub(r"\1\\", line, count=1) if _BEGINS.match(line) else line for line in text.split("\n")
    )
    return "\n".join(_MARKED.sub("&#61;=", _SIGNS.sub(r"\\\1", line)) for line in lines)


def _properties(leaving: Leaving) -> Iterator[str]:
    """The lines between the fences, one property each but for lists."""
    item, found = leaving.item, leaving.item.article
    yield f"title: {_quoted(item.title)}"
    if item.given_url:
        yield f"source: {_quoted(item.given_url)}"
    if found:
        yield from _listed("author", [each.name for each in found.details.authors])
        if found.published_at is not None:
            yield f"published: {_day(found.published_at)}"
    yield f"created: {_time(item.added_at)}"
    if found and found.excerpt:
        yield f"description: {_quoted(one_line(found.excerpt))}"
    yield from _listed("tags", [tag for each in item.tags if (tag := _as_tag(each))])
    if any(_as_tag(each) != each for each in item.tags):
        yield from _listed("labels", item.tags)  # as they are: tags of these programs have no blanks
    if found and found.site:
        yield f"site: {_quoted(found.site)}"
    if found and found.language:
        yield f"language: {_quoted(found.language)}"
    yield f"state: {'archived' if item.state == State.ARCHIVED else 'unread'}"
    if item.favourite:
        yield "favorite: true"
    if item.read_at:
        yield f"read: {_time(item.read_at)}"
    if item.progress:
        yield f"progress: {item.progress / 1000:g}"
    if leaving.folder:
        yield f"folder: {_quoted(leaving.folder)}"
    if found and found.lead_image:
        yield f"cover: {_quoted(found.lead_image)}"
    if item.description:
        yield f"note: {_quoted(item.description)}"
    yield f"via: {FOLDER}"


def _listed(name: str, some: Sequence[str]) -> Iterator[str]:
    if some:
        yield f"{name}:"
        yield from (f"  - {_quoted(each)}" for each in some)


def _as_tag(tag: str) -> str:
    """A tag as these programs have them: one word, and not a number alone."""
    word = _TAG.sub("-", tag).strip("-")
    return f"n{word}" if word.replace("/", "").replace("-", "").isdigit() else word


def _obsidian(leaving: Leaving) -> str:
    parts = ["---", *_properties(leaving), "---", "", f"# {_escaped(one_line(leaving.item.title))}", ""]
    if leaving.item.description:
        parts += [_escaped(leaving.item.description), ""]
    if leaving.highlights:
        parts += ["## Highlights", ""]
        for mark in leaving.highlights:
            parts += [*_quote(mark), ""]
            if mark.note:
                parts += [_note(mark.note), ""]
    text = _text(leaving)
    if text:
        parts += ["## Article", "", _escaped(text), ""]
    return "\n".join(parts)


def _quote(mark: Highlight) -> list[str]:
    """The quote, with a name by which other notes can link to it."""
    lines = [f"> {line}".rstrip() for line in mark.quote.strip().split("\n")]
    named = hashlib.blake2b(f"{mark.quote}\n{mark.made_at}".encode(), digest_size=4).hexdigest()
    return [*lines[:-1], f"{lines[-1]} ^h-{named}"]


def _note(note: str) -> str:
    """A note below its quote: never taken for another quote, or for a heading."""
    return "\n".join(f"\\{line}" if line[:1] in (">", "#") else line for line in note.strip().split("\n"))


def _text(leaving: Leaving) -> str:
    return zlib.decompress(leaving.bodies[0].text).decode() if leaving.bodies else ""


def _logseq(leaving: Leaving) -> str:
    """A page of blocks, whose first one has the properties."""
    item, found = leaving.item, leaving.item.article
    state = "archived" if item.state == State.ARCHIVED else "unread"
    facts = [("title", one_line(item.title)), ("source", item.given_url), ("created", _time(item.added_at))]
    if found:
        facts += [("author", ", ".join(f"[[{_page(each.name)}]]" for each in found.details.authors))]
        facts += [("published", _day(found.published_at) if found.published_at is not None else "")]
        facts += [("site", one_line(found.site))]
    facts += [("tags", ", ".join(f"[[{_page(tag)}]]" for tag in item.tags)), ("state", state)]
    facts += [("favorite", "true" if item.favourite else ""), ("folder", one_line(leaving.folder))]
    facts += [
        ("note", one_line(item.description)),
        ("read", _time(item.read_at) if item.read_at else ""),
        ("via", FOLDER),
    ]
    lines = [f"{name}:: {value}" for name, value in facts if value] + [""]
    if leaving.highlights:
        lines += ["- ## Highlights"]
    for mark in leaving.highlights:
        first, *more = mark.quote.strip().split("\n")
        lines += [f"\t- > {first}", *(f"\t  > {line}" for line in more)]
        lines += [f"\t\t- {one_line(mark.note)}"] if mark.note else []
    return "\n".join(lines) + "\n"


def _page(name: str) -> str:
    return one_line(name.replace("[[", "").replace("]]", ""))


class _Markdown(Writer):
    def __init__(self, folder: str, written: Callable[[Leaving], str]) -> None:
        self._zip = ZipWriter()
        self._names = FileNames()
        self._folder, self._written = folder, written

    def begin(self, shelf: Shelf) -> bytes:
        return b""

    def add(self, some: Sequence[Leaving]) -> bytes:
        return b"".join(
            self._zip.member(
                f"{self._folder}/{self._names.of(each.item.title)}.md",
                self._written(each).encode("utf-8", "ignore"),
            )
            for each in some
        )

    def end(self) -> bytes:
        return self._zip.end()


OBSIDIAN = Format("markdown", ".zip", "application/zip", lambda: _Markdown(FOLDER, _obsidian), Texts.READ)
LOGSEQ = Format("logseq", ".zip", "application/zip", lambda: _Markdown("pages", _logseq))
