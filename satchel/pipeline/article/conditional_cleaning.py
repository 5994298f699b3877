"""Removal of what is inside the article's box and yet no part of it."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice, pairwise

import msgspec

from satchel.base.text import words_of
from satchel.pipeline.article.galleries import LINKED, NAMED, is_gallery, take_out
from satchel.pipeline.article.measure import TEASER, commas_in, letters_in, link_weight
from satchel.pipeline.article.names import (
    is_byline_box,
    is_control,
    is_note,
    is_portrait,
    is_rights,
    is_share,
)
from satchel.pipeline.article.prose import ASKS, has_sentence, is_plain_prose, is_prose
from satchel.pipeline.article.score import name_weight
from satchel.pipeline.article.tables import is_data_table, is_layout, open_up
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.parsing.tree import HEADINGS, Element, length_of, raw_text

_ALWAYS = words_of("footer link aside input textarea select button nav dialog")
_JUDGED = words_of("table ul ol div form fieldset section")
_BOXED = words_of("div section aside p ul")
_NAMED = _BOXED | {"span"}
_WHOLE = words_of("code h1 h2 h3 h4 h5 h6 summary")  #: nothing inside them is judged alone
_COUNTED = words_of("p img ul ol table pre") | HEADINGS

SHARE_MAX = 500  #: letters; a longer box that is named after sharing is an article about it
SMALL = 400  #: letters; with 120, half of the bylines in the open half's press stayed
PORTRAIT_MAX = 1_500  #: letters; a longer one is an article about somebody
PICTURES = "more pictures than text"
SHORT = "short and linked"
TITLING = 0.9  #: of a box's letters in headings: it is nothing but a title
FOLLOWING = 80  #: letters behind a title that make it one
MAX_SHARE = 0.5  #: of all letters; a box with more is the article, whatever its name and make-up
BESIDE = 150  #: letters beside the links of a box; one that says so much may have more of them
SAID = 40  #: letters beside the link of a card
PROSE = 10  #: commas from which on a box is taken for prose, whatever else it holds


class _Count(msgspec.Struct, gc=False):
    """What a part of the article holds, after the removals inside it."""

    letters: int = 0
    linked: float = 0.0
    commas: int = 0
    plain: bool = True  #: holds nothing of what follows, as most parts do
    paragraphs: int = 0
    images: int = 0
    heading: int = 0
    listed: int = 0
    data: bool = False

    def add(self, other: _Count) -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.commas += other.commas
        if other.plain:
            return
        self.plain = False
        self.paragraphs += other.paragraphs
        self.images += other.images
        self.heading += other.heading
        self.listed += other.listed
        self.data = self.data or other.data


def strip_furniture(
    article: Element, *, conditionally: bool, use_names: bool, cards: bool, kernel: Element | None = None
) -> list[Removed]:
    """Remove furniture from the article in one pass from its leaves up; says what went.

    `conditionally` also judges tables, lists and boxes by what they hold; `use_names` lets
    their class names speak; `cards` may stay. `kernel` is the box that was chosen: only what is inside is judged.
    """
    counts: dict[Element, _Count] = {}
    gone: list[Removed] = []
    total = length_of(article)
    tables = {table for table in article.iter("table") if is_data_table(table)}
    for table in list(article.iter("table")):
        if table not in tables and is_layout(table):
            open_up(table)
    for element in reversed(list(article.iter())):
        if element is article:
            break
        count = counts.pop(element, None) or _Count()
        _own(element, count, element in tables)
        most = count.letters > MAX_SHARE * total
        aside = most and element.tag == "aside"  # some sites put all of the article there
        chosen = element is kernel or (aside and length_of(element) == length_of(article))
        reason = "" if chosen else _reason(element, count, tables, conditionally and not most, use_names)
        parent: Element = element.getparent()  # type: ignore[assignment]
        tail = element.tail
        if reason == LINKED and cards and _is_card(element, count):
            reason, count.linked = "", 0.0  # nor do its links speak against the box around all cards
        if reason:
            gone.append(removed(reason, element))
            if left := take_out(element, reason):
                counts.setdefault(parent, _Count()).add(_Count(plain=False, images=left))
        elif parent in counts:
            counts[parent].add(count)
        else:
            counts[parent] = count  # the first of its parts to be counted begins the count of a box
        if tail and not tail.isspace():
            above = counts.setdefault(parent, _Count())
            above.letters += letters_in(tail)
            above.commas += commas_in(tail)
    return gone


def _own(element: Element, count: _Count, data: bool) -> None:
    tag = element.tag
    text = element.text
    if text and not text.isspace():
        count.letters += letters_in(text)
        count.commas += commas_in(text)
    if tag == "a":
        count.linked = count.letters * link_weight(element)
    if tag not in _COUNTED:
        return
    count.plain = False
    if tag == "p":
        count.paragraphs += 1
    elif tag == "img":
        count.images += 1
    elif tag in HEADINGS:
        count.heading += count.letters
    elif tag in ("ul", "ol"):
        count.listed = count.letters
    elif data or tag == "pre":
        count.data = True


def _reason(
    element: Element, count: _Count, tables: set[Element], conditionally: bool, use_names: bool
) -> str:
    """Why an element has to go; "" when it may stay."""
    tag = element.tag
    # In an aside, a note and a list with a title that leads nowhere belong to the text; below a quotation, whose it is.
    if tag in _ALWAYS:
        facts = count.heading and count.listed and not count.linked and not count.images
        within = tag == "aside" and (facts or is_note(element.get("class") or ""))
        if not within and (tag != "footer" or next(element.iterancestors("blockquote"), None) is None):
            return "never part of an article"
    if count.letters < PORTRAIT_MAX:
        name, mark = element.get("class"), element.get("id")
        if name or mark:
            names = f"{name or ''} {mark or ''}"
            if count.letters < SHARE_MAX and is_share(names) and not is_plain_prose(element):
                return "share row"
            if tag in _BOXED and is_portrait(names):
                return "portrait of an author"
            if tag in _NAMED and (why := _named_reason(element, count, names)):
                return why
    if not conditionally or tag not in _JUDGED or tag == "section":
        return ""
    return _judge(element, count, tables, name_weight(element) if use_names else 0)


def _named_reason(element: Element, count: _Count, names: str) -> str:
    """Why a small box goes for its name alone; "" if it holds a picture, a heading or a sentence."""
    if count.letters > SMALL or count.images or count.heading:
        return ""
    if is_rights(names):
        return "whose rights it is"
    control = is_control(element.get("class") or "")
    if not control and not is_byline_box(names):
        return ""
    if is_prose(element, count.letters) or raw_text(element).rstrip().endswith((*ASKS, ".", "。")):
        return ""
    return "a button or a badge" if control else "byline"


def _judge(element: Element, count: _Count, tables: set[Element], weight: int) -> str:
    tag = element.tag
    above = {one.tag: one for one in element.iterancestors()}
    tabled = count.data or any(one in tables for one in (element, *above.values()))
    if tabled or not _WHOLE.isdisjoint(above):
        return ""
    if weight < 0 and not _speaks(element, count):
        return NAMED
    if count.commas >= PROSE or (count.heading > TITLING * count.letters and _titles_what_follows(element)):
        return ""
    listlike = tag in ("ul", "ol") or (count.letters > 0 and count.listed / count.letters > 0.9)
    why = _shape(count, listlike, "figure" in above, weight)
    if why == LINKED and not listlike:
        quoted = "blockquote" in above and 2 * count.linked < count.letters  # with what it links to
        told = quoted or is_prose(element, count.letters)
        if told or element.find(".//a[@download]") is not None:
            return ""
    shown = why and count.images and is_gallery(element, count.letters, count.images)
    return "" if shown else why


def _speaks(element: Element, count: _Count) -> bool:
    """True for a box that says more than teasers do, in sentences, and has nothing to fill in, whatever its name."""
    told = count.letters - count.linked > TEASER and count.images < 2 and has_sentence(element)
    return told and next(element.iter("form", *(["a"] if count.images else [])), None) is None


def _is_card(element: Element, count: _Count) -> bool:
    """True for one of several boxes with a heading, with words of its own, and with links to one page alone."""
    told = count.heading and count.letters - count.linked > SAID
    if not told or len({link.get("href") for link in element.iter("a")}) != 1:
        return False
    boxes = pairwise(islice(chain([element], element.iterancestors()), 3))
    kinds = ((box, Counter((one.tag, one.get("class")) for one in above)) for box, above in boxes)
    return any(kind[box.tag, box.get("class")] > 1 for box, kind in kinds)


def _titles_what_follows(element: Element) -> bool:
    """True for a heading in a box of its own, with prose behind it."""
    lengths = (length_of(one) for one in islice(element.itersiblings(), 3) if one.tag != "figure")
    return next(filter(None, lengths), 0) > FOLLOWING


def _shape(count: _Count, listlike: bool, figure: bool, weight: int) -> str:
    """What in the make-up of a box speaks against it."""
    letters, density = count.letters, count.linked / count.letters if count.letters else 0.0
    if not figure and count.images > 1 and count.paragraphs / count.images < 0.5:
        return PICTURES
    plain = not listlike and not figure and not count.images and count.heading < 0.9 * letters
    if plain and letters < 25 and density > 0:
        return SHORT
    most = 0.5 if weight >= 25 else 1 if listlike else 0.3 if letters - count.linked > BESIDE else 0.2
    return LINKED if density > most else ""
