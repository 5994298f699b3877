"""Markdown made readable."""

from __future__ import annotations

import re
from html import unescape

import msgspec

from satchel.model.articles import Article, Author
from satchel.pipeline.files.fragment import read_fragment
from satchel.pipeline.files.plaintext import read_text
from satchel.pipeline.metadata.dates import parse_date
from satchel.pipeline.metadata.names import split_names
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import decode

MAX_LETTERS = 300_000  #: half a second of work for prose, three for one enormous table
# Open brackets cost time in their square (10,000 take 0.1 s, 100,000 take 4 s); cells cost a lot each.
MAX_BRACKETS = 10_000
MAX_CELLS = 60_000
MAX_LINES = 20_000  #: as items of a list they take a second and a half
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"^([A-Za-z_-]{1,40})\s*:\s*(.{1,2000})$", re.M)
_HEADING = re.compile(r"\A\s*<h1[^>]*>(.*?)</h1>", re.S)


def read_markdown(body: bytes, url: str, charset: str) -> Article:
    """The item of a Markdown file: what it becomes as HTML, its first heading as title.

    Reads CommonMark with tables and strike-through, and the title, author and date of a YAML
    head. What is too much to be a text is read as plain text.
    """
    from markdown_it import MarkdownIt  # seldom needed

    text, encoding = decode(body[: 4 * MAX_LETTERS], charset, url)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("[") > MAX_BRACKETS or text.count("|") > MAX_CELLS:
        plainly = read_text(body, url, charset)
        return msgspec.structs.replace(plainly, log=("read as plain text: too many brackets or bars",))
    text, notes = _cut(text)
    head, rest = _parted(text)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])
    html = parser.render(rest)
    heading = _HEADING.match(html)
    title = plain(head.get("title", "")) or (plain(_without_tags(heading[1])) if heading else "")
    if heading and plain(_without_tags(heading[1])) == title:
        html = html[heading.end() :]
    article = read_fragment(html, url, log=("Markdown", *notes))
    return msgspec.structs.replace(
        article,
        title=title,
        authors=tuple(Author(name) for name in split_names(head.get("author", ""))),
        published_at=parse_date(head.get("date", "")),
        language=head.get("lang", "") if re.fullmatch(r"[a-z]{2,3}(-\w{2,8})*", head.get("lang", "")) else "",
        excerpt=plain(head.get("description", ""), 500) or article.excerpt,
        encoding=encoding,
    )


def _cut(text: str) -> tuple[str, tuple[str, ...]]:
    """The text within its bounds, and a note when that cost something."""
    whole = text
    text = text[:MAX_LETTERS]
    if text.count("\n") > MAX_LINES:
        text = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
    return text, (f"cut after {len(text)} letters",) if len(text) < len(whole) else ()


def _parted(text: str) -> tuple[dict[str, str], str]:
    """The values of a YAML head that are one line, names in lower case, and what follows the head."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    values = {name.lower(): value.strip().strip("\"'[]") for name, value in _PAIR.findall(found[1])}
    return values, text[found.end() :]


def _without_tags(html: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", html))
