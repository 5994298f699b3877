"""The feeds of a person's list: opened, given another address, and closed."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import NotFound
from satchel.library import feeds
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.origin import server_address
from satchel.web.sessions import Sessions


class Feeds:
    """The page /account/feeds."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def change(self, request: Request) -> Response:
        """Show new addresses, this one time, or close the feeds."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user
        if form.get("what") == "close":
            with suppress(NotFound):
                await library.run(feeds.close, user.id)
                library.security.note("feeds.closed", name=user.name)
            return self._visits.to("/account?said=feeds-closed#feeds")
        secret = await library.run(feeds.new_secret, user.id)
        library.security.note("feeds.opened", name=user.name)
        server = server_address(request, self._site.settings)
        return self._site.look.page(
            "feeds",
            200,
            OWN_REFERRER,
            person=user.name,
            form=visit.form,
            feeds={kind: server + path for kind, path in feeds.paths(user.name, secret).items()},
        )
