"""An article as people read it, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from satchel.base.errors import NotFound
from satchel.formats import highlighted_html, reader_html
from satchel.formats.reader_html import Part
from satchel.library import copying, opening, pictures, undoing
from satchel.library.opening import Opened
from satchel.library.pictures import Album
from satchel.model.items import Item, State
from satchel.model.reading_time import minutes
from satchel.web import hits, list_address, notices, places, rows, themes, typography
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.hits import Hits
from satchel.web.item_facts import facts, number_of
from satchel.web.kept import Kept
from satchel.web.list_address import ListAddress
from satchel.web.picture_addresses import PictureAddresses
from satchel.web.places import Stand
from satchel.web.sessions import LogIn, Sessions
from satchel.web.words import say as _

T = TypeVar("T")

#: An article with a picture among its first so many letters of HTML is given no other one above them.
MAX_OPENING_CHARACTERS = 1500
#: Letters of HTML from which on the browser lays out only what is near the screen.
MAX_WHOLE_CHARACTERS = 150_000
#: Highlights that are drawn without leaving the event loop.
MAX_QUICK_HIGHLIGHTS = 20
#: Letters of HTML of articles that are kept, of all people together: 2 to 4 MB.
MAX_KEPT_CHARACTERS = 2_000_000
MAX_KEPT_ARTICLE_CHARACTERS = 400_000  #: of one
MAX_QUOTE_CHARACTERS = 600  #: of a highlight in the list of them
#: In place of a picture that cannot be had: a quiet sign as large as its place, in a grey that is seen on all papers.
_NONE = (
    '<svg xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#888" fill-opacity=".12"/>'
    '<svg x="50%" y="50%" overflow="visible"><g transform="translate(-12 -12)" fill="none" stroke="#888"'
    ' stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">'
    '<rect x="3" y="3" width="18" height="18" rx="2"/><circle cx="9" cy="9" r="2"/>'
    '<path d="m21 15-3-3L6 21"/></g></svg></svg>'
)
_KEPT = "private, max-age=31536000, immutable"
_KEPT_AN_HOUR = "private, max-age=3600"


class Rendered(NamedTuple):
    """An article as HTML of the page, and its headings: the same at each look."""

    html: str
    parts: list[Part]
    drawn: frozenset[int] = frozenset()  #: the numbers of the highlights that are drawn in it


class Reader:
    """The pages below /read. Each is for the person who has the item."""

    def __init__(self, site: WebContext, visits: Sessions, album: Album | None) -> None:
        self._site = site
        self._visits = visits
        self._album = album
        self._articles = Kept[Rendered](MAX_KEPT_CHARACTERS, MAX_KEPT_ARTICLE_CHARACTERS)
        self._addresses = PictureAddresses(site.library)

    async def show(self, request: Request) -> Response:
        """The article; what was merged into another one leads to that."""
        return await self._shown(request, "read")

    async def on_paper(self, request: Request) -> Response:
        """The article alone, as it is printed."""
        return await self._shown(request, "print")

    async def previous(self, request: Request) -> Response:
        """The way to the article before this one in the list one came from; from its first, to the list."""
        visit, number = await self._visits.require_login(request), number_of(request)
        came = _came_from(request)
        before = await self._site.library.run(opening.preceding, visit.user.id, number, came.query)
        if before is None:
            return self._visits.to(f"{came.address}#i{number}")
        return self._visits.to(f"/read/{before.id}{hits.suffix(request, came)}")

    async def _shown(self, request: Request, template: str) -> Response:
        visit = await self._visits.require_login(request)
        async with self._site.library.turns.opening(visit.user.id):
            return await self._shown_to(visit, request, template)

    async def _shown_to(self, visit: LogIn, request: Request, template: str) -> Response:
        number, came = number_of(request), _came_from(request)
        try:
            opened = await self._site.library.run(opening.opened, visit.user.id, number, came.query)
        except NotFound as missing:
            return await self._trashed(request, visit, number, missing)
        if opened.item.id != number:
            query = f"?{request.url.query}" if request.url.query else ""
            page = "/print" if template == "print" else ""
            address = self._site.path(f"/read/{opened.item.id}{page}{query}")
            return RedirectResponse(address, 308, {"Cache-Control": "no-store"})
        is_elsewhere = places.is_elsewhere(opened)  # then it is looked for in the text
        stand = (
            await self._worked(visit, opened, lambda: places.stand(opened))
            if is_elsewhere
            else places.stand(opened)
        )
        rendered = await self._rendered(visit, opened, stand)
        found = await hits.marked(self._site, request, visit, opened, rendered.html)
        found = found._replace(parts=rendered.parts)
        return self._page(template, request, visit, opened, came, found, stand, rendered.drawn)

    async def _trashed(self, request: Request, visit: LogIn, number: int, missing: NotFound) -> Response:
        """What was deleted, with the way back. Raises `missing` for what is not in the trash either."""
        try:
            item = await self._site.library.run(undoing.discarded, visit.user.id, number)
        except NotFound:
            raise missing from None
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            "trashed", 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item), days_left=rows.days_left(item, self._site.library.clock.now()), here=f"/read/{item.id}",
        ))  # fmt: skip

    async def _rendered(self, visit: LogIn, opened: Opened, stand: Stand) -> Rendered:
        item, base = opened.item, self._site.look.base
        known = pictures.known(item)
        marks = tuple((one.id, one.changed_at) for one in opened.highlights)
        key = visit.user.id, item.id, rows.version(item), stand.at, hash(opened.html), tuple(known), marks
        noted = str(_("Your note"))
        kept = self._articles.get(key)
        if kept is not None:
            return kept

        def render() -> Rendered:
            html = reader_html.render(
                places.anchored(opened.html, stand.at), known,
                lambda number: rows.picture_address(base, item, number),
            )  # fmt: skip
            parts = reader_html.parts(html)
            if not marks or not html:
                return Rendered(html, parts)
            shown = highlighted_html.draw(html, opened.highlights, noted)
            return Rendered(shown.html, parts, shown.drawn)

        made = await self._worked(visit, opened, render)
        self._articles.keep(key, made, len(made.html))
        return made

    async def _worked(self, visit: LogIn, opened: Opened, work: Callable[[], T]) -> T:
        """What `work` makes of an article, beside the event loop where it is a long one."""
        is_long = len(opened.highlights) > MAX_QUICK_HIGHLIGHTS or reader_html.is_costly(opened.html)
        return await self._site.look.aside(visit.user.name, work) if is_long else work()

    def _page(
        self, template: str, request: Request, visit: LogIn, opened: Opened, came: ListAddress, found_in: Hits,
        stand: Stand, drawn: frozenset[int],
    ) -> Response:  # fmt: skip
        item, shown = opened.item, notices.shown(request)
        found, following = item.article, opened.following
        why, again = rows.trouble(item)
        suffix, html = hits.suffix(request, came), found_in.html
        behind = f"{came.address}#i{following.id}" if following else came.address
        looks, is_news = typography.looks(request, opened.looks)
        themes.put_on(looks.theme)
        vertical = _is_vertical(item)
        letters = self._site.look.kept_part(
            "reader_letters", (looks.letters, looks.own, vertical),
            set=looks.letters._asdict(), own=looks.own, vertical=vertical, sizes=typography.SIZES,
        )  # fmt: skip
        page = self._site.look.page(
            template, 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item),
            html=self._site.look.pieces.put(html) if (found and found.words) or not why else "",
            lead=self._lead(opened),
            trouble=why, again=again, can_copy=bool(why and self._site.settings.archive_url) and copying.is_gone(item),
            waiting=not item.fetched_at and found is None,
            here=f"/read/{item.id}{suffix}",
            hidden_parts=opened.hidden,
            folder={"id": item.folder_id or 0, "name": opened.folder}, came=list_address.came_from(came),
            list=f"{came.address}#i{item.id}" if _is_on(came, item) else behind, behind=behind,
            list_kind=came.kind, list_name=came.name,
            following={
                "title": following.title, "address": f"/read/{following.id}{suffix}",
                "minutes": minutes(following.article.words, following.article.language) if following.article else 0,
            } if following else None, previous=f"/read/{item.id}/previous{suffix}",
            hits=found_in.shown(), highlights=_highlights(opened, drawn),
            parts=[part._asdict() for part in found_in.parts], is_long=len(html) > MAX_WHOLE_CHARACTERS,
            tools=self._site.look.kept_part("reader_tools"), stand=stand._asdict(),
            place_time=opened.place.time, version=found.version if found else 0,
            set=looks.letters._asdict(), vertical=vertical, letters=letters,
        )  # fmt: skip
        if is_news:
            self._visits.set_looks_cookies(request, page, looks.theme, looks.cookie)
        return shown.forget(page)

    def _lead(self, opened: Opened) -> str:
        """The address of the picture above the text; "" where the text begins with one of its own."""
        item = opened.item
        lead = item.article.lead_image if item.article else ""
        if not lead or "<img" in opened.html[:MAX_OPENING_CHARACTERS] or f'"{escape(lead)}"' in opened.html:
            return ""
        return rows.picture_address(self._site.look.base, item, pictures.LEAD)

    async def original(self, request: Request) -> Response:
        """The way to the page itself, which does not hear from where."""
        visit, number = await self._visits.require_login(request), number_of(request)
        item = await self._site.library.run(undoing.living, visit.user.id, number)
        url = item.article.url if item.article else item.given_url
        if not url:
            raise NotFound("This article has no address of its own.")
        return RedirectResponse(url, 303, {"Cache-Control": "no-store"})

    async def picture(self, request: Request) -> Response:
        """A picture of one of the person's own items: never that of an address which somebody made up."""
        visit, number = await self._visits.require_login(request), number_of(request)
        which, user = request.path_params["picture"], visit.user.id
        if not (which.isascii() and which.isdigit() and len(which) <= 6) or self._album is None:
            raise HTTPException(404)
        item, address = await self._addresses.picture(user, number, int(which))
        found = await self._album.picture(user, address) if address else None
        if found is None:
            # Browsers show the picture of a 404, too: without one, the sign of something broken.
            return Response(_NONE, 404, {"Cache-Control": "private, max-age=600"}, "image/svg+xml")
        same = asked(request, "v") == rows.version(item)
        return Response(
            found.body, 200, {"Cache-Control": _KEPT if same else _KEPT_AN_HOUR}, found.media_type
        )


