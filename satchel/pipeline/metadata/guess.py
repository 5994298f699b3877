"""A date for pages that declare none, guessed from what they show."""

from __future__ import annotations

import logging

from lxml.etree import LxmlError

from satchel.pipeline.metadata.dates import parse_date
from satchel.pipeline.parsing.tree import Document

MAX_ELEMENTS = (
    3_000  #: of a page that is searched: on larger ones it took 30 ms and found no day that was right
)


def guess_date(document: Document, url: str) -> int | None:
    """Milliseconds of the day that the page was most likely published; None when nothing tells.

    The quick search of htmldate: the thorough one finds 5 dates more in 100, takes four
    times as long and is wrong half as often again.
    """
    if sum(1 for _ in document.root.iter()) > MAX_ELEMENTS:
        return None
    # Slow to import, and needed by one page in five. It takes trees of lxml.html only.
    from htmldate import find_date
    from lxml import html

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        tree = html.document_fromstring(document.markup, html.HTMLParser(encoding="utf-8", huge_tree=True))
        day = find_date(tree, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, OverflowError, LookupError, LxmlError):
        return None
    return parse_date(day) if isinstance(day, str) else None
