"""Short lines of furniture between the paragraphs: removed by what they say and where they stand."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.article import phrases
from satchel.pipeline.article.names import is_button, is_caption, is_heard
from satchel.pipeline.article.titles import same_title
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.links import host_of
from satchel.pipeline.media.figures import is_small
from satchel.pipeline.parsing.tree import HEADINGS, Element, length_of, raw_text, remove, short_text, text_of

_BLOCKS = words_of("p div li h1 h2 h3 h4 h5 h6 section header td dt dd blockquote figcaption ul ol table")
_RICH = ("img", "video", "audio", "iframe", "pre", "code", "math", "svg", "input")
_PROSE = 140  #: letters of a paragraph that surely belongs to the article
_INVITATION = 200  #: letters; what is longer tells a story about newsletters
_BUTTON = 60  #: letters of a line that is nothing but a button; what says more is a teaser
_BYLINE = 120
_CREDIT = 100
_LISTED = 0.7  #: of a line in links, when it stands below a label; a text with more is a list of links
_CAPTION = 700
_CREDITED = 300
MAX_HEARD_LETTERS = 80  #: of a label that is heard alone
MAX_PORTRAIT = 400  #: letters of the last lines, on the writer
LAST_LINES = 3  #: so many headings, lists and such lines at most are taken from the end
ALL_LINKED = 0.9  #: of a last line or list in links; with .7, lists of words and links went (1,060 pages)
LEAST_CALL = 15  #: letters of a box with links that nobody says twice; with 1, pictures went (1,060 pages)
_REPEATED = 100  #: letters of a block that nobody says twice on purpose
_WORDY = re.compile(r"[^\W_]")
_FEW = 5  #: long blocks; a page with so few may well say something twice
_DISTINCT = 0.6  #: of the long blocks; with fewer different ones the page repeats itself on purpose


def strip_lines(
    article: Element, title: str = "", writers: tuple[str, ...] = (), base: str = ""
) -> list[Removed]:
    """Remove lines that belong to the site and not to the article; says which. The page at `base` has that `title`."""
    blocks = leaves(article)
    first, last = _bounds(blocks)
    gone: list[Removed] = []
    seen: set[str] = set()
    once = _repeats_are_faults(blocks)
    listing = False  # below a label such as "related stories"
    for place, (block, text) in enumerate(blocks):
        if len(text) >= _REPEATED:
            if once and text in seen:
                above, heading = blocks[place - 1]
                said = [above] if above.tag in HEADINGS and same_title(heading, title) else []
                gone += [_drop("said before", one, article) for one in (*said, block)]
                continue
            seen.add(text)
        called = block.tag != "figcaption" and 0 < len(text) < _CAPTION and _is_caption(block, text, article)
        if called and next(block.iterancestors("figcaption"), None) is None:  # no line of one
            block.tag = "figcaption"
            continue
        if not text:
            if place < first and (images := list(block.iter("img"))) and all(map(is_small, images)):
                gone.append(_drop("a mark or a face", block, article))
            continue
        if len(text) > phrases.MAX_PHRASE_LETTERS:
            listing = False
            continue
        reason = _reason(block, text, place < first, place > last)
        if not reason and listing and _linked(block, len(text)) > _LISTED:
            reason = "listed under a label"
        listing = bool(reason) and (listing or phrases.is_label(text))
        if reason:
            gone.append(_drop(reason, block, article))
    return gone + _drop_repeated(article) + _drop_end(article, writers, host_of(base)) + _drop_heard(article)


def _drop_repeated(article: Element) -> list[Removed]:
    """Take out small boxes with links that say just what one before them said, such as a call between the sections."""
    gone: list[Removed] = []
    first: dict[str, Element] = {}
    for box in list(article.iter("div", "section", "aside")):
        text = raw_text(box) if next(box.iter("a"), None) is not None else ""
        text = " ".join(text.split()) if len(text) < 2 * phrases.MAX_PHRASE_LETTERS else ""
        shown = "".join(image.get("src", "") for image in box.iter("img")) if text else ""
        if len(text) >= LEAST_CALL and first.setdefault(text + shown, box) not in (box, *box.iterancestors()):
            gone.append(_drop("said before", box, article))
    return gone


def _drop_heard(article: Element) -> list[Removed]:
    """Take out what is said to those alone who hear the page, now that its labels have told what lines are."""
    gone: list[Removed] = []
    for element in list(article.iter("span", "div", "p", "label")):
        if not is_heard(element.get("class") or "") or not (text := short_text(element, MAX_HEARD_LETTERS)):
            continue
        above = next(element.iterancestors("a", "td", "th"), None)
        if above is None or (above.tag != "a" and text_of(above) != text):  # a cell may show a sign alone
            gone.append(_drop("for those alone who hear the page", element, article))
    return gone


def _drop_end(article: Element, writers: tuple[str, ...], site: str) -> list[Removed]:
    """Take from the end who the writer is, headings of nothing, and links that no text follows."""
    gone: list[Removed] = []
    for _ in range(LAST_LINES):
        last = next((one for one in reversed(list(article.iter())) if _tells(one)), None)
        if last is None:
            break
        block = next((one for one in (last, *last.iterancestors()) if one.tag in _BLOCKS), article)
        links = next(block.iterancestors("ul", "ol"), block)
        if writers and (portrait := _portrait(block, article, writers)) is not None:
            why, last = "who the writer is", portrait
        elif _leads_away(links, article, site):
            why, last = "nothing but links at the end", links
        elif last.tag in HEADINGS:
            why = "title of nothing"
        else:
            break
        gone.append(_drop(why, last, article))
    return gone


def _portrait(block: Element, article: Element, writers: tuple[str, ...]) -> Element | None:
    """The last block, if it begins with a writer's name, or a small box around it that shows the writer's face."""
    text = short_text(block, MAX_PORTRAIT)
    if text.startswith(writers) and text.partition(":")[0] not in writers and block is not article:
        return block
    for box in takewhile(lambda one: one is not article, block.iterancestors()):
        if not 0 < 2 * len(short_text(box, MAX_PORTRAIT)) < length_of(article):
            return None
        if any((image.get("alt") or "").startswith(writers) for image in box.iter("img")):
            return box
    return None


def _leads_away(box: Element, article: Element, site: str) -> bool:
    """True for a line or list of nothing but links, if the text is more than that and no mark in it leads there.

    A list of links to other sites stays: those are the sources of a text.
    """
    if box.tag not in ("p", "ul", "ol") or _linked(box, len(text_of(box))) < ALL_LINKED:
        return False
    if box.tag != "p" and not {host_of(link.get("href") or "") for link in box.iter("a")} <= {"", site}:
        return False
    marks = {f"#{one.get('id')}" for one in box.iter()}
    noted = any(link.get("href") in marks for link in article.iter("a"))
    shown = next(box.iter(*_RICH), None) is not None
    return not noted and not shown and _linked(article, len(text_of(article))) < _LISTED


def _tells(element: Element) -> bool:
    return element.tag in _RICH or any(text and not text.isspace() for text in (element.text, element.tail))


def leaves(article: Element) -> list[tuple[Element, str]]:
    """The blocks that hold no other block, with their text, in order."""
    found: list[tuple[Element, str]] = []
    before: Element | None = None
    for event, element in etree.iterwalk(article, events=("start", "end"), tag=_BLOCKS):
        if event == "start":
            before = element
        elif before is not None and article is not before is element:  # it ends before another begins
            found.append((before, text_of(before)))
    return found


def _bounds(blocks: list[tuple[Element, str]]) -> tuple[int, int]:
    """The places of the second block of prose (the first may be a summary above the byline) and of the last."""
    long = ((place, one, len(text)) for place, (one, text) in enumerate(blocks) if one.tag not in HEADINGS)
    prose = [place for place, one, letters in long if letters >= _PROSE and _linked(one, letters) < 0.5]
    return (prose[min(1, len(prose) - 1)], prose[-1]) if prose else (0, len(blocks))


def _repeats_are_faults(blocks: list[tuple[Element, str]]) -> bool:
    """False for a page that is made of repetitions, such as one with filler text."""
    long = [(block, text) for block, text in blocks if len(text) >= _REPEATED]
    texts = [text for _, text in long]
    return (len(long) > _FEW and len(set(texts)) > _DISTINCT * len(long)) or _stands_twice(long)


def _stands_twice(long: list[tuple[Element, str]]) -> bool:
    """True where two boxes say the same: a page that sends its text once for phones, and once for desks."""
    first: dict[tuple[str, ...], Element | None] = {}
    for place in range(len(long) - 2):
        run = tuple(text for _, text in long[place : place + 3])
        box = long[place][0].getparent()
        if len(set(run)) == len(run) and first.setdefault(run, box) is not box:
            return True
    return False


def _is_caption(block: Element, text: str, article: Element) -> bool:
    """True for the text under a picture, by its names or by the credit at its end."""
    if block.tag in HEADINGS or block.tag in ("td", "li") or not _WORDY.search(text):
        return False
    for above in takewhile(lambda one: one is not article, (block, *islice(block.iterancestors(), 2))):
        if is_caption(f"{above.get('class') or ''} {above.get('id') or ''}"):
            if above is block or short_text(above, len(text) + 120):
                return True
            break
    return len(text) < _CREDITED and phrases.ends_in_credit(text)


def _linked(block: Element, letters: int) -> float:
    return sum(len(text_of(link)) for link in block.iter("a")) / letters if letters else 0.0


def _reason(block: Element, text: str, head: bool, tail: bool) -> str:
    """Why a line has to go; "" when it may stay, as everything does that holds or stands in more than text."""
    reason = _spoken(block, text, head, tail)
    rich = _RICH if reason != "byline" else _RICH[1:]  # the picture in a line of writers is their portrait
    if not reason or any(True for _ in block.iter(*rich)):
        return ""
    return "" if any(True for _ in block.iterancestors("pre", "table")) else reason


def _spoken(block: Element, text: str, head: bool, tail: bool) -> str:
    if len(text) < 90 and phrases.is_noise(text):
        return "furniture"
    if len(text) < _INVITATION and phrases.is_invitation(text):
        return "invitation"
    if (link := next(block.iter("a"), None)) is not None:
        if phrases.is_pointer(text) and _linked(block, len(text)) > 0.4:
            return "pointer"
        looks = f"{link.get('class') or ''} {link.get('style') or ''}"
        if len(text) < _BUTTON and is_button(looks) and text_of(link) == text:
            return "button"
    if (head or tail) and len(text) < _BYLINE and block.tag not in HEADINGS and phrases.is_byline(text):
        return "byline"
    if block.tag != "figcaption" and len(text) < _CREDIT and phrases.is_credit(text):
        return "credit"
    return ""


def _drop(reason: str, block: Element, article: Element) -> Removed:
    """Remove a block, and the boxes that it leaves empty; says so."""
    gone = removed(reason, block)
    boxes = list(block.iterancestors())
    remove(block)
    for box in boxes:
        if box is article or box.tag in ("td", "th") or len(box) or (box.text or "").strip():
            break  # a row keeps its cells: those after it would stand below the wrong heading
        remove(box)
    return gone
