"""What a download brought, or why it brought nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Page(msgspec.Struct, frozen=True):
    """One finished download, after redirects and content decoding."""

    url: str  #: the final address, without fragment
    status: int  #: HTTP status of the final answer; always 200 to 299 here
    media_type: str  #: declared type without parameters, lower-case; "" if none
    charset: str  #: charset parameter of the Content-Type header; "" if none
    body: bytes
    redirects: tuple[str, ...] = ()  #: the addresses that led here, in order
    refresh: str = ""  #: the Refresh header, which leads on as a redirect does; "" if none
    filename: str = ""  #: the name that the server gives to the file; "" if none
    is_cut: bool = False  #: the answer broke off; `body` is what came of it
    trip: Any = None  #: what the fetcher remembers between two hops of one fetch; nobody else's
    read_at: int | None = None  #: when it is read, in milliseconds; None: nobody knows
    whole: bool = False  #: all of it is wanted, and not only what is its article
    #: Seconds from now for which HTTP lets the page be given to others, by all answers on the way to it; 0: not at all.
    shared_seconds: int = 0
    explain: str = ""  #: words that the log of the article is to say of where they went


class Reason(StrEnum):
    """Why a page could not be had. The names are stored; they never change."""

    REFUSED = "refused"  #: a private or forbidden address (never said apart from UNREACHABLE to users)
    BAD_ADDRESS = "bad-address"  #: not a fetchable URL
    UNREACHABLE = "unreachable"  #: no connection, or it broke
    NAME = "name"  #: the host name does not resolve
    TLS = "tls"  #: certificate or TLS failure
    TIMEOUT = "timeout"
    REDIRECTS = "redirects"  #: too many, in a circle, or to something that is not http(s)
    STATUS = "status"  #: the site answered with an error status
    TOO_LARGE = "too-large"
    BROKEN = "broken"  #: the answer does not follow HTTP, or its coding is damaged
    UNREADABLE = "unreadable"  #: extraction failed, ran too long or took too much memory
    FULL = "full"  #: the person has as much text as they may have, so this one is not kept
    KEPT = "kept"  #: there is a page, but no longer what was kept of it, which stays


class FetchFailed(Exception):
    """A page could not be had. A value more than an accident: it is stored with the item."""

    def __init__(
        self,
        reason: Reason,
        detail: str = "",
        *,
        status: int = 0,
        url: str = "",
        permanent: bool = False,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail  #: for the log and the owner, never for strangers
        self.status = status  #: HTTP status if there was one, else 0
        self.url = url  #: where it happened, when redirects were followed
        self.permanent = permanent  #: True: trying again will not help
        self.retry_after = retry_after  #: seconds, when the site asked for it
