"""The ways from a page to its article, each a table of passes, and the one runner that leads through them.

To find the rule that takes too much, ask: `satchel extract PAGE --explain "some words"`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.article.accordion import settle_boxes
from satchel.pipeline.article.code import settle_code
from satchel.pipeline.article.conditional_cleaning import strip_furniture
from satchel.pipeline.article.galleries import opens_pictures
from satchel.pipeline.article.invitations import strip_invitations
from satchel.pipeline.article.lead_picture import lead_picture
from satchel.pipeline.article.lines import strip_lines
from satchel.pipeline.article.maths import settle_formulas
from satchel.pipeline.article.names import describe
from satchel.pipeline.article.notes import notes_of
from satchel.pipeline.article.paragraphs import break_paragraphs, wrap_loose
from satchel.pipeline.article.permalinks import drop_permalinks
from satchel.pipeline.article.preclean import strip_page
from satchel.pipeline.article.score import companions, opening, rank, rows_alike
from satchel.pipeline.article.shop import strip_shop
from satchel.pipeline.article.tables import open_up
from satchel.pipeline.article.thread import strip_thread
from satchel.pipeline.article.trace import ASKED, Removed, holds, told
from satchel.pipeline.media.lazy import settle_pictures, unpack_pictures
from satchel.pipeline.parsing.tree import Element, raw_text, remove

_BOXES = words_of("div article section p ol ul table blockquote pre figure picture img")


@dataclass
class State:
    """A page on its way to an article."""

    root: Element  #: the body of the page; the article, once it is chosen
    title: str = ""
    base: str = ""
    strict: bool = True  #: boxes with bad names go before anything is weighed
    use_names: bool = True  #: class names speak for and against
    conditionally: bool = True  #: boxes are judged by what they hold
    talk: bool = False  #: what readers wrote may be the article
    thread: bool = False  #: what readers wrote is the article
    sold: bool = False  #: the page is that of a thing on sale
    cards: bool = True  #: cards that lead elsewhere may be what there is to read
    total: int = 0  #: letters of the page, without what is surely no article
    writers: tuple[str, ...] = ()  #: by their names of two words or more
    heading: Element | None = None  #: the box in which the main heading stood
    kernel: Element | None = None  #: what was chosen, before it grew
    log: list[str] = field(default_factory=list)


class Pass(NamedTuple):
    """One step of a way."""

    name: str
    run: Callable[[State], list[Removed] | None]
    why: str


def _plain(work: Callable[[Element], None]) -> Callable[[State], None]:
    return lambda state: work(state.root)


def _strip(state: State) -> list[Removed]:
    gone, state.heading = strip_page(state.root, state.title, strict=state.strict, thread=state.talk)
    return gone


def _paragraphs(state: State) -> None:
    for form in list(state.root.iter("form")) if state.thread else ():  # some boards put each post into one
        if all(one.get("type") == "hidden" for one in form.iter("input", "textarea", "select", "button")):
            form.tag = "div"
    break_paragraphs(state.root)
    for element in list(state.root.iter("div", "section", "address")):
        wrap_loose(element)


def _choose(state: State) -> None:
    body = state.root
    ranking = rank(body, use_names=state.use_names, heading=state.heading, thread=state.thread)
    state.total = ranking.masses[body].letters
    state.root, state.kernel = etree.SubElement(body.makeelement("section"), "div"), ranking.kernel
    if ranking.best is None:
        state.root.text = body.text
        state.root.extend(list(body))
        state.log.append("no candidate stands out: the whole page")
        return
    state.log.append(f"candidate {describe(ranking.best)} with {ranking.scores[ranking.best]:.0f} points")
    parts = companions(ranking)
    rows = set() if state.thread else rows_alike(ranking).difference(parts)
    if rows:
        parts = [one for one in body.iter() if one in rows or one in parts]
    state.log.append(f"parts: {len(parts)}")
    lead = lead_picture(parts[0], state.base, state.heading)
    parts = [*(opening(parts[0], state.heading, ranking) if state.heading is not None else ()), *parts]
    if lead is not None:
        state.log.append(f"the picture above: {describe(lead)}")
        lead.tail = None
        parts.insert(0, lead)
    parts += filter(opens_pictures, parts[-1].itersiblings())
    notes = notes_of(parts, body, state.base)
    if notes is not None:
        state.log.append(f"the notes: {describe(notes)}")
        parts.append(notes)
    for part in parts:
        part.tail = None
        if part.tag in ("tr", "tbody"):
            open_up(part)
        elif part.tag not in _BOXES:
            part.tag = "div"
        state.root.append(part)


def _keep_all(state: State) -> None:
    """In the place of a choice: the body of the page is its text."""
    body = state.root
    for element in list(body.iter("header", "footer", "aside", "nav")):
        remove(element)
    state.root = etree.SubElement(body.makeelement("section"), "div")
    state.root.text = body.text
    state.root.extend(list(body))


def _furniture(state: State) -> list[Removed]:
    names = state.use_names and not state.thread
    how = {"conditionally": state.conditionally, "use_names": names, "cards": state.cards}
    return strip_furniture(state.root, **how, kernel=state.kernel)


_UNPACK = Pass("unpack", _plain(unpack_pictures), "pictures in noscript and of other names are pictures")
_FORMULAS = Pass("formulas", _plain(settle_formulas), "formulas are kept once, as text")
_CODE = Pass("code", _plain(settle_code), "code keeps its lines, without their numbers")
_PAGE = Pass("page", _strip, "what is hidden, or named as what stands around an article")
_INVITATIONS = Pass("invitations", lambda state: strip_invitations(state.root), "boxes that offer letters")
_FURNITURE = Pass("furniture", _furniture, "boxes that hold more links, fields and pictures than text")
_LINES = Pass(
    "lines",
    lambda state: strip_lines(state.root, state.title, state.writers, state.base),
    "short lines that sites put between paragraphs",
)
_PICTURES = Pass(
    "pictures", lambda state: settle_pictures(state.root, state.base), "pictures get their address"
)
_PARAGRAPHS = Pass("paragraphs", _paragraphs, "loose text stands in paragraphs")

GENERAL = (
    Pass("shop", lambda state: strip_shop(state.root) if state.sold else [], "reviews and other wares"),
    _UNPACK,
    _FORMULAS,
    _CODE,
    Pass("permalinks", _plain(drop_permalinks), "headings that offer their own address"),
    Pass("roles", _plain(settle_boxes), "boxes are what they say, buttons that ask are headings"),
    _INVITATIONS,
    _PAGE,
    _PARAGRAPHS,
    Pass("choice", _choose, "what stands outside of the box with the most prose"),
    Pass(
        "posts",
        lambda state: strip_thread(state.root, state.heading) if state.thread else [],
        "what stands around the posts of a thread, in many of them, and when each was written",
    ),
    _FURNITURE,
    _LINES,
)
#: Of a page whose text stands in no one box.
WHOLE = tuple(
    Pass("whole", _keep_all, "what stands around the page") if one.name == "choice" else one
    for one in GENERAL
)
#: Of a page that lists others; the cards are chosen between the two.
LISTING_PAGE = (_UNPACK, _PAGE, _PARAGRAPHS)
LISTING_CARDS = (_FURNITURE, _LINES, _PICTURES)
#: Before the parts that a rule of the site names are cut out.
BY_RULE = (_UNPACK, _PICTURES, _FORMULAS, _CODE)


def run(passes: tuple[Pass, ...], state: State) -> State:
    """Lead a page through passes; the log says what went, and by which pass the words went that are asked for."""
    asked = ASKED.get()
    for one in passes:
        held, before = bool(asked) and holds(raw_text(state.root), asked), len(state.log)
        gone = one.run(state) or []
        if held and not holds(raw_text(state.root), asked):
            why = next((str(note) for note in gone if note.asked), "; ".join([one.why, *state.log[before:]]))
            state.log.insert(0, f"explain: taken by the pass {one.name}: {why}")
        state.log += told(gone)
    return state
