"""What the names of classes and ids tell: the words page builders use for content and for furniture.

Every question is cached, since a page asks about the same few names hundreds of times.
"""

from __future__ import annotations

import re
from functools import lru_cache

from satchel.pipeline.parsing.tree import Element


def _any_of(*groups: str) -> re.Pattern[str]:
    """A pattern that finds any of the words of these groups inside a lower-case name.

    It knows no case on purpose: such a pattern skips ahead to the letters that can begin a word.
    """
    return re.compile("|".join(" ".join(groups).split()))


# Boxes around the article. Whole subtrees with such names go before anything is weighed.
_UNLIKELY = _any_of(
    r"breadcrumb menu pager pagination toolbar\b skip-?link",  # ways around the site
    r"header footer sidebar side-bar supplement",  # the frame of every page
    r"comment communit disqus replies respond\b remark forum-?reply",  # what others said
    r"related recommend-?(?:ed|ation) extra\b most-?(?:read|popular) trending",  # what else there is
    r"banner sponsor promoted -ad- -ads\b ad-?break ad-?slot taboola outbrain",  # what is sold
    r"popup pop-up modal newsletter-?(?:sign|form|box|promo) cookie-?(?:banner|consent|notice|bar) gdpr age-?gate",
    r"social rss legend",
)
_MAYBE = _any_of(r"article body column content main mathjax shadow \band\b")

_GOOD = _any_of(r"article blog body content entry main page pagination post story text")
_BAD = _any_of(
    r"hidden banner comment (?<![a-z])com- contact footer gdpr masthead meta outbrain promo related scroll share",
    r"sidebar sponsor shopping tags widget -ad- taboola",
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:[_-]?(?:list|section|area|thread|container|wrapper|box|block|feed))?|commentlist|disqus(?:_thread)?"
    r"|respond|replies|usercomments?|fb-comments)(?:$|[\s_-])",
    re.I,
)
_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|share-?bar|social-?share)(?:\b|_)", re.I)
_BYLINE = _any_of(r"byline author dateline written-?by")

_CAPTION = re.compile(
    r"(?:^|[\s_-]|img|image|photo|picture|figure)"
    r"(?:caption|cutline|legende?|bildunterschrift|(?:photo|image|img|picture)[_-]?credit)s?(?:$|[\s_-]|text)"
)

# Words of styles, not of boxes: how the rim is cut, where scrolling stops, that it waits for a wide screen.
_STYLES = re.compile(
    r"(?<!\S)(?:\w+:)*(?:overflow(?:-[xy])?-\w+|scroll-(?:auto|smooth|[mp][a-z]?-\S+))(?!\S)"
    r"|(?<!\S)hidden(?=\s(?:\S+\s){0,40}?(?:sm|md|lg|xl):(?:block|flex|grid|inline\S*|table\S*)(?!\S))"
)

_WEIGHT = 25


@lru_cache(maxsize=4096)
def is_unlikely(name: str) -> bool:
    """True for names of boxes that hardly ever hold the article."""
    name = name.lower()
    return bool(_UNLIKELY.search(name)) and not _MAYBE.search(name)


@lru_cache(maxsize=4096)
def weight_of(name: str) -> int:
    """+25 for a name that speaks for content, -25 for one that speaks against, 0 else."""
    if not name:
        return 0
    name = _STYLES.sub("", name.lower())
    return (_WEIGHT if _GOOD.search(name) else 0) - (_WEIGHT if _BAD.search(name) else 0)


@lru_cache(maxsize=4096)
def is_share(name: str) -> bool:
    """True for rows of share buttons."""
    return bool(_SHARE.search(name))


@lru_cache(maxsize=4096)
def is_comments(name: str) -> bool:
    """True for names of the box that holds what readers wrote below an article."""
    return bool(_COMMENTS.search(name))


@lru_cache(maxsize=4096)
def is_caption(name: str) -> bool:
    """True for names of the text under a picture."""
    return bool(_CAPTION.search(name.lower()))


@lru_cache(maxsize=4096)
def is_byline(name: str) -> bool:
    """True for names of the line that says who wrote it."""
    return bool(_BYLINE.search(name.lower()))


def describe(element: Element) -> str:
    """An element in a few words, for the log."""
    names = (element.get("class") or "").split()[:2]
    mark = element.get("id")
    return f"<{element.tag}{'#' + mark[:30] if mark else ''}{''.join('.' + name[:30] for name in names)}>"
