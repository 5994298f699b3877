"""The three shapes of an answer: a bare number, a script, or a page that closes itself."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from satchel.base.errors import Invalid
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response, text
from satchel.dialects.instapaper import closing, jsonp, parameters
from satchel.model.items import Item

ADD = "/api/add"

#: Bytes of the title's header; proxies give up on answers whose headers outgrow a few kilobytes.
MAX_TITLE_BYTES = 2000

#: What may stand in an address as it is; all else is percent-encoded.
_SAFE = "%/:?#[]@!$&'()*+,;=-._~{}|^`\\"


class Shape(NamedTuple):
    """How the caller wants to be answered."""

    callback: str = ""  #: the checked name of a JavaScript function
    closing: bool = False  #: with a page that closes its window


class Kept(NamedTuple):
    """What is known of a saved link."""

    url: str  #: where the page was in the end, ASCII; the link as given as long as that is not known
    title: str

    @classmethod
    def of(cls, item: Item) -> Kept:
        """Here a title that the person gave goes before the one that was found."""
        article = item.article
        url = quote(article.url if article else item.given_url, safe=_SAFE, errors="replace")
        return cls(url, item.given_title or (article.title if article else "") or url)


def shape(call: Request, values: Params) -> Shape:
    """What `values` ask for. Raises `Invalid` for a callback that is no name of a function."""
    callback = values.text("jsonp")
    if callback:
        return Shape(callback=jsonp.checked(callback))
    return Shape(closing=call.path == ADD and values.text("redirect").strip().lower() == "close")


def shape_of_failure(call: Request) -> Shape:
    """What the caller seems to ask for, as far as it can be read; never raises."""
    try:
        return shape(call, parameters.readable(call))
    except Invalid:
        return Shape()


def signed_in(shape: Shape) -> Response:
    """200: the credentials are right."""
    return jsonp.script(shape.callback, 200) if shape.callback else text("200")


def saved(shape: Shape, kept: Kept) -> Response:
    """201: the link is kept."""
    if shape.callback:
        return jsonp.script(shape.callback, 201, kept.url)
    host = urlsplit(kept.url).hostname or ""
    answer = closing.saved(kept.title, host) if shape.closing else text("201", 201)
    answer.headers += [
        (b"content-location", kept.url.encode("ascii")),
        (b"x-instapaper-title", title_header(kept.title)),
    ]
    return answer


def failed(shape: Shape, status: int, reason: str) -> Response:
    """Any other status; `reason` is for people, and only the page shows it."""
    if shape.callback:
        return jsonp.script(shape.callback, status)
    if shape.closing:
        return closing.failed(status, reason)
    return text(str(status), status)


def title_header(title: str) -> bytes:
    """The title as a JSON string with all but ASCII escaped: one line, whatever stands in it."""
    encoded = json.dumps(title)
    while len(encoded) > MAX_TITLE_BYTES:
        # An escaped character has at most twelve bytes, so this never cuts away too much at once.
        title = title[: -max(1, (len(encoded) - MAX_TITLE_BYTES) // 12)]
        encoded = json.dumps(title)
    return encoded.replace("\x7f", "\\u007f").encode("ascii")
