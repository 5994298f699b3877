"""The page on which a person chooses their keys."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.library import accounts
from satchel.model.keys import KeyChoice
from satchel.web import keys
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.sessions import LogIn, Sessions


class KeySettings:
    """The page /settings/keys."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """All commands with their keys, as fields."""
        visit = await self._visits.require_login(request)
        return self._page(visit, keys.chosen(), keys.shown(keys.chosen()), said=asked(request, "said"))

    async def choose(self, request: Request) -> Response:
        """Keep the choice for this person, in all their browsers."""
        visit, form = await self._visits.require_form(request)
        try:
            choice = keys.of_form(form)
        except Invalid as error:
            given = [
                {**each, "keys": (form.get(str(each["name"]), ""),)} for each in keys.shown(keys.chosen())
            ]
            return self._page(visit, keys.switches(form), given, wrong=error.field or "", key=error.message)
        await self._site.library.run(accounts.choose_keys, visit.user.id, choice)
        return self._visits.to("/settings/keys?said=keys")

    def _page(
        self,
        visit: LogIn,
        choice: KeyChoice,
        commands: list[dict[str, object]],
        wrong: str = "",
        key: str = "",
        said: str = "",
    ) -> Response:
        return self._site.look.page(
            "key_settings", 422 if wrong else 200, REVISITED,
            here="/settings/keys", person=visit.user.name, admin=visit.user.is_admin, form=visit.form,
            commands=commands, off=choice.off, still=choice.still, wrong=wrong, key=key, said=said == "keys",
        )  # fmt: skip
