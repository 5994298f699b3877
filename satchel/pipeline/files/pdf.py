"""PDFs: title, authors, dates and text."""

from __future__ import annotations

import io
import logging
import re
import time
from html import escape
from typing import Any, NamedTuple

from satchel.model.articles import Article, Author
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.metadata.names import split_names
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import without_forbidden
from satchel.pipeline.text import bounded, count_words, excerpt_of

MAX_PAGES = 300
MAX_READ = 700_000  #: bytes of text, so that its HTML stays within bounds
MAX_SECONDS = 3.5  #: after so many no further page is begun; one page takes one second at most
SOME = 50  #: words; a PDF with so many is an article
#: What one page may ask for. Honest ones need a tenth of it; without it a small file could take minutes.
_BOUNDS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 5_000_000,
    "run_length_maximum_output_length": 5_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_parsing_work_maximum_count": 200_000,
    "xform_maximum_invocations_per_extraction": 50,
    "page_tree_maximum_page_entries": 100_000,
    "xmp_maximum_input_length": 200_000,
    "xmp_maximum_element_count": 2_000,
    "jbig2dec_binary": None,
}
_HYPHEN = re.compile(r"(\w)-\n(\w)")
_SOFTWARE_TITLE = re.compile(
    r"^(?:untitled|microsoft word\s*-\s*|document\d*$|slide \d|.*\.(?:docx?|indd|tex|dvi|qxd|pptx?|xlsx?|pdf)$)",
    re.I,
)


class _Facts(NamedTuple):
    title: str = ""
    authors: tuple[Author, ...] = ()
    language: str = ""
    published_at: int | None = None
    updated_at: int | None = None


def read_pdf(body: bytes, url: str) -> Article:
    """The item of a PDF. One that cannot be opened still has a title: its file name."""
    import pypdf  # slow to import, seldom needed

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    notes: list[str] = []
    pages: list[str] = []
    facts = _Facts()
    with pypdf.apply_configuration(**_BOUNDS):
        try:
            reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                notes.append("encrypted: it asks for a password")
            else:
                facts = _facts(reader)
                pages = _pages(reader, notes)
        except MemoryError:
            raise
        except Exception as error:  # what a broken file raises is anything
            notes.append(f"not readable as PDF: {type(error).__name__}: {error}"[:200])
    text = "\n\n".join(part for page in pages for part in _paragraphs(page))
    html = clean("".join(f"<p>{escape(part)}</p>" for page in pages for part in _paragraphs(page)))
    words = count_words(text)
    return Article(
        title=facts.title,
        html=html if len(html.encode()) <= MAX_HTML else "",
        text=text,
        excerpt=plain(excerpt_of(text)),
        language=facts.language,
        authors=facts.authors,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        words=words,
        is_article=words >= SOME,
        log=tuple(notes[:20]),
    )


def _pages(reader: Any, notes: list[str]) -> list[str]:
    """The text of the pages, as far as time and room go."""
    count = len(reader.pages)
    notes.append(f"a PDF of {count} pages" if count != 1 else "a PDF of one page")
    end = time.monotonic() + MAX_SECONDS
    pages: list[str] = []
    room = MAX_READ
    for number in range(count):
        late = time.monotonic() > end
        if number >= MAX_PAGES or room <= 0 or late:
            notes.append(f"cut after {number} pages{': they take too long' if late else ''}")
            break
        try:
            pages.append(bounded(without_forbidden(reader.pages[number].extract_text()), room))
        except MemoryError:
            raise
        except Exception as error:  # one broken page leaves the others
            notes.append(f"page {number + 1}: {type(error).__name__}")
            continue
        room -= len(pages[-1].encode("utf-8", "ignore"))
    if pages and not any(page.strip() for page in pages):
        notes.append("it holds no text: the pages are pictures")
    return pages


def _facts(reader: Any) -> _Facts:
    """What the file says about itself; a damaged part says nothing."""
    info = _asked(lambda: reader.metadata)
    title = plain(without_forbidden(str(_asked(lambda: info.title) or "")))
    if _SOFTWARE_TITLE.match(title) or len(title) < 4:
        title = ""
    names = split_names(without_forbidden(str(_asked(lambda: info.author) or "")))
    language = str(_asked(lambda: reader.trailer["/Root"].get("/Lang")) or "").strip().replace("_", "-")
    return _Facts(
        title,
        tuple(Author(name) for name in names),
        language if re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,3}", language) else "",
        _moment(_asked(lambda: info.creation_date)),
        _moment(_asked(lambda: info.modification_date)),
    )


def _asked(question: Any) -> Any:
    try:
        return question()
    except MemoryError:
        raise
    except Exception:  # what a broken file raises is anything
        return None


def _moment(made: Any) -> int | None:
    try:
        return int(made.timestamp() * 1000) if 1980 <= made.year < 2100 else None
    except (AttributeError, ValueError, OverflowError, OSError):
        return None


def _paragraphs(page: str) -> list[str]:
    """Lines joined to paragraphs: an empty line or one that ends early ends one."""
    lines = _HYPHEN.sub(r"\1\2", page).split("\n")
    longest = max((len(line) for line in lines), default=0)
    parts: list[str] = []
    current: list[str] = []
    for line in lines:
        if line.strip():
            current.append(" ".join(line.split()))
        if current and (not line.strip() or len(line) < longest * 0.7):
            parts.append(" ".join(current))
            current = []
    if current:
        parts.append(" ".join(current))
    return parts
