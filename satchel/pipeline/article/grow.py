"""From the box that the votes chose to the one that holds the article."""

from __future__ import annotations

from satchel.pipeline.article.measure import NOTHING, Mass
from satchel.pipeline.parsing.tree import Element

MORE = 1.6  #: times the prose of the chosen box must a box above hold to be the article instead
MUCH_MORE = 2.5  #: times, where the chosen one is long already
LONG = 1_200  #: letters of prose; what has more can be an article of its own
TITLED = 1.15  #: times, where the box above holds the main heading and the chosen one does not
MENU = 0.35  #: of its letters in links: such a box holds other pages, too
_LANDMARKS = ("main", "article", "nav", "header", "footer")


def grow(
    best: Element, masses: dict[Element, Mass], heading: Element | None, *, thread: bool = False
) -> Element:
    """The box above that holds clearly more prose and is no menu: the article has several rows or sections.

    A page without landmarks is a letter, and may be the article as a whole. A long box with the main heading in it
    is all of its article. What stands below the heading of a `thread` is what the others answer.
    """
    whole, mass = best, masses.get(best, NOTHING)
    headed = set() if heading is None else {heading, *heading.iterancestors()}
    titled = best in headed
    for above in best.iterancestors():
        page = above.tag == "body" and next(above.iter(*_LANDMARKS), None) is not None
        if page or (titled and mass.prose > LONG):
            break
        other = masses.get(above, NOTHING)
        titled, gains = titled or above in headed, not titled and above in headed
        need = 1.0 if gains and thread else MUCH_MORE if mass.prose > LONG else TITLED if gains else MORE
        if other.prose >= need * max(mass.prose, 1) and other.link_density < MENU:
            whole, mass = above, other
    return whole
