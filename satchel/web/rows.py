"""An item as a row of a list: what the template shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from itertools import zip_longest
from types import MappingProxyType
from typing import NamedTuple

from minijinja import Markup

from satchel.base.urls import host_of
from satchel.formats.reader_html import language
from satchel.library import pictures
from satchel.library.purges import KEPT_MS
from satchel.model.items import Item, State
from satchel.model.pages import Reason
from satchel.model.reading_time import minutes
from satchel.web import languages, list_address
from satchel.web.kept_parts import Form, KeptRow, gap
from satchel.web.templating import Templates
from satchel.web.words import marked

#: Thousandths below which somebody has hardly begun to read.
MIN_SHARE = 10
MAX_TAGS_SHOWN = 5
MAX_EXCERPT_CHARACTERS = 240  #: two lines on a wide screen
#: What every row has, and what it may have: gaps of its template.
_ALWAYS = ("id", "near", "title", "site")
_TAGS = tuple(f"tag{number}" for number in range(MAX_TAGS_SHOWN))
_MAYBE = ("lang", "excerpt", "passages", "picture", "minutes", "left", "read", "more_tags")

#: Why a page could not be had, and whether another try may help.
REASONS = {
    Reason.REFUSED: (marked("The address could not be reached."), True),
    Reason.BAD_ADDRESS: (marked("This address cannot be fetched."), False),
    Reason.UNREACHABLE: (marked("The site could not be reached."), True),
    Reason.NAME: (marked("There is no site of that name."), True),
    Reason.TLS: (marked("The site’s certificate is not valid."), True),
    Reason.TIMEOUT: (marked("The site took too long to answer."), True),
    Reason.REDIRECTS: (marked("The site only sent us in circles."), True),
    Reason.STATUS: (marked("The site answered with an error."), True),
    Reason.TOO_LARGE: (marked("The page is too large."), False),
    Reason.BROKEN: (marked("The site’s answer was damaged."), True),
    Reason.UNREADABLE: (marked("No text could be read from the page."), True),
    Reason.FULL: (marked("Your list is full, so the text was not kept."), True),
}
#: The errors of sites that people can do something about.
_STATUS = {
    401: marked("The site asked for a sign-in."),
    402: marked("The site asked for payment."),
    403: marked("The site did not let us read the page."),
    404: marked("The site has no such page any more."),
    410: marked("The site has removed the page."),
    429: marked("The site was asked too often."),
    451: marked("The site may not show the page, for legal reasons."),
}


def trouble(item: Item) -> tuple[str, bool]:
    """Why there is nothing to read, and whether another try may help; ("", False) where there is or will be."""
    if (item.article is not None and item.article.words) or not item.fetch_reason:
        return "", False
    reason = item.fetch_reason
    if reason == Reason.STATUS and item.fetch_status in _STATUS:
        return _STATUS[item.fetch_status], item.fetch_status not in (404, 410, 451)
    found = REASONS.get(Reason(reason)) if reason in list(Reason) else None
    return found or (marked("The page could not be had."), True)


def site_of(item: Item) -> str:
    """The host of the page, as people say it."""
    return host_of(item.article.url if item.article else item.given_url).removeprefix("www.")


def site_shown(item: Item) -> str:
    """The site of the page as lists name it."""
    found = item.article
    # What was never downloaded, or has no address, is from no site that people know.
    return (found.site if found and not (found.size and found.url) else "") or site_of(item)


def reading_minutes(item: Item) -> int:
    """How long reading it takes; 0 where there is nothing to read."""
    return minutes(item.article.words, item.article.language) if item.article else 0


def version(item: Item) -> str:
    """What changes with an item's article, for addresses that browsers keep."""
    return format(item.article.version, "x") if item.article else "0"


def picture_address(base: str, item: Item, number: int) -> str:
    """Where a picture of an item is found here."""
    return f"{base}/read/{item.id}/img/{number}?v={version(item)}"


class Look(NamedTuple):
    """What decides how a row is laid out: few of many rows differ in it. A text that the row has is said by True."""

    trouble: str  #: why there is nothing to read, untranslated
    again: bool  #: whether another try may help
    waiting: bool
    lang: bool
    excerpt: bool
    passages: bool  #: of a search, which show why it was found
    picture: bool
    kind: str
    minutes: bool
    left: bool
    read: bool
    finished: bool
    archived: bool
    favourite: bool
    days_left: int
    tags: int  #: how many of them are shown
    more_tags: bool


class Row(NamedTuple):
    """An item as lists show it."""

    look: Look
    texts: dict[str, str]  #: what its look has gaps for, as HTML


class Place(NamedTuple):
    """What the rows of one page have in common."""

    kind: str  #: of the list
    address: str  #: of the list
    suffix: str  #: what leads on in the list from the page of an article
    view: str = "rows"
    select: str = ""  #: "1" if one chooses among them, "all" if all are chosen


