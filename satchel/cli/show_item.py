"""What was found at a link, in words and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from satchel.base.text import line
from satchel.model.items import ArticleHead, Item, Saved
from satchel.model.pages import Reason

#: Words that most people read in a minute.
PACE = 220

_WHY = {
    Reason.REFUSED: "the address could not be reached",
    Reason.BAD_ADDRESS: "this is not an address that can be fetched",
    Reason.UNREACHABLE: "the address could not be reached",
    Reason.NAME: "there is no site of that name",
    Reason.TLS: "the site's certificate is not valid",
    Reason.TIMEOUT: "the site took too long to answer",
    Reason.REDIRECTS: "the site only sent us in circles",
    Reason.STATUS: "the site answered with an error",
    Reason.TOO_LARGE: "the page is too large",
    Reason.BROKEN: "the site's answer was damaged",
    Reason.FULL: "the list is full, so the text was not kept",
    Reason.UNREADABLE: "nothing readable could be made of the page",
    Reason.KEPT: "the page no longer shows what was kept of it, so the earlier text stays",
}


def why(item: Item) -> str:
    """Why there is no page, as people say it; "" when there is one or it is still awaited."""
    return worded(Reason(item.fetch_reason), item.fetch_status) if item.fetch_reason else ""


def worded(reason: Reason, status: int) -> str:
    """A reason as people say it, with the number of the site's own error."""
    number = f" ({status})" if reason == Reason.STATUS and status else ""
    return _WHY.get(reason, "the page could not be had") + number


def minutes(words: int) -> int:
    """How long reading takes; 0 when there is nothing to read."""
    return max(1, round(words / PACE)) if words else 0


def described(saved: Saved, item: Item) -> RenderableType:
    """The item for a terminal. What comes from the page is text, never markup or control codes."""
    parts: list[RenderableType] = [Text(line(item.title, 300), style="bold")]
    rows = _rows(item.article) if item.article else []
    if item.article and item.article.excerpt:
        parts.append(Padding(Text(line(item.article.excerpt, 500)), (1, 0)))
    rows.append(("link", item.article.url if item.article else item.given_url))
    if item.tags:
        rows.append(("tags", ", ".join(item.tags)))
    rows.append(("id", str(item.id)))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(line(value, 2000)))
    return Group(*parts, table, "", Text(_outcome(saved, item), style="yellow" if why(item) else "green"))


def _rows(found: ArticleHead) -> list[tuple[str, str]]:
    details = found.details
    pictures, films = len(details.images), len(details.videos)
    time = f"{found.words} words, {minutes(found.words)} min" if found.words else ""
    rows = [
        ("site", found.site),
        ("by", ", ".join(author.name for author in details.authors)),
        ("published", _day(found.published_at)),
        ("length", time),
        ("pictures", str(pictures) if pictures else ""),
        ("films", str(films) if films else ""),
        ("kind", "" if found.media_type in ("", "text/html", "application/xhtml+xml") else found.media_type),
    ]
    return [(name, value) for name, value in rows if value]


def _outcome(saved: Saved, item: Item) -> str:
    did = "Saved" if saved.is_new else "Saved again: it is unread, and on top"
    if item.fetch_reason == Reason.KEPT:
        return f"{did}, but {why(item)}."
    if why(item):
        rest = "What there is was kept." if item.article else "The link is kept."
        return f"{did}, but {why(item)}. {rest}"
    if item.article is None:
        return f"{did}. The page is not there yet; a server will fetch it."
    return f"{did}."


def as_json(saved: Saved, item: Item) -> str:
    """The item as one JSON object. `page` is null as long as there is none; `problem` says why."""
    return json.dumps(
        {
            "item_id": item.id,
            "is_new": saved.is_new,
            "url": item.given_url,
            "title": item.title,
            "tags": list(item.tags),
            "fetched": item.article is not None,
            "status": item.fetch_status,
            "problem": why(item) or None,
            "page": _page(item.article) if item.article else None,
        }
    )


def _page(found: ArticleHead) -> dict[str, object]:
    details = found.details
    return {
        "url": found.url,
        "media_type": found.media_type,
        "title": found.title,
        "site": found.site,
        "authors": [author.name for author in details.authors],
        "published": _day(found.published_at) or None,
        "language": found.language,
        "excerpt": found.excerpt,
        "words": found.words,
        "minutes": minutes(found.words),
        "images": len(details.images),
        "videos": len(details.videos),
        "is_article": bool(found.is_article),
    }


def _day(ms: int | None) -> str:
    if ms is None:
        return ""
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
