"""Articles in several parts: what numbers their addresses, and whether what is there is a part.

Blogs, comics, archives and books number their pages too, and call the next one "next". So an
address is only where to look: whether it holds a part is told by what is found there.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from satchel.base.text import fold
from satchel.model.articles import Article

_ANYTHING = frozenset(["p", "part"])  #: keys that may number posts or books as well
_KEYS = frozenset(["page", "p", "pg", "pagina", "seite", "pageno", "page_no", "pagenum", "part", "paged"])
# The number of a part at the end of a path: /2, /page/2, /page-2, -2, _2, with or without an ending.
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:[/_-](?P<word>page|part|p|seite)?[/_-]?(?P<number>\d{1,2}))?(?P<end>\.\w{3,5})?/?$"
)
#: What a part may add to the title of the first, at most a word on either side: "– page 2 of 5", "(2/5)", "第2页".
_MARK = (
    r"[^\w]*[^\W\d]{{0,9}}[^\w]*(?<!\d){number}(?!\d)"
    r"[^\w]*(?:[^\W\d]{{0,4}}[^\w]*\d{{1,2}}(?!\d))?[^\W\d]{{0,2}}[^\w]*"
)
#: The number of a part and how many there are, in a title: "(1/3)", "1 of 3".
_OF = re.compile(r"(?<!\d)(\d{1,2})(\s*/\s*|\s+[^\W\d]{1,4}\s+)(\d{1,2})(?!\d)")


class Numbered(NamedTuple):
    """An address as one of several."""

    stem: tuple[str, frozenset[tuple[str, str]]]  #: what is the same in all
    number: int  #: of this one; 1 where none is said
    is_page: bool  #: it is said to be that of a page, or there is none; else it may be that of anything
    is_suffix: bool = False  #: it ends a name, as that of a second post of one title does: "/a-walk-2"


def belongs(first: Article, first_url: str, part: Article, part_url: str) -> bool:
    """Whether what was found at the address of a next part is a part of the same article.

    It says so by its title, that of the first one with at most its own number behind it, and by
    nothing that speaks against it: a day or writers of its own, or a page that it declares to be.
    Where the numbers may be those of anything, such as `/comic/7`, the same day must be declared, too.
    """
    here, there = numbered(first_url), numbered(part_url)
    if here is None or there is None or here.stem != there.stem:
        return False
    days = (first.published_at, part.published_at)
    if None not in days and days[0] != days[1]:
        return False
    writers = [{fold(author.name) for author in each.authors} for each in (first, part)]
    if all(writers) and writers[0].isdisjoint(writers[1]):
        return False
    declares = numbered(part.canonical) if part.canonical else None
    if declares is not None and (declares.stem != here.stem or declares.number not in (1, there.number)):
        return False
    if not here.is_page:
        return days[0] is not None and days[1] is not None and _title(first) == _title(part) != ""
    return _same_title(_title(first), _title(part), there)


def _title(article: Article) -> str:
    return fold(article.title).strip()


def _same_title(first: str, part: str, there: Numbered) -> bool:
    if first == part or not part:
        return True
    one, other = _OF.search(first), _OF.search(part)
    if one and other:
        same = _OF.sub("", first) == _OF.sub("", part)
        return same and (int(other[1]), one[3]) == (there.number, other[3])
    if not first or there.is_suffix:
        return False
    return re.fullmatch(re.escape(first) + _MARK.format(number=there.number), part) is not None


def numbered(url: str) -> Numbered | None:
    """What is the same in all parts of an article, and the number of this part; None for a site's front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    query = parse_qsl(parts.query[:2_000], keep_blank_values=True, max_num_fields=None)
    numbers = [
        (key.lower(), value)
        for key, value in query
        if key.lower() in _KEYS and value.isascii() and value.isdigit()
    ]
    rest = frozenset((key, value) for key, value in query if key.lower() not in _KEYS)
    if numbers and len(numbers[0][1]) < 4:
        return Numbered((parts.path.rstrip("/"), rest), int(numbers[0][1]), numbers[0][0] not in _ANYTHING)
    found = _NUMBERED.match(parts.path)
    if found is None or not found["stem"].strip("/"):
        return None
    is_page = found["number"] is None or found["word"] not in (None, *_ANYTHING)
    is_suffix = found["number"] is not None and not is_page and parts.path[len(found["stem"])] != "/"
    return Numbered(
        (found["stem"] + (found["end"] or ""), rest), int(found["number"] or 1), is_page, is_suffix
    )
