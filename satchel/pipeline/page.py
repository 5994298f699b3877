"""An HTML page turned into an article."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from satchel.model.articles import Article, Player, Presence, Video
from satchel.pipeline.article.content import find_article
from satchel.pipeline.article.finish import finish
from satchel.pipeline.article.limit import cut
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.flags import judge
from satchel.pipeline.links import file_name
from satchel.pipeline.media.jsonfilm import declared_film
from satchel.pipeline.media.lists import MAX_VIDEOS, images_of
from satchel.pipeline.media.players import film_at
from satchel.pipeline.metadata.read import Metadata, read_metadata
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.parsing.htmlguard import guard
from satchel.pipeline.parsing.tree import Document, Element, grow, parse
from satchel.pipeline.text import count_words, excerpt_of, opening, text_of_article

_WRAPPER = re.compile(r"^<div>(.*)</div>$", re.S)
MAX_LOG = 60


def read_page(body: bytes, url: str, charset: str) -> Article:
    """The article in an HTML page. A page without one still gives title, excerpt and metadata."""
    text, encoding = decode(body, charset)
    text, notes = guard(text)
    document = parse(text, url)
    meta = read_metadata(document, url)
    try:
        reading = _read(document, meta)
    except (MemoryError, RecursionError, ImportError):
        raise
    except Exception as error:  # a fault of ours must not cost the reader title and metadata
        reading = Reading(log=(f"extraction failed: {type(error).__name__}: {error}",))
    return _assemble(meta, reading, url, encoding, notes)


class Reading(NamedTuple):
    """What there is to read on a page."""

    article: Element | None = None  #: grown from the cleaned HTML
    html: str = ""
    videos: tuple[Video, ...] = ()
    log: tuple[str, ...] = ()


def _read(document: Document, meta: Metadata) -> Reading:
    found = find_article(document, meta.title, has_authors=bool(meta.authors))
    if found is None:
        return Reading(log=("nothing to read",))
    videos = finish(found.article, document.base)
    html = _written(found.article)
    article = grow(f"<html><body>{html}</body></html>".encode()).find("body")
    return Reading(article, html, videos, found.log)


def _assemble(meta: Metadata, reading: Reading, url: str, encoding: str, notes: tuple[str, ...]) -> Article:
    article, videos = reading.article, reading.videos
    text = text_of_article(article) if article is not None else ""
    words = count_words(text)
    images = images_of(article) if article is not None else ()
    film, seconds = _own_film(meta, url)
    if film is not None:
        videos = (film, *(one for one in videos if one.vid != film.vid))[:MAX_VIDEOS]
    is_article, is_index = judge(meta, url, article, words)
    first = opening(article) if article is not None else ""
    return Article(
        title=meta.title or plain(file_name(url)),
        html=reading.html,
        text=text,
        excerpt=meta.description or plain(excerpt_of(first or text)),
        site=meta.site,
        language=meta.language,
        direction=meta.direction,
        authors=meta.authors,
        published_at=meta.published_at,
        updated_at=meta.updated_at,
        words=words,
        lead_image=meta.lead_image or (images[0].src if images else ""),
        images=images,
        videos=videos,
        has_image=Presence.CONTAINS if images else Presence.NONE,
        has_video=Presence.IS if film is not None else Presence.CONTAINS if videos else Presence.NONE,
        is_article=is_article,
        is_index=is_index,
        canonical=meta.canonical,
        amp=meta.amp,
        icon=meta.icon,
        encoding=encoding,
        seconds=seconds,
        log=tuple(plain(note, 200) for note in (*notes, *reading.log)[:MAX_LOG]),
    )


def _own_film(meta: Metadata, url: str) -> tuple[Video | None, int | None]:
    """The film that the page is, when it is the watch page of a known player."""
    film = film_at(url)
    if film is None or not film.vid or film.player not in (Player.YOUTUBE, Player.VIMEO, Player.DAILYMOTION):
        return None, None
    seconds, width, height = declared_film(meta)
    return Video(film.watch, film.player, film.vid, width, height, seconds), seconds


def _written(article: Element) -> str:
    """The article as cleaned HTML of at most 2 MB; what does not fit is cut at its end."""
    cut(article, MAX_HTML)
    html = _clean(article)
    return html if len(html) * 4 <= MAX_HTML or len(html.encode()) <= MAX_HTML else ""


def _clean(article: Element) -> str:
    written = etree.tostring(article, encoding="unicode", method="html", with_tail=False)
    html = clean(written).strip()
    inner = _WRAPPER.match(html)
    return inner[1].strip() if inner and "<div>" not in inner[1] and "</div>" not in inner[1] else html
