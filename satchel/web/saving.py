"""The page /save: where the share links and bookmarklets of the world lead."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.text import line
from satchel.library import settling, undoing
from satchel.model.items import MAX_TITLE_CHARACTERS, NewLink
from satchel.web import notices
from satchel.web.context import OWN_REFERRER, REVISITED, WebContext
from satchel.web.first_look import greeted
from satchel.web.forms import asked, read_beginning
from satchel.web.notices import Notice, Undo
from satchel.web.origin import server_address
from satchel.web.sessions import LogIn, Sessions

#: Of what a bookmarklet posts. Behind the link, and what is said of it, it may have the whole page, which is not read.
MAX_POSTED_BYTES = 32_768
MAX_TOLD_CHARACTERS = 4000  #: of a link, and of what is said of it
#: A title that begins with twelve letters which the bookmarklet put there loses them.
_SCRIPT = """(function () {
  var title = document.title.replace(/^\\(Saving\\.\\.\\.\\) /, "");
  location.href = %s + "/save?url=" + encodeURIComponent(location.href) + "&title=" + encodeURIComponent(title);
})();
"""


class Saving:
    """Shows the link, and saves it by a click: an address alone must never put something on a list."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """The link and its title, with a field for tags; who is signed out signs in first and comes back."""
        visit = await self._visits.require_login(request)
        given = {
            name: asked(request, name) or asked(request, name[0]) for name in ("url", "title", "description")
        }
        given["tags"] = asked(request, "tags")
        given["title"] = line(given["title"], MAX_TITLE_CHARACTERS)
        if not given["url"].strip():
            return self._page(visit, given)
        try:
            address = urls.read(given["url"])
        except Invalid as error:
            return self._page(visit, given, error.message, status=422)
        return self._page(visit, {**given, "url": address.url}, host=address.host)

    async def script(self, request: Request) -> Response:
        """What a bookmarklet of other days loads into a page: it leads to the page that asks, and knows nobody.

        Nothing is saved by it, and it is the same for everybody, whatever key stands in its address.
        """
        home = json.dumps(server_address(request, self._site.settings)).replace("<", "\\u003c")
        return Response(
            _SCRIPT % home, 200, {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "cross-origin"},
            "text/javascript; charset=utf-8",
        )  # fmt: skip

    async def posted(self, request: Request) -> Response:
        """What a bookmarklet or an extension of other days posts: a page is led to the one that asks.

        It knows nobody, and saves nothing. Whoever would not show that page to anybody, a script or a frame, is told
        403, so that it does not believe a link saved that is not; an extension opens /hello2 then.
        """
        modes = (
            request.headers.get("sec-fetch-mode", "navigate"),
            request.headers.get("sec-fetch-dest", "document"),
        )
        if modes != ("navigate", "document") or "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(403)
        form = await read_beginning(request, MAX_POSTED_BYTES)
        said = dict(parse_qsl(form["p"][: 5 * MAX_TOLD_CHARACTERS])) if "p" in form else form
        told = {
            name: (said.get(name) or said.get(short, ""))[:MAX_TOLD_CHARACTERS]
            for name, short in (("url", "u"), ("title", "t"), ("description", "s"))
        }
        return self._visits.to(f"/save?{urlencode({name: each for name, each in told.items() if each})}")

    async def save(self, request: Request) -> Response:
        """Save it. The page is fetched meanwhile; only who goes on to the list or the article waits."""
        names = ("url", "title", "tags", "description")
        visit, form = await self._visits.require_form(request, *names)
        given = {name: form.get(name, "") for name in names}
        about = given["description"] or None
        link = NewLink(given["url"], given["title"], tuple(given["tags"].split(",")), about)
        library, user = self._site.library, visit.user.id
        if "read" in form:
            await greeted(self._site, request, visit)
        try:
            saved, act = await library.run(undoing.save, user, link)
        except Invalid as error:
            return self._page(visit, given, error.message, status=422)
        if "read" in form:
            item = await settling.settled(library, user, saved)
            return self._visits.to(f"/read/{item.id}")
        if "back" in form:
            item = await settling.settled(library, user, saved)
            undo = Undo("undo", act) if act else None
            notice = Notice("saved" if saved.is_new else "again", item.title, item.id, undo)
            return notices.keep(self._visits.to("/"), notice)
        return self._site.look.page(
            "saved",
            200,
            OWN_REFERRER,
            person=visit.user.name,
            form=visit.form,
            title=saved.item.title,
            id=saved.item.id,
            url=saved.item.given_url,
            tags=saved.item.tags,
            is_new=saved.is_new,
        )

    def _page(
        self, visit: LogIn, given: dict[str, str], problem: str = "", host: str = "", status: int = 200
    ) -> Response:
        return self._site.look.page(
            "save",
            status,
            OWN_REFERRER if problem else REVISITED,
            person=visit.user.name,
            form=visit.form,
            given=given,
            host=host,
            problem=problem,
        )
