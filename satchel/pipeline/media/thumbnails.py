"""Small copies of a picture beside the picture itself."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import parse_qsl, unquote, urlsplit

from satchel.base.text import words_of
from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.tree import Element, remove, text_of

# How addresses say that they lead to a copy of another size.
_SIZED = re.compile(r"[-_.@](?:\d{2,4}x\d{2,4}|\d{2,4}[wpx]x?|w\d{2,4}|[123]x)(?=\.\w{3,4}$|$)", re.I)
_SMALL = re.compile(
    r"[-_.](?:thumb(?:nail)?s?|small|sm|tiny|mini|preview|xs|tn|lowres|lqip|medium|large|full|original)(?=\.\w{3,4}$|$)"
    r"|(?<![a-z])(?:thumb(?:nail)?s?|tn)[-_](?=[^/]+$)",
    re.I,
)
_FOLDER = re.compile(
    r"/(?:thumb(?:nail)?s?|small|tiny|mini|previews?|medium|large|full|originals?|w\d{2,4}|\d{2,4}x\d{2,4}"
    r"|(?:freeze/)?(?:max|fit)/\d{2,4}|(?:[a-z]+[_=][^/,]*,)*(?:w|width)[_=]\d{2,4}(?:,[^/]*)?|resize:[^/]*)(?=/)",
    re.I,
)
_THUMB = re.compile(r"thumb|[-_./](?:small|tiny|mini|preview|tn|xs|sm)[-_./]|lqip|lowres", re.I)
_SIZES = words_of("w h width height size s sz resize dpr wid hei scale maxwidth maxheight imwidth quality q")
_FORMS = words_of("fit crop auto format fm blur px")
_WIDE = re.compile(r"w\d{2,4}(?:_|$)")  #: a size that is the value of whatever name
_WIDTH = re.compile(
    r"(?:[-_.@/x]|(?:w|wid|width|imwidth|maxwidth|max|fit|resize|size|sz|s)[_=:/]?)(\d{2,4})(?!\d)", re.I
)


def drop_thumbnails(article: Element) -> None:
    """Take out the copies of pictures that the article shows as well; the largest of each stays.

    A copy is known by an address that differs in its size alone, and by its link to the picture.
    One with a caption of its own stays, and so does the same picture again in a line or a table.
    """
    groups: dict[str, list[Element]] = defaultdict(list)
    shown = set()
    for image in article.iter("img"):
        src = image.get("src") or ""
        if src:
            groups[without_size(src)].append(image)
            shown.add(src)
    for images in (several for several in groups.values() if len(several) > 1):
        best = max(images, key=_weight)
        for image in images:
            again = image.get("src") == best.get("src")
            if image is not best and not (again and _stands_in_words(image)):
                _drop(image)
    for image in list(article.iter("img")):
        link = next(image.iterancestors("a"), None)
        target = link.get("href") if link is not None else None
        if target in shown and target != image.get("src"):
            _drop(image)


def _stands_in_words(image: Element) -> bool:
    """True for a picture in a line or a table, where it may stand for a word, again and again."""
    line = next(image.iterancestors("p", "td", "th", "li", "dt"), None)
    return line is not None and (line.tag in ("td", "th") or bool(text_of(line)))


def without_size(src: str) -> str:
    """The address of a picture without what says its size."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return src
    path = _FOLDER.sub("", _SMALL.sub("", _SIZED.sub("", _SMALL.sub("", unquote(parts.path)))))
    query = sorted(pair for pair in parse_qsl(parts.query[:1000]) if not _is_size(*pair))
    return f"{parts.netloc}{path}?{query}"


def _is_size(name: str, value: str) -> bool:
    name = name.lower()
    return name in _FORMS or (name in _SIZES and value[:1].isdigit()) or bool(_WIDE.match(value))


def _weight(image: Element) -> tuple[bool, int]:
    """How much a copy is the picture itself: no thumbnail by its name, then its size, which may be told nowhere."""
    src = image.get("src") or ""
    said = "".join(_SIZED.findall(src) + _FOLDER.findall(src)) + "?" + urlsplit(src).query
    sizes = map(int, _WIDTH.findall(said))
    return not _THUMB.search(src), max(sizes, default=number(image.get("width")) or 10_000)


def _drop(image: Element) -> None:
    figure = next(image.iterancestors("figure"), None)
    if figure is not None and len(figure.findall(".//img")) == 1 and figure.find(".//figcaption") is not None:
        return
    above = image.getparent()
    remove(image)
    while above is not None and above.tag in ("picture", "a", "figure") and not above.findall(".//img"):
        if "".join(map(str, above.itertext())).strip() or above.getparent() is None:
            return
        upper = above.getparent()
        remove(above)
        above = upper
