"""What is surely no article goes before anything is weighed: by what it is, how it is shown, what it is called."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.article.galleries import NAMED, take_out
from satchel.pipeline.article.hidden import is_hidden, unseen
from satchel.pipeline.article.measure import TEASING
from satchel.pipeline.article.names import (
    is_button,
    is_comments,
    is_consent,
    is_gate,
    is_member,
    is_print,
    is_unlikely,
)
from satchel.pipeline.article.prose import is_plain_prose
from satchel.pipeline.article.titles import is_slug, is_title_row, same_title
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.parsing.tree import HEADINGS, Element, length_of, raw_text, short_text

_NEVER = words_of("script style noscript template link meta head title base svg canvas map")
_DIALOGS = words_of("alert alertdialog dialog")  #: such a one is the article only with its heading in it
_ROLES = words_of("menu menubar complementary navigation") | _DIALOGS
_HIDING = words_of("hidden aria-hidden style")
_CALLING = words_of("class id role")  #: attributes that say what an element is
OPENING = 80  #: letters of a paragraph below the heading
MAX_HEADINGS = 200  #: of articles on an endless page
MAX_FIRST = 10  #: headings of a box, of which one may be the main one
MAX_GATE = 1_500  #: letters; a longer box is the text behind the gate
_BARRING = words_of("div section aside")
_SHOWN = words_of("a figure figcaption picture img")  #: what their names tell is how they are shown
#: On a forum, names of posts.
_TALK = re.compile(r"comment|communit|repl(?:y|ies)|respond|header|footer", re.I)


def strip_page(
    body: Element, title: str, *, strict: bool, thread: bool = False
) -> tuple[list[Removed], Element | None]:
    """Take out of a page what is surely no article; gives what went, and the box in which the main heading stood.

    `strict` also takes out boxes whose names speak against them; `thread` leaves in what readers wrote.
    """
    total = length_of(body)
    doomed: list[tuple[Element, str]] = []
    hidden: list[Element] = []
    large: list[Element] = []  # what is badly named and holds most of the page: above the heading it goes
    heading: Element | None = None
    headed = any(same_title(short_text(one, 1_000), title) for one in islice(body.iter("h1"), MAX_FIRST))
    mains = ("h1",) if headed else ("h1", "h2")  # that of a section may be a part of the title
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag == "body":
            continue
        names = element.keys()
        if tag in _NEVER and not _is_shadow(element):
            reason = "never shown"
        elif not _HIDING.isdisjoint(names) and is_hidden(element) and not _holds_most(element, total):
            hidden.append(element)
            walk.skip_subtree()
            continue
        elif _CALLING.isdisjoint(names):
            reason = ""
        else:
            name = f"{element.get('class') or ''} {element.get('id') or ''}"
            reason = _reason(element, name, title, strict, thread)
            if reason == NAMED and _holds_most(element, total):
                large.append(element)
                reason = ""
        titled = not reason and heading is None and tag in mains
        if titled and same_title(short_text(element, 1_000), title):
            heading = element.getparent()
            doomed += [(one, NAMED) for one in large if one not in element.iterancestors()]
            doomed += [(one, "the next article") for one in _next_articles(element, body)]
            reason = "the main heading"
        if reason:
            doomed.append((element, reason))
            walk.skip_subtree()
    doomed += [(element, "hidden") for element in unseen(hidden, body)]
    gone = [removed(reason, element) for element, reason in doomed]
    for element, reason in doomed:
        take_out(element, reason)
    return gone, heading


def _is_shadow(element: Element) -> bool:
    """True for a template that browsers show in the place of the element around it: it becomes a plain box."""
    if element.get("shadowrootmode") is None:
        return False
    element.tag = "div"
    return True


def _reason(element: Element, name: str, title: str, strict: bool, thread: bool) -> str:
    """Why a box goes for what it is called; "" when it may stay."""
    if element.tag in _BARRING and (is_gate(name) or is_print(name)) and _bars(element, name):
        return "for print, or a gate"
    if thread and is_member(name):
        return "of the member, not of the post"
    role = element.get("role")
    if (role in _ROLES and strict) or (role in _DIALOGS and not _holds_opening(element, title)):
        return "by its role"
    return NAMED if _is_furniture(element, name, title, strict, thread) else ""


def _next_articles(heading: Element, body: Element) -> list[Element]:
    """The other articles around the one of the main heading: teasers, or those that an endless page has loaded."""
    around = set(heading.iterancestors())
    posts = (one for one in body.iter("article") if one not in around)
    teasers = [one for one in posts if _is_teaser(one) and not is_comments(one.get("class") or "")]
    if len(teasers) > 1 and any(one.tag == "article" for one in around):
        return teasers
    named = heading.get("class") or "h1"  # the titles of the others may be lesser ones that look alike
    titles = (one for one in body.iter("h1", "h2") if one.tag == "h1" or one.get("class") == named)
    others = [one for one in islice(titles, MAX_HEADINGS) if one is not heading]
    if not others or heading.tag != "h1":
        return []
    above, box = {box: one for one in reversed(others) for box in one.iterancestors()}, heading
    while (parent := box.getparent()) is not None and parent not in above:
        box = parent
    kind = set((box.get("class") or "").split())  # the others may be called more than that
    if box is heading or not kind:
        return []
    behind = (one for sibling in box.itersiblings() if sibling in above for one in (sibling, *sibling))
    return [one for one in behind if one.tag == box.tag and one in above and _is_alike(one, kind, above[one])]


def _is_alike(box: Element, kind: set[str], title: Element) -> bool:
    """True for a box of this kind. With a lesser title or name it begins with it, and has a day or an address."""
    names = set((box.get("class") or "").split())
    if kind <= names and title.tag == "h1":
        return True
    begins = raw_text(box).lstrip().startswith(raw_text(title).strip())
    own = any(str(value).startswith(("/", "http")) for value in box.values())  # scripts are told it
    dated = own or next(box.iter("time"), None) is not None
    return begins and dated and bool(names) and (kind <= names or names <= kind)


def _is_teaser(article: Element) -> bool:
    """True for an article whose title leads to another page."""
    title = next(article.iter("h2", "h3", "h4", "h5"), None)
    return title is not None and sum(map(length_of, title.iter("a"))) > TEASING * length_of(title)


def _bars(element: Element, name: str) -> bool:
    """True for a box that is for print alone, or that asks to pay for the text; not for that text itself."""
    if not short_text(element, MAX_GATE):
        return False
    asks = any(one.tag in HEADINGS or is_button(one.get("class") or "") for one in element.iter())
    return is_print(name) or sum(len(raw_text(one)) > OPENING for one in element.iter("p")) <= asks


def _is_furniture(element: Element, name: str, title: str, strict: bool, thread: bool) -> bool:
    tag = element.tag
    if not strict:
        return is_consent(name) or (is_comments(name) and not thread)
    if tag in HEADINGS:
        if is_slug(element):
            name = element.get("class") or ""
        name = name.replace("header", "")  # "header-anchor" is said of any heading
    if tag in _SHOWN or not is_unlikely(_TALK.sub("", name) if thread else name):
        return False
    within = next(element.iterancestors("table", "code"), None) is not None
    # The tools that a box around code is named after are for that code.
    if within or any(child.tag == "pre" for child in element) or is_title_row(element, name):
        return False
    # A bad name does not condemn the box that tells something.
    return not _holds_opening(element, title) and (
        is_unlikely(name, told=True) or not is_plain_prose(element)
    )


def _holds_opening(element: Element, title: str) -> bool:
    """True for the box of the main heading and of the first paragraph, or a long line, below it."""
    first = islice(element.iter("h1", "h2"), MAX_FIRST)
    titled = any(same_title(short_text(one, 1_000), title) for one in first)
    return titled and any(len(raw_text(one)) > OPENING for one in element.iter("p", "h2", "h3", "h4"))


def _holds_most(element: Element, total: int) -> bool:
    """True for a box with half of what the page says: scripts show such boxes, whatever the markup tells."""
    return length_of(element) > total * 0.5
