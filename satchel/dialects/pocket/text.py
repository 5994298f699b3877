"""`/v3/text`, `/v3beta/text` and `/v3beta/mobile`: the article of a saved page."""

from __future__ import annotations

import asyncio
from html import escape

from satchel.base.errors import Busy, Invalid, NotFound
from satchel.dialects.http import response
from satchel.dialects.http.own_address import number_in
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket.article import Place, Rendered, render
from satchel.dialects.pocket.view import view
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import access, finding, reading, saving, settling
from satchel.library.context import Library
from satchel.model.items import Item, NewLink, State
from satchel.model.people import Ability, Caller

#: Characters of HTML up to which rendering does not leave the event loop.
_AT_ONCE = 50_000

#: The article as JSON, or as a page.
_OUTPUTS = {"json": False, "regular": True}

HTML = b"text/html; charset=utf-8"
#: The page is made of other people's words: it may show pictures and films, and do nothing.
_SHUT = (
    b"sandbox; default-src 'none'; img-src http: https: data:; media-src http: https:; base-uri 'none'; "
    b"form-action 'none'; frame-ancestors 'none'"
)


async def text(library: Library, call: Request) -> Response:
    """The article of one of the caller's items, as JSON or as a page."""
    params = call.params
    asking = await caller(library, call, Ability.RETRIEVE)
    url = params.text("url").strip()
    if not url:
        raise Invalid("The parameter url is missing.", field="url")
    image_place, video_place = _place(params, "images"), _place(params, "videos")
    regular = params.choice("output", _OUTPUTS, False)
    item = await _own(library, asking, call, url) or await _item(library, asking, params, url)
    if params.bool("refresh"):
        item = await reading.again(library, asking.user_id, item)
    if item.article is None and not item.fetched_at:
        item = await settling.fetched(library, asking.user_id, item, 1)
        if item.article is None and not item.fetched_at:
            raise Busy("This page has not been fetched yet. Please try again in a moment.")
    rendered = await _rendered(library, asking.user_id, item, image_place, video_place)
    if params.bool("noArticle"):
        rendered = Rendered("", rendered.images)
    if regular:
        return Response(200, _page(item, rendered.html).encode("utf-8", "replace"), HTML, policy=_SHUT)
    return response.json(view(item, rendered, call.own_address))


async def _own(library: Library, asking: Caller, call: Request, url: str) -> Item | None:
    """The item without an address of its own that the caller was told to be at `url`; None where that is none."""
    number = number_in(url, call)
    item = await library.run(finding.get, asking.user_id, number) if number else None
    return item if item and item.state != State.DELETED and not item.given_url else None


async def _item(library: Library, asking: Caller, params: Params, url: str) -> Item:
    """The caller's item at that address; with `createIfNone` it is saved if it is not there."""
    user = asking.user_id
    try:
        return await library.run(reading.at, user, url)
    except NotFound:
        if not params.bool("createIfNone"):
            raise NotFound("That link is not on this list; createIfNone=1 puts it there.") from None
    access.demand(asking, Ability.ADD)
    return await saving.save_and_wait(library, user, NewLink(url))


async def _rendered(library: Library, user: int, item: Item, images: Place, videos: Place) -> Rendered:
    if item.article is None:
        return Rendered("", ())
    details = item.article.details
    async with library.turns.opening(user):
        html = await library.run(reading.for_apps, user, item)
        if len(html) <= _AT_ONCE:
            rendered = render(html, details.images, details.videos, images, videos)
        else:
            async with library.turns.reading(user):
                rendered = await asyncio.to_thread(
                    render, html, details.images, details.videos, images, videos
                )
    return Rendered(f"<div{_language(item)}>{rendered.html}</div>" if rendered.html else "", rendered.images)


def _page(item: Item, html: str) -> str:
    title = escape(item.title)
    return (
        f'<!doctype html>\n<html{_language(item)}><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n{html}\n</body></html>\n"
    )


def _language(item: Item) -> str:
    found = item.article
    if found is None:
        return ""
    lang = f' lang="{escape(found.language)}"' if found.language else ""
    return lang + (' dir="rtl"' if found.direction == "rtl" else "")


def _place(params: Params, name: str) -> Place:
    try:
        return Place(params.int(name) or 0)
    except (ValueError, Invalid):
        raise Invalid(f"The parameter {name} is none of: 0, 1, 2, 3.", field=name) from None
