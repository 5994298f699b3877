"""What kind of page it is."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from satchel.pipeline.article.thread import SURE_PATH
from satchel.pipeline.links import is_home
from satchel.pipeline.metadata.read import Metadata
from satchel.pipeline.parsing.tree import Element, raw_text, text_of
from satchel.pipeline.text import count_words

_LISTS = frozenset(["website", "blog", "profile"])
#: Addresses of lists: the word for one, and at most its name behind it; names of threads carry numbers.
_LIST_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|kategorien?|labels?|topics?|forums?|boards?|sections?|archives?|search)"
    r"(?:/[^/\d]{1,60}(?:\.\d{1,4})?)?/?$",
    re.I,
)
_LISTINGS = frozenset(["collectionpage", "itemlist", "searchresultspage"])
_THINGS = frozenset(["product", "productgroup", "individualproduct"])
_OFFERS = frozenset(["offer", "aggregateoffer"])
_REVIEWED = frozenset(["article", "newsarticle", "blogposting", "reportagenewsarticle"])
#: Half of the pages of a large sample with at least this much prose are articles, with less hardly any.
READABLE = 20.0
SHORT = 100  #: words; a dated or signed page with so many is an article however short its paragraphs
BRIEF = 60  #: words; news that is declared an article and dated has no more on a quiet day
LONG = 180.0  #: of prose; hardly a page with so much is a shop, a list or a service, dated or not
#: What is nowhere declared an article is one by its prose. Chosen on 709 pages, of which some 70 tell nothing: these
#: take all ten that readers would call articles and none of the shops, services and lists among them.
STORY = 250  #: words
PARAGRAPHS = 3  #: with whole sentences
SENTENCES = 12  #: words of such a paragraph, at least
PROSE = 0.7  #: of the words are in such paragraphs
HEADED = 0.6  #: headings to a paragraph, at most; services and shops have more
LEADING = 0.1  #: of the words in links, at most; lists of goods have more
LINKS = 10  #: links; a page of so many, with most of its letters in them, is a list
LINKED = 0.5


def readable_score(article: Element) -> float:
    """How much prose there is: the root of the letters beyond 140, summed over paragraphs."""
    total = 0.0
    for element in article.iter("p", "pre", "li"):
        if element.tag == "li" and len(element) and element[0].tag in ("p", "ul", "ol"):
            continue
        length = len(raw_text(element))
        if length > 140:
            total += (length - 140) ** 0.5
    return total


def judge(meta: Metadata, url: str, article: Element | None, words: int) -> tuple[bool, bool]:
    """Whether the page is an article, and whether it is an index of others.

    The combined rule: declared to be one, or dated, or signed, with prose in it; or a story by
    what was found, or so much prose that nothing has to be told; and no front page, no list by
    its address, nothing that is sold.
    """
    home = is_home(url)
    dated = meta.published_at is not None
    told = meta.declared_article or dated or bool(meta.authors)
    score = readable_score(article) if article is not None else 0.0
    listed = not told and article is not None and is_linked(article)
    signed = meta.declared_article and bool(meta.authors)  # encyclopedias have topics, too
    if home or listed or (is_list_address(url) and not signed):
        return False, True
    enough = SHORT if not (meta.declared_article and dated) else BRIEF
    listing = bool(_LISTINGS & meta.linked.kinds) and not meta.declared_article
    if told:
        prose = score > READABLE or words >= enough
    else:
        prose = not listing and words >= STORY and article is not None and is_story(article)
    is_article = score > LONG or (prose and not is_sold(meta))
    empty = meta.declared_kind in _LISTS and words < 50 and not told
    return is_article, (listing or empty) and not is_article


def is_story(article: Element) -> bool:
    """True for a text that is mostly paragraphs of whole sentences, with few headings and links among them."""
    paragraphs = [count for one in article.iter("p") if (count := count_words(text_of(one))) >= SENTENCES]
    headings = sum(1 for _ in article.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    if len(paragraphs) < PARAGRAPHS or headings > HEADED * len(paragraphs):
        return False
    words = count_words(text_of(article))
    linked = sum(count_words(text_of(link)) for link in article.iter("a"))
    return sum(paragraphs) >= PROSE * words and linked <= LEADING * words


def is_sold(meta: Metadata) -> bool:
    """True for the page of one thing that is sold, and for no review of it."""
    kinds = meta.linked.kinds
    sold = (kinds & _THINGS and kinds & _OFFERS) or meta.declared_kind in ("product", "og:product")
    return bool(sold) and not (_REVIEWED & kinds or meta.linked.reviewed)


def declares_article(meta: Metadata) -> bool:
    """True for a page that declares itself an article, or its day; cards have writers and days in sight, too."""
    return meta.declared_article or meta.published_at is not None


def is_listing(meta: Metadata, url: str) -> bool:
    """True for a page that must be a list of others: a front page, a list by its address or its declaration."""
    signed = meta.declared_article and bool(meta.authors)  # encyclopedias have topics, too
    return is_home(url) or (is_list_address(url) and not signed) or bool(_LISTINGS & meta.linked.kinds)


def is_list_address(url: str) -> bool:
    """True for the address of a tag, a category, or a forum's list of threads."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return False
    return bool(_LIST_PATH.search(path)) and not SURE_PATH.search(path)


def tells_of_others(article: Element) -> bool:
    """True where most of the headings lead to other pages."""
    headings = list(article.iter("h2", "h3", "h4", "h5", "h6"))
    leading = [
        one
        for one in headings
        if any(True for _ in one.iter("a")) or any(True for _ in one.iterancestors("a"))
    ]
    return 2 * len(leading) > len(headings)


def is_linked(article: Element) -> bool:
    """True for a page that is mostly links."""
    links = [len(text_of(link)) for link in article.iter("a")]
    return len(links) >= LINKS and sum(links) > LINKED * len(text_of(article))
