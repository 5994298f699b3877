"""The parameters of a list, read into a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.text import line, tag_form
from satchel.dialects.http import params
from satchel.dialects.http.params import Values
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
_DETAILS = {"simple": False, "complete": True}

T = TypeVar("T")


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


def read(values: Values, unasked: tuple[State, ...]) -> ListQuery:
    """The list that `values` ask for; `unasked` are the states where they name none.

    Raises `Invalid` for a word or number that means nothing.
    """
    since = _since(values)
    text = params.string
    wanted = text(values, "tag").strip()
    untagged = wanted.lower() == UNTAGGED
    long_tag = tag_form(wanted)
    query = Query(
        states=_states(values, unasked, since),
        favourite=_flag(values, "favorite"),
        tag=tag(wanted) if wanted and not untagged else None,
        untagged=untagged,
        kind=_choice(values, "contentType", _KINDS, None),
        text=line(text(values, "search"), 500) or None,
        host=_host(text(values, "domain")),
        highlighted=bool(_flag(values, "hasAnnotations")),
        since=since,
        before=_moment(values, "updatedBefore"),
        order=_choice(values, "sort", _ORDERS, Order.NEWEST),
        limit=_count(values),
        offset=max(0, _number(values, "offset") or 0),
    )
    return ListQuery(
        query=query,
        long_tag=long_tag if len(long_tag) > MAX_TAG_CHARACTERS else "",
        complete=_choice(values, "detailType", _DETAILS, False),
        total=bool(_flag(values, "total")),
        tags=bool(_flag(values, "tags")),
        tag_list=bool(_flag(values, "taglist") or _flag(values, "forcetaglist")),
        annotations=bool(_flag(values, "annotations")),
    )


def _states(values: Values, unasked: tuple[State, ...], since: int | None) -> tuple[State, ...]:
    """The states of the rows, deleted ones among them where somebody waits for those.

    Who asks for changes without naming a state, or for all, keeps a copy and must hear of what has left it. So
    must e-readers, though they name the one list that they show; other programs that name one take every
    row for one of that list.
    """
    states = _choice(values, "state", _STATES, ())
    if since is None:
        return states or unasked
    if not states or _word(values, "state") == "all" or _is_reader(values):
        return (*ALL, State.DELETED)
    return states


def _is_reader(values: Values) -> bool:
    """Whether an e-reader asks. They ask for complete rows, and for their number or one kind of them."""
    return _word(values, "detailType") == "complete" and bool(
        _flag(values, "total") or _word(values, "contentType")
    )


def _since(values: Values) -> int | None:
    """The time in ms; None for 0, which asks for the whole list. Apps have a second name for it."""
    since = _moment(values, "since")
    return _moment(values, "newFrom") if since is None else since


def _moment(values: Values, name: str) -> int | None:
    """A time in ms; None for 0."""
    at = _number(values, name)
    if at is None or at <= 0:
        return None
    return at if at > 100_000_000_000 else at * 1000


def _count(values: Values) -> int:
    count = _number(values, "count")
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


def _choice(values: Values, name: str, choices: dict[str, T], otherwise: T) -> T:
    word = _word(values, name)
    if not word:
        return otherwise
    try:
        return choices[word]
    except KeyError:
        known = ", ".join(choices)
        raise Invalid(f"The parameter {name} is none of: {known}.", field=name) from None


def _word(values: Values, name: str) -> str:
    word = params.string(values, name).strip().lower()
    return "" if word in _NOTHING or word in ("0", "false") else word


def _given(values: Values, name: str) -> object:
    value = values.get(name)
    return None if value is False or (isinstance(value, str) and value.strip().lower() in _NOTHING) else value


def _number(values: Values, name: str) -> int | None:
    try:
        return params.number(_given(values, name))
    except Invalid:
        raise Invalid(f"The parameter {name} is not a number.", field=name) from None


def _flag(values: Values, name: str) -> bool | None:
    try:
        value = values.get(name)
        return params.flag(value if value is False else _given(values, name))
    except Invalid:
        raise Invalid(f"The parameter {name} is neither 0 nor 1.", field=name) from None
