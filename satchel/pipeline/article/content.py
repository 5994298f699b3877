"""Finding the article in a page: several tries, from strict to lenient."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from satchel.pipeline.article.accordion import open_accordions
from satchel.pipeline.article.code import settle_code
from satchel.pipeline.article.conditional_cleaning import strip_furniture
from satchel.pipeline.article.lines import strip_lines
from satchel.pipeline.article.maths import settle_formulas
from satchel.pipeline.article.names import describe
from satchel.pipeline.article.permalinks import drop_permalinks
from satchel.pipeline.article.preclean import preclean
from satchel.pipeline.article.score import Ranking, companions, rank
from satchel.pipeline.article.shop import strip_shop
from satchel.pipeline.article.thread import is_thread, whole_thread
from satchel.pipeline.media.lazy import settle_pictures, unpack_pictures
from satchel.pipeline.parsing.tree import Document, Element, parse_tree

ENOUGH = 500  #: letters; with fewer the next, more lenient try is made
TOLD = 17  #: removals of one kind that the log names
LITTLE = 200  #: letters; with fewer found before, what readers wrote below may be what there is to read
BETTER = 1.5  #: times as much, at least, must a more lenient try find: it finds furniture too

# Strictness of the tries: boxes with bad names go first; names speak; boxes are judged.
_TRIES = ((True, True, True), (False, True, True), (False, False, True), (False, False, False))


class Way(NamedTuple):
    """How strict one try is."""

    strict: bool  #: boxes with bad names go before anything is weighed
    use_names: bool  #: class names speak for and against
    conditionally: bool  #: boxes are judged by what they hold
    talk: bool  #: what readers wrote may be the article
    thread: bool  #: what readers wrote is the article


class Found(NamedTuple):
    """The article inside a page, not yet made into reader HTML."""

    article: Element
    letters: int
    log: tuple[str, ...]
    listed: bool = False  #: these are the cards of a page that lists others


def find_article(document: Document, title: str, *, has_authors: bool, sold: bool = False) -> Found | None:
    """The part of the page that is its article; None when the page holds no text at all.

    Of a page whose subject is `sold`, what buyers say is left out.
    The first try uses up `document.root`; every other one grows a tree of its own from the markup,
    since few pages need it and a copy kept for them would cost all others.
    """
    best: Found | None = None
    thread = is_thread(document)
    for number, (strict, use_names, conditionally) in enumerate(_TRIES, 1):
        talk = thread or (best is not None and best.letters < LITTLE)
        way = Way(strict, use_names, conditionally, talk, thread)
        root = document.root if number == 1 else parse_tree(document.markup)
        if sold:
            strip_shop(root)
        found = _try(root, title, has_authors, way)
        if best is None or found.letters > BETTER * best.letters:
            best = found._replace(log=(f"try {number} of {len(_TRIES)}", *found.log))
        if found.letters >= ENOUGH:
            break
    if best is None or (
        not best.letters and not any(True for _ in best.article.iter("img", "iframe", "video"))
    ):
        return None
    settle_pictures(best.article, document.base)
    return best


def _try(root: Element, title: str, has_authors: bool, way: Way) -> Found:
    body = root.find("body")
    assert body is not None
    unpack_pictures(body)
    settle_formulas(body)
    settle_code(body)
    drop_permalinks(body)
    open_accordions(body)
    body, named, heading = preclean(root, title, strict=way.strict, has_authors=has_authors, thread=way.talk)
    ranking = rank(body, use_names=way.use_names, heading=heading)
    if way.thread and ranking.best is not None:
        whole = whole_thread(ranking.best, body)
        ranking.scores.setdefault(whole, ranking.scores[ranking.best])
        ranking = ranking._replace(best=whole)
    article = etree.SubElement(body.makeelement("section"), "div")
    if ranking.best is None:
        article.text = body.text
        article.extend(list(body))
        why = "no candidate stands out: the whole page"
    else:
        why = f"candidate {describe(ranking.best)} with {ranking.scores[ranking.best]:.0f} points"
        _gather(article, ranking)
    gone = strip_furniture(
        article,
        conditionally=way.conditionally,
        use_names=way.use_names and not way.thread,
        kernel=ranking.kernel,
    )
    lines = strip_lines(article)
    letters = sum(len(text.strip()) for text in article.itertext())
    return Found(article, letters, (why, f"{len(article)} parts", *_told(named), *_told(gone), *_told(lines)))


def _told(gone: list[str]) -> list[str]:
    """The first few of the removals that a person would want to know about."""
    worth = [note for note in dict.fromkeys(gone) if not note.startswith(("empty", "nothing in it"))]
    return worth if len(worth) <= TOLD else [*worth[: TOLD - 1], f"and {len(worth) - TOLD + 1} more"]


def _gather(article: Element, ranking: Ranking) -> None:
    for part in companions(ranking):
        part.tail = None
        if part.tag not in (
            "div",
            "article",
            "section",
            "p",
            "ol",
            "ul",
            "table",
            "blockquote",
            "pre",
            "figure",
        ):
            part.tag = "div"
        article.append(part)
