"""An HTML page turned into an article."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec
from lxml import etree

from satchel.model.articles import Article, Author, Presence, Video
from satchel.pipeline.article.content import (
    BETTER,
    FAR_MORE,
    LITTLE,
    Found,
    find_article,
    find_whole,
)
from satchel.pipeline.article.declared import add_declared
from satchel.pipeline.article.finish import finish
from satchel.pipeline.article.limit import MAX_TAG_BYTES, cut
from satchel.pipeline.article.listing import find_listing
from satchel.pipeline.article.thread import is_thread
from satchel.pipeline.article.trace import ASKED, holds
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.flags import (
    LONG,
    declares_article,
    is_list_address,
    is_listing,
    is_sold,
    is_story,
    judge,
    readable_score,
    tells_of_others,
)
from satchel.pipeline.media.figures import ICON
from satchel.pipeline.media.jsonfilm import announced_film, declared_film
from satchel.pipeline.media.lists import MAX_VIDEOS, images_of
from satchel.pipeline.media.watch import adopt, read_told, reader, watched
from satchel.pipeline.metadata.dates import parse_date
from satchel.pipeline.metadata.read import Metadata, read_metadata
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.multipart.next_link import next_part
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.parsing.htmlguard import guard
from satchel.pipeline.parsing.tree import Document, Element, parse, parse_tree, raw_text, unscripted
from satchel.pipeline.refresh import is_bare, led_on
from satchel.pipeline.rules.apply import Applied, apply
from satchel.pipeline.rules.rule import Rule
from satchel.pipeline.text import count_words, excerpt_of, opening, text_of_article

_WRAPPER = re.compile(r"^<div>(.*)</div>$", re.S)
MAX_LOG = 60


SOME = 50  #: words; with so many, what a rule calls the article is one


def read_page(
    body: bytes, url: str, charset: str, rule: Rule | None = None, now: int | None = None
) -> Article:
    """The article in an HTML page. A page without one still gives title, excerpt and metadata.

    `rule` is that of its site, if there is one; `now` is the time in milliseconds.
    """
    text, encoding = decode(body, charset, url)
    text, notes = guard(text)
    document = parse(text, url)
    meta = read_metadata(document, url, now)
    following = next_part(meta.collected, document, url, meta.title, declares_article=declares_article(meta))
    try:
        reading = _read_film(text, meta, url) or _read(document, meta, rule)
    except (MemoryError, RecursionError, ImportError):
        raise
    except Exception as error:  # a fault of ours must not cost the reader title and metadata
        reading = Reading(log=(f"extraction failed: {type(error).__name__}: {error}",))
    article = _assemble(meta, reading, url, encoding, notes)
    if is_bare(article):
        article = msgspec.structs.replace(article, refresh=led_on(article, document, text))
    if article.is_article and not article.next_page:
        # Lists of articles have next pages, too: only those of articles are parts of one thing.
        article = msgspec.structs.replace(article, next_page=following)
    return article


class Reading(NamedTuple):
    """What there is to read on a page."""

    article: Element | None = None  #: grown from the cleaned HTML
    html: str = ""
    videos: tuple[Video, ...] = ()
    log: tuple[str, ...] = ()
    next_page: str = ""
    by_rule: bool = False  #: a rule of the site says that this is the article
    listed: bool = False  #: these are the cards of a page that lists others
    seconds: int | None = None  #: of the film that the page is


def _read(document: Document, meta: Metadata, rule: Rule | None) -> Reading:
    applied = apply(document, rule) if rule is not None else None
    if applied is not None:
        _apply_rule(meta, applied)
        document = applied.document
        if applied.article is not None:
            return sanitize(applied.article, document.base, applied.log)._replace(
                next_page=applied.next_page, by_rule=True
            )
    log = applied.log if applied is not None else ()
    sold = is_sold(meta)
    writers = tuple(one.name for one in meta.authors if " " in one.name)
    cards = not (declares_article(meta) or is_list_address(document.base))
    found = find_article(document, meta.title, writers=writers, sold=sold, cards=cards)
    if found.letters < LITTLE:
        found = _find_unscripted(document, meta, found)
    found = _find_listed(document, meta, found)
    found = _find_whole(document, meta, found)
    added = add_declared(found.article, meta.linked, sold=sold)
    reading = sanitize(found.article, document.base, (*log, *found.log, *added))._replace(listed=found.listed)
    return reading._replace(next_page=applied.next_page) if applied is not None else reading


def _find_listed(document: Document, meta: Metadata, found: Found) -> Found:
    """The cards of a page that lists others, if they say more than what was found; far more, if no address tells.

    Only what declares itself a list gives up a text: below a story stand cards of others, too.
    """
    most = found.letters if is_list_address(document.base) else BETTER * found.letters
    if is_sold(meta) or found.total <= most:
        return found
    if not is_listing(meta, document.base) and (
        declares_article(meta) or is_thread(document) or is_story(found.article)
    ):
        return found
    cards = find_listing(document, meta.title)
    return cards if cards is not None and cards.letters > most else found


def _find_whole(document: Document, meta: Metadata, found: Found) -> Found:
    """All that a page says, where that is far more than what was found: services stand in many boxes of few words."""
    told = found.listed or meta.published_at is not None or is_thread(document)
    alone = found.total <= FAR_MORE * found.letters
    if told or alone or is_sold(meta) or readable_score(found.article) > LONG:
        return found
    whole = find_whole(document, meta.title)
    if whole.letters <= FAR_MORE * found.letters or (
        is_story(found.article) and tells_of_others(whole.article)
    ):
        return found
    return whole


def _find_unscripted(document: Document, meta: Metadata, found: Found) -> Found:
    """The article of a page that scripts write: as shown where there are none, when that says more."""
    plain = unscripted(document)
    if plain is None:
        return found
    other = find_article(plain, meta.title)
    if other.letters <= BETTER * found.letters:
        return found
    return other._replace(log=("as shown to readers without scripts", *other.log))


def _apply_rule(meta: Metadata, applied: Applied) -> None:
    """Put what a rule found in the place of what was read from the page's declarations."""
    meta.title = applied.title or meta.title
    if applied.authors:
        meta.authors = tuple(Author(name) for name in applied.authors)
    published = parse_date(applied.date)
    if published is not None:
        meta.published_at = published


