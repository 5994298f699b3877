"""Which addresses of a page are believed to be that page and no other.

A wrong belief makes two pages one and loses a save, so what could be a log-in wall, a consent
page, a front page that stands in for something gone, or a canonical link copied to every page
of a site is not believed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.urls import Address

_WALL = re.compile(
    r"(^|[/._-])(log[-_]?in|log[-_]?on|sign[-_]?in|sign[-_]?up|register|auth|oauth2?|sso|consent|captcha|challenge|"
    r"subscribe|subscription|paywall|cookies?|error|404|not-?found|unavailable|blocked)([/._-]|$)",
    re.IGNORECASE,
)
#: What a site shows in place of something that is gone.
_FRONT = re.compile(r"/?([a-z]{2}([_-][a-z]{2})?|home|(index|default)(\.\w+)?)?/?", re.IGNORECASE)
_AFFIX = re.compile(r"(\.(html?|php|aspx?|amp)|[._-]amp)$", re.IGNORECASE)


def after_redirects(given: Address, final_url: str) -> Address | None:
    """The final address, if it may be taken for the page that was given."""
    final = _read(final_url)
    if final is None or final.key == given.key:
        return final
    if _is_front(final) and not _is_front(given):
        return None
    if _is_wall(final) and not _is_wall(given):
        return None
    return final


def declared(final: Address, canonical: str) -> Address | None:
    """The canonical address that a page declares, if it is plausibly its own."""
    address = _read(canonical) if canonical else None
    if address is None or address.key == final.key or not urls.same_site(final.host, address.host):
        return None
    ours, theirs = urlsplit(final.url), urlsplit(address.url)
    if theirs.path in ("", "/"):
        return None
    slug = _slug(theirs.path)
    if slug != _slug(ours.path):
        return None
    # "/article?id=7" is not "/article"; "/a-title-of-some-length?from=feed" is without its query.
    if ours.query and not theirs.query and not ("-" in slug and len(slug) >= 12):
        return None
    return address


def _is_front(address: Address) -> bool:
    """Whether it is a site's front page, in whichever language and from whichever campaign."""
    parts = urlsplit(address.normal)
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


def _is_wall(address: Address) -> bool:
    return _WALL.search(address.host + urlsplit(address.url).path) is not None


def _slug(path: str) -> str:
    """The last part of a path that names something, without endings."""
    parts = [part for part in path.split("/") if part and part.lower() != "amp"]
    return _AFFIX.sub("", parts[-1]).lower() if parts else ""


def _read(url: str) -> Address | None:
    try:
        return urls.read(url)
    except Invalid:
        return None
