"""What the names of classes and ids tell: the words page builders use for content and for furniture.

Every question is cached, since a page asks about the same few names hundreds of times.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Boxes around the article. Whole subtrees go before anything is weighed.
_UNLIKELY = re.compile(
    r"-ad-|ad-?break|age-?gate|ai2html|banner|breadcrumb|combx|comment|communit|cookie-?(?:banner|consent|notice|bar)|cover-wrap|disqus|extra"
    r"|footer|foot-?note-?nav|gdpr|header|legend|menu|modal|newsletter-?(?:sign|form|box|promo)|pager|pagination|paywall-?(?:prompt|bar)|popup|pop-up"
    r"|related|remark|replies|respond\b|rss|shout-?box|sidebar|side-bar|skyscraper|social|sponsor|supplement|taboola|outbrain|toolbar\b|yom-remote",
    re.I,
)
_MAYBE = re.compile(r"and|article|body|column|content|main|mathjax|shadow", re.I)

_GOOD = re.compile(r"article|blog|body|content|entry|hentry|main|page|pagination|post|story|text", re.I)
_BAD = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share"
    r"|shout-?box|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.I,
)
_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|share-?bar|social-?share)(?:\b|_)", re.I)
_BYLINE = re.compile(r"byline|author|dateline|written-?by|p-author", re.I)

_WEIGHT = 25


@lru_cache(maxsize=4096)
def is_unlikely(name: str) -> bool:
    """True for names of boxes that hardly ever hold the article."""
    return bool(_UNLIKELY.search(name)) and not _MAYBE.search(name)


@lru_cache(maxsize=4096)
def weight_of(name: str) -> int:
    """+25 for a name that speaks for content, -25 for one that speaks against, 0 else."""
    if not name:
        return 0
    return (_WEIGHT if _GOOD.search(name) else 0) - (_WEIGHT if _BAD.search(name) else 0)


@lru_cache(maxsize=4096)
def is_share(name: str) -> bool:
    """True for rows of share buttons."""
    return bool(_SHARE.search(name))


@lru_cache(maxsize=4096)
def is_byline(name: str) -> bool:
    """True for names of the line that says who wrote it."""
    return bool(_BYLINE.search(name))
