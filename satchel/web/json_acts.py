"""Acts as scripts send them: JSON, many at once, each under a name of its own; and the answer."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotSignedIn, SatchelError, TooLarge, nearest
from satchel.library import acting_once, browsing
from satchel.library.acting_once import MAX_SENT_ACTS, Told
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ByUrl,
    Delete,
    Favourite,
    ItemRef,
    MoveTo,
    RemoveTags,
    ReplaceTags,
    Restore,
    Unarchive,
    Unfavourite,
)  # fmt: skip
from satchel.model.items import Item, NewLink, State
from satchel.model.sent_acts import Heard, SentAct
from satchel.web import failures, list_address, rows, words
from satchel.web.context import WebContext
from satchel.web.forms import MAX_FORM_SECONDS
from satchel.web.list_address import ListAddress
from satchel.web.sessions import LogIn, Sessions

MAX_BODY_BYTES = 262_144  #: of a call
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_NEVER = {"Cache-Control": "no-store"}
_STATES = {State.UNREAD: "unread", State.ARCHIVED: "archived", State.DELETED: "deleted"}


class _Call(msgspec.Struct):
    now: int
    acts: list[msgspec.Raw]
    shown: str = msgspec.field(
        name="list", default="/"
    )  #: the address of the list on which the rows are shown


class _Act(msgspec.Struct):
    """One act; the same fields as those of a form."""

    verb: str
    id: int = 0
    url: str = ""
    title: str = ""
    tags: list[str] | str | None = None
    add: list[str] | str = ""
    remove: list[str] | str = ""
    at: int | None = None
    folder: int = 0
    group: str = ""


class _Named(msgspec.Struct):
    uuid: str


_calls = msgspec.json.Decoder(_Call)
_acts = msgspec.json.Decoder(_Act)
_names = msgspec.json.Decoder(_Named)


def is_json(request: Request) -> bool:
    """Whether the request says that it brings JSON: no form of any page can say that."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


