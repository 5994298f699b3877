"""From this screen to that of a phone: an article's address as a picture."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.library import undoing
from satchel.web import qr_code
from satchel.web.context import REVISITED, WebContext
from satchel.web.item_facts import facts, number_of
from satchel.web.origin import is_at_home, server_address
from satchel.web.sessions import Sessions


class Phone:
    """The page /read/{number}/phone."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """What to do with the picture, and the same address to be copied."""
        visit, number = await self._visits.require_login(request), number_of(request)
        item = await self._site.library.run(undoing.living, visit.user.id, number)
        address = self._address(request, item.id)
        return self._site.look.page(
            "phone", 200, REVISITED, person=visit.user.name, form=visit.form, **facts(item),
            address=address, at_home=is_at_home(address),
        )  # fmt: skip

    async def picture(self, request: Request) -> Response:
        """The address of the article: whoever opens it signs in first."""
        await self._visits.require_login(request)
        return qr_code.drawn(self._address(request, number_of(request)))

    def _address(self, request: Request, number: int) -> str:
        return f"{server_address(request, self._site.settings)}/read/{number}"
