"""The article view's answer: what is known of the page, and the article itself."""

from __future__ import annotations

from typing import Any

from satchel.base import urls
from satchel.dialects.http.own_address import addressed
from satchel.dialects.pocket.article import Rendered
from satchel.dialects.pocket_common import parts
from satchel.dialects.pocket_common.item import added
from satchel.dialects.pocket_common.list_item import minutes_to_read
from satchel.model.items import Item

#: Columns that this answer has in common with the item object, under the same names.
_SHARED = (
    "item_id", "given_url", "normal_url", "resolved_id", "date_resolved", "domain_id", "origin_domain_id", "mime_type",
    "content_length", "encoding", "innerdomain_redirect", "has_image", "has_video",
)  # fmt: skip


def view(item: Item, rendered: Rendered, home: str) -> dict[str, Any]:
    """Strings, but for times, counts and yes or no, which are numbers. Of a page that could not be
    had there are empty strings and zeros, and `responseCode` says how its fetch ended. `home` is `Request.own_address`.
    """
    item = addressed(item, home)
    columns, found = added(item, home), item.article
    owner = columns["item_id"]
    host = urls.host_of(columns["resolved_url"] or item.given_url).removeprefix("www.")
    words = found.words if found else 0
    published = (found.published_at or 0) // 1000 if found else 0
    shape: dict[str, Any] = {name: columns[name] for name in _SHARED}
    shape |= {
        "resolved_normal_url": columns.get("resolved_normal_url", ""),
        "time_first_parsed": columns["time_first_parsed"] or "0",
        "has_old_dupes": "0",
        "time_to_read": minutes_to_read(words) if found and found.is_article else 0,
        "resolvedUrl": columns["resolved_url"],
        "host": host,
        "title": columns["title"] or item.given_title,
        "datePublished": columns["date_published"],
        "timePublished": published,
        "responseCode": columns["response_code"],
        "excerpt": columns["excerpt"],
        "authors": columns.get("authors") or {},
        "images": parts.images(owner, rendered.images),
        "videos": columns.get("videos") or "",
        "wordCount": words,
        "isArticle": int(columns["is_article"]),
        "isVideo": int(columns["has_video"] == "2"),
        "isIndex": int(columns["is_index"]),
        "usedFallback": int(columns["used_fallback"]),
        "requiresLogin": int(columns["login_required"]),
        "lang": columns["lang"] or "",
        "topImageUrl": found.lead_image if found else "",
        "domainMetadata": {"name": host, "logo": "", "greyscale_logo": ""},
        "article": rendered.html,
    }
    if found and found.site:
        shape["domainMetadata"] = parts.domain(found.site, found.details.icon)
    return shape
