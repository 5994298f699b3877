"""Plain text made readable."""

from __future__ import annotations

import re
from html import escape

from satchel.model.articles import Article
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.text import bounded, count_words, excerpt_of

MAX_READ = 900_000  #: bytes of text, so that its HTML stays within bounds
_COLUMNS = re.compile(r"\S {3,}\S|^\s*[|+][-=+|]|\t", re.M)


def read_text(body: bytes, url: str, charset: str) -> Article:
    """The item of a plain text: paragraphs where empty lines part them, lines kept where they are columns."""
    text, encoding = decode(body[: 4 * MAX_READ], charset, url)
    text = bounded(text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4), MAX_READ).strip()
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text)]
    html = clean("".join(_block(block) for block in blocks if block.strip()))
    words = count_words(text)
    if len(html.encode()) > MAX_HTML:
        html = ""
    title = _title(blocks)
    return Article(
        title=title,
        html=html,
        text=text,
        excerpt=plain(excerpt_of(text.removeprefix(title).strip())),
        words=words,
        is_article=words > 50,
        encoding=encoding,
    )


def _block(block: str) -> str:
    lines = block.split("\n")
    if _COLUMNS.search(block) or (
        len(lines) > 2 and sum(line.startswith("    ") for line in lines) > len(lines) / 2
    ):
        return f"<pre>{escape(block)}</pre>"
    # Lines of even length were wrapped by a program; short ones were ended by the writer.
    wrapped = all(len(line) > 45 for line in lines[:-1])
    return f"<p>{('<br>' if not wrapped else ' ').join(escape(line.strip()) for line in lines)}</p>"


def _title(blocks: list[str]) -> str:
    """The first line, when it stands alone and is short enough for a title."""
    first = next((block for block in blocks if block.strip()), "").strip()
    return plain(first.lstrip("# ")) if first and "\n" not in first and len(first) <= 120 else ""
