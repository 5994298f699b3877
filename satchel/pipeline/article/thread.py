"""Forum threads and questions with answers: all that was said is the article."""

from __future__ import annotations

import re

from satchel.base.text import words_of
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.links import host_of, path_of
from satchel.pipeline.parsing.tree import Document, Element, remove, short_text

MAX_STAMP = 240  #: letters
_LINES = words_of("p div li header section h1 h2 h3 h4 h5 h6 td dt dd ul ol table blockquote")
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
)
_MONTH = words_of(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september",
    "october november december mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday",
)
_WORD = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"^(?:forums?|boards?|community|discuss(?:ions?)?|talk|answers?|bbs)\.", re.I)
_SURE_PATH = re.compile(r"/(?:threads|viewtopic|showthread|comments)[/.?]", re.I)
_PATH = re.compile(r"/(?:thread|topics?|discussions?|questions|t|forums?)[/.?-]", re.I)


def is_thread(document: Document) -> bool:
    """True for a page where several people talk: it says so, or forum software made it at such an address."""
    if any(kind in data for data in document.data for kind in _KINDS):
        return True
    signs = 1 if _HOST.match(host_of(document.base)) else 0
    for meta in document.root.iterfind("head//meta[@name]"):
        if meta.get("name", "").lower() == "generator" and _SOFTWARE.search(meta.get("content") or ""):
            signs += 2
    path = path_of(document.base)
    signs += 2 if _SURE_PATH.search(path) else 1 if _PATH.search(path) else 0
    return signs > 1


def strip_stamps(article: Element) -> list[Removed]:
    """Take out the lines between the posts of a thread that tell when, which number, and how many answered."""
    gone: list[Removed] = []
    for line in list(article.iter(*_LINES)):
        if line is article or next(line.iterdescendants(*_LINES, *_RICH), None) is not None:
            continue
        if is_stamp(short_text(line, MAX_STAMP)) and next(line.iterancestors("pre", "table"), None) is None:
            gone.append(removed("when it was posted", line))
            remove(line)
    return gone


def is_stamp(text: str) -> bool:
    """True for a line between the posts of a thread that tells when, which number, and how many answered."""
    words = _WORD.findall(text.lower())
    if not any(map(str.isdigit, text)) or not (words or "#" in text):
        return False
    return all(word in _COUNTS or word in _MONTH for word in words)
