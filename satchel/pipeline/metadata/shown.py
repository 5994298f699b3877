"""The days that readers see near the heading of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from satchel.pipeline.metadata.bylines import LIST, NEAR, belongs_elsewhere, by_nearness, is_beside, line_of
from satchel.pipeline.metadata.collect import MAX_DATED, MAX_NAMES, Collected
from satchel.pipeline.metadata.dates import Day, days_in, parse_date
from satchel.pipeline.metadata.names import is_person, tidy
from satchel.pipeline.metadata.said import (
    Said,
    begins_apart,
    ends_apart,
    is_apart,
    is_byline,
    is_date_alone,
    is_day_name,
    said_of,
)
from satchel.pipeline.metadata.wording import any_of
from satchel.pipeline.parsing.tree import Element, short_text

DAY = 86_400_000  #: milliseconds
LEAN = 40  #: letters of a line besides its date; with more it is a sentence that mentions a day
FEW = 2  #: lines with a day; on a page with more of them, one far from the heading says nothing
_NO_DATE = re.compile(r"©|\(c\)|copyright|all rights", re.I)
_NUMBER = re.compile(r"\d+")
# Names of boxes that hold the day of something else.
_OTHER_DAY = re.compile(any_of("other day"))
_CHANGED_NAME = re.compile(r"updat|modif|revis|edited")
_PUBLISHED_NAME = re.compile(r"publi|posted|create|(?:entry|post)[-_]date|pubdate")


class Shown(NamedTuple):
    """Days in milliseconds; None where the page shows none."""

    published: int | None = None
    changed: int | None = None


def shown_days(
    found: Collected, language: str, declared: int | None, latest: int | None, held: Iterable[int] = ()
) -> Shown:
    """The days of publishing and of a change in the lines near the main heading.

    A day counts where it stands alone in a line, in a box for dates or beside the writer's name,
    or where the words beside it say that it is that of publishing. Several of one kind are those
    of other pages or of comments. `declared` is the time of a change that the page declares;
    days after `latest` are still to come and count for nothing, nor do those of what is `held`.
    """
    lines = [
        (away, element)
        for away, element in by_nearness(found, {*found.times, *found.dated})
        if not (belongs_elsewhere(element, away < NEAR) or is_beside(element, found))
        and (not _is_at_the_foot(element) or _PUBLISHED_NAME.search(_names(element)))
    ]
    texts = {element: short_text(element, MAX_DATED) for _, element in lines}
    many = len({text for one, text in texts.items() if one.get("datetime") or days_in(text, language)}) > FEW
    own = next(lines[0][1].iterancestors("article", "section"), None) if lines else None
    kinds = Counter(_kind(element, own) for _, element in lines)
    changed: int | None = None
    for away, element in lines:
        far = away > NEAR and many
        bare: int | None = None
        for moment, said in _days_of(element, found, language):
            if latest is not None and moment > latest:
                continue
            if said is not Said.PUBLISHED and any(same_day(moment, one) for one in held):
                continue
            if said is Said.PUBLISHED:
                return Shown(moment, changed)
            if said is Said.CHANGED or same_day(moment, declared):
                changed = moment if changed is None else changed
            elif not far and bare is None and kinds[_kind(element, own)] < LIST:
                bare = moment
        if bare is not None:
            return Shown(bare, changed)
    return Shown(None, changed)


def only_day(found: Collected, language: str, latest: int | None) -> int | None:
    """The one day that a page names, however far from its heading, but not at its foot; None where it names several."""
    only: int | None = None
    for _, element in by_nearness(found, {*found.times, *found.dated}, far=inf):
        if not (belongs_elsewhere(element, False) or is_beside(element, found) or _is_at_the_foot(element)):
            for moment, said in _days_of(element, found, language):
                late = moment > (latest or moment)
                if said is Said.CHANGED or late or not same_day(moment, only or moment):
                    return None
                only = moment
    return only


def _kind(element: Element, own: Element | None) -> tuple[str, str, str, bool]:
    """What several lines of one kind have in common, whatever their numbers; `own` is the nearest article."""
    above = element.getparent()
    box = above.get("class") if above is not None else None
    name = _NUMBER.sub("", element.get("class") or "")
    return element.tag, name, _NUMBER.sub("", box or ""), own is not None and own in element.iterancestors()


def same_day(one: int | None, other: int | None) -> bool:
    """True for times that may be the same day somewhere on earth."""
    return one is not None and other is not None and abs(one - other) < DAY


def _days_of(element: Element, found: Collected, language: str) -> Iterator[tuple[int, Said]]:
    """The days in an element, each with what is said of it; without those of something else."""
    text = short_text(element, MAX_DATED)
    if not text:
        text = " ".join((element.text or "")[: 2 * MAX_DATED].split())[:MAX_DATED]
    elif len(element):
        text = line_of(element)
    own = _named(element)
    declared = parse_date(element.get("datetime") or "")
    if _NO_DATE.search(text) and declared is None:
        return
    days = days_in(text, language)
    called = element in found.named or element in found.bylines
    boxed = element.tag == "time" or declared is not None or called
    if declared is not None and len(days) < 2:
        day = days[0] if days else Day(0, len(text), declared)
        days = [day._replace(moment=declared)]
    for moment, said in _told(text, days, boxed=boxed or element in found.spoken):
        if said is Said.NOTHING:
            beside = Said.NOTHING if is_byline(text) else _beside(element)
            said = beside if beside is Said.PUBLISHED or own is Said.NOTHING else own
        if said is not Said.ANOTHER:
            yield moment, said


def _told(text: str, days: list[Day], *, boxed: bool) -> Iterator[tuple[int, Said]]:
    """What a line says of each of its days. In a box for dates, or beside a writer, other words may stand, too."""
    lean = len(text) - sum(day.end - day.start for day in days) <= LEAN
    ends = [0, *(day.end for day in days)]
    starts = [*(day.start for day in days[1:]), len(text)]
    gaps = [
        (text[end : day.start], text[day.end : start])
        for end, day, start in zip(ends, days, starts, strict=False)
    ]
    # "2023-01-02 published 2023-03-05 changed": the words stand behind.
    behind = bool(gaps) and not gaps[0][0].strip() and said_of("", gaps[-1][1]) is not Said.NOTHING
    for number, (day, (before, after)) in enumerate(zip(days, gaps, strict=True)):
        if behind:
            before = ""
        if not behind and number < len(days) - 1:
            after = ""  # the words between two days speak of the second
        said = said_of(before, after)
        signed = (
            is_byline(before) and len(before.split()) > 1 and (boxed or (lean and is_date_alone("", after)))
        ) or (lean and is_apart(before) and is_date_alone("", after) and is_person(tidy(before)))
        lines = before.rpartition("\n"), after.partition("\n")
        alone = is_date_alone(lines[0][2], lines[1][0]) and not lines[0][0].endswith((":", "："))
        opened = (boxed and is_apart(before)) or ends_apart(before) or (is_day_name(before) and not number)
        if said is Said.ANOTHER and (signed or alone or (lean and opened)):
            said = Said.NOTHING
        free = signed or alone or (lean and (boxed or begins_apart(after) or ends_apart(before)))
        if said is Said.NOTHING and not free:
            said = Said.ANOTHER
        yield day.moment, said


def _names(element: Element) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))[:MAX_NAMES].lower()


def _named(element: Element) -> Said:
    """What the names of a box say of the day in it."""
    names = _names(element)
    if _PUBLISHED_NAME.search(names):
        return Said.NOTHING
    if _CHANGED_NAME.search(names):
        return Said.CHANGED
    return Said.ANOTHER if _OTHER_DAY.search(names) else Said.NOTHING


def _beside(element: Element) -> Said:
    """What is said of a day by the words before its element, or right behind it."""
    tail = (element.tail or "").strip()
    if len(tail) > LEAN and tail[0].isalpha():
        return Said.ANOTHER  # it begins a sentence
    before, attached = _before(element)
    if not before:
        return Said.NOTHING
    said = said_of(before)
    if said is not Said.ANOTHER:
        return said
    if before.rstrip().endswith(":"):
        return Said.ANOTHER
    free = not attached or is_apart(before) or is_byline(before) or is_day_name(before) or is_person(before)
    return Said.NOTHING if free else Said.ANOTHER


def _before(element: Element) -> tuple[str, bool]:
    """The words right before an element, if they are few, and whether they stand in the same line."""
    for one in (element, element.getparent()):
        if one is None:
            break
        sibling, above = one.getprevious(), one.getparent()
        text = (sibling.tail if sibling is not None else above.text if above is not None else "") or ""
        if text.strip():
            return text.strip()[-MAX_DATED:], True
        if sibling is not None:
            return "" if sibling.get("datetime") else short_text(sibling, LEAN), False
    return "", False


def _is_at_the_foot(element: Element) -> bool:
    """True for what stands at the foot of the page; an article may have a foot of its own."""
    foot = False
    for above in (element, *element.iterancestors()):
        if above.tag == "article" or (not foot and above.tag in ("main", "section")):
            return False
        called = above.get("role") == "contentinfo" or above.get("id") == "footer"
        foot = foot or above.tag == "footer" or called
    return foot
