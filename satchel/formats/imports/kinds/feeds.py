"""Starred items of feed readers: FreshRSS, Inoreader, Feedly, BazQux, The Old Reader, Google Reader; Tiny Tiny RSS."""

from __future__ import annotations

import re
from typing import Any

from satchel.formats.imports import charsets, making, tags, xml_elements
from satchel.formats.imports.context import Context
from satchel.formats.imports.html_tokens import attributes, resolved, tokens
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import JsonKind, Kind, Stream, XmlKind, at, each, first, json
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State


def _item(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    named = _categories(value.get("categories"))
    origin = value.get("origin") if isinstance(value.get("origin"), dict) else {}
    return making.row(
        place, _href(value.get("canonical")) or _href(value.get("alternate")) or text_of(value.get("canonicalUrl")),
        text_of(value.get("title")),
        saved_at=context.time(_number(first(value, "timestampUsec", "crawlTimeMsec", "actionTimestamp", "crawled"))),
        state=State.ARCHIVED if any(each.endswith("/state/com.google/read") for each in named) else State.UNREAD,
        favourite=any(each.endswith("/state/com.google/starred") for each in named),
        tags=[label for each in named if (label := tags.reader_label(each))],
        html=_content(value),
        authors=[text_of(value.get("author"))],
        published_at=context.time(value.get("published")),
        site=text_of(origin.get("title")) if isinstance(origin, dict) else "",
    )  # fmt: skip


def _categories(value: Any) -> list[str]:
    return [text_of(each.get("id")) if isinstance(each, dict) else text_of(each) for each in listed(value)]


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 18 else value


def _href(value: Any) -> str:
    return next(
        (text_of(each.get("href")) for each in listed(value) if isinstance(each, dict) and each.get("href")),
        "",
    )


def _content(value: Object) -> str:
    for key in ("content", "summary"):
        body = value.get(key)
        if isinstance(body, dict) and body.get("content"):
            return text_of(body["content"])
    return ""


def _article(element: xml_elements.Element, place: Place, context: Context) -> Row | Skipped:
    known = {child.name: child.text.strip() for child in element.children}
    return making.row(
        place, known.get("link", "") or known.get("guid", ""), known.get("title", ""),
        saved_at=context.time(known.get("updated", "")),
        favourite=known.get("marked") in ("1", "true"),
        tags=tags.split(known.get("tag_cache", ""), ","),
        note=known.get("note", ""),
        html=known.get("content", ""),
        site=known.get("feed_title", ""),
        published_at=context.time(known.get("updated", "")),
    )  # fmt: skip


def _xml(source: Source, context: Context) -> Stream:
    return xml_elements.rows(source, context, "article", _article)


def _outlines(source: Source, context: Context) -> Stream:
    """The links of an outline; its feeds are none."""
    for token in tokens(charsets.pieces(source, context)):
        if token.name != "outline" or token.is_end:
            continue
        given = {name: resolved(value) for name, value in attributes(token.text).items()}
        if given.get("type", "").lower() == "link" and given.get("url"):
            title = given.get("text") or given.get("title", "")
            made = context.time(given.get("created", ""))
            yield making.row(context.place(token.line), given["url"], title, saved_at=made)


_PATH = at(("items", "[]"), ("[]", "items", "[]"), ("[]",))
JSON = Kind("feed-reader-json", "Feed reader", json(_PATH, _item, "title"), newest_first=True)
XML = Kind("tt-rss-xml", "Tiny Tiny RSS", each(_xml), newest_first=True)

JSON_KINDS = (
    JsonKind(JSON, _PATH, lambda value: bool(_href(value.get("canonical")) or _href(value.get("alternate")))),
)
OUTLINE = Kind("opml-links", "Outline with links", each(_outlines))

_LINK = re.compile(r"<outline\b[^>]{0,2000}\btype=[\"']link[\"']", re.IGNORECASE)
XML_KINDS = (
    XmlKind(XML, lambda root, text: root == "articles"),
    XmlKind(OUTLINE, lambda root, text: root == "opml" and _LINK.search(text) is not None),
)