def row(item: Item, base: str, below: int = 0, now: int = 0, passages: str = "") -> Row:
    """What a list shows of an item. `below` is the id of the next one, which is shown when this one has gone.

    `now` (ms) is needed for what lies in the trash. `base` and `passages` are HTML.
    """
    found, trashed, tags, progress = item.article, item.trashed_at > 0, item.tags, item.progress
    why, again = trouble(item)
    lang, excerpt, takes, what, more, begun = "", "", 0, "", len(tags) - MAX_TAGS_SHOWN, False
    if found is not None:
        lang, excerpt = language(found.language), escape(found.excerpt[:MAX_EXCERPT_CHARACTERS])
        takes, what = minutes(found.words, found.language), kind(item)
        begun = progress >= MIN_SHARE and not item.finished_at
    picture = picture_address(base, item, pictures.LEAD) if not trashed and pictures.lead(item) else ""
    look = Look(
        why, again and not trashed, found is None and not item.fetched_at, lang != "", excerpt != "",
        passages != "", picture != "", what, takes > 0, begun and takes > 0, begun, item.finished_at > 0,
        item.state is State.ARCHIVED, item.favourite, days_left(item, now) if trashed else 0,
        MAX_TAGS_SHOWN if more > 0 else len(tags), more > 0,
    )  # fmt: skip
    texts = {
        "id": str(item.id), "near": str(below or ""), "title": escape(item.title), "site": escape(site_shown(item)),
        "lang": lang, "excerpt": excerpt, "passages": passages, "picture": picture,
        "minutes": str(takes), "left": str(round(takes * (1000 - progress) / 1000) or 1),
        "read": str(round(progress / 10)), "more_tags": str(more),
    }  # fmt: skip
    if tags:
        # No tag has two lines, and one escape is quicker than five.
        texts.update(zip(_TAGS, escape("\n".join(tags[:MAX_TAGS_SHOWN])).split("\n"), strict=False))
    return Row(look, texts)


def written(
    look: Templates, user: int, items: Sequence[Item], now: int, at: Place,
    passages: Mapping[int, str] = MappingProxyType({}),
) -> Markup:  # fmt: skip
    """The rows of a person's items, for the page that is made next; `passages` of articles by their ids, of a search.

    A row is made once for each change of its item, as long as there is room.
    """
    forms: dict[Look, tuple[Form, frozenset[str]]] = {}
    base, common, made = escape(look.base), (user, at, languages.worn().code), []
    for item, below in zip_longest(items, items[1:]):
        near, why = below.id if below else 0, passages.get(item.id, "")
        # What was found shows why it was, and what lies in the trash how many days are left.
        key = None if why or item.trashed_at else (_stand(item), near, common)
        kept = look.rows.get(key) if key else None
        if kept is None:
            its, texts = row(item, base, near, now, why)
            if its not in forms:
                forms[its] = _form(look, its, at)
            form, icons = forms[its]
            kept = KeptRow(form.filled(texts), icons)
            if key:
                look.rows.keep(key, kept, len(kept.html))
        made.append(kept)
    for icons in {each.icons for each in made}:
        look.kept.ask(icons)
    return look.pieces.put("".join([each.html for each in made]))


def _stand(item: Item) -> tuple[object, ...]:
    """What tells an item from what it was before: the time of its change, and to be sure what changes most often."""
    version = item.article.version if item.article else 0
    return (
        item.id, item.changed_at, version, item.state, item.favourite, item.progress, item.finished_at,
        item.fetched_at, item.tags[:MAX_TAGS_SHOWN], len(item.tags),
    )  # fmt: skip


def _form(look: Templates, its: Look, at: Place) -> tuple[Form, frozenset[str]]:
    part = look.kept.get("row", (its, at.kind, at.view, at.select), partial(_values, its, at))
    same = {"suffix": escape(at.suffix), "escaped": escape(list_address.escaped(at.address))}
    return Form(part, same), part.icons


def _values(look: Look, at: Place) -> dict[str, object]:
    """What the template makes the row of that look of."""
    row: dict[str, object] = look._asdict()
    row |= {name: gap(name) for name in (*_ALWAYS, *_MAYBE) if row.get(name, True)}
    row["tags"] = [gap(name) for name in _TAGS[: look.tags]]
    same = {name: gap(name) for name in ("suffix", "escaped")}
    return {"row": row, "kind": at.kind, "view": at.view, "select": at.select, **same}


def days_left(item: Item, now: int) -> int:
    """How many days something stays in the trash, at least one."""
    return max(1, -(-(item.trashed_at + KEPT_MS - now) // 86_400_000))


def kind(item: Item) -> str:
    """What the page is if it is no article: "film", "pdf", "picture", or "" for an article."""
    found = item.article
    if found is None:
        return ""
    if found.has_video == 2:
        return "film"
    if found.media_type == "application/pdf":
        return "pdf"
    return "picture" if found.has_image == 2 else ""
