"""Forum threads and questions with answers: all that was said is the article."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from satchel.pipeline.parsing.tree import Document

_KINDS = ('"DiscussionForumPosting"', '"QAPage"')
_SOFTWARE = re.compile(
    r"discourse|phpbb|vbulletin|xenforo|invision|ips community|flarum|mybb|nodebb|vanilla|woltlab|burning board"
    r"|simple machines|smf|question2answer|askbot",
    re.I,
)
_HOST = re.compile(r"^(?:forums?|boards?|community|discuss(?:ions?)?|talk|answers?|bbs)\.", re.I)
_SURE_PATH = re.compile(r"/(?:threads|viewtopic|showthread)[/.?]", re.I)
_PATH = re.compile(r"/(?:thread|topics?|discussions?|questions|t|forums?)[/.?-]", re.I)


def is_thread(document: Document) -> bool:
    """True for a page where several people talk: it says so, or forum software made it at such an address."""
    if any(kind in data for data in document.data for kind in _KINDS):
        return True
    root, signs = document.root, 0
    head = root.find("head")
    if head is not None:
        for meta in head.iter("meta"):
            if (meta.get("name") or "").lower() == "generator" and _SOFTWARE.search(
                meta.get("content") or ""
            ):
                signs += 2
    for element in (root, root.find("body")):
        if element is not None and _SOFTWARE.search(
            f"{element.get('id') or ''} {element.get('class') or ''}"
        ):
            signs += 1
    try:
        parts = urlsplit(document.base)
    except ValueError:
        return signs > 1
    if _HOST.match((parts.hostname or "").removeprefix("www.")):
        signs += 1
    signs += 2 if _SURE_PATH.search(parts.path) else 1 if _PATH.search(parts.path) else 0
    return signs > 1