def _came_from(request: Request) -> ListAddress:
    """The list that led to the article, as the address of its page says."""
    return (
        list_address.read_address(asked(request, "from")) or hits.searched(request) or ListAddress("unread")
    )


def _highlights(opened: Opened, drawn: frozenset[int]) -> list[dict[str, Any]]:
    """What the page lists of the highlights, those that are drawn in their order in the text."""
    marks = sorted(opened.highlights, key=lambda one: (one.id not in drawn, one.start or 0, one.id))
    return [
        {
            "id": one.id, "quote": one.quote[:MAX_QUOTE_CHARACTERS], "is_cut": len(one.quote) > MAX_QUOTE_CHARACTERS,
            "note": one.note, "colour": one.colour.name.lower(), "drawn": one.id in drawn,
        }
        for one in marks
    ]  # fmt: skip


def _is_on(came: ListAddress, item: Item) -> bool:
    """Whether the item is still on the list that one came from, as far as the item itself tells."""
    archived = item.state == State.ARCHIVED
    return {"unread": not archived, "archive": archived, "favourites": item.favourite}.get(came.kind, True)


def _is_vertical(item: Item) -> bool:
    """Whether an article's language is also written in columns from right to left."""
    tag = item.article.language.lower() if item.article else ""
    return tag.split("-")[0] == "ja" or tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
