"""The item as add and readd answer with it: every scalar a string, or null."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.dialects.http.own_address import addressed
from satchel.dialects.pocket_common import parts
from satchel.dialects.pocket_common.timestamps import NEVER, date
from satchel.model.items import ArticleHead, Item

Shape = dict[str, Any]

_BITS = ("0", "1", "2")


def added(item: Item, home: str, *, given_title_first: bool = False) -> Shape:
    """The item object; of a page that has not been had, its columns are empty strings and zeros.

    `title` is the page's own, and the given one where it has none; with `given_title_first`
    it is the other way round. `home` is `Request.own_address`.
    """
    item = addressed(item, home)
    if item.article is None:
        return _unresolved(item, item.given_title if given_title_first else "")
    return _resolved(item, item.article, given_title_first)


def _resolved(item: Item, found: ArticleHead, given_title_first: bool) -> Shape:
    number = str(item.id)
    given, final = _address(item.given_url), _address(found.url)
    details = found.details
    first, second = (
        (item.given_title, found.title) if given_title_first else (item.page_title, item.given_title)
    )
    shape: Shape = {
        "item_id": number,
        "normal_url": given[0],
        "resolved_id": number,
        "extended_item_id": number,
        "resolved_url": found.url,
        "domain_id": parts.number_of(final[1].removeprefix("www.")),
        "origin_domain_id": parts.number_of(final[1]),
        "response_code": str(item.fetch_status or 200),
        "mime_type": found.media_type,
        "content_length": str(found.size),
        "encoding": found.encoding,
        "date_resolved": date(found.found_at),
        "date_published": date(found.published_at),
        "title": first or second,
        "excerpt": found.excerpt,
        "word_count": str(found.words),
        "innerdomain_redirect": _redirected(item.given_url, given[1], found.url, final[1]),
        "login_required": "0",
        "has_image": _BITS[found.has_image],
        "has_video": _BITS[found.has_video],
        "is_index": _BITS[found.is_index],
        "is_article": _BITS[found.is_article],
        "used_fallback": "0" if found.is_article else "1",
        "lang": parts.language(found.language),
        "time_first_parsed": str(found.found_at // 1000),
        "authors": parts.authors(number, details.authors) if details.authors else [],
        "images": parts.images(number, details.images) if details.images else [],
        "videos": parts.videos(number, details.videos) if details.videos else [],
        "resolved_normal_url": final[0],
        "given_url": item.given_url,
    }
    if found.lead_image:
        shape["top_image_url"] = found.lead_image
    if found.site:
        shape["domain_metadata"] = parts.domain(found.site, found.details.icon)
    return shape


def _unresolved(item: Item, title: str) -> Shape:
    return {
        "item_id": str(item.id),
        "normal_url": _address(item.given_url)[0],
        "resolved_id": "0",
        "extended_item_id": "0",
        "resolved_url": "",
        "domain_id": "0",
        "origin_domain_id": "0",
        "response_code": str(item.fetch_status),
        "mime_type": "",
        "content_length": "0",
        "encoding": "",
        "date_resolved": NEVER,
        "date_published": NEVER,
        "title": title,
        "excerpt": "",
        "word_count": "0",
        "innerdomain_redirect": "0",
        "login_required": "0",
        "has_image": "0",
        "has_video": "0",
        "is_index": "0",
        "is_article": "0",
        "used_fallback": "0",
        "lang": None,
        "time_first_parsed": None,
        "given_url": item.given_url,
    }


def _address(url: str) -> tuple[str, str]:
    """The normal form of an address and its host, also of one that nobody could save."""
    try:
        address = urls.read(url)
    except Invalid:
        return url, urlsplit(url).netloc.lower()
    return address.normal, address.host


def _redirected(given: str, given_host: str, final: str, final_host: str) -> str:
    """Whether the site led from the given address to another one of its own."""
    moved = given.partition("#")[0] != final.partition("#")[0]
    return "1" if moved and urls.same_site(given_host, final_host) else "0"
