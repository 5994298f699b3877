"""The page on which one watches a film: what it says about the film, and nothing around it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, NamedTuple

from lxml import etree

from satchel.model.articles import Author, Player
from satchel.pipeline.links import absolute
from satchel.pipeline.media.players import Film, film_at
from satchel.pipeline.metadata.dates import parse_date
from satchel.pipeline.metadata.read import Metadata
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.tree import Element
from satchel.pipeline.text import excerpt_of

MAX_DATA = 1_000_000  #: letters of a page's own data that are read
MAX_DESCRIPTION = 20_000  #: letters; the services allow 5,000
_DATA = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")
_LINK = re.compile(r"https?://[^\s<>\"']{1,500}[^\s<>\"'.,;:!?)\]}]")


class Told(NamedTuple):
    """What a watch page says about its film beyond the usual declarations; empty where it says nothing."""

    title: str = ""
    author: Author | None = None
    seconds: int | None = None
    still: str = ""
    description: str = ""
    published_at: int | None = None


def watched(url: str) -> Film | None:
    """The film whose watch page is at `url`; None for all other pages."""
    film = film_at(url)
    if film is None or not film.vid or film.player not in (Player.YOUTUBE, Player.VIMEO, Player.DAILYMOTION):
        return None
    return film


def read_told(text: str, film: Film) -> Told:
    """What the data inside the scripts of a page say about `film`; data about another one do not count."""
    found = _DATA.search(text)
    if found is None:
        return Told()
    try:
        data, _ = json.JSONDecoder().raw_decode(text[found.end() : found.end() + MAX_DATA])
    except (ValueError, RecursionError):
        return Told()
    details = _part(data, "videoDetails")
    if details.get("videoId") != film.vid:
        return Told()
    more = _part(_part(data, "microformat"), "playerMicroformatRenderer")
    name, length = plain(_text(details, "author"), 200), _text(details, "lengthSeconds")
    stills = _part(details, "thumbnail").get("thumbnails")
    still = stills[-1] if isinstance(stills, list) and stills else {}
    return Told(
        title=plain(_text(details, "title")),
        author=Author(name, absolute(_text(more, "ownerProfileUrl"), film.watch)) if name else None,
        seconds=int(length) if length.isascii() and length.isdigit() and 0 < len(length) < 7 else None,
        still=absolute(_text(still, "url"), film.watch) if isinstance(still, dict) else "",
        description=_text(details, "shortDescription")[:MAX_DESCRIPTION],
        published_at=parse_date(_text(more, "publishDate") or _text(more, "uploadDate")),
    )


def adopt(meta: Metadata, told: Told, film: Film) -> None:
    """Put what the film's data say into the page's metadata, where they know better."""
    meta.title = told.title or meta.title
    meta.authors = (told.author,) if told.author else meta.authors
    meta.lead_image = meta.lead_image or told.still
    meta.site = meta.site or film.name
    meta.description = plain(excerpt_of(told.description)) or meta.description
    meta.published_at = meta.published_at if meta.published_at is not None else told.published_at


def reader(meta: Metadata, told: Told, film: Film) -> Element:
    """The page as something to read: a still that leads to the film, and its description."""
    section = etree.Element("section")
    box = etree.SubElement(section, "div")
    figure = etree.SubElement(box, "figure")
    link = etree.SubElement(figure, "a", href=film.watch)
    still = meta.lead_image or film.preview
    if still:
        etree.SubElement(link, "img", src=still, alt=meta.title or film.name)
    else:
        link.text = meta.title or film.name
    for paragraph in re.split(r"\n\s*\n", _description(meta, told)):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if lines:
            _write(etree.SubElement(box, "p"), lines)
    return box


def _description(meta: Metadata, told: Told) -> str:
    """The longest of all descriptions: the others are its beginning."""
    collected = meta.collected
    candidates = [
        told.description,
        unescape(_text(meta.linked.film, "description")),
        *(value for value, _ in collected.props.get("description", ())[:3]),
        *collected.all("og:description", "description")[:4],
    ]
    text = max(candidates, key=len).replace("\r\n", "\n")[:MAX_DESCRIPTION]
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)


def _write(paragraph: Element, lines: list[str]) -> None:
    """The lines, with what looks like an address as a link."""
    last: Element | None = None
    for number, line in enumerate(lines):
        if number:
            last = etree.SubElement(paragraph, "br")
        done = 0
        for found in _LINK.finditer(line):
            _say(paragraph, last, line[done : found.start()])
            last = etree.SubElement(paragraph, "a", href=found[0])
            last.text = found[0]
            done = found.end()
        _say(paragraph, last, line[done:])


def _say(paragraph: Element, last: Element | None, text: str) -> None:
    if last is None:
        paragraph.text = (paragraph.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _part(data: Any, name: str) -> dict[str, Any]:
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
