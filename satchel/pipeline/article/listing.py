"""Pages that list others: the cards, one to each, are what there is to read."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice

from lxml import etree

from satchel.pipeline.article.content import Found
from satchel.pipeline.article.names import describe
from satchel.pipeline.article.passes import LISTING_CARDS, LISTING_PAGE, State, run
from satchel.pipeline.parsing.tree import (
    HEADINGS,
    Document,
    Element,
    box_around,
    length_of,
    parse_tree,
    remove,
)

FEWEST = 4  #: cards; fewer are no list
TELLING = 45  #: letters of a card without a heading or a picture; what says less is an item of a menu
MAX_CARD_LETTERS = 1_500  #: letters of a card; what says more is no card
LIST_SHARE = 0.6  #: of a box's letters in cards: the box is the list
ALIKE = 0.6  #: of a group's boxes have to be cards
LINKS = 5  #: in a card; a box with more, and nothing else in it, is a menu
MAX_CARDS = 1_000  #: cards that are kept
MAX_LINKS = 50  #: links that are looked at
MAX_EFFORT = 40  #: times the letters of the page are counted, at most
MENU = 0.8  #: of a box's letters in links
_CARDS = ("li", "article", "div", "section", "tr", "a", "dd")
_DIGITS = re.compile(r"\d+")


def find_listing(document: Document, title: str) -> Found | None:
    """The cards of a page that lists others, as Found; None when there are none. The document stays as it is."""
    root = parse_tree(document.markup)
    body = root.find("body")
    assert body is not None
    state = run(LISTING_PAGE, State(body, title, document.base, use_names=False, conditionally=False))
    for element in list(body.iter("footer", "aside", "nav")):
        remove(element)
    mains = list(body.iter("main"))
    cards = (_largest(mains[0]) if len(mains) == 1 else []) or _largest(body)
    if not cards:
        return None
    why = f"a list of {len(cards)} cards {describe(cards[0])}"
    for card in cards[MAX_CARDS:]:
        remove(card)
    article = etree.SubElement(body.makeelement("section"), "div")
    for part in _parts(cards[:MAX_CARDS]):
        part.tail = None
        if part.tag in ("li", "tr", "dd", "body", "main"):
            part.tag = "div"
        article.append(part)
    state.root = article
    run(LISTING_CARDS, state)
    return Found(article, length_of(article), (why, *state.log), listed=True)


def _parts(cards: list[Element]) -> list[Element]:
    """The page's main box, or the box around the cards, when it holds little else; else the cards alone."""
    box = box_around(cards)
    main = next((one for one in (box, *box.iterancestors()) if one.tag == "main"), None)
    if main is not None:
        return [main]
    told = sum(length_of(card) for card in cards)
    return [box] if told > LIST_SHARE * length_of(box) else cards


def _largest(body: Element) -> list[Element]:
    """The group of alike boxes that says most."""
    groups: dict[object, list[Element]] = defaultdict(list)
    depths: dict[Element, int] = {body: 0}
    names: dict[Element, str] = {body: ""}
    for element in body.iter():
        parent = element.getparent()
        if element is body or parent is None:
            continue
        depth = depths[element] = depths.get(parent, 0) + 1
        name = names[element] = _kind(element)
        if element.tag in _CARDS:
            groups[element.tag, name, names.get(parent, ""), depth].append(element)
    best: list[Element] = []
    most = 0
    room = MAX_EFFORT * length_of(body)
    for group in groups.values():
        if len(group) < FEWEST:
            continue
        lengths = [length_of(one) for one in group]
        pairs = zip(group, lengths, strict=True)
        weighed = (_weight(one, letters) for one, letters in pairs if letters <= MAX_CARD_LETTERS)
        weights = list(filter(None, weighed))
        if len(weights) >= max(FEWEST, ALIKE * len(group)) and sum(weights) > most:
            best, most = group, sum(weights)
        room -= sum(lengths)
        if room < 0:
            break  # boxes in boxes in boxes, on purpose
    return best


def _kind(element: Element) -> str:
    names = (element.get("class") or "").split(None, 1)
    return f"{element.tag}.{_DIGITS.sub('', names[0])}" if names else str(element.tag)


def _weight(element: Element, letters: int) -> int:
    """What a card of so many letters says, in letters; 0 when it is none."""
    links = list(islice(element.iter("a"), MAX_LINKS))
    menu = len(links) > LINKS and sum(map(length_of, links)) > MENU * letters
    bare = letters < TELLING and next(element.iter(*HEADINGS, "img", "picture"), None) is None
    return 0 if not links or menu or bare else letters
