"""People: who has an account here, for whoever looks after the server."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Conflict, Invalid, NotAllowed, SatchelError, TooMany
from satchel.base.text import name_key
from satchel.library import inviting, leaving, people, two_step
from satchel.model.people import Person
from satchel.web import people_facts
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.departures import Departures
from satchel.web.forms import asked
from satchel.web.numbers import read_limit, read_number
from satchel.web.origin import server_address
from satchel.web.sessions import LogIn, Sessions

MEGABYTE = 1_000_000


class People:
    """The pages /people and /people/{number}."""

    def __init__(self, site: WebContext, visits: Sessions, departures: Departures) -> None:
        self._site = site
        self._visits = visits
        self._departures = departures
        self._acts = {
            "limit": self._limit,
            "admin": self._admin,
            "able": self._able,
            "two-step": self._two_step,
            "remove": self._remove,
        }

    async def show(self, request: Request) -> Response:
        """Everybody, and the invitations that are open."""
        return await self._everybody(request, self._demand_admin(await self._visits.require_login(request)))

    async def invite(self, request: Request) -> Response:
        """Make an invitation, or revoke one."""
        visit, form = await self._visits.require_form(request)
        library, admin = self._site.library, self._demand_admin(visit).user
        if form.get("what") == "revoke":
            await library.run(inviting.revoke, read_number(form, "id"))
            library.security.note("invite.revoked", name=admin.name)
            return self._visits.to("/people?said=revoked#invitations")
        try:
            token = await library.run(inviting.invite, admin.id, form.get("label", ""))
        except TooMany as error:
            return await self._everybody(request, visit, 429, problem=error.message)
        library.security.note("invite.made", name=admin.name)
        link = f"{server_address(request, self._site.settings)}/join?{urlencode({'token': token})}"
        return await self._everybody(request, visit, 201, link=link)

    async def person(self, request: Request) -> Response:
        """One of them, with what can be done."""
        visit = self._demand_admin(await self._visits.require_login(request))
        found = await self._site.library.run(people.one, _number_of(request))
        return self._person(request, visit, found)

    async def act(self, request: Request) -> Response:
        """Do one of these things to an account, or show its page again with what is wrong."""
        visit, form = await self._visits.require_form(request)
        self._demand_admin(visit)
        found = await self._site.library.run(people.one, _number_of(request))
        carry_out = self._acts.get(form.get("what", ""))
        if carry_out is None:
            raise Invalid("This form cannot be read. Reload the page and try again.")
        try:
            said = await carry_out(visit, found, form)
        except (Invalid, Conflict) as error:
            status = 422 if isinstance(error, Invalid) else 409
            return self._person(request, visit, found, status, error, form)
        if said in ("gone", "going"):
            return self._visits.to(f"/people?said={said}")
        return self._visits.to(f"/people/{found.user.id}?said={said}")

    async def _limit(self, visit: LogIn, person: Person, form: dict[str, str]) -> str:
        items = read_limit(form, "articles")
        size = read_limit(form, "megabytes") * MEGABYTE
        await self._site.library.run(people.limit, person.user.id, items, size)
        self._note("account.limited", visit, person, items=items, bytes=size)
        return "limited"

    async def _admin(self, visit: LogIn, person: Person, form: dict[str, str]) -> str:
        becomes = form.get("to") == "yes"
        await self._site.library.run(leaving.set_admin, person.user.id, becomes)
        self._note("account.admin", visit, person, admin=becomes)
        return "admin" if becomes else "no-admin"

    async def _able(self, visit: LogIn, person: Person, form: dict[str, str]) -> str:
        if form.get("to") == "yes":
            await self._site.library.run(leaving.enable, person.user.name)
            self._note("account.enabled", visit, person)
            return "enabled"
        _demand_another(visit, person)
        await self._site.library.run(leaving.disable, person.user.name)
        self._note("account.disabled", visit, person)
        return "disabled"

    async def _two_step(self, visit: LogIn, person: Person, form: dict[str, str]) -> str:
        await self._site.library.run(two_step.turn_off, person.user.id)
        self._note("two_step.off", visit, person)
        return "two-step"

    async def _remove(self, visit: LogIn, person: Person, form: dict[str, str]) -> str:
        _demand_another(visit, person)
        if name_key(form.get("name", "")) != name_key(person.user.name):
            raise Invalid("This is not the name of the account.", field="name")
        gone = await self._departures.remove(person.user.id)
        self._note("account.removed", visit, person)
        return "gone" if gone else "going"

    def _note(self, event: str, visit: LogIn, person: Person, **facts: str | int | bool) -> None:
        self._site.library.security.note(event, name=person.user.name, by=visit.user.name, **facts)

    def _demand_admin(self, visit: LogIn) -> LogIn:
        if not visit.user.is_admin:
            raise NotAllowed("Only administrators can see this page.")
        return visit

    async def _everybody(
        self, request: Request, visit: LogIn, status: int = 200, *, link: str = "", problem: str = ""
    ) -> Response:
        library, text = self._site.library, asked(request, "q")[:255]
        after = asked(request, "after")
        last = int(after) if after.isascii() and after.isdigit() and len(after) <= 15 else 0
        found = await library.run(people.everybody, last, text)
        now = library.clock.now()
        more = f"/people?{urlencode({'after': found.more, **({'q': text} if text else {})})}"
        return self._page(
            request,
            visit,
            "people",
            status,
            people=[people_facts.person(each, now, visit.user.id) for each in found.people],
            invites=[people_facts.invite(each, now, inviting.LIFE) for each in found.invites],
            more=more if found.more else "",
            first=not last,
            wanted=text,
            link=link,
            problem=problem,
        )

    def _person(
        self,
        request: Request,
        visit: LogIn,
        person: Person,
        status: int = 200,
        error: SatchelError | None = None,
        form: dict[str, str] | None = None,
    ) -> Response:
        wrong, form = isinstance(error, Invalid) and error.field, form or {}
        now = self._site.library.clock.now()
        limits = {
            "articles": str(person.max_items or ""),
            "megabytes": str(person.max_bytes // MEGABYTE or ""),
        }
        return self._page(
            request,
            visit,
            "person",
            status,
            each=people_facts.person(person, now, visit.user.id),
            limits={name: form.get(name, value) for name, value in limits.items()},
            problems={error.field: error.message} if error and error.field and wrong else {},
            problem=error.message if error and not wrong else "",
        )

    def _page(self, request: Request, visit: LogIn, template: str, status: int, **values: object) -> Response:
        return self._site.look.page(
            template,
            status,
            OWN_REFERRER,
            here="/people",
            person=visit.user.name,
            form=visit.form,
            admin=True,
            said=asked(request, "said"),
            **values,
        )


def _number_of(request: Request) -> int:
    return read_number(request.path_params, "number")


def _demand_another(visit: LogIn, person: Person) -> None:
    if visit.user.id == person.user.id:
        raise Conflict("This is your own account. You can remove it on your account page.")
