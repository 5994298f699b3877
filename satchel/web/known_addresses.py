"""Addresses that people and programs know from elsewhere: they lead to the same list or article here."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.text import tag_form
from satchel.web.list_address import ListAddress
from satchel.web.sessions import Sessions

_LISTS = (
    "app", "favorites", "home", "liked", "my-list", "queue", "reading-list", "saves", "starred", "u", "unread",
)  # fmt: skip
#: Where Pocket and Instapaper had their lists.
LISTS = ("/a", *(f"/{name}" for name in _LISTS))
#: Parts of lists, searches and tags stood below these, in other ways every year; at last all stood below a language,
#: as in /en/saves. To be looked at after all others.
BELOW_LISTS = (
    *(f"/{name}/{{rest:path}}" for name in ("a", "app", "my-list", "saves", "u", "liked", "starred")),
    *(f"/{{language}}/{name}" for name in (*_LISTS, "archive")),
    *(f"/{{language}}/{name}/{{rest:path}}" for name in ("my-list", "saves")),
)
#: Where they had an article, besides /read/{number} and what is below it.
ITEMS = tuple(f"{above}/read/{{number}}" for above in ("/a", "/app", "/{language}"))

#: What archived an article, put it back or moved it as soon as anybody opened the address: here that is asked first.
ACTS = ("/skip/{number}", "/mark_unread/{number}", "/move/{number}/to/{folder}")
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2})?")
_FAVOURITES = {"favorites", "favourites", "liked", "starred"}


class KnownAddresses:
    """Leads on whoever is signed in."""

    def __init__(self, visits: Sessions) -> None:
        self._visits = visits

    async def list(self, request: Request) -> Response:
        """The way to the list that the address meant."""
        demand_language(request)
        await self._visits.require_login(request)
        return self._visits.to(meant(request.scope["path"]))

    async def item(self, request: Request) -> Response:
        """The way to the article that the address meant."""
        demand_language(request)
        await self._visits.require_login(request)
        digits = request.path_params["number"]
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
            raise HTTPException(404)
        return self._visits.to(f"/read/{int(digits)}")

    async def act(self, request: Request) -> Response:
        """The way to the page on which what the address would have done is one press of a button."""
        await self._visits.require_login(request)
        digits, folder = request.path_params["number"], request.path_params.get("folder", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
            raise HTTPException(404)
        if "folder" in request.path_params:
            return self._visits.to(f"/read/{int(digits)}/move?to={quote(folder[:16])}")
        return self._visits.to(f"/read/{int(digits)}")


def demand_language(request: Request) -> None:
    """Raise a 404 for an address below something that is no language."""
    if not _LANGUAGE.fullmatch(request.path_params.get("language", "en")):
        raise HTTPException(404)


def meant(path: str) -> str:
    """The list here that an address elsewhere stood for; where that is unknown, the one at the front."""
    parts = [unquote(part) for part in path.removesuffix(".php").split("/") if part]
    tag = next((tag_form(name) for above, name in pairwise(parts) if above in ("tags", "tag")), "")
    if tag:
        return ListAddress("tag", tag).path
    if (
        parts[:2] == ["u", "folder"]
        and len(parts) > 2
        and re.fullmatch("[1-9][0-9]{0,14}", parts[2], re.ASCII)
    ):
        return ListAddress("folder", parts[2]).path
    if "archive" in parts:
        return "/archive"
    return "/favourites" if _FAVOURITES.intersection(parts) else "/"
