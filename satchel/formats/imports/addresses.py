"""Addresses as files have them: repaired where there is no doubt, else refused with the reason."""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.text import words_of
from satchel.formats.imports.row import Reason
from satchel.formats.imports.saying import say

_BREAKS = re.compile(r"[\r\n\t]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))")
_MISSPELT = re.compile(r"(?:h+t+ps+:/*|h*t*t+p:/(?!/)|h+ttps?:/+|https?//+|ttps?:/+)(?=\S)", re.IGNORECASE)
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})(?::\d{1,5})?([/?#].*)?", re.DOTALL)
#: Endings of names of files, which are no ends of hosts.
_FILES = words_of("js html htm txt pdf php json xml css csv jpg jpeg png gif doc docx ts md py sh rs zip")
#: Most addresses: nothing in them could be refused.
_SURE = re.compile(
    r"https?://(?=[a-z0-9.-]{4,250}(?:/|$))(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
    r"(?:/[A-Za-z0-9/._~=&:@,;+!$*()'?#%-]*)?"
)
#: Addresses that only the program can open from which they come.
_PRIVATE = re.compile(
    r"(?:instapaper-private:|mailto:reader-forwarded-email|en-cache:|https?://omnivore\.app/no_url|"
    r"https?://(?:read\.readwise\.io/|readwise\.io/reader/document_raw_content/))",
    re.IGNORECASE,
)


class Refused(Exception):
    """An address that cannot be saved."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """`detail` is a sentence that says more; "" for none."""
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Address(NamedTuple):
    """An address that the library takes."""

    text: str
    remark: str  #: how it was repaired; "" if it was not


def read(text: str) -> Address:
    """The address that a file means by `text`. Raises `Refused`."""
    text = text.strip()
    if len(text) < 2_000 and _SURE.fullmatch(text) and not _PRIVATE.match(text):
        return Address(text, "")
    if not text:
        raise Refused(Reason.NO_ADDRESS)
    if len(text) > 4 * urls.MAX_URL_BYTES:
        raise Refused(Reason.TOO_LONG)
    if _CONTROLS.search(text):
        text = _CONTROLS.sub("", "".join(part.strip() for part in _BREAKS.split(text)))
    if _PRIVATE.match(text):
        raise Refused(Reason.NO_PUBLIC_PAGE)
    remark = ""
    if not _HTTP.match(text):
        text, remark = _repaired(text), "The link was not written out in full and was repaired."
    if len(text) > urls.MAX_URL_BYTES:
        raise Refused(Reason.TOO_LONG)
    try:
        urls.read(text)
    except Invalid as error:
        raise Refused(Reason.NOT_A_LINK, error.message) from None
    return Address(text, remark)


def is_address(text: str) -> bool:
    """Whether `text` looks like an address on the web, at first sight."""
    return _HTTP.match(text.lstrip()) is not None


def _repaired(text: str) -> str:
    """An address with its scheme."""
    misspelt = _MISSPELT.match(text)
    if misspelt:
        rest = text[misspelt.end() :]
        return f"{'https' if 's' in misspelt[0].lower() else 'http'}://{rest}"
    if text.startswith("//"):
        return "https:" + text
    if text.startswith("www."):
        return "https://" + text
    scheme = _SCHEME.match(text)
    if scheme:
        raise Refused(
            Reason.OTHER_SCHEME, say("Its link begins with %(scheme)s:", scheme=scheme[1].lower()[:40])
        )
    host = _HOST.fullmatch(text)
    if host and (host[2] or host[1] not in _FILES):
        return "https://" + text
    raise Refused(Reason.NOT_A_LINK)
