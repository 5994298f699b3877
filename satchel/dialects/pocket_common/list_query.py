"""The parameters of a list, read into a query."""

from __future__ import annotations

from dataclasses import dataclass

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.text import line, tag_form
from satchel.dialects.http.params import Params
from satchel.dialects.pocket_common.tags import MAX_TAG_CHARACTERS, UNTAGGED, tag
from satchel.model.items import Kind, Order, Query, State

#: The most rows of one answer, and as many as come when no count is asked for.
MAX_ROWS = 5000

ALL = (State.UNREAD, State.ARCHIVED)
UNREAD = (State.UNREAD,)

_STATES: dict[str, tuple[State, ...]] = {
    "unread": UNREAD,
    "queue": UNREAD,
    "archive": (State.ARCHIVED,),
    "read": (State.ARCHIVED,),
    "all": ALL,
    "anyactive": ALL,
}
_ORDERS = {
    "newest": Order.NEWEST,
    "oldest": Order.OLDEST,
    "title": Order.TITLE,
    "site": Order.SITE,
    "shortest": Order.SHORTEST,
    "longest": Order.LONGEST,
    "relevance": Order.NEWEST,
}
_KINDS: dict[str, Kind | None] = {
    "article": Kind.ARTICLE,
    "video": Kind.VIDEO,
    "image": Kind.IMAGE,
    "all": None,
}
#: What programs write that put a value into an address though they have none.
_NOTHING = ("null", "none", "nil", "undefined")
#: Words that choose nothing.
_UNCHOSEN = ("0", "false")
_DETAILS = {"simple": False, "complete": True}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list call asks for."""

    query: Query
    long_tag: str  #: a tag that is longer than our own may be; "" when that is not asked for
    complete: bool
    total: bool
    tags: bool  #: rows carry their tags, though they are simple ones
    tag_list: bool
    annotations: bool  #: rows carry what was marked in them

    @property
    def since(self) -> bool:
        """Whether it asks for changes, not for a list."""
        return self.query.since is not None


def read(params: Params, unasked: tuple[State, ...]) -> ListQuery:
    """The list that `params` ask for; `unasked` are the states where they name none.

    Raises `Invalid` for a word or number that means nothing.
    """
    asked = Params(params.values, _NOTHING)
    since = _since(asked)
    wanted = asked.text("tag").strip()
    untagged = wanted.lower() == UNTAGGED
    long_tag = tag_form(wanted)
    query = Query(
        states=_states(asked, unasked, since),
        favourite=asked.bool("favorite"),
        tag=tag(wanted) if wanted and not untagged else None,
        untagged=untagged,
        kind=asked.choice("contentType", _KINDS, None, unchosen=_UNCHOSEN),
        text=line(asked.text("search"), 500) or None,
        host=_host(asked.text("domain")),
        highlighted=bool(asked.bool("hasAnnotations")),
        since=since,
        before=asked.time("updatedBefore"),
        order=asked.choice("sort", _ORDERS, Order.NEWEST, unchosen=_UNCHOSEN),
        limit=_count(asked),
        offset=max(0, asked.int("offset") or 0),
    )
    return ListQuery(
        query=query,
        long_tag=long_tag if len(long_tag) > MAX_TAG_CHARACTERS else "",
        complete=asked.choice("detailType", _DETAILS, False, unchosen=_UNCHOSEN),
        total=bool(asked.bool("total")),
        tags=bool(asked.bool("tags")),
        tag_list=bool(asked.bool("taglist") or asked.bool("forcetaglist")),
        annotations=bool(asked.bool("annotations")),
    )


def _states(asked: Params, unasked: tuple[State, ...], since: int | None) -> tuple[State, ...]:
    """The states of the rows, deleted ones among them where somebody waits for those.

    Who asks for changes without naming a state, or for all, keeps a copy and must hear of what has left it. So
    must e-readers, though they name the one list that they show; other programs that name one take every
    row for one of that list.
    """
    states = asked.choice("state", _STATES, (), unchosen=_UNCHOSEN)
    if since is None:
        return states or unasked
    if not states or asked.word("state") == "all" or _is_reader(asked):
        return (*ALL, State.DELETED)
    return states


def _is_reader(asked: Params) -> bool:
    """Whether an e-reader asks. They ask for complete rows, and for their number or one kind of them."""
    return asked.word("detailType") == "complete" and bool(
        asked.bool("total") or asked.word("contentType") not in ("", *_UNCHOSEN)
    )


def _since(asked: Params) -> int | None:
    """The time in ms; None for 0, which asks for the whole list. Apps have a second name for it."""
    since = asked.time("since")
    return asked.time("newFrom") if since is None else since


def _count(asked: Params) -> int:
    count = asked.int("count")
    return min(count, MAX_ROWS) if count is not None and count > 0 else MAX_ROWS


def _host(text: str) -> str | None:
    """The host that a site's name or address means."""
    text = line(text, 300)
    if not text:
        return None
    try:
        return urls.read(text).host
    except Invalid:
        return text
