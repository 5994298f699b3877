"""`/bookmarks/{id}/parse`: the article of a bookmark, as it is kept or as it is read from HTML that is sent along."""

from __future__ import annotations

from typing import Any

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import category, private_source
from satchel.library import given, numbered, reading, settling
from satchel.library.context import Library
from satchel.model.articles import Article, Author, Image
from satchel.model.items import Item
from satchel.model.people import Ability


async def parse(library: Library, call: Request) -> Response:
    """The article. Pages are fetched again, not more often than once a minute, where somebody wants no kept one."""
    user = await caller(library, call, Ability.RETRIEVE)
    params = call.params
    item, _ = await numbered.one(library, user, int(call.path_params["bookmark"]))
    content = params.text("content")
    if content.strip():
        read = await given.read(library, user, content, item.given_url)
        return response.json(
            {"metadata": _metadata_read(item, read.article), "content": _content_read(read.article)}
        )
    if params.bool("force") or params.bool("use_cache") is False:
        item = await reading.again(library, user, item)
    elif not item.fetched_at and item.given_url:
        item = await settling.fetched(library, user, item, 1)
    html = await library.run(reading.for_apps, user, item)
    if not html or item.article is None:
        raise Invalid("There is no article: the page was not read yet, or could not be read.")
    return response.json({"metadata": _metadata(item), "content": _content(item, html)})


def _metadata(item: Item) -> dict[str, Any]:
    found = item.article
    assert found is not None
    return {
        "title": item.given_title or item.title or None,
        "author": _author(found.details.authors),
        "pubtime": None if found.published_at is None else found.published_at // 1000,
        "thumbnail": found.lead_image or None,
        "description": item.description or found.excerpt or None,
        "private_source": private_source(item),
        "category": category(item),
    }


def _metadata_read(item: Item, article: Article) -> dict[str, Any]:
    return {
        "title": article.title or item.given_title or item.title or None,
        "author": _author(article.authors),
        "pubtime": None if article.published_at is None else article.published_at // 1000,
        "thumbnail": article.lead_image or None,
        "description": article.excerpt or None,
        "private_source": private_source(item),
        "category": category(item),
    }


def _content(item: Item, html: str) -> dict[str, Any]:
    found = item.article
    assert found is not None
    return _body(html, found.details.images, found.words, found.direction)


def _content_read(article: Article) -> dict[str, Any]:
    return _body(article.html, article.images, article.words, article.direction)


def _body(html: str, images: tuple[Image, ...], words: int, direction: str) -> dict[str, Any]:
    return {
        "body": html,
        "images": [image.src for image in images],
        "words": words,
        "paywalled": False,
        "direction": direction or "ltr",
    }


def _author(authors: tuple[Author, ...]) -> dict[str, str | None] | None:
    if not authors:
        return None
    return {"name": ", ".join(author.name for author in authors), "url": authors[0].url or None}
