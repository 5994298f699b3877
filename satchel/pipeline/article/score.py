"""Which part of a page is the article: one pass of statistics, and candidates weighed by them.

The idea is Mozilla Readability's: paragraphs vote for the boxes around them, links count
against, and a good box brings its good siblings along.
"""

from __future__ import annotations

from itertools import chain, takewhile
from typing import NamedTuple

from satchel.base.text import words_of
from satchel.pipeline.article.grow import MENU, grow
from satchel.pipeline.article.lead_picture import boxes_above
from satchel.pipeline.article.measure import MIN_PROSE, NOTHING, Mass, measure
from satchel.pipeline.article.names import spoken, weight_of
from satchel.pipeline.parsing.tree import Element

_VOTERS = words_of("section h2 h3 h4 h5 h6 p td pre")
_ITEMS = ("li", "dd")
_PICTURES = ("img", "picture", "video")
_ASIDES = ("aside", "nav", "footer")
_TAG_POINTS = {"div": 5, "pre": 3, "td": 3, "blockquote": 3}
_TAG_POINTS |= dict.fromkeys(["address", "ol", "ul", "dl", "dd", "dt", "li", "form"], -3)
_TAG_POINTS |= dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6", "th"], -5)


MIN_VOTE = 25  #: letters of a paragraph that votes
SECTION = 10  #: commas for which a section speaks, like a paragraph: those inside it speak for themselves
HEIGHT = 5  #: how many boxes above a paragraph hear its vote
TOP = 5  #: candidates looked at
NEAR = 0.75  #: of the best score: a candidate that may share its article with the best
SHARED = 3  #: so many near candidates under one box make that box the article
SIBLING = 0.2  #: of the best score: a sibling that comes along
ROW = 150  #: letters of prose in a row; with 80, lines that praise a film came along (769 open pages)
LEAST = 10.0  #: the score that such a sibling needs in any case
OPENING = 0.8  #: of the letters of a box below the heading in prose: it opens the text


class Ranking(NamedTuple):
    """The result of weighing."""

    best: Element | None
    scores: dict[Element, float]
    masses: dict[Element, Mass]
    kernel: Element | None = None  #: the box that the votes chose, before it grew
    peak: float = 0.0  #: the score of what stands out most; votes have faded on their way to the best


