"""What people do about an article that came out wrong: all of the page, their own text, parts that they hide."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from html import escape
from typing import Any

from minijinja import Markup
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid
from satchel.formats import reader_html
from satchel.library import copying, hiding, pictures, reading, undoing, versions
from satchel.library.hiding import Choice
from satchel.library.reading import Wish
from satchel.library.waiting import signal_of
from satchel.model.items import Item
from satchel.model.pages import FetchFailed, Reason
from satchel.web import notices, rows
from satchel.web.context import OWN_REFERRER, REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.item_facts import facts, number_of
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn, Sessions
from satchel.web.words import marked

MAX_PASTE_BYTES = 3_000_000  #: of the form: with escapes, each letter of many languages takes six to nine
MAX_PASTE_CHARACTERS = 1_000_000
#: A line that says something, and the line breaks before it.
_LINE = re.compile(r"(\n*)([^\n]+)")


class Repairing:
    """The pages below /read/{number}/text, /paste and /hide, and /settings/hidden."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """What can be done."""
        visit, number = await self._visits.require_login(request), number_of(request)
        item = await self._site.library.run(undoing.living, visit.user.id, number)
        return self._page(
            request,
            visit,
            item,
            "text",
            stays=item.fetch_reason == Reason.KEPT,
            problem=rows.trouble(item)[0],
            can_copy=bool(self._site.settings.archive_url) and copying.is_gone(item),
        )

    async def fetch(self, request: Request) -> Response:
        """Fetch the page once more: as ever, all of it, or in place of what is there."""
        visit, form = await self._visits.require_form(request)
        number, library, user = number_of(request), self._site.library, visit.user.id
        what = form.get("what", "")
        if what == "copy" and self._site.settings.archive_url:
            return await self._copied(user, number)
        wish = {"again": Wish.NONE, "whole": Wish.WHOLE, "anyway": Wish.FORCED}.get(what)
        if wish is None:
            raise Invalid("This form cannot be read. Reload the page and try again.")
        item = await library.run(undoing.living, user, number)
        before, known = await library.run(versions.shown, user, item.id)
        after = await reading.again(library, user, item, wish)
        _, now = await library.run(versions.shown, user, after.id)
        said = _came(before, after, {each.number for each in known}, {each.number for each in now})
        act = (await library.run(versions.fetched, user, before)).act if said == "new-text" else 0
        undo = Undo("undo", act) if act else None
        to = f"/read/{after.id}" if said in ("whole", "new-text") else f"/read/{after.id}/text"
        said = "whole" if said == "new-text" and what == "whole" else said
        return notices.keep(self._visits.to(to), Notice(said, after.title, after.id, undo))

    async def _copied(self, user: int, number: int) -> Response:
        """Have a copy of a page that is gone be looked for, and wait for that a little."""
        library = self._site.library
        item = await library.run(copying.ask, user, number)
        if item is None:
            return notices.keep(self._visits.to(f"/read/{number}"), Notice("same"))
        until = time.monotonic() + library.add_wait
        with library.waiting.watch(signal_of(user, item.id)) as event:
            while waits := await library.run(copying.is_waiting, user, item.id):
                event.clear()
                left = until - time.monotonic()
                if left <= 0 or library.waiting.over:
                    break
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), min(left, 1.0))
        now = await library.run(undoing.living, user, item.id)
        said = "copied" if now.article and now.article.words else "copy-waits" if waits else "no-copy"
        return notices.keep(self._visits.to(f"/read/{now.id}"), Notice(said, now.title, now.id))

    async def show_paste(self, request: Request) -> Response:
        """The field for a text of one's own."""
        visit, number = await self._visits.require_login(request), number_of(request)
        item = await self._site.library.run(undoing.living, visit.user.id, number)
        return self._paste_page(request, visit, item)

    async def paste(self, request: Request) -> Response:
        """Clean the text and read it from now on."""
        visit, form = await self._visits.require_form(request, size=MAX_PASTE_BYTES)
        number, library, user = number_of(request), self._site.library, visit.user.id
        item = await library.run(undoing.living, user, number)
        text = form.get("text", "").replace("\r\n", "\n")
        if not text.strip():
            return self._paste_page(request, visit, item, text, marked("Paste a text first."))
        if len(text) > MAX_PASTE_CHARACTERS:
            return self._paste_page(request, visit, item, text, marked("At most 1,000,000 characters."))
        url = item.article.url if item.article else item.given_url
        try:
            if library.reader is None:
                raise FetchFailed(Reason.UNREADABLE)
            html = text
            if not _is_html(text):
                html = await self._site.look.aside(visit.user.name, lambda: paragraphs(text))
            article = await library.reader.read_html(html, url, user)
        except FetchFailed:
            return self._paste_page(
                request, visit, item, text, marked("This text could not be read. Try a part of it.")
            )
        if not article.text.strip() and not article.images:
            return self._paste_page(request, visit, item, text, marked("There is no text in this."))
        done = await library.run(versions.paste, user, number, article)
        undo = Undo("undo", done.act) if done.act else None
        return notices.keep(self._visits.to(f"/read/{item.id}"), Notice("pasted", item.title, item.id, undo))

    def _paste_page(
        self, request: Request, visit: LogIn, item: Item, text: str = "", problem: str = ""
    ) -> Response:
        return self._page(request, visit, item, "paste", bool(problem), typed=text, problem=problem)

    async def show_hide(self, request: Request) -> Response:
        """The article in its parts, each with a box to tick."""
        visit, number = await self._visits.require_login(request), number_of(request)
        choice = await self._site.library.run(hiding.choice, visit.user.id, number)
        shown = await self._site.look.aside(visit.user.name, lambda: _shown(choice, self._site.look.base))
        item = choice.item
        return self._page(
            request, visit, item, "hide", more=choice.more,
            version=item.article.version if item.article else 0, can_hide=bool(hiding.site_of(item)),
            parts=[
                {"html": Markup(html), "words": block.text[:80], "hidden": part is not None}
                for html, block, part in zip(shown, choice.blocks, choice.hidden, strict=True)
            ],
        )  # fmt: skip

    async def hide(self, request: Request) -> Response:
        """Hide what is ticked, in all articles of the site, and show again what is not."""
        visit, form = await self._visits.require_form(request, fields=hiding.MAX_BLOCKS + 10)
        number, version = number_of(request), form.get("version", "")
        chosen = frozenset(
            int(name[5:])
            for name in form
            if name.startswith("part-") and name[5:].isascii() and name[5:].isdigit()
        )
        hid, again, act = await self._site.library.run(
            hiding.hide,
            visit.user.id,
            number,
            int(version) if version.isascii() and version.isdigit() else 0,
            chosen,
        )
        item = await self._site.library.run(undoing.living, visit.user.id, number)
        said = "hidden" if hid else "shown-again" if again else "same"
        undo = Undo("undo", act) if act else None
        notice = Notice(said, item.title, item.id, undo, number=hid or again)
        return notices.keep(self._visits.to(f"/read/{item.id}"), notice)

    async def rules(self, request: Request) -> Response:
        """Everything that is hidden, by site."""
        visit = await self._visits.require_login(request)
        found = await self._site.library.run(hiding.sites, visit.user.id, asked(request, "after")[:255])
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            "hidden", 200, REVISITED, person=visit.user.name, admin=visit.user.is_admin, form=visit.form,
            here="/settings/hidden", notice=notices.fields(shown.notice),
            sites=[{"host": host, "parts": [_rule(part) for part in parts]} for host, parts in found.some],
            last=found.last,
        ))  # fmt: skip

    async def forget(self, request: Request) -> Response:
        """Show one part of a site again, or all of it."""
        visit, form = await self._visits.require_form(request)
        host, _, place = form.get("part", "").partition(" ")
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else None
        done, act = await self._site.library.run(hiding.show_again, visit.user.id, host, number=number)
        undo = Undo("undo", act) if act else None
        notice = Notice("shown-again" if done else "too-late", host, undo=undo, number=done)
        return notices.keep(self._visits.to("/settings/hidden"), notice)

    def _page(
        self, request: Request, visit: LogIn, item: Item, template: str, wrong: bool = False, **values: Any
    ) -> Response:
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            template, 422 if wrong else 200, OWN_REFERRER if wrong else REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item), here=f"/read/{item.id}/text", back=f"/read/{item.id}", **values,
        ))  # fmt: skip


