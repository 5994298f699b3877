"""The first look at a list: who never had anything finds an article on it that tells how things work."""

from __future__ import annotations

from starlette.requests import Request

from satchel.base.errors import SatchelError
from satchel.library import welcoming
from satchel.web.context import WebContext
from satchel.web.origin import is_prefetch, server_address
from satchel.web.sessions import LogIn


async def greeted(site: WebContext, request: Request, visit: LogIn) -> bool:
    """Whether the article was put on the person's list now: they never had anything, and the owner wants it so."""
    if site.settings.sample_article == "no" or is_prefetch(request):
        return False
    try:
        return await site.library.run(
            welcoming.greet, visit.user.id, f"{server_address(request, site.settings)}/help"
        )
    except SatchelError:
        return False  # the list is theirs all the same