def _read_film(text: str, meta: Metadata, url: str) -> Reading | None:
    """The page as the watch page of a film; None when it is none."""
    film = watched(url)
    if film is None:
        return None
    told = read_told(text, film)
    adopt(meta, told, film)
    reading = sanitize(reader(meta, told, film), url, (f"the watch page of a film on {film.name}",))
    return reading._replace(seconds=told.seconds)


def sanitize(article: Element, base: str, log: tuple[str, ...]) -> Reading:
    """A part of a page as what is read of it: cleaned, written, and grown again from what was written."""
    videos = finish(article, base)
    html = _written(article)
    body = parse_tree(f"<html><body>{html}</body></html>".encode()).find("body")
    return Reading(body, html, videos, log)


def _assemble(meta: Metadata, reading: Reading, url: str, encoding: str, notes: tuple[str, ...]) -> Article:
    article, videos = reading.article, reading.videos
    text = text_of_article(article) if article is not None else ""
    words = count_words(text)
    images = images_of(article) if article is not None else ()
    film, seconds = _own_film(meta, url, reading.seconds)
    if film is not None:
        videos = (film, *(one for one in videos if not _same(one, film)))[:MAX_VIDEOS]
    is_article, is_index = judge(meta, url, article, words)
    first = opening(article) if article is not None else ""
    return Article(
        title=meta.title,
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
        lead_image=meta.lead_image or (next((one.src for one in images if not 0 < one.width < ICON), "")),
        images=images,
        videos=videos,
        has_image=Presence.CONTAINS if images else Presence.NONE,
        has_video=Presence.IS if film is not None else Presence.CONTAINS if videos else Presence.NONE,
        is_article=not reading.listed and (is_article or (reading.by_rule and words >= SOME)),
        is_index=is_index or reading.listed,
        canonical=meta.canonical,
        amp=meta.amp,
        icon=meta.icon,
        encoding=encoding,
        seconds=seconds,
        next_page=reading.next_page,
        log=tuple(
            plain(note, 200)
            for note in (*explained(text, article, reading.log), *notes, *reading.log)[:MAX_LOG]
        ),
    )


def explained(text: str, article: Element | None, log: tuple[str, ...]) -> tuple[str, ...]:
    """What can be said of the words that somebody asks for, where the passes have not said it."""
    asked = ASKED.get()
    if not asked or any(note.startswith("explain:") for note in log):
        return ()
    if holds(text, asked):
        return ("explain: the words are in the article",)
    if article is not None and holds(raw_text(article), asked):
        return ("explain: the words are shown as a caption, which is no part of the text",)
    return ("explain: no pass took them: they are not on the page as it is sent, or the last gate took them",)


def _same(one: Video, other: Video) -> bool:
    return one.src == other.src or (one.vid != "" and one.vid == other.vid)


def _own_film(meta: Metadata, url: str, told: int | None) -> tuple[Video | None, int | None]:
    """The film that the page is: the watch page of a known player, or one that calls itself a film."""
    film = watched(url)
    if film is None:
        announced = announced_film(meta, url)
        return announced, announced.seconds if announced else None
    declared, width, height = declared_film(meta)
    seconds = declared if declared is not None else told
    return Video(film.watch, film.player, film.vid, width, height, seconds), seconds


def _written(article: Element) -> str:
    """The article as cleaned HTML of at most 2 MB; what does not fit is cut at its end."""
    raw = _raw(article)
    if 4 * len(raw) + MAX_TAG_BYTES * raw.count("<") > MAX_HTML:  # else it fits, whatever letters it has
        cut(article, MAX_HTML)
        raw = _raw(article)
    html = _clean(raw)
    return html if len(html) * 4 <= MAX_HTML or len(html.encode()) <= MAX_HTML else ""


def _raw(article: Element) -> str:
    return etree.tostring(article, encoding="unicode", method="html", with_tail=False)


def _clean(raw: str) -> str:
    html = clean(raw).strip()
    inner = _WRAPPER.match(html)
    return inner[1].strip() if inner and "<div>" not in inner[1] and "</div>" not in inner[1] else html
