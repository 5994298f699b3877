"""What kind of page it is."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from satchel.pipeline.links import is_home
from satchel.pipeline.metadata.read import Metadata
from satchel.pipeline.parsing.tree import Element, text_of

_LISTS = frozenset(["website", "blog", "profile"])
#: Addresses of lists: the word for one, and at most its name behind it; names of threads carry numbers.
_LIST_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|kategorien?|labels?|topics?|forums?|boards?|sections?|archives?|search)"
    r"(?:/[^/\d]{1,60}(?:\.\d{1,4})?)?/?$",
    re.I,
)
_SOLD = frozenset(["product", "offer"])
_REVIEWED = frozenset(["article", "newsarticle", "blogposting", "review", "reportagenewsarticle"])
#: Half of the pages of a large sample with at least this much prose are articles, with less hardly any.
READABLE = 20.0
SHORT = 100  #: words; a dated or signed page with so many is an article however short its paragraphs
BRIEF = 60  #: words; news that is declared an article and dated has no more on a quiet day
LONG = 180.0  #: of prose; hardly a page with so much is a shop, a list or a service, dated or not
LINKS = 10  #: links; a page of so many, with most of its letters in them, is a list
LINKED = 0.5


def readable_score(article: Element) -> float:
    """How much prose there is: the root of the letters beyond 140, summed over paragraphs."""
    total = 0.0
    for element in article.iter("p", "pre", "li"):
        if element.tag == "li" and len(element) and element[0].tag in ("p", "ul", "ol"):
            continue
        length = sum(len(text) for text in element.itertext())
        if length > 140:
            total += (length - 140) ** 0.5
    return total


def judge(meta: Metadata, url: str, article: Element | None, words: int) -> tuple[bool, bool]:
    """Whether the page is an article, and whether it is an index of others.

    The combined rule: declared to be one, or dated, or signed, with prose in it, or so much prose
    that nothing has to be told; and no front page, no list by its address, nothing that is sold.
    """
    home = is_home(url)
    dated = meta.published_at is not None
    told = meta.declared_article or dated or bool(meta.authors)
    score = readable_score(article) if article is not None else 0.0
    listed = not told and article is not None and _is_linked(article)
    signed = meta.declared_article and bool(meta.authors)  # encyclopedias have topics, too
    if home or listed or (is_list_address(url) and not signed):
        return False, True
    enough = SHORT if not (meta.declared_article and dated) else BRIEF
    sold = meta.linked.kinds >= _SOLD and not _REVIEWED & meta.linked.kinds
    is_article = score > LONG or (told and not sold and (score > READABLE or words >= enough))
    listing = (
        bool({"collectionpage", "itemlist", "searchresultspage"} & meta.linked.kinds)
        and not meta.declared_article
    )
    empty = meta.declared_kind in _LISTS and words < 50 and not told
    return is_article, (listing or empty) and not is_article


def is_list_address(url: str) -> bool:
    """True for the address of a tag, a category, or a forum's list of threads."""
    try:
        return bool(_LIST_PATH.search(unquote(urlsplit(url).path)))
    except ValueError:
        return False


def _is_linked(article: Element) -> bool:
    """True for a page that is mostly links."""
    links = [len(text_of(link)) for link in article.iter("a")]
    return len(links) >= LINKS and sum(links) > LINKED * len(text_of(article))
