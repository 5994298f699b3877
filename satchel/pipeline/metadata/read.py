"""All metadata of a page, put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from satchel.model.articles import Author
from satchel.pipeline.links import absolute, host_of, is_home
from satchel.pipeline.metadata.authors import read_authors
from satchel.pipeline.metadata.collect import Collected, collect
from satchel.pipeline.metadata.jsonld import Linked, read_linked, words
from satchel.pipeline.metadata.published import read_dates
from satchel.pipeline.metadata.site import own_names, read_site, site_without_name
from satchel.pipeline.metadata.title import plain, read_title, squeezed
from satchel.pipeline.parsing.tree import Document

_TAG = re.compile(r"^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8}){0,4}$")
_SIZE = re.compile(r"(\d{1,4})x\d{1,4}")


@dataclass
class Metadata:
    """What a page says about itself, judged and bounded."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    site: str = ""
    description: str = ""
    language: str = ""
    direction: str = ""
    published_at: int | None = None
    updated_at: int | None = None
    lead_image: str = ""
    canonical: str = ""
    amp: str = ""
    icon: str = ""
    declared_article: bool = False
    declared_kind: str = ""  #: og:type, lower-case
    collected: Collected = field(default_factory=Collected)
    linked: Linked = field(default_factory=Linked)


def read_metadata(document: Document, url: str, now: int | None = None) -> Metadata:
    """Read everything the page declares; `now` is the time in milliseconds, None when nobody knows."""
    found, linked = collect(document), read_linked(document.data)
    base, host = document.base, host_of(url)
    meta = Metadata(collected=found, linked=linked)
    meta.site = read_site(found, linked, host)
    meta.title = read_title(found, linked, meta.site, url)
    names = own_names(found, linked, meta.site, host)
    meta.authors = read_authors(found, linked, base, meta.site, names, home=is_home(url))
    meta.site = meta.site or site_without_name(host)
    meta.description = _description(found, linked, names)
    meta.language = _language(found, linked)
    meta.direction = found.direction.lower() if found.direction.lower() in ("rtl", "ltr") else ""
    meta.published_at, meta.updated_at = read_dates(found, linked, url, meta.language, now)
    meta.lead_image = _lead_image(found, linked, base)
    meta.canonical = _first_link(found, base, "canonical") or absolute(found.meta("og:url"), base)
    meta.amp = _first_link(found, base, "amphtml")
    meta.icon = _icon(found, base)
    meta.declared_kind = found.meta("og:type").lower()
    meta.declared_article = linked.declares_article(meta.declared_kind)
    return meta


def _description(found: Collected, linked: Linked, site_names: set[str]) -> str:
    candidates = [
        found.meta("og:description"),
        found.meta("description"),
        found.meta("twitter:description"),
        found.meta("dc.description", "dcterms.description", "dcterms.abstract", "sailthru.description"),
        words(linked.article.get("description")),
        words(linked.film.get("description")),
    ]
    return next((plain(text, 500) for text in candidates if text and not _says_nothing(text, site_names)), "")


def _says_nothing(description: str, site_names: set[str]) -> bool:
    """True for the name of the site, and for what a well-known plug-in writes when there is nothing to say."""
    short = squeezed(description)
    return short == "visitthepostformore" or short.removesuffix("website") in site_names


def _language(found: Collected, linked: Linked) -> str:
    candidates = [
        found.language,
        found.meta("content-language"),
        found.meta("og:locale"),
        words(linked.article.get("inLanguage")),
        found.meta("dc.language", "dcterms.language", "language"),
    ]
    tags = (one.split(",")[0].strip().replace("_", "-") for one in candidates)
    return next(filter(_TAG.match, tags), "")


def _lead_image(found: Collected, linked: Linked, base: str) -> str:
    candidates = [
        *found.all("og:image", "og:image:url", "og:image:secure_url")[:2],
        *found.all("twitter:image", "twitter:image:src")[:2],
        linked.node(linked.article.get("image")),
        linked.film.get("thumbnailUrl"),
        linked.article.get("thumbnailUrl"),
        *(href for href, _ in found.links.get("image_src", ())[:1]),
        *(value or one.get("src") or one.get("href") for value, one in found.props.get("image", ())[:1]),
    ]
    return next(filter(None, (absolute(_address(one, linked), base) for one in candidates)), "")


def _address(value: Any, linked: Linked) -> str:
    if isinstance(value, list):
        value = linked.node(value[0]) if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or ""
        if isinstance(value, list):
            value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _first_link(found: Collected, base: str, rel: str) -> str:
    addresses = (absolute(href, base) for href, _ in found.links.get(rel, ()))
    return next(filter(None, addresses), "").partition("#")[0]


def _icon(found: Collected, base: str) -> str:
    """The picture that stands for the site: the one nearest to 64 pixels."""
    icons: list[tuple[int, str]] = []
    for rel, usual in (("icon", 16), ("apple-touch-icon", 180), ("apple-touch-icon-precomposed", 180)):
        for href, sizes in found.links.get(rel, ()):
            size = _SIZE.search(sizes)
            address = absolute(href, base)
            if address:
                icons.append((abs((int(size[1]) if size else usual) - 64), address))
    return min(icons)[1] if icons else ""