def _came(before: Item, after: Item, known: set[int], now: set[int]) -> str:
    """What another fetch came to, as a notice says it."""
    if after.fetched_at == before.fetched_at:
        return "asked"
    if after.fetch_reason == Reason.KEPT:
        return "kept"
    if after.fetch_reason:
        return "failed"
    if after.article is None or (before.article and after.article.version == before.article.version):
        return "beside" if now - known else "no-change"
    return "new-text"


def _is_html(text: str) -> bool:
    """Whether a text is HTML: it closes an element, or begins with one."""
    return ("</" in text and ">" in text) or text.lstrip()[:1] == "<"


def paragraphs(text: str) -> str:
    """Plain text as HTML: paragraphs where empty lines part them, lines kept within."""
    text = text.replace("\r", "\n")
    is_parted = "\n\n" in text
    made: list[str] = []
    lines: list[str] = []
    # Line by line: to part it all at once would be one long step, in which nobody else is served.
    for found in _LINE.finditer(text):
        if lines and (not is_parted or len(found[1]) > 1):
            made.append(_paragraph(lines))
            lines = []
        lines += found[2].splitlines()
    return "".join((*made, _paragraph(lines)))


def _paragraph(lines: list[str]) -> str:
    if not any(line.strip() for line in lines):
        return ""
    return f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>"


def _shown(choice: Choice, base: str) -> list[str]:
    """The parts as the reader shows them."""
    known = pictures.known(choice.item)
    numbered = reader_html.sources(choice.html, known)
    return [
        reader_html.render(
            choice.html[block.start : block.end], numbered,
            lambda number: rows.picture_address(base, choice.item, number), named=False,
        )
        for block in choice.blocks
    ]  # fmt: skip


def _rule(part: Any) -> dict[str, Any]:
    kind = "words" if part.shown else "picture"
    return {
        "kind": kind,
        "shown": part.shown or part.picture.rpartition("/")[2],
        "lead": bool(part.lead),
        "behind": bool(part.behind),
    }
