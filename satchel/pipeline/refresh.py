"""Pages that are only a redirection: where a Refresh header, a meta element or a script leads on.

Link shorteners, search engines and moved sites answer with a page that shows nothing and has the
browser go on by itself. What such a declaration means is read as the HTML standard says
("shared declarative refresh steps").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from satchel.model.articles import Article
from satchel.pipeline.links import absolute
from satchel.pipeline.parsing.tree import Document, parse_tree

MAX_DELAY = 10  #: seconds; pages that wait for longer are there to be read, and reload themselves
MAX_WORDS = 100  #: with so many a page says something of its own
MAX_METAS = 500  #: of one page that are looked at
MAX_SCRIPT = 1_000  #: letters of a script that does nothing but lead on

_DELAY = re.compile(r"[\t\n\f\r ]*([0-9]*)([0-9.]*)([;,\t\n\f\r ]?)", re.ASCII)
_MARK = re.compile(r"[\t\n\f\r ]*[;,]?[\t\n\f\r ]*")
_NAME = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^<>]{0,500})>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
_TO = r"""(["'])((?:\\.|(?!\1)[^\\\n])+)\1"""
_LEADS = re.compile(r"\blocation(?:\.href)?\s*=\s*" + _TO)
_CALLS = re.compile(r"\blocation\.(?:replace|assign)\(\s*" + _TO + r"\s*\)")
_BRANCHES = re.compile(r"\bif\s*\(|\?|&&|\|\|")
_LETTER = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def led_on(article: Article, document: Document, text: str) -> str:
    """Where a page with little to say leads by itself, absolute; "" when it stays.

    `text` is its markup with its scripts. The page may lead to itself: whoever asks knows whether
    anything would be different then.
    """
    found = next((url for said in _declared(document) if (url := read_refresh(said, document.base))), "")
    return found or (_scripted(text, document.base) if not article.words else "")


def is_bare(article: Article) -> bool:
    """Whether a page has so little of its own that it may be only a redirection."""
    return article.words < MAX_WORDS


def read_refresh(said: str, base: str) -> str:
    """Where a declaration like `0; url=/there` leads, absolute to `base`.

    "" for one that no browser obeys, one that waits for more than ten seconds, and what is not http.
    """
    delay = _DELAY.match(said)
    assert delay is not None
    if not delay[1] and not delay[2].startswith("."):
        return ""
    rest = said[delay.end(2) :]
    if rest and not delay[3]:
        return ""
    if len(delay[1].lstrip("0")) > len(str(MAX_DELAY)) or int(delay[1] or 0) > MAX_DELAY:
        return ""
    mark = _MARK.match(rest)
    assert mark is not None
    rest = rest[mark.end() :]
    name = _NAME.match(rest)
    if name is not None:
        rest = rest[name.end() :]
    if rest[:1] in ('"', "'"):
        rest = rest[1:].partition(rest[0])[0]
    rest = rest.strip()
    return absolute(rest, base) if rest else base


def _declared(document: Document) -> Iterator[str]:
    """What the page's meta elements say, those for readers without scripts last."""
    if not re.search(rb"http-equiv", document.markup):
        return
    root = parse_tree(document.markup)
    aside: list[str] = []
    for count, meta in enumerate(root.iter("meta")):
        if count >= MAX_METAS:
            break
        if meta.get("http-equiv", "").strip().lower() != "refresh":
            continue
        around = {str(one.tag) for one in meta.iterancestors("noscript", "template")}
        if not around:
            yield meta.get("content", "")
        elif "template" not in around:
            aside.append(meta.get("content", ""))
    yield from aside


def _scripted(text: str, base: str) -> str:
    """Where the one script of an empty page leads, if it does nothing else."""
    scripts = _SCRIPT.findall(text[:20_000])
    code = "\n".join(body for _, body in scripts)
    if len(code) > MAX_SCRIPT or _BRANCHES.search(_LEADS.sub("", _CALLS.sub("", code))):
        return ""
    if any(_SOURCE.search(attributes) for attributes, _ in scripts):
        return ""  # what shows the page may be loaded from there
    goals = {match[2] for match in (*_LEADS.finditer(code), *_CALLS.finditer(code))}
    return absolute(_LETTER.sub(_plain, goals.pop()), base) if len(goals) == 1 else ""


def _plain(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16)) if match[1] or match[2] else match[3]
