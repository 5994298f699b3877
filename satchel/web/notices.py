"""What the next page says of what was just done, and how to take it back: kept by the browser until then."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.text import line

#: Browsers keep cookies of 4 KB; what is longer is said without a way back.
MAX_NOTICE_BYTES = 3000
MAX_NOTICE_SECONDS = 60
MAX_TITLE_CHARACTERS = 80
_COOKIE = "satchel-notice"
_SENT = re.compile(rb"(?:^|;)[ \t]*satchel-notice=([A-Za-z0-9_-]{1,4000}=*)[ \t]*(?=;|$)")


class Undo(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a form that takes something back."""

    verb: str
    act: int = 0  #: of the verb "undo": which act


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done to which article, or to how many."""

    said: str  #: a key of the words in notice.html
    title: str = ""
    item: int = 0
    undo: Undo | None = None
    number: int = 0  #: of what was done, where that is counted; of articles, where it was not about one
    passed: int = 0  #: of those that stayed as they were


class Shown(NamedTuple):
    """A notice for a page that is shown now."""

    notice: Notice | None

    def forget(self, response: Response) -> Response:
        """Have the browser forget what has been said."""
        if self.notice is not None:
            response.delete_cookie(_COOKIE, path="/", httponly=True, samesite="lax")
        return response


def fields(notice: Notice | None) -> dict[str, Any] | None:
    """A notice as templates take it: `undo` are the fields of the form that takes it back."""
    if notice is None:
        return None
    undo: dict[str, str] = {}
    if notice.undo is not None:
        undo = {"verb": notice.undo.verb, "id": str(notice.undo.act or notice.item), "undo": "1"}
    return {
        "said": notice.said, "title": notice.title, "item": notice.item, "undo": undo, "number": notice.number,
        "passed": notice.passed,
    }  # fmt: skip


_decoder = msgspec.json.Decoder(Notice)


def keep(response: Response, notice: Notice) -> Response:
    """Have the page to which `response` leads say it."""
    notice = msgspec.structs.replace(notice, title=line(notice.title, MAX_TITLE_CHARACTERS))
    value = _encoded(notice)
    if len(value) > MAX_NOTICE_BYTES:
        value = _encoded(msgspec.structs.replace(notice, undo=None))
    response.set_cookie(_COOKIE, value, max_age=MAX_NOTICE_SECONDS, path="/", httponly=True, samesite="lax")
    return response


def _encoded(notice: Notice) -> str:
    return urlsafe_b64encode(msgspec.json.encode(notice)).decode().rstrip("=")


def shown(request: Request) -> Shown:
    """What this page is to say. Anything else that bears the cookie's name is nothing."""
    sent = [value for name, value in request.scope["headers"] if name == b"cookie"]
    found = _SENT.findall(b";".join(sent))
    if not found:
        return Shown(None)
    try:
        return Shown(_decoder.decode(urlsafe_b64decode(found[-1] + b"=" * (-len(found[-1]) % 4))))
    except (ValueError, msgspec.MsgspecError):
        return Shown(None)
