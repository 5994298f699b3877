"""An article for a terminal. What comes from a page is text there, never markup or control codes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
from lxml import html
from lxml.etree import _Element
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from satchel.base.text import line
from satchel.cli.show_item import minutes
from satchel.model.articles import Article, Presence

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "s": "strike",
    "del": "strike", "code": "cyan", "kbd": "cyan", "samp": "cyan", "a": "underline", "mark": "reverse",
}  # fmt: skip
_INLINE = frozenset(
    [*_STYLES, "span", "sub", "sup", "small", "u", "abbr", "q", "time", "br", "img", "var", "dfn", "wbr"]
)
_MAX_DEPTH = 12  #: of quotes and lists; deeper ones are not moved further to the right


def article(shown: Article) -> RenderableType:
    """Title, byline and the article with its headings, lists, quotes and code."""
    by = ", ".join(author.name for author in shown.authors)
    facts = [shown.site, by, _day(shown.published_at), f"{minutes(shown.words)} min" if shown.words else ""]
    parts: list[RenderableType] = [Text(line(shown.title, 500), style="bold")]
    if any(facts):
        parts.append(Text(line(" · ".join(fact for fact in facts if fact), 500), style="dim"))
    body = html.fragment_fromstring(shown.html, create_parent="div") if shown.html else None
    if body is not None:
        _blocks(body, parts, 0)
    return Group(*parts)


def text(shown: Article) -> RenderableType:
    """The plain text, as it is kept for search."""
    return Text(_printable(shown.text))


def metadata(shown: Article) -> RenderableType:
    """Everything but the body, a line each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in _rows(shown):
        if value:
            table.add_row(name, Text(line(value, 2_000)))
    return table


def as_json(shown: Article) -> str:
    """The article as one JSON object: all of it, with times as milliseconds since 1970."""
    return json.dumps(msgspec.to_builtins(shown))


def _rows(shown: Article) -> list[tuple[str, str]]:
    rows = [
        ("title", shown.title),
        ("site", shown.site),
        *(("author", f"{author.name} {author.url}".strip()) for author in shown.authors),
        ("published", _moment(shown.published_at)),
        ("updated", _moment(shown.updated_at)),
        ("language", f"{shown.language} {shown.direction}".strip()),
        ("excerpt", shown.excerpt),
        ("lead picture", shown.lead_image),
        ("canonical", shown.canonical),
        ("AMP", shown.amp),
        ("icon", shown.icon),
        ("next part", shown.next_page),
        ("encoding", shown.encoding),
        ("words", f"{shown.words}, {minutes(shown.words)} min" if shown.words else "0"),
        ("length", f"{shown.seconds} s" if shown.seconds is not None else ""),
        ("is", _kinds(shown)),
    ]
    rows += [("picture", " ".join(filter(None, (image.src, image.alt)))) for image in shown.images]
    rows += [("film", " ".join(filter(None, (video.src, video.vid)))) for video in shown.videos]
    return rows


def _kinds(shown: Article) -> str:
    said = {
        "an article": shown.is_article,
        "an index": shown.is_index,
        "a picture": shown.has_image is Presence.IS,
        "a film": shown.has_video is Presence.IS,
    }
    return ", ".join(name for name, true in said.items() if true)


def _blocks(box: _Element, parts: list[RenderableType], depth: int) -> None:
    """The blocks of a box, one below the other; runs of inline elements between them are one block."""
    run = Text()
    run.append(_flow(box.text))
    for number, child in enumerate(box):
        if child.tag in _INLINE:
            _inline(child, run)
        else:
            run = _flush(run, parts, depth)
            _block(child, parts, depth, number)
        run.append(_flow(child.tail))
    _flush(run, parts, depth)


def _block(element: _Element, parts: list[RenderableType], depth: int, number: int) -> None:
    deeper = min(depth + 1, _MAX_DEPTH)
    if element.tag == "pre":
        parts.append(
            Padding(
                Text(_printable("".join(map(str, element.itertext()))), style="cyan"), (1, 0, 0, 2 * deeper)
            )
        )
    elif element.tag in _HEADINGS:
        run = Text(style="bold")
        _inline(element, run)
        _flush(run, parts, depth)
    elif element.tag == "hr":
        parts.append(Padding(Text("* * *", style="dim"), (1, 0, 0, 2 * depth)))
    elif element.tag == "li":
        parent = element.getparent()
        before = len(parts)
        _blocks(element, parts, deeper)
        mark = f"{number + 1}. " if parent is not None and parent.tag == "ol" else "• "
        if (
            len(parts) > before
            and isinstance(first := parts[before], Padding)
            and isinstance(first.renderable, Text)
        ):
            parts[before] = Padding(Text(mark) + first.renderable, (0, 0, 0, 2 * depth))
    elif element.tag == "tr":
        cells = [" ".join("".join(map(str, cell.itertext())).split()) for cell in element]
        parts.append(Padding(Text(_printable(" │ ".join(cells))), (0, 0, 0, 2 * depth)))
    else:
        _blocks(element, parts, deeper if element.tag in ("blockquote", "dd", "figure") else depth)


def _flush(run: Text, parts: list[RenderableType], depth: int) -> Text:
    """Put what has been gathered below the rest; an empty text to gather on."""
    run.rstrip()
    if run.plain.strip():
        parts.append(Padding(run, (1, 0, 0, 2 * depth)))
    return Text()


def _inline(element: _Element, run: Text) -> None:
    start = len(run)
    if element.tag == "br":
        run.append("\n")
    elif element.tag == "img":
        run.append(f"[{_printable(element.get('alt') or 'picture')}]", style="dim")
    run.append(_flow(element.text))
    for child in element:
        _inline(child, run)
        run.append(_flow(child.tail))
    style = _STYLES.get(str(element.tag))
    if style:
        run.stylize(style, start)


def _flow(text: str | None) -> str:
    """Text between tags, with its white space collapsed as a page does it."""
    if not text:
        return ""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return _printable(f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}")


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def _day(moment: int | None) -> str:
    return _moment(moment)[:10]


def _moment(moment: int | None) -> str:
    return (
        datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
        if moment is not None
        else ""
    )