def rank(body: Element, *, use_names: bool, heading: Element | None = None, thread: bool = False) -> Ranking:
    """Weigh all candidates under `body`. `use_names`: let class names speak for and against.

    `heading` is the box in which the main heading stood; in a `thread` several people talk.
    """
    masses = measure(body)
    scores: dict[Element, float] = {}
    for element in _voters(body, masses):
        mass = masses[element]
        commas = min(mass.commas, SECTION) if element.tag == "section" else mass.commas
        vote = 2 + (commas if element.tag != "pre" else 0) + min(mass.letters // 100, 3)  # no code's commas
        for level, above in enumerate(element.iterancestors()):
            if level >= HEIGHT or above.tag == "html":
                break
            if above not in scores:
                scores[above] = own_points(above, use_names=use_names)
            scores[above] += vote / (1 if level == 0 else 2 if level == 1 else level * 3)
    for element in scores:
        scores[element] *= 1 - masses.get(element, NOTHING).link_density
    scores |= dict.fromkeys(_outside(body, scores, masses), 0.0)
    order = sorted(scores, key=scores.__getitem__, reverse=True)[:TOP]
    if not order or order[0].tag == "body" or not scores[order[0]]:
        return Ranking(None, scores, masses)
    kernel = _raise(order, scores)
    if heading is not None and not thread and kernel in heading.iterancestors():
        boxes = (heading, *heading.iterancestors())
        titled = next(box for box in boxes if box is kernel or masses.get(box, NOTHING).prose)
        kernel = titled if masses[titled].prose < masses[kernel].prose else kernel
    best = grow(kernel, masses, heading, thread=thread)
    scores.setdefault(best, own_points(best, use_names=use_names))
    return Ranking(best, scores, masses, kernel, scores[order[0]])


def _voters(body: Element, masses: dict[Element, Mass]) -> list[Element]:
    """What votes, from the end: paragraphs, cells and headings; the items of a page that has none of them."""
    long = (element for element, mass in reversed(masses.items()) if mass.letters >= MIN_VOTE)
    voters = [element for element in long if element.tag in _VOTERS]
    if any(next(element.iterancestors(*_ASIDES), None) is None for element in voters):
        return voters
    return [item for item in body.iter(*_ITEMS) if masses[item].letters == masses[item].prose > 0] or voters


def _outside(body: Element, scores: dict[Element, float], masses: dict[Element, Mass]) -> set[Element]:
    """The boxes outside of the one that the page calls its main one, if that has prose.

    Without one, those that it puts aside, if others stand out as well.
    """
    mains = list(body.iter("main"))
    if len(mains) == 1 and masses.get(mains[0], NOTHING).prose:
        return scores.keys() - set(mains[0].iter())
    outside = scores.keys() & {element for box in body.iter(*_ASIDES) for element in box.iter()}
    others = any(score > 0 and one not in outside and one is not body for one, score in scores.items())
    return outside if others else set()


def own_points(element: Element, *, use_names: bool) -> float:
    """What an element is worth by its tag and names alone."""
    points = float(_TAG_POINTS.get(element.tag, 0))
    return points + name_weight(element) if use_names else points


def name_weight(element: Element) -> int:
    """What the class and id of an element speak: -50 to 50."""
    return weight_of(element.get("class", "")) + weight_of(element.get("id", ""))


def _raise(order: list[Element], scores: dict[Element, float]) -> Element:
    """From the best candidate up to the box that holds the whole article."""
    best = order[0]
    near = [list(one.iterancestors()) for one in order[1:] if scores[one] >= NEAR * scores[best]]
    around = takewhile(_in_body, best.iterancestors())
    best = next((above for above in around if sum(above in line for line in near) >= SHARED), best)
    scores.setdefault(best, own_points(best, use_names=True))
    # A parent that scores more, although votes fade on their way up, holds more of the article.
    last, floor = scores[best], scores[best] / 3
    for above in filter(scores.__contains__, takewhile(_in_body, best.iterancestors())):
        if scores[above] < floor:
            break
        if scores[above] > last:
            best = above
            break
        last = scores[above]
    alone = takewhile(lambda above: _in_body(above) and len(above) == 1, best.iterancestors())
    return [best, *alone][-1]


def _in_body(element: Element) -> bool:
    return bool(element.tag != "body")


def companions(ranking: Ranking) -> list[Element]:
    """The best candidate and those of its siblings that belong to the same article, in order."""
    best = ranking.best
    assert best is not None
    parent: Element = best.getparent()  # type: ignore[assignment]
    score, kind = ranking.scores[best], _kind(best)
    chosen: list[Element] = []
    for sibling in parent:
        if sibling is best:
            chosen.append(sibling)
            score = max(score, ranking.peak)  # behind an article more stands that is none than before it
            continue
        if sibling.tag in _ASIDES:
            continue
        voted = ranking.scores.get(sibling, 0.0)
        if voted and kind and _kind(sibling) == kind:
            voted += score * SIBLING
        prose = sibling.tag == "p" and ranking.masses.get(sibling, NOTHING).prose
        if prose or voted >= max(LEAST, score * SIBLING):
            chosen.append(sibling)
    return _and_between(chosen, ranking.masses) if len(chosen) > 1 else chosen


def opening(text: Element, heading: Element, ranking: Ranking) -> list[Element]:
    """What is told in the box of the main heading, and in those without pictures from there down to the text."""
    found: list[Element] = []
    most = ranking.masses[text if ranking.best is None else ranking.best].prose
    around = {heading, *heading.iterancestors()}
    within = heading in text.iterancestors()
    for box in boxes_above(text):
        if within and box.getparent() is heading.getparent():
            break
        alone = box in around or next(box.iter(*_PICTURES), None) is None
        if alone and _is_told(box, ranking.masses, most):
            found.insert(0, box)
        if box in around:
            return found
    return found if within else []


def _is_told(box: Element, masses: dict[Element, Mass], most: float) -> bool:
    """True for a box of hardly anything but prose, with less of it than `most`."""
    mass = masses.get(box, NOTHING)
    return max(MIN_PROSE, OPENING * mass.letters) <= mass.prose < most


def rows_alike(ranking: Ranking) -> set[Element]:
    """The rows of prose that stand beside the best candidate, or a box above it, and are made just as that is."""
    best = ranking.best
    assert best is not None
    return {
        one
        for box in takewhile(_in_body, (best, *best.iterancestors()))
        if box.tag != "div" or box.get("class")
        for one in chain(box.itersiblings(), box.itersiblings(preceding=True))
        if one.tag == box.tag and one.get("class") == box.get("class")
        if (mass := ranking.masses.get(one, NOTHING)).prose > ROW and mass.link_density < MENU
        if next(one.iter("input", "textarea", "select", "form"), None) is None
    }


def _kind(element: Element) -> list[str]:
    """The names of an element's class, without what they say of looks, which tells one row from the next."""
    return spoken(element.get("class") or "").split()


def _and_between(chosen: list[Element], masses: dict[Element, Mass]) -> list[Element]:
    """These siblings, and the pictures and what is told that stand between them."""
    known = set(chosen)
    most = max(masses.get(one, NOTHING).prose for one in chosen)
    reach = takewhile(lambda sibling: sibling is not chosen[-1], chosen[0].itersiblings())
    shown = (
        one
        for one in reach
        if one in known or next(one.iter(*_PICTURES), None) is not None or _is_told(one, masses, most)
    )
    return [chosen[0], *shown, chosen[-1]]
