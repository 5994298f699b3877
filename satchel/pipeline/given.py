"""HTML that somebody handed in: the text of a page in place of a download, or an article that was cleaned before."""

from __future__ import annotations

import re

import msgspec

from satchel.model.articles import Article
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.files.fragment import SOME, read_fragment
from satchel.pipeline.frames import MAX_LETTERS
from satchel.pipeline.page import read_page
from satchel.pipeline.rules.book import Rules

#: What only whole pages have; anything else is the text itself, of which nothing may be judged away.
_WHOLE = re.compile(r"<(?:html|head|body)(?=[\s/>])", re.IGNORECASE)


def read_given(html: str, url: str, rules: Rules, now: int | None) -> Article:
    """The article in `html`: of a whole page what is its article, else all of it.

    `url` is where its links start, "" for nowhere. With 50 words it is an article: somebody chose
    it. It leads nowhere: neither on to another page nor to further parts.
    """
    html = html[:MAX_LETTERS]
    article = Article()
    if _WHOLE.search(html):
        article = read_page(html.encode("utf-8", "ignore"), url, "utf-8", rules.for_url(url), now)
    if not article.text.strip():
        plain = read_fragment(html, url, log=("HTML that was handed in",))
        article = msgspec.structs.replace(plain, title=article.title, encoding="utf-8")
    return msgspec.structs.replace(article, is_article=article.words >= SOME, refresh="", next_page="")


def cleaned(html: str) -> Article:
    """An article that says to have passed the last gate: as it is if it has, without a text, else made anew of it."""
    if len(html.encode()) <= MAX_HTML and clean(html) == html:
        return Article(html=html)
    return read_fragment(html[:MAX_LETTERS], "", log=("HTML that was changed by hand",))
