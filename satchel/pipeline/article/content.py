"""Finding the article in a page: several tries, from strict to lenient."""

from __future__ import annotations

from typing import Any, NamedTuple

from satchel.pipeline.article.passes import GENERAL, WHOLE, Pass, State, run
from satchel.pipeline.article.thread import is_thread
from satchel.pipeline.media.lazy import settle_pictures
from satchel.pipeline.parsing.tree import Document, Element, parse_tree, stripped_length

ENOUGH = 500  #: letters; with fewer the next, more lenient try is made
LITTLE = 200  #: letters; with fewer found before, what readers wrote below may be what there is to read
BETTER = 1.5  #: times as much, at least, must a more lenient try find: it finds furniture too
FAR_MORE = 2  #: times what was found must all of the page say, to be what there is to read

# What each try no longer does: boxes with bad names go first; names speak; boxes are judged.
_TRIES = ((), ("strict",), ("strict", "use_names"), ("strict", "use_names", "conditionally"))


class Found(NamedTuple):
    """The article inside a page, not yet made into reader HTML."""

    article: Element
    letters: int
    log: tuple[str, ...]
    total: int = 0  #: letters from which it was chosen: no other choice finds more
    listed: bool = False  #: these are the cards of a page that lists others


def find_article(document: Document, title: str, **known: Any) -> Found:
    """The part of the page that is its article.

    Of a page whose subject is `sold`, what buyers say is left out; its `writers` are known by name, too.
    The first try uses up `document.root`; every other one grows a tree of its own from the markup,
    since few pages need it and a copy kept for them would cost all others.
    """
    best: Found | None = None
    thread = is_thread(document)
    for number, without in enumerate(_TRIES, 1):
        root = document.root if number == 1 else parse_tree(document.markup)
        if best is not None and stripped_length(root) <= BETTER * best.letters:
            break  # all of the page does not say so much more
        found = _try(
            root,
            document.base,
            GENERAL,
            title=title,
            talk=thread or (best is not None and best.letters < LITTLE),
            thread=thread,
            **known,
            **dict.fromkeys(without, False),
        )
        if best is None or found.letters > BETTER * best.letters:
            best = found._replace(log=(f"try {number} of {len(_TRIES)}", *found.log))
        if found.letters >= ENOUGH:
            break
    assert best is not None
    settle_pictures(best.article, document.base)
    return best


def find_whole(document: Document, title: str) -> Found:
    """All that a page says, without what stands around it. The document stays as it is."""
    found = _try(parse_tree(document.markup), document.base, WHOLE, title=title)
    settle_pictures(found.article, document.base)
    return found._replace(log=("all that the page says", *found.log))


def _try(root: Element, base: str, passes: tuple[Pass, ...], **how: Any) -> Found:
    body = root.find("body")
    assert body is not None
    state = run(passes, State(body, base=base, **how))
    return Found(state.root, stripped_length(state.root), tuple(state.log), state.total)
