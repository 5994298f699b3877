"""The feeds of a person's list: turned on, given another address, and turned off."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import NotFound
from satchel.library import feeds
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.forms import asked
from satchel.web.humanize import moment
from satchel.web.origin import server_address
from satchel.web.sessions import Sessions


class Feeds:
    """The page /account/feeds."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """Whether there are feeds, and since when."""
        visit = await self._visits.require_login(request)
        library, user = self._site.library, visit.user
        since = await library.run(feeds.open_since, user.id)
        return self._site.look.page(
            "account_feeds",
            200,
            OWN_REFERRER,
            here="/account/feeds",
            person=user.name,
            admin=user.is_admin,
            form=visit.form,
            said=asked(request, "said"),
            since=moment(library.clock.now(), since) if since is not None else None,
        )

    async def change(self, request: Request) -> Response:
        """Show new addresses, this one time, or close the feeds."""
        visit, form = await self._visits.require_form(request)
        library, user = self._site.library, visit.user
        if form.get("what") == "close":
            with suppress(NotFound):
                await library.run(feeds.close, user.id)
                library.security.note("feeds.closed", name=user.name)
            return self._visits.to("/account/feeds?said=feeds-closed")
        secret = await library.run(feeds.new_secret, user.id)
        library.security.note("feeds.opened", name=user.name)
        server = server_address(request, self._site.settings)
        return self._site.look.page(
            "feeds",
            200,
            OWN_REFERRER,
            here="/account/feeds",
            person=user.name,
            admin=user.is_admin,
            form=visit.form,
            feeds={kind: server + path for kind, path in feeds.paths(user.name, secret).items()},
        )
