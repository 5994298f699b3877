"""The line that tells readers who wrote a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from satchel.model.articles import Author
from satchel.pipeline.links import absolute
from satchel.pipeline.metadata.collect import MAX_NAMES, Collected, is_most_of_title
from satchel.pipeline.metadata.dates import days_in
from satchel.pipeline.metadata.labels import begins_with_label, is_label
from satchel.pipeline.metadata.names import is_never, is_person, split_names, tidy
from satchel.pipeline.metadata.wording import any_of
from satchel.pipeline.parsing.tree import Element, short_text, text_of

MAX_LINE = 250  #: letters of a byline with its date; longer is a portrait of the author
MAX_LEAN = 100  #: letters of a line that names its writer without saying so
CARD = 500  #: letters of the heading, the beginning and the byline of another page
FAR = 250  #: elements below the heading; what stands further down belongs to something else
NEAR = 60  #: elements below the heading where a byline is believed whatever its box is called
BEFORE = 3  #: a line above the heading counts as so many times further away than one below
LIST = 3  #: different names in lines of the same kind make a list of other pages

LIKE = 0.3  #: of the words of a first heading that the title has, too
VERY_LIKE = 0.7  #: of those of a second or third one

_NEVER_IN = re.compile(r"comment|related|recommend|teaser|summary-item|testimonial|reviews\b")
_REVIEWS = ("review", "reviews")
_OTHER_PLACES = re.compile(rf"sidebar|footer|popular|latest|carousel|more-from|most-read|{_NEVER_IN.pattern}")
_CONTROLS = re.compile(rf"(?:^|[\s_-]){any_of('control')}(?:$|[\s_-])", re.I)
_BRAND = re.compile(r"/(?:brands?|vendors?|marken?|marcas?|marques?|collections)(?:[/?]|$)", re.I)
_PORTRAIT = re.compile(rf"^(?:an?\s+)?{any_of('portrait')}\s+(?:of|for)\s+", re.I)
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s+){1,3}[^\W\d_a-z][\w.’'-]*")
_OF_PEOPLE = re.compile(r"auth|profile|people|team|user", re.I)
_WORD = re.compile(r"\w+")


def visible_bylines(found: Collected, base: str, site: str) -> list[Author]:
    """The names in the byline that stands nearest to the main heading; empty when none looks like one.

    `site` is the name of the site, which may follow a writer's without a comma.
    """
    candidates = by_nearness(found, {*found.bylines, *found.spoken})
    believed = surroundings(found)[0] is None or found.meta("og:type").lower() == "article"
    labels = [one for _, one in candidates if len(one) == 0 and is_label(one.text or "")]
    for away, element in candidates:
        near = away < NEAR
        told = [element]
        if near and len(labels) < LIST and element in labels:
            told = _behind(element)  # "By" stands in a box of its own
        elif element.tag == "a":
            told = _beside(element, found)
        line = "\n".join(map(line_of, told))
        if not 2 < len(line) < MAX_LINE or belongs_elsewhere(element, near):
            continue
        if site and site in line:
            line = re.sub(rf" {re.escape(site)}(?!\w)", ", ", line)
        labelled = near and element.tag != "a" and begins_with_label(line)
        called = near or believed if element in found.bylines else labelled
        authors = _authors(told, line, base, alone=called)
        linked = {tidy(text_of(one)): one for one in element.iter("a")}
        own = [one for one in linked.values() if one in found.bylines]
        if authors and own and linked.keys().isdisjoint(one.name for one in authors):
            # Beside a link to a writer stands a rank: "needleman, Senior Member".
            authors = _authors(own[:1], line_of(own[0]), base, alone=True) or authors
        if authors:
            kind = element.tag, element.get("class")
            alike = (one for _, one in candidates if (one.tag, one.get("class")) == kind)
            return authors if near or len(set(map(line_of, alike))) < LIST else []
    return []


def _behind(label: Element) -> list[Element]:
    """What stands behind a label, up to the next one of its kind; all around it where it is text."""
    for box in islice(chain([label], label.iterancestors()), 3):
        if (box.tail or "").strip():
            break
        kind = box.tag, box.get("class")
        behind = list(box.itersiblings())
        if behind:
            more = (one for one in behind[1:] if (one.tag, one.get("class")) == kind)
            return behind[: next(map(behind.index, more), None)]
    above = label.getparent()
    return [above if above is not None else label]


def _beside(link: Element, found: Collected) -> list[Element]:
    """A link to a writer with the links to others right behind it, of which only commas and the like part it."""
    told = [link]
    while len((told[-1].tail or "").split()) < 2:
        behind = told[-1].getnext()
        if behind is None or behind not in found.bylines or not is_person(tidy(text_of(behind))):
            break
        told.append(behind)
    return told


def unnamed_bylines(found: Collected) -> list[Author]:
    """The names that nothing calls a byline: beside a portrait of that name, or in a line with a day.

    Only right below the main heading, and only what looks like nothing but a person's name there.
    """
    heading, _ = surroundings(found)
    title = (text_of(heading) if heading is not None else found.title).casefold()
    people: dict[str, None] = {}
    dated = False
    for away, element in by_nearness(found, {*found.pictures, *found.times, *found.dated}):
        if away >= NEAR or belongs_elsewhere(element, True):
            continue
        portrayed = tidy(_PORTRAIT.sub("", element.get("alt") or ""))
        if element.tag not in ("img", "time") and not days_in(short_text(element, MAX_LEAN), ""):
            continue
        dated = dated or not portrayed
        for above in islice(chain([element], element.iterancestors()), 4 if portrayed else 2):
            line = line_of(above)
            if not 2 < len(line) <= MAX_LEAN:
                continue
            links = (link for link in above.iter("a") if not _OF_PEOPLE.search(link.get("href") or ""))
            others = {tidy(text_of(link)) for link in links}
            named = filter(is_person, filter(_NAME.fullmatch, split_names(line)))
            fitting = (name for name in named if (name == portrayed if portrayed else name not in others))
            names = [name for name in fitting if name.casefold() not in title]
            if names:
                people |= dict.fromkeys(names)
                break
        if people and not portrayed:
            break
    return [Author(name) for name in people] if dated and len(people) <= LIST else []


def by_nearness(found: Collected, elements: Iterable[Element], far: float = 0) -> list[tuple[int, Element]]:
    """Elements with their distance from the main heading, nearest first; without a heading in their order.

    Those in the cards of other pages, and those further away than `far`, or else FAR, are left out.
    """
    heading, cards = surroundings(found)
    anchor = found.places[heading] if heading is not None else None
    distances: list[tuple[int, int, Element]] = []
    for element in elements:
        place = found.places[element]
        away = NEAR + place if anchor is None else max(place - anchor, (anchor - place) * BEFORE)
        near = away <= (far or FAR) or anchor is None
        if near and (not cards or cards.isdisjoint((element, *element.iterancestors()))):
            distances.append((away, place, element))
    return [(away, element) for away, _, element in sorted(distances, key=lambda one: one[:2])]


def surroundings(found: Collected) -> tuple[Element | None, set[Element]]:
    """The main heading, and the cards of other pages; looked for once a page."""
    if found.surroundings is None:
        heading = _main_heading(found)
        found.surroundings = heading, _cards(found, heading)
    return found.surroundings


def _cards(found: Collected, main: Element | None) -> set[Element]:
    """The boxes around headings that lead to other pages, as far as they hold little else and not the main one."""
    if main is None:
        return set()
    cards: set[Element] = set()
    seen = {main, *main.iterancestors()}
    for heading in found.lesser:
        above = heading.getparent()
        link = above if above is not None and above.tag == "a" else next(heading.iter("a"), None)
        box = heading if link is None or (link.get("href") or "#").startswith("#") else above
        while box is not None and box is not heading and box not in seen:
            seen.add(box)
            if not short_text(box, CARD):
                break
            cards.add(box)
            box = box.getparent()
    return cards


def is_beside(element: Element, found: Collected) -> bool:
    """True for what stands in a box for asides, of a page whose main heading is in its article and whose box is not."""
    heading, _ = surroundings(found)
    if heading is None or next(heading.iterancestors("article"), None) is None:
        return False
    boxes = [above.tag for above in (element, *element.iterancestors("article", "aside"))]
    return "aside" in boxes and "article" not in boxes


def _main_heading(found: Collected) -> Element | None:
    """The one that shares most with the title; a lesser one for want of better."""
    words = set(_WORD.findall((found.title + " " + found.meta("og:title")).casefold()))
    best = _likest(found.headings, words, LIKE)
    if best is None:
        told = (*found.headings, *found.lesser)
        best = next((one for one in told if is_most_of_title(text_of(one), found)), None)
    if best is None:
        best = _likest(found.lesser, words, VERY_LIKE)
    if best is None and len(found.headings) == 1 and text_of(found.headings[0]):
        best = found.headings[0]
    return best


def _likest(headings: list[Element], title: set[str], least: float) -> Element | None:
    best, most = None, least
    for heading in headings:
        words = _WORD.findall(text_of(heading).casefold())
        shared = sum(1 for word in words if word in title) / max(len(words), 4)
        if shared > most:
            best, most = heading, shared
    return best


def line_of(element: Element) -> str:
    """The text of an element; a line end where markup parts two words and no space does."""
    parts: list[str] = []
    for piece in _pieces(element):
        text = str(piece).replace("\n", " ")
        if parts and text and not parts[-1][-1:].isspace() and not text[0].isspace():
            parts.append("\n")
        parts.append(text)
        if len(parts) > 60:
            return ""
    return "\n".join(filter(None, (" ".join(line.split()) for line in "".join(parts).split("\n"))))


def _pieces(element: Element) -> Iterator[str]:
    """The texts in an element, without those of what readers press."""
    if not _is_control(element):
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""


def _is_control(element: Element) -> bool:
    """True for what readers press beside a byline: buttons, and links to a brand or to what else is told."""
    if element.tag == "a" and (
        "tag" in (element.get("rel") or "").split() or _BRAND.search(element.get("href") or "")
    ):
        return True
    name = element.get("class")
    return element.tag == "button" or bool(name and _CONTROLS.search(name))


def _authors(told: list[Element], line: str, base: str, *, alone: bool) -> list[Author]:
    """The people named in a line; `alone` believes a link to an author's page that holds a single name."""
    boxes = chain.from_iterable(element.iter() for element in told)
    pressed = {link for box in boxes if _is_control(box) for link in box.iter("a")}
    links = {
        text: link
        for element in told
        for link in element.iter("a")
        if link not in pressed and (text := tidy(text_of(link)))
    }
    people = [name for name in links if is_person(name)]
    whole = [name for name in split_names(line) if is_person(name)]
    # A link ends where the name ends; its paper follows it without a comma.
    names = [next((one for one in people if name.startswith(one)), name) for name in whole] or people[:5]
    only = next(iter(links), "") if len(links) == 1 and alone and not names else ""
    if (told[0].tag == "a" or tidy(line) == only) and len(only) < 30 and 0 < len(only.split()) < 3:
        names = [] if is_never(only) else [only]
    return [Author(name, absolute(links[name].get("href"), base) if name in links else "") for name in names]


def belongs_elsewhere(element: Element, near: bool) -> bool:
    """True for lines about other pages, pictures or comments."""
    bad = _NEVER_IN if near else _OTHER_PLACES
    for above in (element, *element.iterancestors()):
        tag = above.tag
        if tag in ("body", "html"):
            return False
        if tag in ("nav", "figure", "figcaption") or (not near and tag in ("aside", "footer")):
            return True
        names = above.get("class")
        if (names and bad.search(names[:MAX_NAMES].lower())) or above.get("itemprop") in _REVIEWS:
            return True
    return False
