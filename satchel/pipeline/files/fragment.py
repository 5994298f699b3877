"""Foreign HTML without a page around it, as Markdown and feeds bring it."""

from __future__ import annotations

from satchel.model.articles import Article, Presence
from satchel.pipeline.article.code import settle_code
from satchel.pipeline.article.hidden import is_hidden
from satchel.pipeline.article.maths import settle_formulas
from satchel.pipeline.media.lazy import settle_pictures, unpack_pictures
from satchel.pipeline.media.lists import images_of
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.page import sanitize
from satchel.pipeline.parsing.htmlguard import guard
from satchel.pipeline.parsing.tree import parse, remove
from satchel.pipeline.text import count_words, excerpt_of, opening, text_of_article

SOME = 50  #: words; a text with so many is an article


def read_fragment(markup: str, base: str, *, log: tuple[str, ...] = ()) -> Article:
    """An article of all that is in `markup`, cleaned: everything that follows from its body alone.

    Relative addresses start at `base`. Title, authors and dates are the caller's to add.
    """
    guarded, notes = guard(markup)
    document = parse(guarded, base)
    body = document.root.find("body")
    assert body is not None
    unpack_pictures(body)
    settle_pictures(body, base)
    settle_formulas(body)
    settle_code(body)
    for element in list(body.iter()):
        if element is not body and is_hidden(element):
            remove(element)
    body.tag = "div"
    reading = sanitize(body, base, ())
    assert reading.article is not None
    text = text_of_article(reading.article)
    images = images_of(reading.article)
    words = count_words(text)
    return Article(
        html=reading.html,
        text=text,
        excerpt=plain(excerpt_of(opening(reading.article) or text)),
        words=words,
        images=images,
        lead_image=images[0].src if images else "",
        videos=reading.videos,
        has_image=Presence.CONTAINS if images else Presence.NONE,
        has_video=Presence.CONTAINS if reading.videos else Presence.NONE,
        is_article=words >= SOME,
        log=(*log, *notes),
    )
