"""What shops put around the thing they sell: other things, and what buyers say."""

from __future__ import annotations

import re

from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.parsing.tree import Element, length_of, remove

SHOP_SHARE = 0.5  #: of all letters; a box with more is the page
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:(?:customer|user|product|buyer|store)[_-]?)?rev(?:iew)?s?(?:[_-]?(?:list|section|container|wrapper|area|widget"
    r"|items?|line-item|tab|content))?(?:$|\s)"
    r"|(?:^|[\s_-])(?:(?:up|cross)-?sells?|(?:also|frequently)[_-]?(?:bought|viewed)|recently[_-]?viewed|similar[_-]?(?:items|products)"
    r"|(?:customer[_-]?)?testimonials?)(?:$|[\s_-])",
    re.I,
)
_ATTRIBUTES = ("class", "id", "itemprop", "data-testid")


def strip_shop(body: Element) -> list[Removed]:
    """Take out of the page of a thing on sale what buyers say of it, and what else there is to buy."""
    room = SHOP_SHARE * length_of(body)
    doomed = [
        element
        for element in body.iter("div", "section", "ul", "ol", "li", "article")
        if element.attrib and any(_NAMES.search(element.get(name) or "") for name in _ATTRIBUTES)
    ]
    gone = []
    for element in doomed:
        if length_of(element) < room:
            gone.append(removed("of the shop", element))
            remove(element)
    return gone
