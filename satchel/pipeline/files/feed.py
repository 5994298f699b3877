"""Feeds made readable: a list of their entries, or the one entry that there is."""

from __future__ import annotations

import re
from html import escape, unescape

import msgspec

from satchel.model.articles import Article, Author
from satchel.pipeline.files.entries import Entry, Feed, read_json_feed, read_xml_feed
from satchel.pipeline.files.fragment import SOME, read_fragment
from satchel.pipeline.files.plaintext import read_text
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.text import excerpt_of

_NOT_SAID = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.S | re.I)
_BREAKS = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h[1-6]|tr|td|blockquote|figure|figcaption)|br)\b[^<>]*>", re.I)
_TAGS = re.compile(r"<[^<>]*>")
_LANGUAGE = re.compile(r"^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8}){0,3}$")


def is_json_feed(body: bytes) -> bool:
    """True for JSON that says that it is a feed."""
    return b"jsonfeed.org/version/" in body[:4_096].replace(b"\\/", b"/")


def read_feed(body: bytes, url: str, charset: str) -> Article:
    """The item of a feed. A single entry with something to read is that article; else a list of links."""
    text, encoding = decode(body, charset, url)
    feed = read_json_feed(text, url) if is_json_feed(body) else read_xml_feed(text, url)
    if feed is None:
        plainly = read_text(body, url, charset)
        return msgspec.structs.replace(plainly, log=("not readable as a feed",))
    if len(feed.entries) == 1:
        article = _single(feed, feed.entries[0], url)
        if feed.alone or article.words >= SOME:
            return msgspec.structs.replace(article, encoding=encoding)
    return msgspec.structs.replace(_listed(feed, url), encoding=encoding)


def _single(feed: Feed, entry: Entry, url: str) -> Article:
    article = read_fragment(entry.html, entry.link or url, log=("the entry of a feed",))
    return msgspec.structs.replace(
        article,
        title=entry.title,
        authors=tuple(Author(name) for name in entry.authors or feed.authors),
        published_at=entry.published_at if entry.published_at is not None else entry.updated_at,
        updated_at=entry.updated_at,
        site=feed.title,
        language=_language(feed),
        canonical=entry.link,
        icon=feed.icon,
        is_article=article.words >= SOME,
    )


def _listed(feed: Feed, url: str) -> Article:
    """A list: each entry with its link, its day and how it begins."""
    items = "".join(map(_line, feed.entries))
    intro = f"<p>{escape(feed.about)}</p>" if feed.about else ""
    log: tuple[str, ...] = (f"a feed of {feed.total} entries",)
    if feed.total > len(feed.entries):
        log += (f"cut after {len(feed.entries)} entries",)
    article = read_fragment(f"{intro}<ul>{items}</ul>" if items else intro, url, log=log)
    return msgspec.structs.replace(
        article,
        title=feed.title,
        site=feed.title,
        excerpt=feed.about,
        authors=tuple(Author(name) for name in feed.authors),
        updated_at=feed.updated_at,
        language=_language(feed),
        icon=feed.icon,
        is_article=False,
        is_index=True,
    )


def _line(entry: Entry) -> str:
    name = escape(entry.title or entry.link)
    parts = [f'<a href="{escape(entry.link)}">{name}</a>' if entry.link else name]
    if entry.day:
        parts.append(f' <time datetime="{entry.day}">{entry.day}</time>')
    about = plain(excerpt_of(_words(entry.html), 200))
    if about and about != entry.title:
        parts.append(f"<p>{escape(about)}</p>")
    return f"<li>{''.join(parts)}</li>"


def _words(html: str) -> str:
    """Roughly the text of a little HTML: for the beginning of an entry in a list."""
    text = _BREAKS.sub(" ", _NOT_SAID.sub(" ", html[:4_000]))
    return " ".join(unescape(_TAGS.sub("", text).partition("<")[0]).split())


def _language(feed: Feed) -> str:
    return feed.language if _LANGUAGE.match(feed.language) else ""
