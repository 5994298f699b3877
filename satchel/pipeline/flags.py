"""What kind of page it is."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from satchel.pipeline.metadata.read import Metadata
from satchel.pipeline.parsing.tree import Element

_HOME = frozenset(
    ["", "index", "index.html", "index.htm", "index.php", "home", "default.aspx", "index.asp", "main"]
)
_LISTS = frozenset(["website", "blog", "profile"])
#: Half of the pages of a large sample with at least this much prose are articles, with less hardly any.
READABLE = 20.0
SHORT = 100  #: words; a dated or signed page with so many is an article however short its paragraphs


def is_home(url: str) -> bool:
    """True for the front page of a site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path.strip("/").lower()
    if path not in _HOME and not (len(path) == 2 and path.isalpha()):
        return False
    # "/?p=123" is an article on a blog without pretty addresses.
    return not any(
        key in ("p", "id", "page_id", "article", "story", "q", "v") for key, _ in parse_qsl(parts.query[:500])
    )


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

    The combined rule: declared to be one, or dated, or signed; with prose in it; and no front page.
    """
    home = is_home(url)
    told = meta.declared_article or meta.published_at is not None or bool(meta.authors)
    score = readable_score(article) if article is not None else 0.0
    is_article = not home and told and (score > READABLE or words >= SHORT)
    listing = (
        bool({"collectionpage", "itemlist", "searchresultspage"} & meta.linked.kinds)
        and not meta.declared_article
    )
    is_index = (
        home
        or (listing and not is_article)
        or (meta.declared_kind in _LISTS and words < 50 and not is_article)
    )
    return is_article, is_index
