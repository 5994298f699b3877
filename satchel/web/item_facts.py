"""What the pages of an article say of it, and the number in their addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from satchel.formats import reader_html
from satchel.library import edits
from satchel.model.items import Item, State
from satchel.model.reading_time import minutes
from satchel.web import rows
from satchel.web.list_address import ListAddress
from satchel.web.words import marked, text


def number_of(request: Request) -> int:
    """The id in the path. Raises a 404 for what is none."""
    digits = request.path_params["number"]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
        raise HTTPException(404)
    return int(digits)


def facts(item: Item) -> dict[str, Any]:
    """What the pages of an item say of it."""
    found = item.article
    published = found.published_at if found else None
    return {
        "id": item.id,
        "title": item.title,
        "url": found.url if found else item.given_url,
        "site": (found.site if found else "") or rows.site_of(item),
        "host": rows.site_of(item),
        "authors": [_author(author.name) for author in found.details.authors] if found else [],
        "published": day(published) if published else None,
        "saved": day(item.added_at),
        "minutes": minutes(found.words, found.language) if found else 0,
        "words": found.words if found else 0,
        "kind": rows.kind(item),
        "lang": reader_html.language(found.language) if found else "",
        # What our pages put into an article, in their own language, would decide about "auto".
        "reads": (found.direction or edits.direction(found.language) if found else "") or "auto",
        "excerpt": found.excerpt if found else "",
        "tags": [{"name": tag, "address": ListAddress("tag", tag).path} for tag in item.tags],
        "favourite": item.favourite,
        "archived": item.state == State.ARCHIVED,
        "finished": item.finished_at > 0,
        "note": item.description,
        "copy": _copy(found.details.copy) if found and found.details.copy else None,
    }


def _author(name: str) -> dict[str, str]:
    """Somebody who wrote it, and the search for all that they wrote."""
    quoted = name.replace('"', " ")
    return {"name": name, "address": ListAddress("search", f'author:"{quoted}"').address}


_MADE = re.compile(r"/web/(\d{14})")


def _copy(address: str) -> dict[str, Any] | None:
    """A copy that is read in place of the page, and the day of which it is."""
    made = _MADE.search(address)
    try:
        at = datetime.strptime(made[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if made else None
    except ValueError:
        at = None
    return {"address": address, "day": day(int(at.timestamp() * 1000))} if at else None


_MONTHS = (
    marked("January"), marked("February"), marked("March"), marked("April"),
    marked("May"), marked("June"), marked("July"), marked("August"),
    marked("September"), marked("October"), marked("November"), marked("December"),
)  # fmt: skip


def day(ms: int) -> dict[str, str]:
    """A day for people and for programs."""
    found = datetime.fromtimestamp(ms / 1000, UTC)
    said = {"day": found.day, "month": text(_MONTHS[found.month - 1]), "year": found.year}
    return {"iso": found.strftime("%Y-%m-%d"), "words": text("%(day)s %(month)s %(year)s") % said}
