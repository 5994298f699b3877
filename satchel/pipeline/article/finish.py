"""The chosen part of the page turned into reader HTML, before the last gate."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from satchel.base.text import words_of
from satchel.model.articles import Video
from satchel.pipeline.article.captions import frame_captions
from satchel.pipeline.article.notes import link_notes
from satchel.pipeline.article.phrases import is_noise
from satchel.pipeline.clean import NOTE
from satchel.pipeline.links import absolute, mail_link
from satchel.pipeline.media.lazy import is_tiny
from satchel.pipeline.media.lists import MAX_VIDEOS, video_of
from satchel.pipeline.media.players import film_at, frame_address
from satchel.pipeline.media.srcset import parse_srcset, write_srcset
from satchel.pipeline.media.thumbnails import drop_thumbnails
from satchel.pipeline.parsing.tree import UNWRAP, Element, has_own_text, put, remove, replace, unwrap_marked
from satchel.pipeline.policy import ATTRIBUTES, EVERYWHERE, GONE, TAGS

_RENAMED = {
    "h1": "h2",
    "tt": "code",
    "strike": "s",
    "big": "span",
    "font": "span",
    "acronym": "abbr",
    "center": "div",
}
_BOXES = words_of("div section article main span header hgroup body html")
FORM = 300  #: letters; a form with more is a wrapper around the page
_HOLLOW = words_of(
    "div section article main header figure ul ol li p h2 h3 h4 h5 h6 blockquote a dl tr picture i"
)


def finish(article: Element, base: str) -> tuple[Video, ...]:
    """Make the article's addresses absolute, its players links, its tables and boxes plain.

    Returns the films that it holds. The tree is changed; only allowed elements and attributes stay.
    """
    videos: list[Video] = []
    link_notes(article, base)
    for frame in list(article.iter("iframe", "embed", "object", "video", "audio")):
        if frame.getparent() is not None:
            _settle_player(frame, base, videos)
    for table in list(article.iter("table")):
        _single_cell(table)
    for element in list(article.iter()):
        if element is not article:
            _settle(element, base)
    drop_thumbnails(article)
    frame_captions(article)
    unwrap_marked(article)
    _unnest(article)
    unwrap_marked(article)
    return tuple(videos[:MAX_VIDEOS])


def _settle_player(frame: Element, base: str, videos: list[Video]) -> None:
    video = video_of(frame, base)
    if video is not None:
        videos.append(video)
    if frame.tag in ("video", "audio"):
        sources = (absolute(one.get("src"), base) for one in (frame, *frame.iter("source")))
        if video is None and not any(sources):
            remove(frame)
        else:
            frame.set("controls", "")
            frame.text, frame[:] = None, list(frame.iterchildren("source", "track"))
            for child in frame:
                child.tail = None  # the rest is said to browsers that cannot play it
        return
    film = film_at(frame_address(frame))
    title = " ".join((frame.get("title") or "").split())[:200]
    label = frame.get("aria-label") or ""  # charts say what they are, and what they show
    shown = title and label and not is_noise(label)
    address = film.watch if film is not None else absolute(frame_address(frame), base) if shown else ""
    if not address:
        remove(frame)
        return
    figure = frame.makeelement("figure")
    name, preview = (film.name, film.preview) if film is not None else ("", "")
    if preview:
        etree.SubElement(etree.SubElement(figure, "a", href=address), "img", src=preview, alt=title or name)
    else:  # a caption: what stands there is no word of the text
        etree.SubElement(etree.SubElement(figure, "figcaption"), "a", href=address).text = title or name
    replace(frame, figure)
    parent = figure.getparent()
    if parent is not None and parent.tag == "p":
        parent.tag = "div"  # a figure cannot stand in a paragraph


def _single_cell(table: Element) -> None:
    cells = list(islice(table.iter("td", "th"), 2))
    if len(cells) == 1:
        cells[0].tag = "div"
        replace(table, cells[0])


def _settle(element: Element, base: str) -> None:
    tag = element.tag
    if tag in _RENAMED:
        tag = element.tag = _RENAMED[tag]
    if tag == "form" and sum(len(text.strip()) for text in element.itertext()) > FORM:
        tag = element.tag = "div"
    if tag in GONE:
        remove(element)
        return
    if tag not in TAGS:
        element.tag = UNWRAP
        return
    attributes = element.attrib
    if tag == "a":
        _settle_link(element, base)
    elif tag in ("img", "source", "video", "audio", "track") and not _settle_source(element, tag, base):
        remove(element)
        return
    elif tag in ("blockquote", "q") and attributes.get("cite"):
        attributes["cite"] = absolute(element.get("cite"), base)
    if attributes:
        allowed = ATTRIBUTES.get(tag, ())
        for name in list(attributes):
            if (name not in allowed and name not in EVERYWHERE) or (
                not attributes[name] and name not in ("alt", "controls", "reversed", "open")
            ):
                del attributes[name]
    if tag in ("span", "a") and not attributes:
        element.tag = UNWRAP


def _settle_link(link: Element, base: str) -> None:
    href = link.get("href")
    if href is None or (href.startswith("#note-") and NOTE.fullmatch(href[1:])):
        return
    is_mail = href.lstrip().lower().startswith("mailto:")
    put(link, "href", mail_link(href) if is_mail else absolute(href, base))
    before = link.getprevious()
    if link.get("download") is not None and before is not None and before.get("href") == link.get("href"):
        remove(link)  # the button for the file that is named before it


def _settle_source(element: Element, tag: str, base: str) -> bool:
    """Make the addresses of a picture or film absolute; False when none is left."""
    attributes = element.attrib
    for name in ("src", "poster"):
        if name in attributes:
            put(element, name, absolute(element.get(name), base))
    if "srcset" in attributes:
        put(element, "srcset", write_srcset(parse_srcset(element.get("srcset") or "", base)))
    found = "src" in attributes or "srcset" in attributes
    if tag == "img":
        attributes["loading"] = "lazy"
        return found and not is_tiny(element)
    return found or tag not in ("source", "track")


def _unnest(article: Element) -> None:
    """Boxes that hold nothing go, boxes that hold one box become it, links around nothing open up."""
    for element in reversed(list(article.iter())):
        if element is article or element.getparent() is None:
            continue
        tag = element.tag
        if tag in _HOLLOW and not len(element) and not (element.text and element.text.strip()):
            remove(element)
            continue
        if tag in ("div", "section", "article", "main", "header"):
            parent = element.getparent()
            assert parent is not None
            alone = len(element) == 1 and not has_own_text(element)
            only = len(parent) == 1 and not has_own_text(parent) and parent.tag in _BOXES
            if (alone and element[0].tag not in ("img", "br", "a", "picture", UNWRAP)) or only:
                element.tag = UNWRAP
