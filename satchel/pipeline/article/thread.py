"""Forum threads and questions with answers: all that was said is the article."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from satchel.pipeline.parsing.tree import Document, Element, box_around

_KINDS = ('"DiscussionForumPosting"', '"QAPage"')
_SOFTWARE = re.compile(
    r"discourse|phpbb|vbulletin|xenforo|invision|ips community|flarum|mybb|nodebb|vanilla|woltlab|burning board"
    r"|simple machines|smf|question2answer|askbot",
    re.I,
)
_HOST = re.compile(r"^(?:forums?|boards?|community|discuss(?:ions?)?|talk|answers?|bbs)\.", re.I)
_SURE_PATH = re.compile(r"/(?:threads|viewtopic|showthread)[/.?]", re.I)
_PATH = re.compile(r"/(?:thread|topics?|discussions?|questions|t|forums?)[/.?-]", re.I)
_DIGITS = re.compile(r"\d+")
_LEVELS = 4  #: from a candidate up, to find the box that is there once for every post
MIN_POST = 40  #: letters
POSTS_SHARE = 0.5  #: of what a box of posts holds has to be posts


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


def whole_thread(best: Element, body: Element) -> Element:
    """The box that holds every post, when the best candidate is one post (or part of one); else the candidate."""
    whole, inner = best, best
    for _ in range(_LEVELS):
        box = _box_of_posts(inner, body)
        if box is not None and any(above is box for above in whole.iterancestors()):
            whole = box
        upper = inner.getparent()
        if upper is None or upper.tag == "body":
            break
        inner = upper
    return whole


def _box_of_posts(post: Element, body: Element) -> Element | None:
    """The smallest box around everything that is named as this post is; None when there is more in it than posts."""
    name = post.get("class")
    if not name:
        return None
    kind = _DIGITS.sub("", name)
    posts = [one for one in body.iter(str(post.tag)) if _DIGITS.sub("", one.get("class") or "") == kind]
    sizes = [size for one in posts if (size := _letters(one)) > MIN_POST]
    if len(sizes) < 2:
        return None
    box = box_around(posts)
    return box if box.tag != "body" and sum(sizes) > POSTS_SHARE * _letters(box) else None


def _letters(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
