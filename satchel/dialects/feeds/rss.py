"""RSS 2.0, written by hand: escaped throughout, and well-formed whatever people save."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import formatdate
from html import escape
from typing import NamedTuple

from satchel.model.items import Item

MEDIA_TYPE = b"application/rss+xml; charset=utf-8"

#: Characters that no XML may hold, escaped or not.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Channel(NamedTuple):
    """What a feed says of itself."""

    title: str
    description: str
    link: str  #: where the server is


def write(channel: Channel, items: Iterable[Item]) -> bytes:
    """The feed with its items in their order."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0"><channel>',
        _element("title", channel.title),
        _element("link", channel.link),
        _element("description", channel.description),
        "<generator>Satchel</generator>",
        *map(_item, items),
        "</channel></rss>",
    ]
    return "\n".join(lines).encode()


def _item(item: Item) -> str:
    found = item.article
    parts = [
        _element("title", item.title),
        _element("link", item.given_url),
        f'<guid isPermaLink="false">satchel:{item.id}</guid>',
        _element("pubDate", _date(item.added_at)),
    ]
    about = item.description or (found.excerpt if found else "")
    if about:
        parts.append(_element("description", escape(about, quote=False)))  # readers take it for HTML
    parts += [_element("category", tag) for tag in item.tags]
    return f"<item>{''.join(parts)}</item>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_IMPOSSIBLE.sub('', text))}</{name}>"


def _date(ms: int) -> str:
    try:
        return formatdate(ms // 1000, usegmt=True)
    except (ValueError, OverflowError, OSError):
        return formatdate(0, usegmt=True)
