"""PDFs: title, author and text."""

from __future__ import annotations

import io
import logging
import re
from html import escape
from typing import Any

from satchel.model.articles import Article, Author
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.links import file_name
from satchel.pipeline.metadata.authors import split_names
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import without_forbidden
from satchel.pipeline.text import bounded, count_words, excerpt_of

MAX_PAGES = 300
MAX_READ = 700_000  #: bytes of text, so that its HTML stays within bounds
_HYPHEN = re.compile(r"(\w)-\n(\w)")
_SOFTWARE_TITLE = re.compile(
    r"^(?:untitled|microsoft word\s*-\s*|document\d*$|slide \d|.*\.(?:docx?|indd|tex|dvi|qxd|pptx?|xlsx?)$)",
    re.I,
)


def read_pdf(body: bytes, url: str) -> Article:
    """The item of a PDF. One that cannot be opened still has a title: its file name."""
    import pypdf  # slow to import, seldom needed
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    broken = (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        NotImplementedError,
        OSError,
        AssertionError,
        ArithmeticError,
        StopIteration,
    )
    notes: list[str] = []
    pages: list[str] = []
    title, published = "", None
    authors: tuple[Author, ...] = ()
    try:
        reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        title, authors, published = _facts(reader)
        room = MAX_READ
        for number, page in enumerate(reader.pages):
            if number >= MAX_PAGES or room <= 0:
                notes.append(f"cut after {number} pages")
                break
            try:
                pages.append(bounded(without_forbidden(page.extract_text()), room))
            except broken as error:
                notes.append(f"page {number + 1}: {type(error).__name__}")
                continue
            room -= len(pages[-1].encode("utf-8", "ignore"))
    except broken as error:
        notes.append(f"not readable as PDF: {type(error).__name__}")
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    html = clean("".join(_paragraphs(page) for page in pages))
    words = count_words(text)
    return Article(
        title=title or plain(file_name(url)),
        html=html if len(html.encode()) <= MAX_HTML else "",
        text=text,
        excerpt=plain(excerpt_of(text)),
        authors=authors,
        published_at=published,
        words=words,
        is_article=words > 50,
        log=tuple(notes[:20]),
    )


def _facts(reader: Any) -> tuple[str, tuple[Author, ...], int | None]:
    info = reader.metadata or {}
    title = plain(without_forbidden(str(info.get("/Title") or "")))
    if _SOFTWARE_TITLE.match(title) or len(title) < 4:
        title = ""
    names = split_names(without_forbidden(str(info.get("/Author") or "")))
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except (ValueError, TypeError, AttributeError):
        made = None
    published = int(made.timestamp() * 1000) if made is not None and 1980 <= made.year < 2100 else None
    return title, tuple(Author(name) for name in names), published


def _paragraphs(page: str) -> str:
    """Lines joined to paragraphs: a line that ends early, or a sentence before a capital, ends one."""
    lines = _HYPHEN.sub(r"\1\2", page).split("\n")
    longest = max((len(line) for line in lines), default=0)
    parts: list[str] = []
    current: list[str] = []
    for line in lines:
        if line.strip():
            current.append(line.strip())
        if current and (not line.strip() or len(line) < longest * 0.7):
            parts.append(" ".join(current))
            current = []
    if current:
        parts.append(" ".join(current))
    return "".join(f"<p>{escape(part)}</p>" for part in parts)
