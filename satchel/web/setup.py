"""The first account: a one-time link, a form, and how to point an app at the server."""

from __future__ import annotations

import hmac
import re

from starlette.requests import Request
from starlette.responses import Response

from satchel.base import tokens
from satchel.base.errors import Conflict, Invalid
from satchel.library import accounts
from satchel.library.first_run import FirstRun, create_owner
from satchel.library.passwords import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from satchel.web.account_facts import bookmark
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.examples import examples
from satchel.web.forms import asked, read_form
from satchel.web.origin import demand_https, is_at_home, server_address
from satchel.web.sessions import Sessions
from satchel.web.words import marked, say

#: The app that the first account is given, so that scripts can begin at once.
FIRST_APP = "Default app"


class Setup:
    """The pages under /setup. They work as long as there is no account."""

    def __init__(self, site: WebContext, visits: Sessions, token: str | None) -> None:
        self._library = site.library
        self._settings = site.settings
        self._look = site.look
        self._visits = visits
        self._token = token
        self._done = False

    async def done(self) -> bool:
        """Whether there is an account already."""
        if not self._done:
            self._done = await self._library.run(accounts.anyone)
        return self._done

    async def show(self, request: Request) -> Response:
        """The form, for those who have the link."""
        if await self.done():
            return self._used()
        token = asked(request, "token")
        if not self._opens(token):
            return self._wrong_link()
        demand_https(request, self._settings, moves=False)
        return self._form(token, {}, {})

    async def make(self, request: Request) -> Response:
        """Make the account that the form describes, or show the form again with what is wrong."""
        self._visits.demand_own_page(request, known=False)
        demand_https(request, self._settings)
        form = await read_form(request)
        if await self.done():
            return self._used()
        if not self._opens(form.get("token", "")):
            self._library.security.warn("setup.wrong")
            return self._wrong_link()
        problems = problems_of(form)
        if problems:
            return self._form(form["token"], form, problems)
        try:
            made = await self._make(request, form)
        except Conflict:
            return self._used()
        except Invalid as error:
            return self._form(form["token"], form, {error.field or "name": error.message})
        self._done = True
        self._library.security.note("account.made", name=made.user.name, first=True)
        server = server_address(request, self._settings)
        response = self._look.page(
            "ready",
            201,
            OWN_REFERRER,
            person=made.user.name,
            form=tokens.form_token(made.signed_in.token),
            server=server,
            bookmark=bookmark(server),
            at_home=is_at_home(server),
            consumer_key=made.consumer_key,
            access_token=made.access_token,
            examples=[
                each._asdict()
                for each in examples(server, made.user.name, made.consumer_key, made.access_token)
            ],
        )
        self._visits.set_cookies(request, response, made.signed_in)
        return response

    async def _make(self, request: Request, form: dict[str, str]) -> FirstRun:
        email = form.get("email", "").strip()
        hashed = await self._library.passwords.ahash(form["password"], form["name"], email)
        source, agent = self._visits.source(request), request.headers.get("user-agent", "")
        return await self._library.run(
            create_owner, form["name"], hashed, email=email, app=FIRST_APP, source=source, agent=agent
        )

    def _form(self, token: str, form: dict[str, str], problems: dict[str, str]) -> Response:
        return self._look.page(
            "setup",
            422 if problems else 200,
            OWN_REFERRER,
            token=token,
            name=form.get("name", ""),
            email=form.get("email", ""),
            problems=problems,
            first_problem=next(iter(problems), ""),
            shortest=MIN_PASSWORD_CHARACTERS,
            longest=MAX_PASSWORD_CHARACTERS,
        )

    def _used(self) -> Response:
        return self._look.page(
            "problem",
            410,
            heading=marked("This link was already used"),
            explanation=marked(
                "The first account already exists. Its owner can invite you: under Your account, People."
            ),
            reference="",
        )

    def _opens(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(
            given.encode("utf-8", "replace"), self._token.encode()
        )

    def _wrong_link(self) -> Response:
        return self._look.page(
            "problem",
            403,
            heading=marked("This link does not work"),
            explanation=marked(
                "Each start of the server prints a new link, and the old one stops working. "
                "Look for the last “Make the first account” in the server’s terminal or log. Copy the whole link."
            ),
            reference="",
        )


def problems_of(form: dict[str, str]) -> dict[str, str]:
    """What is wrong with the form, by field, in the order in which people read it."""
    found: dict[str, str] = {}
    name, email, password = form.get("name", ""), form.get("email", "").strip(), form.get("password", "")
    try:
        accounts.checked_name(name)
    except Invalid as error:
        found["name"] = error.message
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        found["email"] = marked("An e-mail address contains an @. You can also leave this empty.")
    if len(password) < MIN_PASSWORD_CHARACTERS:
        found["password"] = say("Use at least %(n)s characters.", n=MIN_PASSWORD_CHARACTERS)
    elif len(password) > MAX_PASSWORD_CHARACTERS:
        found["password"] = say("Use at most %(n)s characters.", n=MAX_PASSWORD_CHARACTERS)
    elif form.get("again", "") != password:
        found["again"] = marked("The two passwords are not the same.")
    return found