class JsonActs:
    """`POST /acts` with a body of JSON."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def act(self, request: Request) -> Response:
        """Do what is asked, and say of each act what became of it. Failures are JSON, too."""
        try:
            visit = await self._who(request)
            call = await _read(request)
            told, heard, verb = await self._done(visit, call)
        except SatchelError as error:
            status, _ = nearest(failures.WORDS, error, (500, ""))
            headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
            return _json({"error": words.text(error.message)}, status, headers)
        at = list_address.read_address(call.shown) or ListAddress("unread")
        now = self._site.library.clock.now()
        ids = [each.item.id for each in heard if each.item]
        held = await self._site.library.run(browsing.holding, visit.user.id, at.query, ids) if ids else set()
        answers = [self._answer(visit.user.id, each, at, held) for each in heard]
        return _json({"now": now, "counts": told.counts, "said": self._said(heard, verb), "acts": answers})

    def _said(self, heard: Sequence[Heard], verb: str) -> str:
        """To how many articles something was done, where it was one thing to several; else ""."""
        done = sum(each.status == "done" for each in heard)
        if len(heard) == 1 or not verb or not done:
            return ""
        return html.unescape(self._site.look.part("said_many", said=verb, number=done).strip())

    async def _who(self, request: Request) -> LogIn:
        self._visits.demand_own_page(request)
        visit = await self._visits.find(request)
        if visit is None:
            raise NotSignedIn("You are signed out. Sign in and try again.")
        return visit

    async def _done(self, visit: LogIn, call: _Call) -> tuple[Told, list[Heard], str]:
        """What became of all acts, in the order in which they came; those that nobody understands are refused.

        And the verb that all of them have, or "".
        """
        library = self._site.library
        skew = library.clock.now() - call.now
        names = [_name(raw) for raw in call.acts]
        read = [_understood(name, raw, skew) for name, raw in zip(names, call.acts, strict=True)]
        sent = [each for each in read if isinstance(each, SentAct)]
        told = await acting_once.act_in_turn(library, visit.user.id, sent)
        verbs = {each.verb for each in sent}
        done = iter(told.heard)
        heard = [next(done) if isinstance(each, SentAct) else each for each in read]
        heard = [msgspec.structs.replace(each, uuid=name) for name, each in zip(names, heard, strict=True)]
        return told, heard, verbs.pop() if len(verbs) == 1 else ""

    def _answer(self, user: int, heard: Heard, at: ListAddress, held: set[int]) -> dict[str, Any]:
        answer: dict[str, Any] = {"uuid": heard.uuid, "status": heard.status}
        if heard.why:
            answer["why"] = words.text(heard.why)
        if heard.act:
            answer["undo"] = {"verb": "undo", "id": heard.act}
        if heard.is_new:
            answer["new"] = True
        if heard.item is not None:
            item = heard.item
            answer["row"] = {
                "id": item.id, "state": _STATES[item.state], "favourite": item.favourite, "title": item.title,
                "url": item.article.url if item.article else item.given_url, "site": rows.site_shown(item),
                "minutes": rows.reading_minutes(item), "tags": item.tags,
                "waiting": item.article is None and not item.fetched_at,
                "added_at": item.added_at, "changed_at": item.changed_at,
                "listed": item.id in held, "html": self._html(user, item, at),
            }  # fmt: skip
        return answer

    def _html(self, user: int, item: Item, at: ListAddress) -> str:
        if item.state == State.DELETED and not item.trashed_at:
            return ""
        place = rows.Place(at.kind, at.address, list_address.came_from(at))
        look, now = self._site.look, self._site.library.clock.now()
        return look.part("part_row", rows=rows.written(look, user, [item], now, place)).strip()


async def _read(request: Request) -> _Call:
    """The call in the body. Raises `TooLarge`, `Invalid`."""
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_FORM_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MAX_BODY_BYTES:
                    raise TooLarge("These are more acts than one call may bring. Send fewer at once.")
    except TimeoutError:
        request.scope["satchel.late"] = True
        raise Invalid("The acts took too long to arrive. Please try again.") from None
    try:
        call = _calls.decode(body)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"This is no list of acts: {error}"[:200]) from None
    if len(call.acts) > MAX_SENT_ACTS:
        raise TooLarge(f"At most {MAX_SENT_ACTS} acts are sent at once.")
    return call


def _name(raw: msgspec.Raw) -> str:
    """The name of an act. Raises `Invalid` where it has none: nobody could tell it from another one."""
    try:
        name = _names.decode(raw).uuid
    except (ValueError, RecursionError):
        name = ""
    if not _UUID.fullmatch(name):
        raise Invalid("An act has no uuid.")
    return name


def _understood(name: str, raw: msgspec.Raw, skew: int) -> SentAct | Heard:
    """An act, its time by our clock; or that it is refused, and why."""
    try:
        act = _acts.decode(raw)
        actions = actions_of(act, skew)
    except (ValueError, RecursionError) as error:
        return Heard(name, "refused", why=f"This is no act: {error}"[:200])
    except Invalid as error:
        return Heard(name, "refused", why=error.message)
    return SentAct(
        uuid=name.replace("-", "").lower(),
        verb=act.verb,
        actions=actions,
        item=None if act.verb in ("save", "undo") else _item(act),
        at=_time(act, skew),
        group=act.group,
        undoes=act.id if act.verb == "undo" else 0,
    )


def _time(act: _Act, skew: int) -> int | None:
    """When it was done by our clock, ms."""
    return None if act.at is None else act.at + skew


def _item(act: _Act) -> ItemRef:
    if act.id > 0:
        return ById(act.id)
    if act.url:
        return ByUrl(act.url)
    raise Invalid("The act names no article.")


def actions_of(act: _Act, skew: int) -> tuple[Action, ...]:
    """What the act asks for. Raises `Invalid`."""
    at = _time(act, skew)
    if act.verb == "save":
        return (Add(NewLink(act.url, act.title, _words(act.tags or ""), at=at)),)
    item = _item(act)
    if act.verb in ("undo", "purge"):
        return ()
    if act.verb == "tags":
        return _tagging(act, item)
    plain: dict[str, Action] = {
        "archive": Archive(item, at=at), "unarchive": Unarchive(item), "favourite": Favourite(item, at=at),
        "unfavourite": Unfavourite(item), "delete": Delete(item),
        "restore": Restore(item), "move": MoveTo(item, act.folder or None), "home": MoveTo(item, None),
    }  # fmt: skip
    if act.verb not in plain:
        raise Invalid("There is no such act.")
    return (plain[act.verb],)


def _tagging(act: _Act, item: ItemRef) -> tuple[Action, ...]:
    if act.tags is not None:
        return (ReplaceTags(item, _words(act.tags)),)
    add, remove = _words(act.add), _words(act.remove)
    actions: list[Action] = [AddTags(item, add)] * bool(add)
    actions += [RemoveTags(item, remove)] * bool(remove)
    if not actions:
        raise Invalid("The act names no tags.")
    return tuple(actions)


def _words(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags, given one by one or with commas between."""
    return tuple(tags.split(",")) if isinstance(tags, str) and tags else tuple(tags)


def _json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = msgspec.json.encode(value)
    return Response(body, status, {**_NEVER, **(headers or {})}, "application/json")
