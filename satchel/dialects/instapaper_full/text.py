"""`bookmarks/get_text`: the article, as a page of HTML."""

from __future__ import annotations

from html import escape

from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.bookmarks import number_of
from satchel.dialects.instapaper_full.errors import NO_TEXT, refused
from satchel.library import mirroring, reading, settling
from satchel.library.context import Library
from satchel.model.items import Item
from satchel.model.people import Ability

HTML = b"text/html; charset=utf-8"
#: The page is made of other people's words: it may show pictures and films, and do nothing.
_SHUT = (
    b"sandbox; default-src 'none'; img-src http: https: data:; media-src http: https:; base-uri 'none'; "
    b"form-action 'none'; frame-ancestors 'none'"
)


async def get_text(library: Library, call: Request) -> Response:
    """The article. A page that is on its way is waited for, as long as an add may wait."""
    who = await caller(library, call, Ability.RETRIEVE)
    number = number_of(call.params)
    item = (await mirroring.one(library, who.id, number)).items[0]
    if item.article is None and not item.fetched_at:
        item = await settling.fetched(library, who.id, item, 1)
    html = await library.run(reading.for_apps, who.id, item) if item.article else ""
    if not html:
        is_coming = not item.fetched_at
        raise refused(NO_TEXT, "The page has not come yet." if is_coming else "The page has no text to read.")
    return Response(200, _page(item, html).encode("utf-8", "replace"), HTML, policy=_SHUT)


def _page(item: Item, html: str) -> str:
    found = item.article
    title = escape(item.given_title or item.title)
    lang = f' lang="{escape(found.language)}"' if found and found.language else ""
    rtl = ' dir="rtl"' if found and found.direction == "rtl" else ""
    return (
        f'<!doctype html>\n<html{lang}{rtl}>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n'
        f'<body>\n<div id="story">\n<h1>{title}</h1>\n{html}\n</div>\n</body>\n</html>\n'
    )
