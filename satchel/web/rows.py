"""An item as a row of a list: what the template shows of it."""

from __future__ import annotations

from typing import Any

from satchel.base.urls import host_of
from satchel.formats.reader_html import language
from satchel.library import pictures
from satchel.library.purges import KEPT_MS
from satchel.model.items import Item, State
from satchel.model.pages import Reason
from satchel.model.reading_time import minutes
from satchel.web import list_address
from satchel.web.list_address import ListAddress
from satchel.web.words import marked

#: Thousandths below which somebody has hardly begun to read.
MIN_SHARE = 10
MAX_TAGS_SHOWN = 5
MAX_EXCERPT_CHARACTERS = 240  #: two lines on a wide screen

#: Why a page could not be had, and whether another try may help.
REASONS = {
    Reason.REFUSED: (marked("The address could not be reached."), True),
    Reason.BAD_ADDRESS: (marked("This address cannot be fetched."), False),
    Reason.UNREACHABLE: (marked("The site could not be reached."), True),
    Reason.NAME: (marked("There is no site of that name."), True),
    Reason.TLS: (marked("The site’s certificate is not valid."), True),
    Reason.TIMEOUT: (marked("The site took too long to answer."), True),
    Reason.REDIRECTS: (marked("The site only sent us in circles."), True),
    Reason.STATUS: (marked("The site answered with an error."), True),
    Reason.TOO_LARGE: (marked("The page is too large."), False),
    Reason.BROKEN: (marked("The site’s answer was damaged."), True),
    Reason.UNREADABLE: (marked("No text could be read from the page."), True),
    Reason.FULL: (marked("Your list is full, so the text was not kept."), True),
}
#: The errors of sites that people can do something about.
_STATUS = {
    401: marked("The site asked for a sign-in."),
    402: marked("The site asked for payment."),
    403: marked("The site did not let us read the page."),
    404: marked("The site has no such page any more."),
    410: marked("The site has removed the page."),
    429: marked("The site was asked too often."),
    451: marked("The site may not show the page, for legal reasons."),
}


def trouble(item: Item) -> tuple[str, bool]:
    """Why there is nothing to read, and whether another try may help; ("", False) where there is or will be."""
    if (item.article is not None and item.article.words) or not item.fetch_reason:
        return "", False
    reason = item.fetch_reason
    if reason == Reason.STATUS and item.fetch_status in _STATUS:
        return _STATUS[item.fetch_status], item.fetch_status not in (404, 410, 451)
    found = REASONS.get(Reason(reason)) if reason in list(Reason) else None
    return found or (marked("The page could not be had."), True)


def site_of(item: Item) -> str:
    """The host of the page, as people say it."""
    return host_of(item.article.url if item.article else item.given_url).removeprefix("www.")


def version(item: Item) -> str:
    """What changes with an item's article, for addresses that browsers keep."""
    return format(item.article.version, "x") if item.article else "0"


def picture_address(base: str, item: Item, number: int) -> str:
    """Where a picture of an item is found here."""
    return f"{base}/read/{item.id}/img/{number}?v={version(item)}"


def row(item: Item, base: str, below: int = 0, now: int = 0) -> dict[str, Any]:
    """What a list shows of an item. `below` is the id of the next one, which is shown when this one has gone.

    `now` (ms) is needed for what lies in the trash.
    """
    found = item.article
    why, again = trouble(item)
    takes = minutes(found.words, found.language) if found else 0
    begun = found is not None and item.progress >= MIN_SHARE and not item.finished_at
    return {
        "id": item.id,
        "near": below or "",
        "title": item.title,
        "lang": language(found.language) if found else "",
        "excerpt": found.excerpt[:MAX_EXCERPT_CHARACTERS] if found else "",
        "passages": (),  #: of a search, which show why it was found
        # What was never downloaded, or has no address, is from no site that people know.
        "site": (found.site if found and not (found.size and found.url) else "") or site_of(item),
        "minutes": takes,
        "read": round(item.progress / 10) if begun else 0,
        "left": max(1, round(takes * (1000 - item.progress) / 1000)) if begun and takes else 0,
        "finished": item.finished_at > 0,
        "kind": kind(item),
        "tags": item.tags[:MAX_TAGS_SHOWN],
        "more_tags": max(0, len(item.tags) - MAX_TAGS_SHOWN),
        "picture": picture_address(base, item, pictures.LEAD)
        if pictures.lead(item) and not item.trashed_at
        else "",
        "favourite": item.favourite,
        "archived": item.state == State.ARCHIVED,
        "days_left": days_left(item, now) if item.trashed_at else 0,
        "trouble": why,
        "again": again and not item.trashed_at,
        "waiting": not item.fetched_at and found is None,
    }


def shown(rows: list[dict[str, Any]], at: ListAddress, view: str = "rows") -> dict[str, Any]:
    """What the template of a list's rows takes, wherever they are shown."""
    return {
        "rows": rows,
        "kind": at.kind,
        "select": "",
        "view": view,
        "escaped": list_address.escaped(at.address),
        "suffix": list_address.came_from(at),
    }


def days_left(item: Item, now: int) -> int:
    """How many days something stays in the trash, at least one."""
    return max(1, -(-(item.trashed_at + KEPT_MS - now) // 86_400_000))


def kind(item: Item) -> str:
    """What the page is if it is no article: "film", "pdf", "picture", or "" for an article."""
    found = item.article
    if found is None:
        return ""
    if found.has_video == 2:
        return "film"
    if found.media_type == "application/pdf":
        return "pdf"
    return "picture" if found.has_image == 2 else ""
