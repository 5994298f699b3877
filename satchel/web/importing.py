"""The pages below /import: a file is brought, looked at, taken in, and accounted for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from satchel.base.errors import Invalid, NotFound, SatchelError, nearest
from satchel.library import imports
from satchel.library.uploads import Uploads
from satchel.model.imports import Archived, Choices, Folders, Import, ImportStatus, Outcome
from satchel.web import import_account, import_facts
from satchel.web.context import REVISITED, WebContext
from satchel.web.failures import WORDS
from satchel.web.forms import asked
from satchel.web.receiving import Receiver
from satchel.web.sessions import LogIn, Sessions
from satchel.web.words import text

#: Seconds that a file may take to be looked at before its page is shown without.
PATIENCE = 3.0
#: Rows of the account on one page.
ROWS = 100


class Importing:
    """Shows them, and does what their forms say."""

    def __init__(self, site: WebContext, visits: Sessions, uploads: Uploads) -> None:
        self._site = site
        self._visits = visits
        self._receiver = Receiver(uploads)

    async def show(self, request: Request) -> Response:
        """Where a file is brought, and what was brought before."""
        visit = await self._visits.require_login(request)
        return await self._start_page(visit)

    async def receive(self, request: Request) -> Response:
        """A file comes; the way to its own page. A script is told in JSON what went wrong."""
        self._visits.demand_own_page(request)
        visit = await self._visits.require_login(request)
        try:
            called, file = await self._receiver.receive(request, visit)
            one = await self._site.library.run(
                imports.begin, visit.user.id, called, file.name, file.digest, file.size
            )
        except SatchelError as error:
            status, _ = nearest(WORDS, error, (500, ""))
            if "application/json" in request.headers.get("accept", ""):
                return JSONResponse({"problem": text(error.message)}, status)
            if isinstance(error, Invalid):
                return await self._start_page(visit, 422, error.message)
            raise
        await self._settled(visit.user.id, one)
        return self._visits.to(f"/import/{one.id}")

    async def _settled(self, user: int, one: Import) -> None:
        """Wait until a file has been looked at, or that takes long."""
        library = self._site.library
        until = time.monotonic() + PATIENCE
        with library.waiting.watch(imports.signal_of(user, one.id)) as event:
            while (await library.run(imports.get, user, one.id)).status == ImportStatus.LOOKING:
                event.clear()
                left = until - time.monotonic()
                if left <= 0 or library.waiting.over:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), min(left, 0.5))

    async def _start_page(self, visit: LogIn, status: int = 200, problem: str = "") -> Response:
        library = self._site.library
        found = await library.run(imports.newest, visit.user.id)
        now = library.clock.now()
        return self._site.look.page(
            "import", status, REVISITED, here="/import", person=visit.user.name, form=visit.form,
            admin=visit.user.is_admin, problem=problem, imports=[import_facts.listed(each, now) for each in found],
        )  # fmt: skip

    async def one(self, request: Request) -> Response:
        """One import: what is in its file, how far it is, or what became of it."""
        visit = await self._visits.require_login(request)
        library, user = self._site.library, visit.user.id
        found = await library.run(imports.get, user, _number(request))
        owed = await library.run(imports.owed, user) if found.new else 0
        return self._site.look.page(
            "import_one", 200, REVISITED, here="/import", person=visit.user.name, form=visit.form,
            admin=visit.user.is_admin,
            one=import_facts.facts(found, library.clock.now()), owed=import_facts.number(owed),
            hours=import_facts.hours(owed, self._site.settings.fetch_hourly), problem=asked(request, "problem"),
            archive=bool(self._site.settings.archive_url),
        )  # fmt: skip

    async def act(self, request: Request) -> Response:
        """Take a file in, stop that, or undo it."""
        visit, form = await self._visits.require_form(request)
        library, user, number = self._site.library, visit.user.id, _number(request)
        what = form.get("what", "")
        if what == "start":
            await library.run(imports.start, user, number, _choices(form))
        elif what == "stop":
            await library.run(imports.stop, user, number)
        elif what == "undo":
            await library.run(imports.undo, user, number)
        else:
            raise Invalid("This form cannot be read. Reload the page and try again.")
        return self._visits.to(f"/import/{number}")

    async def progress(self, request: Request) -> Response:
        """How far an import is, for the script of its page."""
        visit = await self._visits.require_login(request)
        found = await self._site.library.run(imports.get, visit.user.id, _number(request))
        return JSONResponse(import_facts.progress(found), headers={"Cache-Control": "no-store"})

    async def rows(self, request: Request) -> Response:
        """The account: every row of the file, or those of one outcome, a hundred a page."""
        visit = await self._visits.require_login(request)
        library, user, number = self._site.library, visit.user.id, _number(request)
        found = await library.run(imports.get, user, number)
        only = import_account.OUTCOMES.get(asked(request, "only"))
        after = _whole(asked(request, "after"))
        fates = await library.run(imports.account, user, number, after, ROWS + 1, only)
        return self._site.look.page(
            "import_rows", 200, REVISITED, here="/import", person=visit.user.name, form=visit.form,
            admin=visit.user.is_admin,
            one=import_facts.facts(found, library.clock.now()), only=asked(request, "only") if only is not None else "",
            rows=[import_account.row(fate) for fate in fates[:ROWS]], begins=after == 0,
            next=fates[ROWS - 1].number if len(fates) > ROWS else 0,
        )  # fmt: skip

    async def csv(self, request: Request) -> Response:
        """The same as CSV, all of it."""
        visit = await self._visits.require_login(request)
        number = _number(request)
        found = await self._site.library.run(imports.get, visit.user.id, number)
        only = import_account.OUTCOMES.get(asked(request, "only"))
        return StreamingResponse(
            self._lines(visit.user.id, number, only),
            media_type="text/csv; charset=utf-8",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'attachment; filename="import-{found.id}.csv"',
            },
        )

    async def _lines(self, user: int, number: int, only: Outcome | None) -> AsyncIterator[bytes]:
        yield import_account.HEAD
        after = 0
        while fates := await self._site.library.run(imports.account, user, number, after, 500, only):
            yield import_account.lines(fates)
            after = fates[-1].number


def _number(request: Request) -> int:
    number = _whole(request.path_params["number"])
    if not number:
        raise NotFound("There is no such import.")
    return number


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 15 else 0


def _choices(form: dict[str, str]) -> Choices:
    """What was chosen. Raises `Invalid` for what no form of ours offers."""
    try:
        archived, folders = Archived(form.get("archived", "keep")), Folders(form.get("folders", "folders"))
    except ValueError:
        raise Invalid("This form cannot be read. Reload the page and try again.") from None
    parts = tuple(value for name, value in sorted(form.items()) if name.startswith("part-"))
    if form.get("parts") and not parts:
        raise Invalid("Choose at least one of the lists in the file.")
    return Choices(
        tuple(filter(None, (each.strip() for each in form.get("tags", "")[:2000].split(",")))),
        archived, folders, form.get("revive") == "1", form.get("copies") == "1", parts if form.get("parts") else None,
        {name.removeprefix("answer-"): value for name, value in form.items() if name.startswith("answer-")},
    )  # fmt: skip
