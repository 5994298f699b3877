"""Articles in several parts: where the next one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from satchel.base.text import fold
from satchel.pipeline.article.thread import is_thread
from satchel.pipeline.links import absolute, host_of
from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.multipart.same_article import Numbered, numbered
from satchel.pipeline.parsing.tree import Document, Element, text_of

MAX_NUMBER = 50  #: number of a part; what counts further is no article
MAX_LINKS = 2_000  #: of one page that are looked at
#: Words of a link to the next page, in any language ("Continue reading on page 2"); titles say more.
MAX_WORDS = 5
_OTHER = re.compile(r"[\W\d_]+")


def next_part(found: Collected, document: Document, url: str, title: str, *, declares_article: bool) -> str:
    """The address of the next part of the article `title` at `url`, "" when nothing leads there.

    Only a link counts that the page calls "next", or whose few words or number say no more than
    that it goes on; and only when its address is that of the page but for the number of the part:
    many sites call the next article of a blog "next", too. Without `declares_article`, a page that does
    not declare itself an article, no link counts by its words: posts and reviews have pages like that.
    """
    here = numbered(url)
    if here is None:
        return ""
    base, host = document.base, host_of(url)
    declared = [*(href for href, _ in found.links.get("next", ())[:3]), *found.next]
    for href in declared:
        address = _next(href, base, host, here)
        if address:
            return address[0]
    if not declares_article or is_thread(document):
        return ""
    for link in _shown(document.root, here.number + 1):
        address = _next(link.get("href") or "", base, host, here)
        if address and _goes_on(text_of(link)[:200].strip(), address[1], title):
            return address[0]
    return ""


def _next(href: str, base: str, host: str, here: Numbered) -> tuple[str, Numbered] | None:
    """The absolute address of a link, and what numbers it, if it is that of the page with the next number."""
    address = absolute(href, base).partition("#")[0]
    if not address or host_of(address) != host:
        return None
    there = numbered(address)
    if there is None or there.stem != here.stem or there.number != here.number + 1:
        return None
    return (address, there) if there.number <= MAX_NUMBER else None


def _shown(root: Element, number: int) -> Iterator[Element]:
    """Links with this number, and no longer one, in their address."""
    digits = str(number)
    counted = re.compile(rf"(?<!\d)0*{digits}(?!\d)")
    for link in islice(root.iter("a"), MAX_LINKS):
        href = link.get("href")
        if href and digits in href and counted.search(href):
            yield link


def _goes_on(words: str, there: Numbered, title: str) -> bool:
    """Whether the words of a link to a next number say that it is a part: a number, or few words.

    Not where they are those of the title, which a second post may bear, too.
    """
    if len(words.split()) > MAX_WORDS:
        return False
    letters = fold(_OTHER.sub("", words))
    return there.is_page or not letters or letters not in fold(_OTHER.sub("", title))
