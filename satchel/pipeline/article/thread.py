"""Forum threads and questions with answers: all that was said is the article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, takewhile

from satchel.base.text import words_of
from satchel.pipeline.article.lines import leaves
from satchel.pipeline.article.measure import Mass, measure
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.links import host_of, path_of
from satchel.pipeline.parsing.tree import Document, Element, raw_text, remove

MAX_STAMP = 240  #: letters
MANY = 3  #: posts that a line stands in, at least, to be no part of what they say
REPEATED = 0.3  #: of the posts
MOST = 0.4  #: of a thread's prose; boxes with less are no posts, but remarks on some of them
_BOXES = words_of("div li article section table")
_RICH = words_of("img video audio iframe pre code")
_KINDS = ('"DiscussionForumPosting"', '"QAPage"')
_SOFTWARE = re.compile(
    r"discourse|phpbb|vbulletin|xenforo|invision|ips community|flarum|mybb|nodebb|vanilla|woltlab|burning board"
    r"|simple machines|smf|question2answer|askbot",
    re.I,
)
#: Of a line between posts that says when, which number, and how it was received; all of them say nothing more.
_COUNTS = words_of(
    "post posts posted edited joined registered member members since reply replies view views like likes participants",
    "message messages thread threads topic reactions points score votes upvotes author op solved resolved reputation",
    "at on am pm ago today yesterday last and second seconds minute minutes min mins hour hours hr hrs day days",
    "week weeks month months year years yr yrs utc gmt st nd rd th quote report share sort by new oldest",
    "beiträge beitrag antworten registriert mitglied seit uhr vor tagen stunden",
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september",
    "october november december mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday",
)
_WORD = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"^(?:forums?|boards?|community|discuss(?:ions?)?|talk|answers?|bbs)\.", re.I)
#: Of a thread, whatever else is in the address of its board.
SURE_PATH = re.compile(r"/(?:threads|viewtopic|showthread|comments)[/.?]|/issues/\d+$", re.I)
_PATH = re.compile(r"/(?:thread|topics?|discussions?|questions?|t|forums?)[/.?-]", re.I)


def is_thread(document: Document) -> bool:
    """True for a page where several people talk: it says so, or forum software made it at such an address."""
    if any(kind in data for data in document.data for kind in _KINDS):
        return True
    signs = 1 if _HOST.match(host_of(document.base)) else 0
    named = document.root.iterfind("head//meta[@name]")
    makers = [meta.get("content") or "" for meta in named if meta.get("name", "").lower() == "generator"]
    signs += 2 * any(map(_SOFTWARE.search, makers))
    path = path_of(document.base)
    signs += 2 if SURE_PATH.search(path) else 1 if _PATH.search(path) else 0
    return signs > 1 or (signs == 1 and b"suggestedAnswer" in document.markup)


def strip_thread(article: Element, heading: Element | None) -> list[Removed]:
    """Take out of a thread what stands around its posts, what many of them repeat, and when each was written.

    What the posts answer stands next to them, below the main heading.
    """
    masses = measure(article)
    posts = _posts(article, masses)
    around = [after for box in _up(posts[-1:], article) for after in box.itersiblings()]
    above = set() if heading is None else {heading, *heading.iterancestors()}
    asked = False
    for box in _up(posts[:1], article):
        found = asked or box is heading
        for one in box.itersiblings(preceding=True):
            if found or not _asks(one, masses[one]):
                around.append(one)
            else:
                asked = True
            found = found or one in above
        asked = asked or found
    gone = [removed("around the posts", box) for box in around]
    gone += [removed("said in many posts", one) for one in _repeated(posts, masses)]
    for what in gone:
        remove(what.element)
    for line, text in leaves(article):
        rich = next(chain(line.iter(*_RICH), line.iterancestors("pre", "table")), None)
        if len(text) < MAX_STAMP and rich is None and is_stamp(text):
            gone.append(removed("when it was posted", line))
            remove(line)
    return gone


def _asks(box: Element, mass: Mass) -> bool:
    """True for what a thread may be about: prose, a picture, code, or a short sentence."""
    shown = next(box.iter(*_RICH), None) is not None
    return shown or mass.prose > 0 or raw_text(box).rstrip().endswith((".", "?", "!", "。", "？", "！", "…"))


def _posts(article: Element, masses: dict[Element, Mass]) -> list[Element]:
    """The boxes of one kind that tell most, if that is much of the thread: many tell more than long ones."""
    kinds: dict[Element, str] = {}
    alike: dict[str, list[Element]] = defaultdict(list)
    for box in article.iterdescendants(*_BOXES):
        kind = kinds[box] = " ".join([box.tag, *(box.get("class") or "").split()[:1]])
        if kind != box.tag and all(kinds.get(above) != kind for above in box.iterancestors()):
            alike[kind].append(box)
    posts = max(alike.values(), key=lambda boxes: sum(masses[box].prose ** 0.5 for box in boxes), default=[])
    most = [masses[box].prose for box in posts if masses[box].prose]
    return posts if len(most) > 1 and sum(most) > MOST * masses[article].prose else []


def _up(posts: list[Element], top: Element) -> Iterator[Element]:
    return takewhile(lambda box: box is not top, chain(posts, *(post.iterancestors() for post in posts)))


def _repeated(posts: list[Element], masses: dict[Element, Mass]) -> list[Element]:
    """The lines that many posts have in common, but not who says so: a link or bold words above what is said."""
    lines: dict[str, list[Element]] = defaultdict(list)
    for post in posts:
        told = False
        for line, text in leaves(post):
            told = told or masses[line].prose > 0
            if 0 < len(text) < MAX_STAMP and (told or next(line.iter("a", "b", "strong"), None) is None):
                lines[text].append(line)
    many = max(MANY, REPEATED * len(posts))
    return [one for alike in lines.values() if len(alike) >= many for one in alike]


def is_stamp(text: str) -> bool:
    """True for a line between the posts of a thread that tells when, which number, and how many answered."""
    words = _WORD.findall(text.lower())
    return any(map(str.isdigit, text)) and bool(words or "#" in text) and _COUNTS.issuperset(words)
