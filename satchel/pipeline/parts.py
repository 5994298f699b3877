"""Articles in several parts: where the next one is."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from satchel.pipeline.links import absolute, host_of
from satchel.pipeline.metadata.collect import Collected

MOST = 50  #: number of a part; what counts further is no article
_KEYS = frozenset(["page", "p", "pg", "pagina", "seite", "pageno", "page_no", "pagenum", "part", "paged"])
# The number of a part at the end of a path: /2, /page/2, /page-2, -2, _2, with or without an ending.
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:[/_-](?:page|part|p|seite)?[/_-]?(?P<number>\d{1,2}))?(?P<end>\.\w{3,5})?/?$"
)


def next_part(found: Collected, base: str, url: str) -> str:
    """The address of the next part of the article at `url`, "" when it has none that is declared.

    Only a link that the page itself calls "next" counts, and only when its address is that of
    the page but for the number of the part: many sites call the next article of a blog so, too.
    """
    here = _number(url)
    if here is None:
        return ""
    for href in [*(href for href, _ in found.links.get("next", ())[:3]), *found.next]:
        address = absolute(href, base).partition("#")[0]
        if address and host_of(address) == host_of(url):
            there = _number(address)
            if there is not None and there[0] == here[0] and there[1] == here[1] + 1 <= MOST:
                return address
    return ""


def _number(url: str) -> tuple[tuple[str, frozenset[tuple[str, str]]], int] | None:
    """What is the same in all parts of an article, and the number of this part."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    query = parse_qsl(parts.query[:2_000], keep_blank_values=True, max_num_fields=None)
    numbers = [value for key, value in query if key.lower() in _KEYS and value.isascii() and value.isdigit()]
    rest = frozenset((key, value) for key, value in query if key.lower() not in _KEYS)
    if numbers and len(numbers[0]) < 4:
        return (parts.path.rstrip("/"), rest), int(numbers[0])
    found = _NUMBERED.match(parts.path)
    if found is None or not found["stem"].strip("/"):
        return None
    return (found["stem"] + (found["end"] or ""), rest), int(found["number"] or 1)
