"""Signing in whom a proxy in front of us vouches for: `serving.trusted_user` has seen to it that it is that proxy."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, NotAllowed, NotFound
from satchel.library import accounts, identities, sessions
from satchel.model.people import User
from satchel.web.context import WebContext
from satchel.web.sessions import Sessions


class ProxySignIn:
    """Makes a session of a name that the proxy tells."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def enter(self, request: Request, back: str) -> Response | None:
        """The way to `back`, signed in; None where the proxy says nothing.

        Raises `NotAllowed` for who has no account, or one that is disabled.
        """
        name = str(request.scope.get("satchel.user", "")).strip()
        if not name:
            return None
        library = self._site.library
        user = await self._person(name)
        source, agent = self._visits.source(request), request.headers.get("user-agent", "")
        signed_in = await library.run(sessions.begin, user, source, agent)
        library.security.note("sign_in", name=user.name, way="proxy")
        return await self._visits.enter(request, signed_in, back)

    async def _person(self, name: str) -> User:
        library = self._site.library
        try:
            user = await library.run(accounts.named, name)
        except NotFound:
            user = await self._new(name)
        if user.disabled_at or user.password_hash is None:
            library.security.warn("proxy.stranger", name=name)
            raise NotAllowed("This account cannot sign in. Ask the administrator of this server.")
        return user

    async def _new(self, name: str) -> User:
        library = self._site.library
        if self._site.settings.new_people == "yes":
            try:
                user = await library.run(identities.make_for_proxy, name)
            except Conflict:  # somebody was quicker, in another tab
                return await library.run(accounts.named, name)
            except Invalid as error:
                raise NotAllowed(error.message) from None
            library.security.note("account.made", name=user.name, way="proxy")
            return user
        library.security.warn("proxy.stranger", name=name)
        raise NotAllowed("You have no account on this server. Ask its administrator for an invitation.")
